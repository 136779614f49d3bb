"""Synthesised households meet the marginals they were fitted to."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, strategies as st

from docs.population import shares
from resilience_sim.community.settings import CommunitySettings
from resilience_sim.community.synthesis import (
    HOUSEHOLD_TYPES,
    Marginals,
    synthesise,
    type_weights,
)
from resilience_sim.errors import InputError
from resilience_sim.rng import Luck

BEIJING = Marginals.read("beijing_2020")


def test_three_thousand_residents_make_about_thirteen_hundred_households() -> None:
    made = synthesise(BEIJING, 3000, Luck(1), "c")
    assert len(made.age) == 3000 == made.size.sum()
    assert len(made.size) == pytest.approx(3000 / 2.31, abs=1)


def test_both_marginals_hold_within_half_a_percent_of_the_population() -> None:
    made = synthesise(BEIJING, 3000, Luck(7), "c")
    shares = np.bincount(np.minimum(made.size, 5), minlength=6)[1:] / len(made.size)
    assert np.abs(shares - BEIJING.sizes).max() < 0.005
    found = np.zeros((2, 18))
    np.add.at(found, (made.sex, made.age), 1 / 3000)
    assert np.abs(found - BEIJING.age_sex / BEIJING.age_sex.sum()).max() < 0.005
    assert np.abs(found.sum(axis=1) - BEIJING.age_sex.sum(axis=1) / BEIJING.age_sex.sum()).max() < (
        0.01
    )


def test_fitted_types_meet_the_targets_exactly_and_leave_nobody_out() -> None:
    weights = type_weights(BEIJING)
    members = np.array(HOUSEHOLD_TYPES)[:, :4]
    assert weights.min() > 0 and weights.sum() == pytest.approx(1)
    assert weights @ members.sum(axis=1) == pytest.approx(2.31)
    share = weights @ members / 2.31
    bands = BEIJING.age_sex.sum(axis=0)
    wanted = [bands[:3].sum(), bands[3:5].sum(), bands[5:12].sum(), bands[12:].sum()]
    assert share == pytest.approx(np.array(wanted) / bands.sum())


def test_children_never_live_alone_and_couples_are_mostly_mixed() -> None:
    made = synthesise(BEIJING, 3000, Luck(3), "c")
    first = np.concatenate([[0], np.cumsum(made.size)])[:-1]
    elders_or_adults = np.add.reduceat(made.age >= 3, first)
    assert elders_or_adults.min() >= 1
    pairs = first[(made.size == 2) & (made.age[first] >= 5) & (made.age[first] < 12)]
    pairs = pairs[(made.age[pairs + 1] >= 5) & (made.age[pairs + 1] < 12)]
    assert np.mean(made.sex[pairs] != made.sex[pairs + 1]) > 0.7
    assert np.median(np.abs(made.age[pairs].astype(int) - made.age[pairs + 1])) <= 1


@given(st.integers(1, 400), st.integers(0, 5))
def test_any_number_of_residents_is_met_exactly(residents: int, seed: int) -> None:
    made = synthesise(BEIJING, residents, Luck(seed), "any")
    assert len(made.age) == residents == made.size.sum()
    assert made.size.min() >= 1 and made.size.max() <= 6
    assert set(np.unique(made.sex)) <= {0, 1} and made.age.max() <= 17


def test_the_name_and_the_seed_decide() -> None:
    one, again = (synthesise(BEIJING, 500, Luck(1), "a") for _ in range(2))
    other = synthesise(BEIJING, 500, Luck(1), "b")
    assert np.array_equal(one.age, again.age) and np.array_equal(one.size, again.size)
    assert not np.array_equal(one.age, other.age)


def test_marginals_that_do_not_exist_name_the_nearest() -> None:
    with pytest.raises(InputError) as caught:
        Marginals.read("beijing_2021")
    assert caught.value.nearest == "beijing_2020"


def test_a_file_that_holds_something_else_is_refused() -> None:
    with pytest.raises(InputError, match=r"no population marginals|there are no such"):
        Marginals.read("bibliography")


def test_figures_are_those_of_the_transcribed_yearbook(data_folder: Path) -> None:
    with (data_folder / "beijing_census2020_marginals.csv").open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    for s, sex in enumerate("MF"):
        told = [float(r["value"]) for r in rows if r["table"] == "age_sex" and r["sex"] == sex]
        assert BEIJING.age_sex[s].tolist() == told
    sizes = [float(r["value"]) for r in rows if r["table"] == "household_size"]
    assert BEIJING.sizes.tolist() == sizes


@pytest.mark.parametrize("residents", [1500, 3000, 6000])
@pytest.mark.parametrize("model", ["pairs", "circles"])
def test_every_marginal_of_a_built_community_is_met_within_one_percent(
    residents: int, model: str
) -> None:
    settings = CommunitySettings(residents=residents, tie_model=model)
    for name, (wanted, found) in shares(settings, 5).items():
        assert abs(found - wanted) < 0.01, name


def test_broad_marginals_are_met_within_one_percent_of_themselves() -> None:
    found = shares(CommunitySettings(residents=12_000), 2)
    for name, (wanted, made) in found.items():
        if not name.startswith(("male ", "female ")):
            assert made == pytest.approx(wanted, rel=0.01), name
