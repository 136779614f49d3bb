"""Where the return of each lever diminishes or turns: `python -m experiments.returns`.

Each lever is set to five values under the same seeds, all else as today. What is looked for
is written by `study.returns`: paired contrasts that share one error level for a curve.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

import resilience_sim as rs
from experiments.pages import Table, between, number, shown
from experiments.patterns import SCENARIO
from resilience_sim.observe.outcomes import OUTCOMES, outcome_of
from resilience_sim.study.curves import ResponseCurve, response_curves
from resilience_sim.study.statistics import interval, verdict_of

Array = NDArray[Any]

LEVERS = ("clarity", "sharing", "identity", "bridging")
VALUES = (0.0, 0.25, 0.5, 0.75, 1.0)
WATCHED = ("resilience_loss", "days_median", "share_lapsed", "gap_newcomers")
REPLICATES = 10
SEED = 1
#: An outbreak: attack rate above this multiple of the median of all runs.
LARGE = 4.0


def curves(replicates: int = REPLICATES, workers: int | None = 1) -> dict[str, ResponseCurve]:
    """Response curves of all levers, by lever."""
    sweeps: dict[str, Sequence[float]] = {f"levers.{lever}": VALUES for lever in LEVERS}
    found = response_curves(rs.load(SCENARIO), sweeps, replicates, SEED, workers)
    return {key.removeprefix("levers."): curve for key, curve in found.items()}


#: Findings of a return that is not the same throughout.
BENDS = ("turns", "levels off", "diminishes")


def finding(curve: ResponseCurve, outcome: str) -> str:
    """What was found on one curve, in words."""
    told = curve.turning_point(outcome)
    words = {
        "turns": f"**turns** at {told.at:g}",
        "levels off": f"**levels off**: no further gain found beyond {told.at:g}",
        "diminishes": f"**diminishes** from {told.at:g}, still a gain",
        "rises": "better throughout; no bend found",
        "falls": "worse throughout; no gain before",
        "nothing found": "nothing told from chance",
    }
    return words[told.kind]


def curve_table(found: dict[str, ResponseCurve], outcome: str) -> Table:
    """Means of one outcome at each value of each lever, and what was found."""
    rows: list[tuple[object, ...]] = []
    declared = outcome_of(outcome)
    for lever, curve in found.items():
        table = curve.of(outcome)
        whole = interval(table[:, -1] - table[:, 0])
        rows.append(
            (lever, *(number(mean) for mean in table.mean(axis=0)),
             f"{number(whole.mean)} ({between(whole.low, whole.high)})",
             verdict_of(whole, declared.direction, declared.smallest), finding(curve, outcome))
        )  # fmt: skip
    count = next(iter(found.values())).turning_point(outcome).contrasts
    columns = (
        "lever", *(f"at {value:g}" for value in VALUES), "1 less 0 (95 % interval)",
        f"against {declared.smallest:g}", f"return, sought in {count} contrasts",
    )  # fmt: skip
    return Table(f"`{outcome}`, {declared.unit}", columns, rows)


def everywhere_table(found: dict[str, ResponseCurve]) -> Table:
    """Every other outcome on which a bend or a turn was found."""
    rows: list[tuple[object, ...]] = []
    for lever, curve in found.items():
        for outcome in OUTCOMES:
            told = curve.turning_point(outcome)
            at = curve.of(outcome).mean(axis=0)
            moves = float(np.ptp(at)) >= OUTCOMES[outcome].smallest
            if outcome not in WATCHED and moves and told.kind in BENDS:
                means = ", ".join(number(mean) for mean in at)
                rows.append((lever, f"`{outcome}`", means, finding(curve, outcome)))
    looked = len(found) * (len(OUTCOMES) - len(WATCHED))
    note = (
        f"All {looked} other curves were looked at, each at a joint level of 95 %, so about "
        f"{0.05 * looked:.0f} of them may show something by chance alone. Shown are those whose "
        "means differ by what matters or more. Where neither direction is better, more is read "
        "as the gain."
    )
    columns = ("lever", "outcome", "mean at 0, .25, .5, .75, 1", "return")
    return Table("Bends and turns on all other outcomes", columns, rows, note)


def tail_table(found: dict[str, ResponseCurve]) -> Table:
    """How large outbreaks spread over runs, and what they do to the noise of a curve."""
    rows: list[tuple[object, ...]] = []
    middle = float(np.median(np.concatenate([c.of("attack_rate").ravel() for c in found.values()])))
    for lever, curve in found.items():
        attack, loss = curve.of("attack_rate"), curve.of("resilience_loss")
        large = np.asarray(attack > LARGE * middle)
        paired = (loss[:, -1] - loss[:, 0]).std(ddof=1)
        calm = np.asarray(~large.any(axis=1))
        without = (loss[calm, -1] - loss[calm, 0]).std(ddof=1) if calm.sum() > 1 else float("nan")
        rows.append(
            (lever, number(float(np.median(attack))), number(float(attack.max())),
             f"{int(large.sum())} of {large.size}", f"{int((~calm).sum())} of {len(calm)}",
             number(float(paired)), number(float(without)))
        )  # fmt: skip
    columns = (
        "lever", "attack rate, median", "highest", "runs with a large outbreak",
        "seeds with one at any value", "SD of the paired difference in loss",
        "the same without those seeds",
    )  # fmt: skip
    note = (
        f"A large outbreak is an attack rate above {LARGE:g} times the median of all runs "
        f"({number(middle)}). Such seeds stay in all tables above."
    )
    return Table("Heavy tail of the epidemic", columns, rows, note)


def tables(replicates: int = REPLICATES, workers: int | None = 1) -> list[Table]:
    """All tables of this file."""
    found = curves(replicates, workers)
    return [
        *(curve_table(found, outcome) for outcome in WATCHED),
        everywhere_table(found),
        tail_table(found),
    ]


if __name__ == "__main__":
    print(shown(tables()))
