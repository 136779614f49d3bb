"""A rumour in continuous time: ignorant, spreader, stifler (Maki & Thompson).

Every spreader carries one clock; when it rings the person finds out by itself, or tells
somebody. Who is told and did not know becomes a spreader; if it knew already, or knows better,
the teller stops. Draws are keyed by (community, person, purpose, ordinal), so the result does
not depend on how the time is cut into steps.
"""

from __future__ import annotations

import math

import numpy as np

from resilience_sim.kernels.compiled import entry, inner
from resilience_sim.kernels.heap import rekey
from resilience_sim.kernels.luck import exponential, uniform

IGNORANT, SPREADER, STIFLER = 0, 1, 2
WAIT, CHECK, PICK, TAKE = np.int64(0), np.int64(1), np.int64(2), np.int64(3)
_NONE = np.int64(0)


@inner
def _target(i, u, tie_share, first, last, start, index, weight):  # type: ignore[no-untyped-def]
    """Whom person i tells: along its ties by weight, or anybody of the community; -1 nobody."""
    a, b = np.int64(start[i]), np.int64(start[i + 1])
    whole = 0.0
    for e in range(a, b):
        whole += weight[e]
    if whole > 0.0 and u < tie_share:
        goal = u / tie_share * whole
        for e in range(a, b):
            goal -= weight[e]
            if goal < 0.0:
                return np.int64(index[e])
        return np.int64(index[b - 1])
    n = last[i] - first[i] - 1
    if n < 1 or tie_share >= 1.0:
        return np.int64(-1)
    j = first[i] + min(int((u - tie_share) / (1.0 - tie_share) * n), n - 1)
    return np.int64(j + 1 if j >= i else j)


@inner
def _wind(i, t, rate, stream, community_key, key, tries, due):  # type: ignore[no-untyped-def]
    wait = exponential(stream, community_key[i], key[i], WAIT, _NONE, np.int64(tries[i]))
    due[i] = t + wait / rate


@inner
def _rings(  # type: ignore[no-untyped-def]
    i, stream, community_key, key, first, last, state, tries, corrected, start, index, weight,
    rate, checks, tie_share, credulity,
):  # fmt: skip
    """Clock of spreader i rings: (whom it wins over or -1, whether it stops spreading).

    `rate` is that of the clock, `checks` the part at which it finds out by itself.
    """
    o = np.int64(tries[i])
    if corrected[i] or uniform(stream, community_key[i], key[i], CHECK, _NONE, o) * rate < checks:
        return -1, True
    u = uniform(stream, community_key[i], key[i], PICK, _NONE, o)
    j = _target(i, u, tie_share, first, last, start, index, weight)
    if j < 0:
        return -1, False
    if state[j] != IGNORANT or corrected[j]:
        return -1, True
    takes = uniform(stream, community_key[i], key[i], TAKE, _NONE, o) < credulity
    return (j if takes else -1), False


@entry
def spread(  # type: ignore[no-untyped-def]
    begin, end, stream, community_key, key, first, last, state, heard_at, tries, due, heap, place,
    size, corrected, start, index, weight, tell, checks, tie_share, credulity,
):  # fmt: skip
    """Let the rumour spread from `begin` until `end`; the number of events.

    Who is a spreader without a clock (`due` infinite) gets one at `begin`. ``heap``, ``place``
    and ``size`` are working space that lives as long as the rumour.
    """
    rate = tell + checks
    events = 0
    if rate <= 0.0:
        return events
    for i in range(state.shape[0]):
        if state[i] == SPREADER and due[i] == math.inf:
            _wind(i, begin, rate, stream, community_key, key, tries, due)
            size[0] = rekey(heap, place, size[0], due, i, due[i])
    while size[0] > 0 and due[heap[0]] < end:
        i = heap[0]
        t = due[i]
        events += 1
        won, stops = _rings(
            i, stream, community_key, key, first, last, state, tries, corrected, start, index,
            weight, rate, checks, tie_share, credulity,
        )  # fmt: skip
        tries[i] += 1
        if won >= 0:
            state[won] = SPREADER
            heard_at[won] = t
            _wind(won, t, rate, stream, community_key, key, tries, due)
            size[0] = rekey(heap, place, size[0], due, won, due[won])
        if stops:
            state[i] = STIFLER
            due[i] = math.inf
        else:
            _wind(i, t, rate, stream, community_key, key, tries, due)
        size[0] = rekey(heap, place, size[0], due, i, due[i])
    return events
