"""What can be read off the engine between events: who waits, for what, on whose hands."""

from __future__ import annotations

import numpy as np

from resilience_sim.engine.helping import burden_now, hours_now, settle_store
from resilience_sim.engine.service import settle_hours
from resilience_sim.kernels.compiled import entry
from resilience_sim.kernels.luck import exponential


@entry
def look(s, t, unmet, waiting, late, stages, backlog):  # type: ignore[no-untyped-def]
    """Fill: weighted unmet need and open cases by party, cases by stage, backlog by body.

    `unmet` is the severity of needs past due and of burdens left by lapsed ones, uncut; `late`
    are the needs past due, as bits.
    """
    g = s.g[0]
    for h in range(s.home.shape[0]):
        unmet[h] = burden_now(s.home[h], t, g.burden_days)
        waiting[h] = 0.0
    stages[:] = 0.0
    backlog[:] = 0.0
    # sums of a household run in the order of needs: slots depend on what others do
    late[:] = np.uint32(0)
    for i in range(g.n_slots):
        c = s.case[i]
        if c.used == 0 or c.double_of >= 0:
            continue
        waiting[c.household] += 1.0
        stages[c.stage] += 1.0
        if c.desk >= 0:
            backlog[c.desk] += 1.0
        if t > c.due:
            late[c.household] |= np.uint32(1) << np.uint32(c.need)
    for h in range(s.home.shape[0]):
        if late[h] != 0:
            for need in range(s.need.shape[0]):
                if (late[h] >> np.uint32(need)) & np.uint32(1):
                    unmet[h] += s.need[need].severity


@entry
def set_hours(s, hours, t):  # type: ignore[no-untyped-def]
    """Hours a day that accrue to helping from `t` on, (H,); no change, no trace."""
    same = True
    for h in range(hours.shape[0]):
        if hours[h] != s.spare[h].rate:
            same = False
            break
    if same:
        return
    for h in range(hours.shape[0]):
        spare = s.spare[h]
        spare.left = hours_now(spare, t)
        spare.at = t
        spare.rate = hours[h]


@entry
def functionality(unmet, group, out):  # type: ignore[no-untyped-def]
    """1 - mean of min(1, unmet) over all parties and by group of household: out (5,).

    `group` is 2 * newcomer + vulnerable, and -1 for units; out holds all, others,
    vulnerable, locals, newcomers.
    """
    lost = np.zeros(5)
    n = np.zeros(5)
    for h in range(unmet.shape[0]):
        x = min(1.0, unmet[h])
        lost[0] += x
        n[0] += 1.0
        if group[h] < 0:
            continue
        v = 1 + (group[h] & 1)
        w = 3 + (group[h] >> 1)
        lost[v] += x
        lost[w] += x
        n[v] += 1.0
        n[w] += 1.0
    for k in range(5):
        out[k] = 1.0 - lost[k] / n[k] if n[k] > 0.0 else np.nan


@entry
def first_candidates(stream, community_key, key, need, out):  # type: ignore[no-untyped-def]
    """Operational time of the first demand candidate of every household, for one need."""
    for h in range(key.shape[0]):
        out[h] = exponential(stream, community_key[h], key[h], need, 0, 0)


@entry
def book(s, t):  # type: ignore[no-untyped-def]
    """Book the hours of all bodies until `t`."""
    for m in range(s.body.shape[0]):
        settle_hours(s.body[m], t)


@entry
def hours(s, t):  # type: ignore[no-untyped-def]
    """Hours used and accrued by all bodies until `t`; books nothing, so looking leaves no trace."""
    used = there = 0.0
    for m in range(s.body.shape[0]):
        b = s.body[m]
        worked = (t - b.anchor) * b.speed
        used += b.service + b.triage + b.double
        used += worked * (b.busy_service + b.busy_triage + b.busy_double)
        there += b.available + worked * b.posts
    return used, there


@entry
def stock_up(s, t, share, able, full, use):  # type: ignore[no-untyped-def]
    """Bring stores to `t`; households that can buy gain `share` of what they lack; new use.

    `able` (H,) is the share they can buy for themselves, `full` and `use` are (H, 2).
    """
    for h in range(able.shape[0]):
        store = s.store[h]
        settle_store(store, t)
        for g in range(2):
            if able[h] >= 1.0 and store.left[g] < full[h, g]:
                store.left[g] += share * (full[h, g] - store.left[g])
            store.drain[g] = use[h, g]
