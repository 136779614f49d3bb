"""A mean that a few seeds carry is said to be one, with the numbers; a plain one is not."""

from __future__ import annotations

import numpy as np
import pytest

from resilience_sim.report.skew import FEWEST, skew_of, skew_sentences
from resilience_sim.study.compare import compare
from tests.records import FakeSimulator, FakeWorld, planted

EVEN = np.linspace(0.03, 0.04, 28)


def test_two_outbreaks_in_thirty_are_found_and_counted() -> None:
    found = skew_of(np.append(EVEN, [0.66, 0.71]), 0.01)
    assert found is not None
    assert (found.far, found.of, found.end) == (2, 30, 0.71)
    assert found.mean == pytest.approx((0.035 * 28 + 1.37) / 30)
    assert found.median == pytest.approx(np.median(np.append(EVEN, [0.66, 0.71])))
    assert found.rest == pytest.approx(0.035)
    assert 0.04 < found.fence < 0.66
    # the same the other way up: few seeds far below
    below = skew_of(1.0 - np.append(EVEN, [0.66, 0.71]), 0.01)
    assert below is not None and below.far == 2 and below.end == pytest.approx(0.29)


@pytest.mark.parametrize(
    "values",
    [
        EVEN,
        np.append(EVEN, [0.06]),  # far out, but it moves the mean by less than matters
        np.append(np.zeros(25), np.ones(5)),  # yes or no
        np.append(EVEN[: FEWEST - 2], [0.7]),  # too few to see a tail
        np.append(EVEN, [np.nan, np.nan]),
    ],
)
def test_what_is_not_skewed_is_left_alone(values: np.ndarray) -> None:
    assert skew_of(values, 0.01) is None


def test_normal_values_are_seldom_called_skewed() -> None:
    rng = np.random.default_rng(3)
    assert sum(skew_of(rng.normal(0.0, 1.0, 30), 0.1) is not None for _ in range(500)) <= 2


def test_sentences_name_outcome_world_and_seeds_in_both_languages() -> None:
    worlds = {"today": FakeWorld(1.0), "slow": FakeWorld(2.0)}
    comparison = compare(worlds, 12, 1, 1, simulator=FakeSimulator())
    assert skew_sentences(comparison, ["attack_rate"]) == []
    values = [*np.linspace(0.03, 0.04, 11).tolist(), 0.71]
    comparison = planted(comparison, "slow", "attack_rate", values)
    (text,) = skew_sentences(comparison, ["robustness", "attack_rate"])
    assert "attack rate [share of people]: “slow” has mean 0.091 and median 0.036" in text
    assert "1 of 12 seeds above" in text and "(up to 0.710)" in text and "today" not in text
    (text,) = skew_sentences(comparison, ["attack_rate"], "zh")
    assert "罹患率" in text and "12 个种子中有 1 个高于" in text and "中位数 0.036" in text
