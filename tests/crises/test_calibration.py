"""The epidemic in the census community meets what was reported of the city."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from resilience_sim.community.generate import generate
from resilience_sim.community.settings import CommunitySettings
from resilience_sim.crises import Epidemic, Lockdown
from resilience_sim.crises.series import load_series
from resilience_sim.rng import Luck
from resilience_sim.world import World
from tests.worlds import built, tiny_world

SEEDS = range(1, 9)


def census_world(seed: int) -> World:
    """The community of the demo around the columns that an epidemic reads."""
    community = generate(CommunitySettings(), seed)
    world = replace(
        tiny_world([1], end=90.0),
        luck=Luck(seed),
        people=community.people.readonly(),
        households=community.households.readonly(),
        places=community.places,
        ties=community.ties,
        community_keys=community.community_keys,
    )
    world.conditions.mobility = np.ones(len(community.people))
    return world


@pytest.fixture(scope="module")
def runs() -> list[tuple[World, dict[str, np.ndarray]]]:
    """Ninety days with the lockdown in its place, a few seeds."""
    done, epidemic, lockdown = [], Epidemic(), Lockdown()
    first, last = lockdown.period()
    for seed in SEEDS:
        world = census_world(seed)
        own = built(world, epidemic)
        for day in range(90):
            world.t = float(day)
            out = lockdown.mobility() if first <= day < last else 1.0
            world.conditions.mobility = np.full(len(world.people), out)
            epidemic.process(world, own, day + 1.0)
        done.append((world, own))
    return done


def test_as_many_are_infected_as_in_the_city(runs) -> None:  # type: ignore[no-untyped-def]
    series = load_series("shanghai_2022")
    city = series.daily.sum() / series.population / Epidemic().ascertainment
    ours = np.mean([np.isfinite(own["infected_at"]).mean() for _, own in runs])
    assert city == pytest.approx(0.042, abs=0.001)
    assert 0.7 * city < ours < 1.5 * city


def test_the_realised_generation_is_short(runs) -> None:  # type: ignore[no-untyped-def]
    """Published: 2.99 d realised under isolation; ours lies within a day of it."""
    gaps = []
    for _, own in runs:
        at, by = own["infected_at"], own["infected_by"]
        inside = by >= 0
        gaps.append(at[inside] - at[by[inside]])
    assert np.concatenate(gaps).mean() == pytest.approx(2.99, abs=1.0)


def test_no_seed_spares_or_sweeps_the_community(runs) -> None:  # type: ignore[no-untyped-def]
    """Attack rates are neither noise around nothing nor everybody."""
    for world, own in runs:
        infected = np.isfinite(own["infected_at"]).sum()
        assert 20 < infected < 0.2 * len(world.people)
