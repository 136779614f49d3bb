"""Keeping account: what is added, when it is written down, and what is told of it."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from resilience_sim.institutions.account import accounts, counted, in_time, kept, nothing_counted
from resilience_sim.institutions.parties import first_of_each, hours_given


def lived(in_time: float, late: float, lapsed: float, before: tuple[float, float]) -> Any:
    told = {"in_time": in_time, "late": late, "lapsed": lapsed}
    experience = SimpleNamespace(**{name: np.array([value, 0.0]) for name, value in told.items()})
    return SimpleNamespace(experience=experience, own={"a": {"record": np.array(before)}})


def test_in_time_against_late_and_given_up() -> None:
    world = lived(3.0, 2.0, 1.0, (5.0, 1.0))
    record = counted(world, "a")
    assert record.tolist() == [8.0, 4.0]
    assert in_time(record) == pytest.approx(2.0 / 3.0)
    assert in_time(nothing_counted()["record"]) == 0.5
    (written,) = kept(world, "a", record)
    assert written.columns["record"].tolist() == [8.0, 4.0]  # type: ignore[attr-defined]
    assert kept(lived(0.0, 0.0, 0.0, (5.0, 1.0)), "a", np.array([5.0, 1.0])) == ()


def test_each_hearer_gets_one_account_in_all() -> None:
    good, bad = accounts(0.75, np.array([1.0, 0.0, 1.0]))
    assert (good.kind, bad.kind) == ("good_account", "bad_account")
    assert good.people.tolist() == [0.75, 0.0, 0.75]
    assert (good.people + bad.people).tolist() == [1.0, 0.0, 1.0]


def test_nobody_gives_more_hours_than_there_are_and_the_absent_none() -> None:
    people = SimpleNamespace(hours=np.array([2.0, 0.25, 2.0, 2.0]))
    world: Any = SimpleNamespace(people=people, absent=np.array([False, False, True, False]))
    givers = np.array([True, True, True, False])
    assert hours_given(world, givers, 0.5).tolist() == [0.5, 0.25, 0.0, 0.0]


def test_seats_go_to_the_highest_of_each_community() -> None:
    world: Any = SimpleNamespace(
        people=SimpleNamespace(household=np.array([0, 0, 1, 1, 1])),
        households=SimpleNamespace(community=np.array([0, 1])),
        community_keys=np.array([7, 9]),
    )
    fit = np.array([True, True, True, False, True])
    score = np.array([0.2, 0.9, 0.5, 1.0, 0.5])
    assert first_of_each(world, fit, score, 1).tolist() == [False, True, True, False, False]
    assert first_of_each(world, fit, score, 9).tolist() == fit.tolist()
