"""Intervals and verdicts against values worked out by hand or by SciPy."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, strategies as st
from scipy import stats

from resilience_sim.study.statistics import Interval, interval, paired, verdict_of


def test_interval_by_hand() -> None:
    # Mean 3, standard deviation sqrt(2.5), t(4, .975) = 2.776445.
    found = interval(np.array([1.0, 2.0, 3.0, 4.0, 5.0]))
    half = 2.776445105 * math.sqrt(2.5) / math.sqrt(5)
    assert (found.mean, found.n) == (3.0, 5)
    assert found.low == pytest.approx(3 - half) and found.high == pytest.approx(3 + half)


def test_interval_leaves_out_what_is_missing() -> None:
    assert interval(np.array([1.0, np.nan, 3.0])) == interval(np.array([1.0, 3.0]))
    assert interval(np.array([np.nan])).n == 0
    assert math.isnan(interval(np.array([2.0])).low)
    assert interval(np.array([2.0, 2.0])) == Interval(2.0, 2.0, 2.0, 2)


@given(st.lists(st.floats(-1e3, 1e3), min_size=3, max_size=30), st.lists(st.floats(-1e3, 1e3)))
def test_paired_difference_is_scipys_paired_t(first: list[float], more: list[float]) -> None:
    x = np.array(first)
    y = np.resize(np.array(more or [0.0]), len(x))
    change = y - x
    if change.std() < 1e-6 * max(1.0, np.abs(change).max()):
        return
    found = paired(y, x, 1, 0.1).difference
    oracle = stats.ttest_rel(y, x).confidence_interval()
    assert found.low == pytest.approx(oracle.low, rel=1e-6, abs=1e-6)
    assert found.high == pytest.approx(oracle.high, rel=1e-6, abs=1e-6)


def test_intervals_cover_as_often_as_they_say() -> None:
    rng = np.random.default_rng(5)
    for method, n, runs in (("t", 10, 1000), ("bootstrap", 40, 100)):
        hits = sum(
            found.low <= 1.0 <= found.high
            for found in (interval(rng.normal(1.0, 2.0, n), method=method) for _ in range(runs))
        )
        assert abs(hits / runs - 0.95) < 4 * math.sqrt(0.95 * 0.05 / runs), method


@pytest.mark.parametrize(
    ("low", "high", "direction", "verdict"),
    [
        (1.1, 2.0, 1, "better"),
        (1.1, 2.0, -1, "worse"),
        (1.1, 2.0, 0, "higher"),
        (-2.0, -1.1, 1, "worse"),
        (-2.0, -1.1, -1, "better"),
        (-2.0, -1.1, 0, "lower"),
        (-0.9, 0.9, 1, "no difference that matters"),
        (0.1, 0.9, 1, "no difference that matters"),
        (0.5, 1.5, 1, "undetermined"),
        (-3.0, 3.0, -1, "undetermined"),
        (math.nan, math.nan, 1, "undetermined"),
    ],
)
def test_verdicts(low: float, high: float, direction: int, verdict: str) -> None:
    assert verdict_of(Interval((low + high) / 2, low, high, 9), direction, 1.0) == verdict


def test_share_better_counts_ties_as_not_better() -> None:
    base = np.zeros(4)
    assert paired(np.array([-1.0, 0.0, 1.0, -2.0]), base, -1, 0.1).share_better == 0.5
    assert paired(np.array([-1.0, 0.0, 1.0, -2.0]), base, 1, 0.1).share_better == 0.25


def test_a_planted_difference_is_found_and_none_is_not() -> None:
    rng = np.random.default_rng(11)
    shared = rng.normal(0.0, 5.0, 30)  # luck that both worlds share drowns an unpaired test
    noise = rng.normal(0.0, 0.05, (2, 30))
    planted = paired(shared + 0.5 + noise[0], shared + noise[1], 1, 0.2)
    none = paired(shared + noise[0], shared + noise[1], 1, 0.2)
    assert planted.verdict == "better" and planted.share_better == 1.0
    assert none.verdict == "no difference that matters"
