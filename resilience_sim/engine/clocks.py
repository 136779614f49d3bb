"""The heap of events and the clocks of cases.

A clock is a budget of unit mean, drawn once and used up at the rate in force. When the rate
changes, what was used is taken off and nothing is drawn again; when it does not change, the
clock is left alone, so boundaries leave no trace in the bits.
"""

from __future__ import annotations

import math

from resilience_sim.engine.state import AT, LEFT, N_CLOCKS, OVERRUN, RATE, SINCE, N
from resilience_sim.kernels.compiled import inner, pasted

INFINITE = math.inf


@pasted
def earlier(a, t, order):  # type: ignore[no-untyped-def]
    """Order of events: time, then what happens (deliveries first), then key."""
    if a.t != t:
        return a.t < t
    return a.order < order


@inner
def push(g, heap, t, order, what, row):  # type: ignore[no-untyped-def]
    """Put an event on the heap if it falls before the present tables end."""
    if not t < g[0].tables_until:
        return
    i = g[0].n_heap
    if i >= heap.shape[0]:
        g[0].status = OVERRUN
        return
    g[0].n_heap = i + 1
    while i > 0:
        up = (i - 1) >> 1
        if earlier(heap[up], t, order) or (heap[up].t == t and heap[up].order == order):
            break
        heap[i] = heap[up]
        i = up
    put(heap[i], t, order, what, row)


@pasted
def put(event, t, order, what, row):  # type: ignore[no-untyped-def]
    """Fill in an event."""
    event.t = t
    event.order = order
    event.what = what
    event.row = row


@pasted
def drop_first(g, heap):  # type: ignore[no-untyped-def]
    """Take the first event off the heap: the last one sinks from the top into its place."""
    n = g[0].n_heap - 1
    g[0].n_heap = n
    if n == 0:
        return
    t, order, what, row = heap[n].t, heap[n].order, heap[n].what, heap[n].row
    i = 0
    while True:
        child = 2 * i + 1
        if child >= n:
            break
        if child + 1 < n and earlier(heap[child + 1], heap[child].t, heap[child].order):
            child += 1
        if not earlier(heap[child], t, order):
            break
        heap[i] = heap[child]
        i = child
    put(heap[i], t, order, what, row)


@pasted
def wind(case, i, clock, budget, t):  # type: ignore[no-untyped-def]
    """Give a clock a fresh budget; it stands still until a rate is set."""
    c = case[i]
    c.clock[clock, LEFT] = budget
    c.clock[clock, SINCE] = t
    c.clock[clock, RATE] = 0.0
    c.clock[clock, AT] = INFINITE


@inner
def set_rate(g, heap, case, i, clock, rate, t):  # type: ignore[no-untyped-def]
    """Let a clock run at `rate` from now on; pushes its event. No change, no trace."""
    c = case[i]
    if rate == c.clock[clock, RATE]:
        return
    left = c.clock[clock, LEFT] - (t - c.clock[clock, SINCE]) * c.clock[clock, RATE]
    if left < 0.0:
        left = 0.0
    c.clock[clock, LEFT] = left
    c.clock[clock, SINCE] = t
    c.clock[clock, RATE] = rate
    if rate > 0.0:
        c.clock[clock, AT] = t + left / rate
        push(g, heap, c.clock[clock, AT], order_of(c, clock), clock, i)
    else:
        c.clock[clock, AT] = INFINITE


@pasted
def order_of(c, clock):  # type: ignore[no-untyped-def]
    """Rank of a case's event among events at the same instant: by household and need."""
    return 1 + (c.household * N + c.need) * N_CLOCKS + clock


@pasted
def stop(case, i, clock):  # type: ignore[no-untyped-def]
    """Silence a clock for good: its event on the heap is stale from now on."""
    c = case[i]
    c.clock[clock, RATE] = 0.0
    c.clock[clock, AT] = INFINITE
