"""The flood: who is under water, who is cut off, and when it is over."""

from __future__ import annotations

import numpy as np
import pytest

from resilience_sim import contributions as c
from resilience_sim.crises import Flood
from resilience_sim.world import World
from tests.worlds import built, tiny_world

HEIGHTS = np.array([0.0, 1.0, 2.0, 4.0])


def river(t: float, **more: object) -> tuple[World, Flood, list[c.Contribution]]:
    """Four communities of one building at four heights; ground floor and second floor in each."""
    world = tiny_world(
        np.ones(8, int), communities=np.repeat(np.arange(4), 2), t=0.0, end=40.0,
        households={"elevation": np.repeat(HEIGHTS, 2), "floor": np.tile([1, 2], 4)},
    )  # fmt: skip
    flood = Flood(crest=2.5, rise_days=1.0, fall_days=4.0, **more)  # type: ignore[arg-type]
    built(world, flood)
    world.t = t
    return world, flood, list(flood.strike(world))


def rates(told: list[c.Contribution]) -> list[np.ndarray]:
    return [np.asarray(one.by_household) for one in told if isinstance(one, c.HouseholdRate)]


def condition(told: list[c.Contribution], name: str) -> np.ndarray:
    return np.asarray(next(one.value for one in told if isinstance(one, c.Condition)
                           and one.name == name))  # fmt: skip


def test_depth_follows_elevation_and_floor() -> None:
    world, flood, told = river(0.0)
    flooded, cut_off, _ = rates(told)
    assert flood.depth(world, 0).tolist() == [2.5, 2.5, 1.5, 1.5, 0.5, 0.5, 0.0, 0.0]
    assert flooded.tolist() == [1, 0, 1, 0, 1, 0, 0, 0]
    assert cut_off.tolist() == [0, 1, 0, 1, 0, 1, 0, 0]


def test_a_home_is_lost_once_and_cleaned_when_dry() -> None:
    _, _, told = river(1.0)
    flooded, _, cleaning = rates(told)
    assert not flooded.any()
    assert not cleaning[[1, 3, 5, 6, 7]].any()
    late = rates(river(20.0)[2])[2]
    assert 0.0 < late[0] < 1.0 and late[6] == 0.0
    assert late[4] < late[0], "what was dry sooner is cleaner"


def test_water_closes_roads_and_cuts_supply() -> None:
    told = river(0.0)[2]
    access = condition(told, "access")
    assert (access[:2] == pytest.approx(0.02)) and access[2] == pytest.approx(1 - 0.5 / 0.8)
    assert access[3] == 1.0
    assert condition(told, "self_supply").tolist() == pytest.approx([0.2] * 6 + [1.0] * 2)
    assert condition(told, "availability")[3] == 1.0
    assert condition(river(39.0)[2], "access").min() > 0.9


def test_it_comes_again() -> None:
    _, _, told = river(20.0, repeat_days=20.0, strikes=2)
    assert rates(told)[1].any(), "water stands again"
    assert (
        not river(10.0, place="community 3")[2]
        or not rates(river(0.0, place="community 3")[2])[0].any()
    )
