"""Identity and concept set social columns at fixed ranks, person by person one way."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, strategies as st
from scipy import stats

from resilience_sim.community.generate import generate
from resilience_sim.community.identification import initial_social, quantile_identity
from resilience_sim.community.settings import CommunitySettings

WORLD = generate(CommunitySettings(residents=2000), 1)
SHARE = st.floats(0.0, 1.0)


def social(identity: float, concept: float) -> dict[str, np.ndarray]:
    return initial_social(
        WORLD.people, WORLD.households, WORLD.community_keys, identity, concept, 1
    )


@given(SHARE, SHARE, st.floats(0.05, 0.4))
def test_nobody_identifies_less_when_the_lever_rises(a: float, b: float, spread: float) -> None:
    low, high = (quantile_identity(WORLD.people.rank, m, spread) for m in sorted((a, b)))
    assert np.all(high >= low - 1e-7)
    assert low.min() >= 0 and high.max() <= 1


@pytest.mark.parametrize("mean", [0.1, 0.5, 0.8])
def test_mean_and_dispersion_are_those_declared(mean: float) -> None:
    ranks = (np.arange(4000) + 0.5) / 4000
    values = quantile_identity(ranks, mean, 0.2)
    assert values.mean() == pytest.approx(mean, abs=0.002)
    assert values.std() == pytest.approx(0.4 * np.sqrt(mean * (1 - mean)), rel=0.01)


def test_quantiles_are_those_of_scipy() -> None:
    ranks = np.array([0.1, 0.5, 0.9])
    oracle = stats.beta.ppf(ranks, 0.3 * 5.25, 0.7 * 5.25)
    assert quantile_identity(ranks, 0.3, 0.2) == pytest.approx(oracle, abs=1e-4)


def test_ends_are_nobody_and_everybody() -> None:
    assert not quantile_identity(WORLD.people.rank, 0.0).any()
    assert np.all(quantile_identity(WORLD.people.rank, 1.0) == 1.0)


@given(SHARE, SHARE)
def test_concept_raises_belief_and_lowers_stigma_for_everybody(a: float, b: float) -> None:
    low, high = (social(0.5, c) for c in sorted((a, b)))
    assert np.all(high["belief"] >= low["belief"] - 1e-7)
    assert np.all(high["stigma"] <= low["stigma"] + 1e-7)
    for column in ("identity", "trust_neighbours", "trust_institutions"):
        assert np.array_equal(low[column], high[column])


def test_a_persons_start_does_not_depend_on_how_many_others_there_are() -> None:
    few = quantile_identity(WORLD.people.rank[:10], 0.4)
    assert np.array_equal(few, quantile_identity(WORLD.people.rank, 0.4)[:10])


def test_columns_are_shares_and_follow_their_means() -> None:
    start = social(0.6, 0.5)
    for name, mean in (
        ("identity", 0.6),
        ("trust_neighbours", 0.55),
        ("trust_institutions", 0.6),
        ("belief", 0.5),
        ("stigma", 0.25),
    ):
        assert start[name].mean() == pytest.approx(mean, abs=0.02), name
        assert start[name].min() >= 0 and start[name].max() <= 1
    assert not start["panic"].any() and not start["participation"].any()
