"""Outages: restoration times follow the stated distributions; who is without has needs."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from resilience_sim import contributions as c
from resilience_sim.crises import HospitalOutage, PowerOutage, TelecomOutage, WaterOutage
from resilience_sim.crises.restoration import Outage
from resilience_sim.world import World
from tests.worlds import built, tiny_world

#: Levels so far apart that a right rule does not fail by luck and a wrong one does.
ALPHA = 1e-3


def many(n: int = 400, seed: int = 1) -> World:
    """Communities of one building each."""
    return tiny_world(np.ones(n, int), communities=np.arange(n), seed=seed)


def until(outage: Outage, world: World) -> np.ndarray:
    return built(world, outage)["until"][0]


def test_the_first_follows_a_gamma_distribution() -> None:
    outage = PowerOutage(first_days=2.0, first_shape=1.5, total_days=1e-3, total_sigma=0.0)
    found = until(outage, many())
    assert stats.kstest(found, stats.gamma(1.5, scale=2.0 / 1.5).cdf).pvalue > ALPHA
    assert stats.kstest(found, stats.gamma(3.0, scale=2.0 / 3.0).cdf).pvalue < ALPHA


def test_the_whole_time_follows_a_lognormal_distribution() -> None:
    # Beta(50, .1) brings everybody back at the very end
    outage = PowerOutage(first_days=1e-3, total_days=5.0, total_sigma=0.8, early=50.0, late=0.1)
    found = until(outage, many())
    assert stats.kstest(np.log(found), stats.norm(np.log(5.0), 0.8).cdf).pvalue > ALPHA
    assert stats.kstest(np.log(found), stats.norm(np.log(5.0), 1.4).cdf).pvalue < ALPHA


@pytest.mark.parametrize(("early", "late"), [(1.0, 1.0), (0.5, 1.5), (4.0, 2.0)])
def test_progress_follows_the_beta_distribution(early: float, late: float) -> None:
    world = tiny_world(np.ones(2000, int), communities=np.arange(2000))
    outage = PowerOutage(first_days=1e-9 + 0.001, total_days=10.0, total_sigma=0.0,
                         early=early, late=late)  # fmt: skip
    found = until(outage, world) / 10.0
    assert stats.kstest(found, stats.beta(early, late).cdf).pvalue > ALPHA
    assert stats.kstest(found, stats.beta(2.0, 2.5).cdf).pvalue < ALPHA


def test_one_community_shares_its_first_and_last_day() -> None:
    world = tiny_world(np.ones(4, int), communities=[0, 1, 2, 3])
    world.places.building_of_grid[:] = [0, 4, 4, 4, 4]
    found = until(PowerOutage(first_days=3.0, total_days=1e-3), world)
    assert np.ptp(found) < 0.1 < found.min()


def test_four_services_come_back_at_four_speeds() -> None:
    means = []
    for k, cls in enumerate((WaterOutage, TelecomOutage, PowerOutage, HospitalOutage)):
        outage = cls(total_days=2.0 * 4**k, total_sigma=0.2)
        means.append(until(outage, many()).mean())
    assert np.all(np.diff(np.log(means)) > 0.7)


def test_who_is_without_has_needs_and_nobody_else() -> None:
    world = many()
    outage = PowerOutage(out=0.5, total_days=4.0)
    own = built(world, outage)
    for day in (0.0, 1.0, 3.0):
        world.t = day
        told: list[c.Contribution] = list(outage.strike(world))
        rate = next(one for one in told if isinstance(one, c.HouseholdRate))
        assert np.array_equal(rate.by_household > 0, own["until"][0] > day + 1e-9)
        for one in told:
            if isinstance(one, c.Condition) and one.name == "access":
                assert np.array_equal(np.asarray(one.value) < 1.0, own["until"][0] > day + 1e-9)
    world.t = 1e4
    assert outage.strike(world) == ()
    assert 0.4 < (own["until"][0] > 0).mean() < 0.6


def test_repeats_have_luck_of_their_own() -> None:
    outage = PowerOutage(strikes=2, repeat_days=30.0)
    first, second = built(many(), outage)["until"]
    assert not np.allclose(first, second)


def test_without_a_share_out_nothing_fails() -> None:
    assert not until(PowerOutage(out=0.0), many()).any()
