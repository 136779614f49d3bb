"""The heap of events and the clocks of cases against naive ones."""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from resilience_sim.engine import clocks
from resilience_sim.engine.state import AT, GLOBAL, HEAP, LAPSE, MOVE, OVERRUN, WORK_CASE
from resilience_sim.vocabulary import NEEDS
from tests.engine.plain import Rows, plain


@pytest.fixture(autouse=True)
def _as_written() -> Iterator[None]:
    with plain():
        yield


def desk(cases: int = 4, room: int = 64, until: float = 1e9) -> SimpleNamespace:
    g = Rows(np.zeros(1, GLOBAL))
    g[0].tables_until = until
    case = Rows(np.zeros(cases, WORK_CASE))
    for i in range(cases):
        case[i].household = i
        for clock in (LAPSE, MOVE):
            clocks.wind(case, i, clock, 1.0, 0.0)
    return SimpleNamespace(g=g, heap=Rows(np.zeros(room, HEAP)), case=case)


events = st.lists(
    st.tuples(st.integers(0, 5).map(float), st.integers(0, 6), st.integers(0, 99)), max_size=40
)


@settings(max_examples=60)
@given(events, st.lists(st.booleans(), max_size=80))
def test_events_leave_the_heap_in_order_of_time_then_key(
    given: list[tuple[float, int, int]], takes: list[bool]
) -> None:
    with plain():
        s = desk()
        naive: list[tuple[float, int]] = []
        left = list(given)
        out, expected = [], []
        for take in [*takes, *[False] * len(left), *[True] * len(left)]:
            if take and naive:
                first = s.heap[0]
                out.append((first.t, first.order))
                expected.append(heapq.heappop(naive))
                clocks.drop_first(s.g, s.heap)
            elif left:
                t, order, row = left.pop()
                clocks.push(s.g, s.heap, t, order, 0, row)
                heapq.heappush(naive, (t, order))
            assert s.g[0].n_heap == len(naive)
        assert out == expected


def test_events_beyond_the_tables_are_left_to_the_next_ones() -> None:
    s = desk(until=2.0)
    clocks.push(s.g, s.heap, 2.0, 1, 0, 0)
    clocks.push(s.g, s.heap, np.inf, 1, 0, 0)
    assert s.g[0].n_heap == 0
    clocks.push(s.g, s.heap, 1.9, 1, 0, 0)
    assert s.g[0].n_heap == 1


def test_a_full_heap_is_told_and_nothing_is_overwritten() -> None:
    s = desk(room=2)
    for t in (1.0, 2.0, 3.0):
        clocks.push(s.g, s.heap, t, 1, 0, 0)
    assert s.g[0].status == OVERRUN
    assert [s.heap[k].t for k in range(2)] == [1.0, 2.0]


@settings(max_examples=80)
@given(
    st.floats(0.1, 5.0),
    st.lists(st.tuples(st.floats(0.01, 2.0), st.sampled_from([0.0, 0.3, 1.0, 2.5])), min_size=1),
)
def test_a_clock_runs_out_when_its_budget_is_used_at_the_rates_in_force(
    budget: float, spans: list[tuple[float, float]]
) -> None:
    with plain():
        s = desk()
        clocks.wind(s.case, 0, MOVE, budget, 0.0)
        t, spent, ends = 0.0, 0.0, np.inf
        for days, rate in spans:
            clocks.set_rate(s.g, s.heap, s.case, 0, MOVE, rate, t)
            ends = t + (budget - spent) / rate if rate > 0.0 else np.inf
            assert s.case[0].clock[MOVE, AT] == pytest.approx(ends)
            if ends <= t + days:
                return
            spent += days * rate
            t += days


def test_setting_the_same_rate_again_leaves_no_trace() -> None:
    s = desk()
    clocks.set_rate(s.g, s.heap, s.case, 1, LAPSE, 0.1, 0.0)
    before = s.case.array.tobytes(), s.heap.array.tobytes()
    for t in (0.1, 0.7, 3.3):
        clocks.set_rate(s.g, s.heap, s.case, 1, LAPSE, 0.1, t)
    assert (s.case.array.tobytes(), s.heap.array.tobytes()) == before
    assert s.g[0].n_heap == 1


def test_deliveries_come_first_and_each_clock_has_an_order_of_its_own() -> None:
    s = desk(cases=30)
    orders = set()
    for i in range(30):
        for need in range(len(NEEDS)):
            s.case[i].need = need
            orders |= {clocks.order_of(s.case[i], clock) for clock in range(12)}
    assert len(orders) == 30 * len(NEEDS) * 12
    assert min(orders) > 0  # what is delivered or ordered has order 0


def test_a_stopped_clock_never_rings() -> None:
    s = desk()
    clocks.set_rate(s.g, s.heap, s.case, 2, MOVE, 1.0, 0.0)
    clocks.stop(s.case, 2, MOVE)
    # the event stays on the heap, but no longer tells the time at which the clock rings
    assert s.heap[0].t != s.case[2].clock[MOVE, AT] == np.inf
