"""Supply shock, disputes and heatwave: what they state, for whom, and until when."""

from __future__ import annotations

import numpy as np
import pytest

from resilience_sim import contributions as c
from resilience_sim.crises import Disputes, Heatwave, SupplyShock
from resilience_sim.errors import InputError
from resilience_sim.mechanism import Mechanism
from tests.worlds import built, tiny_world


def told(one: Mechanism, t: float) -> dict[str, c.Contribution]:
    world = tiny_world(
        np.full(30, 2), communities=np.repeat(np.arange(10), 3), end=200.0,
        households={"income": np.tile([0, 1, 2], 10)},
    )  # fmt: skip
    built(world, one)
    world.t = t
    return {
        given.name if isinstance(given, c.Condition) else type(given).__name__: given
        for given in one.strike(world)
    }


def test_supply_is_cut_and_comes_back() -> None:
    shock = SupplyShock(onset_day=5.0, days=20.0, return_days=8.0)
    assert told(shock, 4.9) == {}
    assert told(shock, 5.0)["inflow"].value == pytest.approx(0.4)  # type: ignore[union-attr]
    half = told(shock, 5.0 + 20.0 + 3.0)
    assert half["inflow"].value == pytest.approx(1 - 0.6 * 0.5)  # type: ignore[union-attr]
    assert told(shock, 5.0 + 28.0) == {}


def test_the_poor_can_buy_the_least() -> None:
    able = np.asarray(told(SupplyShock(), 1.0)["self_supply"].value)  # type: ignore[union-attr]
    assert able[:3].tolist() == pytest.approx([0.4, 0.6, 0.8])
    with pytest.raises(InputError, match="three numbers"):
        SupplyShock(buying_lost=(0.1, 0.2))


def test_disputes_break_out_in_some_buildings_for_some_days() -> None:
    wave = Disputes(buildings_hit=0.5, days=10.0)
    weight = np.asarray(told(wave, 3.0)["HouseholdRate"].by_household)  # type: ignore[union-attr]
    by_building = weight.reshape(10, 3)
    assert (by_building.std(axis=1) == 0).all()
    assert 0 < by_building[:, 0].sum() < 10
    assert told(wave, 10.0) == {}


def test_strain_builds_up_and_goes() -> None:
    wave = Heatwave(days=12.0, buildup_days=4.0)
    strain = [wave.strain(day) for day in (0.0, 4.0, 12.0, 16.0, 40.0)]
    assert strain[0] == 0.0 and strain[1] == pytest.approx(1 - np.exp(-1))
    assert strain[2] == max(strain)
    assert strain[3] == pytest.approx(strain[2] * np.exp(-1))
    assert strain[4] < 0.01
