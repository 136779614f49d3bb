"""Patterns of crises by hand, and slopes of series that are known."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

import resilience_sim as rs
from experiments import crisis_patterns, ship, validation
from experiments.epidemic_series import delayed, growth, observed
from resilience_sim.crises import Epidemic
from resilience_sim.crises.observations import Observations
from resilience_sim.engine.records import CASE
from resilience_sim.vocabulary import CLOSED, HELPED, LAPSED


def test_rescues_of_the_first_day_by_hand() -> None:
    cases = np.zeros(6, CASE)
    cases["ending"] = [HELPED, HELPED, CLOSED, LAPSED, HELPED, CLOSED]
    cases["closed"] = [0.2, 0.9, 0.5, 0.1, 1.5, 2.0]
    assert crisis_patterns.by_neighbours(cases) == pytest.approx(2 / 3)


def test_correlation_by_hand() -> None:
    treated = np.array([1, 1, 0, 0], bool)
    assert crisis_patterns.correlation(treated, np.array([0, 0, 1, 1], bool)) == pytest.approx(1)
    assert crisis_patterns.correlation(treated, np.array([0, 1, 0, 1], bool)) == pytest.approx(0)


def test_a_correction_does_what_it_says_and_nothing_without_weight() -> None:
    small = rs.load("rumour").vary({"community.residents": 800, "warmup_days": 10.0})
    lab = crisis_patterns.told_right(small, 1, laboratory=True)
    real = crisis_patterns.told_right(small, 1, laboratory=False)
    assert lab > real > 0.0
    off = small.vary({"society.hearsay.correction": 0.0, "society.hearsay.rise": 0.01})
    assert crisis_patterns.told_right(off, 1, laboratory=True) == 0.0


def test_growth_is_that_of_an_exponential() -> None:
    days = np.arange(20.0)
    mean, low, high = growth(100.0 * np.exp(-0.13 * days))
    assert mean == pytest.approx(-0.13) and low <= mean <= high
    noisy = 50.0 * np.exp(0.2 * days + np.random.default_rng(1).normal(0, 0.1, 20))
    mean, low, high = growth(noisy)
    assert low < 0.2 < high and high - low < 0.1


def test_days_without_a_case_count() -> None:
    """A decline that runs out of cases keeps its slope; a line through logarithms flattens it."""
    days = np.arange(30.0)
    luck = np.random.default_rng(2)
    found = [growth(luck.poisson(20.0 * np.exp(-0.2 * days)).astype(float)) for _ in range(40)]
    assert np.mean([mean for mean, _, _ in found]) == pytest.approx(-0.2, abs=0.015)


def test_a_delay_keeps_who_is_counted_and_moves_their_mean() -> None:
    counts = np.zeros(200)
    counts[10:20] = 7.0
    seen = delayed(counts, 23.4, 8.2)
    assert seen.sum() == pytest.approx(counts.sum(), rel=1e-6)
    assert (seen * np.arange(200)).sum() / seen.sum() == pytest.approx(14.5 + 23.4 - 0.5, abs=0.1)


def test_a_row_can_fail() -> None:
    seen = (0.2, 0.18, 0.22)
    assert validation.compared("x", "y", seen, [0.17, 0.25])[-1] == "holds"
    assert validation.compared("x", "y", seen, [0.1, 0.19])[-1] == "**fails**"
    of = Observations("x", date(2020, 1, 1), np.exp(0.1 * np.arange(30.0)), "cases")
    assert observed(of, date(2020, 1, 5), date(2020, 1, 20))[0] == pytest.approx(0.1)


def test_who_came_aboard_infects_only_while_he_is_there() -> None:
    """Nobody where people do not meet abroad; more where they meet more."""
    epidemic = Epidemic(pressure="none", **{**validation.ANCESTRAL, "household_attack": 0.0})
    none = [ship.infected(epidemic, ship.Ship(0.0, 1.0), seed) for seed in range(5)]
    assert none == [1.0] * 5
    few = np.mean([ship.infected(epidemic, ship.Ship(6.0, 0.1), seed) for seed in range(10)])
    many = np.mean([ship.infected(epidemic, ship.Ship(15.0, 0.1), seed) for seed in range(10)])
    assert 1.0 < few < many


@pytest.mark.long
def test_hubei_grows_and_its_reports_fall_as_published(data_folder: object) -> None:
    rows = {str(row[0]) + str(row[3]): row[-1] for row in validation.hubei_rows((1, 2))}
    shorter = [row for words, row in rows.items() if "growth" in words and "5.7 d" in words]
    assert shorter == ["holds"] * 3
    fell = [row for words, row in rows.items()
            if "decline, reports" in words and "5.7 d" not in words]  # fmt: skip
    assert fell == ["holds"]
