"""Lists on a body's hands, who goes first, and who gets goods, against plain Python lists."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from resilience_sim.engine import lists, routing
from resilience_sim.engine.state import BODY, GLOBAL, MAX_SEEN, NEED, WORK_CASE
from resilience_sim.vocabulary import N_NEEDS
from tests.engine.plain import Rows, plain

CASES, BODIES = 8, 2


@pytest.fixture(autouse=True)
def _as_written() -> Iterator[None]:
    with plain():
        yield


def world() -> SimpleNamespace:
    body = np.zeros(BODIES, BODY)
    body["head"] = body["tail"] = -1
    case = np.zeros(CASES, WORK_CASE)
    case["next"] = case["prev"] = -1
    return SimpleNamespace(
        g=Rows(np.zeros(1, GLOBAL)),
        body=Rows(body),
        case=Rows(case),
        need=Rows(np.zeros(N_NEEDS, NEED)),
        asking=Rows(np.zeros(BODIES, np.int32)),
        freed=Rows(np.zeros(BODIES, np.int32)),
    )


def walked(s: SimpleNamespace, m: int, which: int) -> list[int]:
    found, i = [], s.body[m].head[which]
    while i >= 0:
        found.append(int(i))
        i = s.case[int(i)].next
    back, i = [], s.body[m].tail[which]
    while i >= 0:
        back.append(int(i))
        i = s.case[int(i)].prev
    assert back == found[::-1]
    assert s.body[m].length[which] == len(found)
    return found


moves = st.lists(
    st.tuples(st.integers(0, CASES - 1), st.integers(0, BODIES - 1), st.integers(1, 3)),
    max_size=60,
)


@settings(max_examples=60)
@given(moves)
def test_linked_lists_do_what_lists_do(given: list[tuple[int, int, int]]) -> None:
    with plain():
        s = world()
        naive: dict[tuple[int, int], list[int]] = {}
        where: dict[int, tuple[int, int]] = {}
        for i, m, which in given:
            if i in where:
                lists.remove(s.case, s.body, i, where[i][0])
                naive[where.pop(i)].remove(i)
            else:
                lists.append(s.case, s.body, i, m, which)
                naive.setdefault((m, which), []).append(i)
                where[i] = (m, which)
            for m_, which_ in naive:
                assert walked(s, m_, which_) == naive[m_, which_]


def test_leaving_no_list_is_nothing() -> None:
    s = world()
    lists.append(s.case, s.body, 1, 0, lists.READY_LIST)
    before = s.body.array.tobytes()
    lists.remove(s.case, s.body, 5, 0)
    assert s.body.array.tobytes() == before


cases = st.lists(
    st.tuples(
        st.integers(0, N_NEEDS - 1), st.integers(0, 1), st.floats(0.0, 9.0), st.floats(0.0, 9.0)
    ),
    min_size=1,
    max_size=CASES,
)


@settings(max_examples=60)
@given(cases, st.floats(0.0, 20.0))
def test_the_best_case_is_the_one_a_sort_finds(
    given: list[tuple[int, int, float, float]], now: float
) -> None:
    with plain():
        s = world()
        for need in range(N_NEEDS):
            s.need.array["base"][need] = (need % 3, need % 3 + 0.2, 0.0)
            s.need.array["slope"][need] = 0.1
        for i, (need, rate_class, raised, due) in enumerate(given):
            c = s.case[i]
            c.household, c.need, c.rate_class, c.raised, c.due = i, need, rate_class, raised, due
            lists.append(s.case, s.body, i, 0, lists.READY_LIST)

        def rank(i: int) -> tuple[float, float, int]:
            need, rate_class, raised, due = given[i]
            score = need % 3 + (0.2 if rate_class else 0.0) + 0.1 * max(0.0, now - due)
            return (-score, raised, lists.scrambled(s.case[i]))

        assert lists.best(s, 0, now) == min(range(len(given)), key=rank)


def test_a_body_is_noted_once_however_often_it_asks() -> None:
    s = world()
    for m in (1, 0, 1, 1):
        lists.ask_posts(s, m)
        lists.goods_freed(s, m)
    assert s.g[0].n_asking == s.g[0].n_freed == 2
    assert [s.asking[j] for j in range(2)] == [s.freed[j] for j in range(2)] == [1, 0]


def test_a_full_memory_of_desks_forgets_the_oldest() -> None:
    c = world().case[0]
    for desk in range(MAX_SEEN + 3):
        routing.note_seen(c, desk)
        routing.note_seen(c, desk)
        assert routing.seen(c, desk)
    assert [desk for desk in range(MAX_SEEN + 3) if routing.seen(c, desk)] == list(
        range(3, MAX_SEEN + 3)
    )
