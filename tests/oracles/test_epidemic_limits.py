"""The shipped epidemic in the limits where theory gives the answer, by public parameters."""

from __future__ import annotations

import warnings

import numpy as np
import pytest
from scipy.special import lambertw

from resilience_sim.crises import Epidemic
from tests.worlds import run_process, tiny_world

BARE = {
    "pressure": "none",
    "latent_days": 0.0,
    "presymptomatic_days": 0.0,
    "ill_days": 5.0,
    "asymptomatic": 0.0,
    "found_ill": 0.0,
    "child_susceptibility": 1.0,
    "elder_susceptibility": 1.0,
}


def attacked(own: dict[str, np.ndarray]) -> np.ndarray:
    return np.isfinite(own["infected_at"])


@pytest.mark.parametrize(("r0", "known"), [(1.5, 0.58281), (2.0, 0.79681), (3.0, 0.94048)])
@pytest.mark.parametrize("shape", ["exponential", "constant"])
def test_final_size_of_a_well_mixed_epidemic(r0: float, known: float, shape: str) -> None:
    n, initial = 12_000, 60
    z = 1.0 + lambertw(-r0 * np.exp(-r0)).real / r0
    assert z == pytest.approx(known, abs=1e-5)
    # the seeds are infected for certain: 1 - s = final share with s = (1-i) exp(-r0 (1 - s))
    i = initial / n
    expected = 1.0 + lambertw(-(1 - i) * r0 * np.exp(-r0)).real / r0
    epidemic = Epidemic(
        **BARE,
        initial=initial,
        tie_share=0.0,
        outside_reproduction=r0,
        household_attack=0.0,
        shape=shape,
    )
    found = [
        attacked(run_process(tiny_world(np.ones(n, int), seed=s), epidemic, 400.0, 10.0)).mean()
        for s in range(4)
    ]
    assert np.mean(found) == pytest.approx(expected, abs=0.012)


def test_reed_frost_in_a_household_of_three() -> None:
    """One index case a household, constant durations: q^2, 2 p q^2, p^2 + 2 p^2 q."""
    n, p = 20_000, 0.427
    q = 1.0 - p
    world = tiny_world(np.full(n, 3), communities=np.arange(n))
    epidemic = Epidemic(
        **BARE, initial=1, outside_reproduction=0.0, household_attack=p, shape="constant"
    )
    sizes = attacked(run_process(world, epidemic, 60.0, 60.0)).reshape(n, 3).sum(axis=1)
    share = np.bincount(sizes, minlength=4)[1:] / n
    known = np.array([q**2, 2 * p * q**2, p**2 + 2 * p**2 * q])
    assert known.sum() == pytest.approx(1.0)
    assert share == pytest.approx(known, abs=4 * np.sqrt(0.25 / n))


@pytest.mark.parametrize("shape", ["lognormal", "exponential"])
def test_the_household_attack_rate_is_met_whatever_the_durations(shape: str) -> None:
    n = 20_000
    bare = {**BARE, "presymptomatic_days": 1.5}
    world = tiny_world(np.full(n, 2), communities=np.arange(n))
    epidemic = Epidemic(
        **bare, initial=1, outside_reproduction=0.0, household_attack=0.427, shape=shape
    )
    both = attacked(run_process(world, epidemic, 200.0, 200.0)).reshape(n, 2).all(axis=1).mean()
    assert both == pytest.approx(0.427, abs=4 * np.sqrt(0.25 / n))


def test_configuration_model_meets_percolation_theory() -> None:
    """Poisson degrees of mean 4, transmissibility .5, constant infectious days: 0.796812."""
    eon = pytest.importorskip("EoN", reason="EoN is a test dependency")
    n, mean, t = 20_000, 4.0, 0.5
    rng = np.random.default_rng(8)
    stubs = np.repeat(np.arange(n), rng.poisson(mean, n))
    rng.shuffle(stubs)
    pairs = stubs[: len(stubs) // 2 * 2].reshape(-1, 2)
    pairs = np.unique(np.sort(pairs[pairs[:, 0] != pairs[:, 1]], axis=1), axis=0)
    degree = np.bincount(pairs.ravel(), minlength=n)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        known = eon.Attack_rate_discrete(
            {k: float(np.exp(-mean) * mean**k / np.prod(np.arange(1.0, k + 1))) for k in range(40)},
            t,
        )
    assert known == pytest.approx(0.796812, abs=1e-4)
    epidemic = Epidemic(
        **BARE,
        initial=20,
        tie_share=1.0,
        household_attack=0.0,
        shape="constant",
        outside_reproduction=float(-np.log(1 - t) * degree.mean()),
    )
    found = [
        attacked(
            run_process(tiny_world(np.ones(n, int), ties=pairs, seed=s), epidemic, 400, 20)
        ).mean()
        for s in range(3)
    ]
    assert np.mean(found) == pytest.approx(known, abs=0.012)


def test_outside_pressure_infects_at_the_hazard_of_the_series() -> None:
    """Nothing passes on: the share infected is 1 - exp(-cumulative pressure)."""
    n = 20_000
    epidemic = Epidemic(
        outside_reproduction=0.0,
        household_attack=0.0,
        leakage=5.0,
        ascertainment=0.2,
        child_susceptibility=1.0,
        elder_susceptibility=1.0,
    )
    own = run_process(tiny_world(np.ones(n, int), end=90.0), epidemic, 90.0, 1.0)
    times = own["infected_at"]
    for day in (10, 25, 40, 90):
        expected = 1.0 - np.exp(-own["total"][day])
        assert (times < day).mean() == pytest.approx(expected, abs=4 * np.sqrt(0.25 / n))
