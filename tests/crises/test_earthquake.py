"""The earthquake: whom it strikes, when, and how many of the trapped live."""

from __future__ import annotations

import numpy as np
import pytest

import resilience_sim as rs
from resilience_sim import contributions as c
from resilience_sim.crises import Earthquake
from resilience_sim.observe.record import Record
from resilience_sim.simulation import simulate
from resilience_sim.vocabulary import CLOSED, HELPED, LAPSED, NEEDS
from tests.worlds import tiny_world

RESCUE = NEEDS.index("rescue")


def struck(t: float = 0.0, **more: object) -> dict[str, list[object]]:
    world = tiny_world(np.full(60, 2), communities=np.repeat(np.arange(20), 3), t=t)
    found: dict[str, list[object]] = {}
    for one in Earthquake(fallen=0.4, damaged=0.3, **more).strike(world):  # type: ignore[arg-type]
        name = one.name if isinstance(one, c.Condition) else type(one).__name__
        found.setdefault(name, []).append(one)
    return found


def test_needs_follow_the_damage_and_end_with_the_shock() -> None:
    first, second, _ = struck()["HouseholdRate"]
    fallen, damaged = first.by_household, second.by_household  # type: ignore[attr-defined]
    assert fallen.sum() > 0 and damaged.sum() > 0 and not (fallen * damaged).any()
    assert (fallen.reshape(20, 3).std(axis=1) == 0).all(), "a building falls as a whole"
    # a pulse of an hour leaves the declared share
    rate = first.by_need[RESCUE]  # type: ignore[attr-defined]
    assert 1 - np.exp(-rate / 24) == pytest.approx(Earthquake().fallen_needs[RESCUE])
    assert len(struck(1 / 24)["HouseholdRate"]) == 1


def test_conditions_recover() -> None:
    values = {
        days: {k: float(np.mean(struck(days)[k][0].value)) for k in  # type: ignore[attr-defined]
               ("access", "availability", "inflow", "self_supply")}
        for days in (0.0, 10.0, 100.0)
    }  # fmt: skip
    for name in values[0.0]:
        assert values[0.0][name] < values[10.0][name] < values[100.0][name] <= 1.0
    assert values[10.0]["inflow"] == pytest.approx(1 - 0.7 * np.exp(-1))


def test_the_hurt_are_absent_for_a_time() -> None:
    (away,) = struck(1.0)["Absence"]
    assert 0 < away.people.sum() < 60  # type: ignore[attr-defined]
    assert "Absence" not in struck(14.0)


def test_each_strike_has_damage_of_its_own() -> None:
    world = tiny_world(np.full(60, 2), communities=np.repeat(np.arange(20), 3))
    quake = Earthquake(fallen=0.4)
    assert not np.array_equal(quake.grades(world, 0)[0], quake.grades(world, 1)[0])


def rescues(found: tuple[Record, ...]) -> np.ndarray:
    cases = np.concatenate([record.cases for record in found])
    return cases[cases["need"] == RESCUE]


def test_people_live_as_long_as_is_stated_when_nobody_comes() -> None:
    scenario = rs.load("earthquake").vary(
        {"warmup_days": 10.0, "horizon_days": 12.0, "crises.earthquake.fallen": 0.5,
         "response.rescue.rate": 0.0, "response.telling.rate.rescue": 0.0,
         "response.own_report.rate.rescue": 0.0, "response.rounds.share_of_hours": 0.0}
    )  # fmt: skip
    cases = rescues(tuple(simulate(scenario, seed) for seed in (1, 2)))
    days = (cases["closed"] - cases["raised"])[cases["ending"] == LAPSED]
    assert len(days) > 150
    for day, alive in ((0.5, 0.75), (1.5, 0.24)):
        assert (days > day).mean() == pytest.approx(alive, abs=4 * np.sqrt(0.25 / len(days)))


def test_without_neighbours_fewer_live() -> None:
    scenario = rs.load("earthquake").vary(
        {"warmup_days": 10.0, "horizon_days": 12.0, "crises.earthquake.fallen": 0.25}
    )
    shares = []
    for rate in (24.0, 0.0):
        worlds = [simulate(scenario.vary({"response.rescue.rate": rate}), s) for s in (1, 2, 3)]
        cases = rescues(tuple(worlds))
        shares.append(np.isin(cases["ending"], (CLOSED, HELPED)).mean())
    assert shares[0] > shares[1] + 0.2
