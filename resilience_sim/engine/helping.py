"""Mutual aid: neighbours and kin take any case that is not yet in service."""

from __future__ import annotations

import math

from resilience_sim.engine.clocks import set_rate, wind
from resilience_sim.engine.state import HELP
from resilience_sim.kernels.compiled import inner, pasted
from resilience_sim.kernels.luck import exponential, uniform
from resilience_sim.vocabulary import SERVED, UNDETECTED


@inner
def pull(s, h, need):  # type: ignore[no-untyped-def]
    """Willing and able tie weight around household `h` for a need."""
    total = 0.0
    for e in range(s.tie_start[h], s.tie_start[h + 1]):
        j = s.tie_index[e]
        # a product, not a condition: who is able is as good as random, and guessing is slow
        total += s.tie_weight[e] * s.willing[j] * float((s.able[j] >> need) & 1)
    return total


@inner
def set_help(s, i, t):  # type: ignore[no-untyped-def]
    """Let the help clock of a case run at the rate in force."""
    c = s.case[i]
    if c.stage == SERVED:
        return
    rate = 0.0
    if s.g[0].stops_at_detection == 0 or c.stage == UNDETECTED:
        base = s.need[c.need].help
        if base > 0.0:
            rate = base * pull(s, c.household, c.need)
    set_rate(s.g, s.heap, s.case, i, HELP, rate, t)


@pasted
def new_help_budget(s, i, t):  # type: ignore[no-untyped-def]
    """Draw the next help budget of a case."""
    c = s.case[i]
    h = s.home[c.household]
    wind(
        s.case,
        i,
        HELP,
        exponential(s.g[0].help, h.community_key, h.key, c.need, c.helps, c.ordinal),
        t,
    )


@inner
def pick_helper(s, c):  # type: ignore[no-untyped-def]
    """The neighbour who comes, drawn by willing weight; -1 if nobody is left."""
    g = s.g[0]
    h = s.home[c.household]
    u = uniform(g.helper, h.community_key, h.key, c.need, c.helps, c.ordinal)
    goal = u * pull(s, c.household, c.need)
    found = -1
    for e in range(s.tie_start[c.household], s.tie_start[c.household + 1]):
        j = s.tie_index[e]
        weight = s.tie_weight[e] * s.willing[j]
        if (s.able[j] >> c.need) & 1 and weight > 0.0:
            found = int(j)
            goal -= weight
            if goal < 0.0:
                break
    return found


@inner
def can_give(s, j, need, t):  # type: ignore[no-untyped-def]
    """Whether helper household `j` has the hours and goods; both are debited if so."""
    g = s.g[0]
    spare = s.spare[j]
    n = s.need[need]
    hours = hours_now(spare, t)
    cost = n.work * g.effort
    if hours < cost:
        return False
    if n.store >= 0 and n.gift > 0.0:
        store = s.store[j]
        settle_store(store, t)
        if store.left[n.store] < g.keep_days + n.gift:
            return False
        store.left[n.store] -= n.gift
        g.household_lots += 1.0
    spare.left = hours - cost
    spare.at = t
    g.helper_hours += cost
    return True


@pasted
def hours_now(spare, t):  # type: ignore[no-untyped-def]
    """Hours a household has for helping: they accrue evenly, at most a week's worth."""
    most = 7.0 * spare.rate
    hours = spare.left + (t - spare.at) * spare.rate
    return min(hours, most)


@inner
def settle_store(store, t):  # type: ignore[no-untyped-def]
    """Bring a household's store to time `t`: linear use, never below zero."""
    days = t - store.at
    if days > 0.0:
        for g in range(2):
            store.left[g] = max(0.0, store.left[g] - days * store.drain[g])
        store.at = t


@pasted
def burden_now(home, t, heal_days):  # type: ignore[no-untyped-def]
    """Burden left by lapsed cases: heals exponentially."""
    if home.burden <= 0.0:
        return 0.0
    return home.burden * math.exp(-(t - home.burden_at) / heal_days)
