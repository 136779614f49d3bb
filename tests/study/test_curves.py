"""Response curves, and whether a planted turn or a diminishing return is found."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest

from resilience_sim.errors import InputError
from resilience_sim.study.curves import response_curve
from resilience_sim.study.returns import turning_point
from tests.records import FakeSimulator, FakeWorld

VALUES = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)


@dataclass(frozen=True)
class Drawn:
    """A sweep whose outcome is a known curve, luck shared within a replicate, and noise."""

    table: np.ndarray
    key: str = "levers.clarity"
    values: tuple[float, ...] = VALUES

    def of(self, outcome: str) -> np.ndarray:
        return self.table


def drawn(curve: np.ndarray, noise: float = 0.02, replicates: int = 10) -> Drawn:
    rng = np.random.default_rng(2)
    shared = rng.normal(0.0, 3.0, (replicates, 1))
    return Drawn(shared + curve + rng.normal(0.0, noise, (replicates, len(curve))))


X = np.array(VALUES)


@pytest.mark.parametrize(
    ("curve", "kind", "at"),
    [
        (2.0 * X, "rises", None),
        (-2.0 * X, "falls", None),
        (0.0 * X, "nothing found", None),
        (np.minimum(X, 0.4) + 0.3 * np.maximum(X - 0.4, 0.0), "diminishes", 0.4),
        (np.minimum(X, 0.4), "levels off", 0.4),
        (np.minimum(X, 0.4) - 0.02 * np.maximum(X - 0.4, 0.0), "levels off", 0.4),
        (np.minimum(X, 0.4) - 0.8 * np.maximum(X - 0.6, 0.0), "turns", 0.6),
    ],
)
def test_planted_shapes_are_found(curve: np.ndarray, kind: str, at: float | None) -> None:
    found = turning_point(drawn(curve), "robustness")
    assert found.kind == kind
    assert found.sought == (0.0, 1.0)
    assert np.isnan(found.at) if at is None else found.at == pytest.approx(at)
    # Less of a loss is the gain: the same shape upside down, for an outcome to be kept low.
    assert turning_point(drawn(-curve), "resilience_loss").kind == kind


def test_finding_says_what_and_where_in_both_languages() -> None:
    none = turning_point(drawn(0.0 * X), "robustness")
    assert "between 0 and 1" in none.sentence() and "12" not in none.sentence()
    assert str(none.contrasts) in none.sentence() and "未发现" in none.sentence("zh")


def test_a_flat_end_is_not_called_a_smaller_gain() -> None:
    flat = turning_point(drawn(np.minimum(X, 0.4)), "robustness")
    assert "no further gain was found beyond 0.4" in flat.sentence()
    assert "未发现进一步的收益" in flat.sentence("zh") and "递减" not in flat.sentence("zh")


def test_noise_alone_seldom_looks_like_a_turn() -> None:
    rng = np.random.default_rng(8)
    found = [
        turning_point(Drawn(rng.normal(0.0, 1.0, (10, 6))), "robustness").kind for _ in range(200)
    ]
    assert sum(kind != "nothing found" for kind in found) <= 20


def test_curve_has_mean_interval_and_twin() -> None:
    curve = response_curve(FakeWorld(), "slow", [2.0, 1.0, 3.0], 5, 1, 1, simulator=FakeSimulator())
    assert curve.values == (1.0, 2.0, 3.0)
    frame = curve.frame.query("outcome == 'resilience_loss'")
    assert frame["mean"].is_monotonic_increasing
    assert frame["clarity.gaps"].tolist() == pytest.approx([0.1, 0.2, 0.3])
    assert (frame["low"] <= frame["mean"]).all() and (frame["n"] == 5).all()
    assert curve.turning_point("robustness").kind == "falls"
    np.testing.assert_allclose(
        curve.of("robustness").mean(axis=0)[0],
        curve.frame.query("outcome == 'robustness' and value == 1.0")["mean"].item(),
    )


def test_effect_per_unit_of_the_twin_is_a_paired_ratio() -> None:
    curve = response_curve(FakeWorld(), "slow", [1.0, 3.0], 4, 1, 1, simulator=FakeSimulator())
    table = curve.of("resilience_loss")
    found = curve.per_twin("resilience_loss", "clarity", "gaps")
    assert found.mean == pytest.approx(((table[:, 1] - table[:, 0]) / 0.2).mean())
    assert np.isnan(curve.per_twin("resilience_loss", "sharing", "reach").mean)


def test_a_single_value_is_no_curve() -> None:
    with pytest.raises(InputError, match="two values"):
        response_curve(FakeWorld(), "slow", [1.0, 1.0], 2, simulator=FakeSimulator())
