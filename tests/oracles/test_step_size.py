"""The whole model at steps of 24, 6 and 1 h: the same bits or the same distribution."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from resilience_sim import load
from resilience_sim.observe.outcomes import compute, outcome_of
from resilience_sim.scenario import Scenario
from resilience_sim.simulation import build_community, simulate

STEPS = (24.0, 6.0, 1.0)
#: The main outcomes: loss, waits, who gives up, the epidemic, the hands.
MAIN = (
    "resilience_loss",
    "robustness",
    "days_median",
    "share_lapsed",
    "share_helped",
    "attack_rate",
    "hands_used",
)
#: Outcomes that may differ by at most this much between 24 h and 1 h, as a share of their mean.
STATED = dict.fromkeys(MAIN, 0.03) | {"days_median": 0.05, "hands_used": 0.05}


def demo(**more: Any) -> Scenario:
    """The ready scenario, on fewer people."""
    return load("epidemic_lockdown").vary({"community.residents": 1500, **more})


def paired(seeds: range, steps: tuple[float, ...], **more: Any) -> np.ndarray:
    """Main outcomes by seed, length of step and of tables, and outcome."""
    base = demo(**more)
    rows = []
    for seed in seeds:
        community = build_community(base, seed)
        told = [
            compute(
                simulate(
                    base.vary({"step_hours": step, "table_hours": step}), seed, community=community
                )
            )
            for step in steps
        ]
        rows.append([[one[name] for name in MAIN] for one in told])
    return np.array(rows)


def test_with_equal_tables_the_length_of_a_step_changes_nothing_but_rounding() -> None:
    """Fatigue reads hours that were booked in more parts: sums differ in the last digits."""
    kept = [
        simulate(demo(step_hours=step, table_hours=24.0, horizon_days=60.0), 1).cases
        for step in STEPS
    ]
    for other in kept[1:]:
        assert len(other) == len(kept[0])
        for name in other.dtype.names or ():
            if other[name].dtype.kind == "f":
                np.testing.assert_allclose(other[name], kept[0][name], atol=1e-9, err_msg=name)
            else:
                np.testing.assert_array_equal(other[name], kept[0][name], err_msg=name)


def test_with_society_at_rest_equal_tables_give_the_same_bits() -> None:
    base = demo(horizon_days=60.0)
    still = Scenario(
        community=base.community,
        levers=base.levers,
        crises=base.crises,
        society=(),
        warmup_days=10.0,
        horizon_days=60.0,
    )
    kept = {
        simulate(still.vary({"step_hours": step, "table_hours": 24.0}), 2).cases.tobytes()
        for step in STEPS
    }
    assert len(kept) == 1


def test_outcomes_of_the_whole_model_agree_across_steps() -> None:
    """Coarse: paired seeds, tables made as often as steps."""
    told = paired(range(4), (24.0, 6.0))
    gap = (told[:, 0] - told[:, 1]).mean(axis=0)
    error = (told[:, 0] - told[:, 1]).std(axis=0, ddof=1) / np.sqrt(len(told))
    mean = np.abs(told.mean(axis=(0, 1)))
    for k, name in enumerate(MAIN):
        allowed = max(2.0 * STATED[name] * mean[k], outcome_of(name).smallest) + 4.0 * error[k]
        assert abs(gap[k]) <= allowed, name


@pytest.mark.long
def test_powered_outcomes_of_the_whole_model_agree_across_steps() -> None:
    """Within the stated share, or within 3 standard errors of the paired difference."""
    told = paired(range(100, 120), STEPS)
    mean = told[:, 2].mean(axis=0)
    for column, step in ((0, 24), (1, 6)):
        gap = told[:, column] - told[:, 2]
        error = gap.std(axis=0, ddof=1) / np.sqrt(len(gap))
        for k, name in enumerate(MAIN):
            bias = gap[:, k].mean()
            print(
                f"{name:16s} 1 h {mean[k]:9.4f}  {step:2d} h {bias:+9.4f} +- {error[k]:.4f} "
                f"({100 * bias / abs(mean[k]):+.1f} %)"
            )
        allowed = np.array([STATED[name] for name in MAIN]) * np.abs(mean)
        assert (np.abs(gap.mean(axis=0)) <= np.maximum(allowed, 3.0 * error)).all()
