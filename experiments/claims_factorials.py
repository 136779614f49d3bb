"""Factorials of three factors: each alone, together, and what is more than their sum or product."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np

from experiments.claims_results import Cells, cells_of
from experiments.claims_verdicts import judged, moved
from experiments.pages import Table, effect, number
from resilience_sim.observe.outcomes import OUTCOMES
from resilience_sim.study.statistics import interval

if TYPE_CHECKING:
    from experiments.claims import Claim

_LEAST = 1e-9  # a loss below this counts as this where ratios are taken


def on_ratios(cells: Cells) -> Cells:
    """The same cells as logarithms: a difference there is a ratio here."""
    return {on: np.log(np.maximum(values, _LEAST)) for on, values in cells.items()}


def _cell(cells: Cells, *there: int) -> np.ndarray:
    return cells[tuple(k in there for k in range(3))]


def alone(cells: Cells, at: int) -> np.ndarray:
    """What one factor does where the others are not."""
    return _cell(cells, at) - _cell(cells)


def together(cells: Cells) -> np.ndarray:
    """What all three do."""
    return _cell(cells, 0, 1, 2) - _cell(cells)


def beyond_the_sum(cells: Cells) -> np.ndarray:
    """What all three do beyond the sum of what each does alone."""
    return together(cells) - sum(alone(cells, at) for at in range(3))


def of_two(cells: Cells, a: int, b: int) -> np.ndarray:
    """What two do beyond the sum of each alone, without the third."""
    return _cell(cells, a, b) - _cell(cells, a) - _cell(cells, b) + _cell(cells)


def of_three(cells: Cells) -> np.ndarray:
    """What all three do beyond the sum of each alone and of every two."""
    return beyond_the_sum(cells) - sum(of_two(cells, a, b) for a, b in combinations(range(3), 2))


def factorial(claim: Claim, told: Mapping[str, Any]) -> list[Table]:
    """Tables of one factorial: what came out, and its manipulation checks and prices."""
    cells, names = cells_of(told), tuple(claim.factors)
    logs = on_ratios(cells)

    def row(word: str, found: np.ndarray, ratio: np.ndarray) -> tuple[str, str, str]:
        return word, effect(found), effect(ratio)

    rows = [row(f"{name} alone", alone(cells, k), alone(logs, k)) for k, name in enumerate(names)]
    rows.append(row("all three", together(cells), together(logs)))
    rows += [
        row(f"{names[a]} with {names[b]}, beyond each alone", of_two(cells, a, b),
            of_two(logs, a, b))
        for a, b in combinations(range(3), 2)
    ]  # fmt: skip
    rows.append(row("all three, beyond each alone and every two", of_three(cells), of_three(logs)))
    rows.append(row("all three, beyond each alone", beyond_the_sum(cells), beyond_the_sum(logs)))
    smallest = OUTCOMES[claim.outcome].smallest
    added = judged(interval(beyond_the_sum(cells)), claim.direction, smallest)
    ratio = interval(beyond_the_sum(logs))
    side = ratio.high if claim.direction < 0 else -ratio.low
    note = (
        f"More than the sum, as claimed, on the additive scale: **{added}** (smallest difference "
        f"{smallest:g}). More than the product, on the scale of ratios: the interval "
        f"{'lies on the claimed side of 0' if side < 0.0 else 'does not exclude 0 there'}."
    )
    what = Table(f"{claim.key}: {claim.says}",
                 (f"of {claim.outcome}", "difference (interval)", "log of ratio (interval)"),
                 rows, note)  # fmt: skip
    return [what, _checks(claim, told)]


def _checks(claim: Claim, told: Mapping[str, Any]) -> Table:
    rows = []
    for name, how in claim.factors.items():
        seen = {key: np.array(values) for key, values in told["alone"][name].items()}
        there = moved(seen["moved"], how.get("moves_to", 1))
        acts = "with" in how
        there &= not acts or bool((seen["acted"] > 0.0).all())
        rows.append((
            name, ", ".join(one["kind"] for one in how.get("with", ())) or "lever", how["moves"],
            effect(seen["moved"]), "yes" if there else "**no**",
            *(number(float(seen[price].mean())) if acts else "none by definition"
              for price in ("hours", "hours_before", "money", "money_before")),
        ))  # fmt: skip
    return Table(
        f"{claim.key}: manipulation checks and prices",
        ("factor", "by", "intermediate", "moved by (interval)", "exercised", "hours",
         "hours before the strike", "money (yuan)", "money before the strike (yuan)"),
        rows, "Each factor alone.",
    )  # fmt: skip
