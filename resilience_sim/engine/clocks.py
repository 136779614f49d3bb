"""The heap of events and the clocks of cases.

A clock is a budget of unit mean, drawn once and used up at the rate in force. When the rate
changes, what was used is taken off and nothing is drawn again; when it does not change, the
clock is left alone, so boundaries leave no trace in the bits.
"""

from __future__ import annotations

import math

from resilience_sim.engine.state import N_CLOCKS, OVERRUN, N
from resilience_sim.kernels.compiled import inner, pasted

INFINITE = math.inf


@pasted
def earlier(a, b):  # type: ignore[no-untyped-def]
    """Order of events: time, then what happens (deliveries first), then key."""
    if a.t != b.t:
        return a.t < b.t
    return a.order < b.order


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
    heap[i].t = t
    heap[i].order = order
    heap[i].what = what
    heap[i].row = row
    while i > 0:
        up = (i - 1) // 2
        if not earlier(heap[i], heap[up]):
            break
        swap(heap, i, up)
        i = up


@inner
def swap(heap, i, j):  # type: ignore[no-untyped-def]
    """Exchange two entries."""
    t, order, what, row = heap[i].t, heap[i].order, heap[i].what, heap[i].row
    heap[i].t, heap[i].order = heap[j].t, heap[j].order
    heap[i].what, heap[i].row = heap[j].what, heap[j].row
    heap[j].t, heap[j].order, heap[j].what, heap[j].row = t, order, what, row


@pasted
def drop_first(g, heap):  # type: ignore[no-untyped-def]
    """Take the first event off the heap."""
    n = g[0].n_heap - 1
    g[0].n_heap = n
    if n == 0:
        return
    swap(heap, 0, n)
    i = 0
    while True:
        child = 2 * i + 1
        if child >= n:
            return
        if child + 1 < n and earlier(heap[child + 1], heap[child]):
            child += 1
        if not earlier(heap[child], heap[i]):
            return
        swap(heap, i, child)
        i = child


@pasted
def wind(case, i, clock, budget, t):  # type: ignore[no-untyped-def]
    """Give a clock a fresh budget; it stands still until a rate is set."""
    c = case[i]
    c.left[clock] = budget
    c.anchor[clock] = t
    c.rate[clock] = 0.0
    c.at[clock] = INFINITE


@inner
def set_rate(g, heap, case, i, clock, rate, t):  # type: ignore[no-untyped-def]
    """Let a clock run at `rate` from now on; pushes its event. No change, no trace."""
    c = case[i]
    if rate == c.rate[clock]:
        return
    left = c.left[clock] - (t - c.anchor[clock]) * c.rate[clock]
    if left < 0.0:
        left = 0.0
    c.left[clock] = left
    c.anchor[clock] = t
    c.rate[clock] = rate
    if rate > 0.0:
        c.at[clock] = t + left / rate
        push(g, heap, c.at[clock], order_of(c, clock), clock, i)
    else:
        c.at[clock] = INFINITE


@pasted
def order_of(c, clock):  # type: ignore[no-untyped-def]
    """Rank of a case's event among events at the same instant: by household and need."""
    return 1 + (c.household * N + c.need) * N_CLOCKS + clock


@pasted
def stop(case, i, clock):  # type: ignore[no-untyped-def]
    """Silence a clock for good: its event on the heap is stale from now on."""
    c = case[i]
    c.rate[clock] = 0.0
    c.at[clock] = INFINITE
