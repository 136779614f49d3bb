"""What counts as a trend, as late, and as pinned."""

from __future__ import annotations

import numpy as np
import pytest

import resilience_sim as rs
from experiments import everyday
from resilience_sim.observe.outcomes import outcome_of
from resilience_sim.observe.record import Record
from resilience_sim.simulation import simulate


@pytest.fixture(scope="module")
def record() -> Record:
    scenario = rs.load(everyday.SCENARIO).vary(
        {"community.residents": 300, "warmup_days": 12.0, "horizon_days": 20.0}
    )
    return simulate(scenario, 1)


def test_backlog_counts_every_open_case(record: Record) -> None:
    day = 10.0
    cases = record.cases
    open_then = (cases["raised"] <= day) & ~(cases["closed"] <= day)
    found = everyday.series(record, "backlog", np.array([day]))[0]
    assert found > 0.0
    assert found == pytest.approx(100.0 * open_then.sum() / record.sizes["households"])


def test_the_drift_of_a_line_is_its_slope(record: Record) -> None:
    record.series["panic"] = 0.2 + 0.01 * record.times
    days = np.arange(2.0, 15.0)
    assert everyday.monthly_drift(record, "panic", days) == pytest.approx(0.3)


@pytest.mark.parametrize(
    ("low", "high", "finding"),
    [
        (-0.5, 0.5, "stationary"), (0.1, 0.5, "drifts, less than matters"),
        (-0.5, 2.0, "not told from 0"), (0.5, 2.0, "**drifts**"), (-3.0, -2.0, "**drifts**"),
    ],
)  # fmt: skip
def test_what_an_interval_says(low: float, high: float, finding: str) -> None:
    assert everyday.judged(low, high, 1.0) == finding


def test_pinned_counts_runs_on_either_bound() -> None:
    assert everyday.pinned(np.array([0.2, 0.3, 0.4]), (0.0, 1.0)) == "no"
    assert everyday.pinned(np.array([0.2, 0.3, 1.0]), (0.0, 1.0)) == "in 1 of 3"
    assert everyday.pinned(np.array([0.0, 0.3, 1.0]), (0.0, 1.0)) == "**in 2 of 3**"
    assert everyday.pinned(np.array([0.0, 1.0]), (0.0, 1.0), True) == "no (yes or no by run)"
    assert everyday.pinned(np.array([0.0, 0.0]), (0.0, 1.0), True) == "**in 2 of 2**"


def test_bounds_follow_the_unit() -> None:
    assert everyday.bounds(outcome_of("robustness"), 120.0, 3000.0) == (0.0, 1.0)
    assert everyday.bounds(outcome_of("days_p95"), 120.0, 3000.0) == (0.0, 120.0)
    assert everyday.bounds(outcome_of("excess_newcomers"), 120.0, 3000.0) == (-120.0, 120.0)
    assert everyday.bounds(outcome_of("absent_days"), 120.0, 3000.0) == (0.0, 360000.0)
    assert everyday.bounds(outcome_of("stock_outs"), 120.0, 3000.0) == (0.0, np.inf)


def test_hands_hold_at_every_seed_in_the_mean_or_not() -> None:
    assert everyday.of_hands([0.5, 0.7]) == "holds at every seed"
    assert everyday.of_hands([0.45, 0.7]) == "holds in the mean"
    assert everyday.of_hands([0.3, 0.4]) == "**fails**"
