"""Patterns of crises by hand, and slopes of series that are known."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

import resilience_sim as rs
from experiments import crisis_patterns, validation
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


def test_a_slope_is_that_of_an_exponential() -> None:
    days = np.arange(20.0)
    mean, low, high = validation.slope(100.0 * np.exp(-0.13 * days))
    assert mean == pytest.approx(-0.13) and low <= mean <= high
    noisy = np.exp(0.2 * days + np.random.default_rng(1).normal(0, 0.1, 20))
    mean, low, high = validation.slope(noisy)
    assert low < 0.2 < high and high - low < 0.1


def test_a_row_can_fail() -> None:
    seen = (0.2, 0.18, 0.22)
    assert validation.compared("x", "y", seen, [0.17, 0.25])[-1] == "holds"
    assert validation.compared("x", "y", seen, [0.1, 0.19])[-1] == "**fails**"
    of = Observations("x", date(2020, 1, 1), np.exp(0.1 * np.arange(30.0)), "cases")
    assert validation.observed(of, date(2020, 1, 5), date(2020, 1, 20))[0] == pytest.approx(0.1)


@pytest.mark.long
def test_hubei_grows_as_deaths_did_and_falls_as_reports_did_with_isolation(
    data_folder: object,
) -> None:
    rows = {str(row[0]): row[-1] for row in validation.hubei_rows((1, 2, 3, 4))}
    reached = [words for words, verdict in rows.items() if verdict == "holds"]
    assert any("growth, deaths" in words for words in reached)
    assert any("isolated" in words for words in reached)
