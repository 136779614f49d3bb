"""Response curves: what each value of a lever brings, and where the return changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from resilience_sim.errors import InputError
from resilience_sim.observe.outcomes import OUTCOMES, outcome_of
from resilience_sim.scenario import Scenario
from resilience_sim.study.compare import Progress, run_worlds
from resilience_sim.study.replicates import Array, Simulator, Summary
from resilience_sim.study.returns import TurningPoint, turning_point
from resilience_sim.study.statistics import Interval, interval

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["ResponseCurve", "curve_worlds", "curves_of", "response_curve", "response_curves"]


@dataclass(frozen=True)
class ResponseCurve:
    """One parameter at several values, under the same seeds.

    Parameters
    ----------
    key
        Dotted key of the parameter in the scenario.
    values
        Its values, ascending.
    summaries
        One a run; `Summary.world` is the position of the value.
    """

    key: str
    values: tuple[float, ...]
    summaries: tuple[Summary, ...]

    def of(self, outcome: str) -> Array:
        """Values of one outcome, shape (replicates, values), rows in order of replicate.

        Raises
        ------
        InputError
            There is no such outcome.
        """
        at = list(OUTCOMES).index(outcome_of(outcome).name)
        return self._table({(s.replicate, s.world): float(s.outcomes[at]) for s in self.summaries})

    def twin(self, lever: str, measure: str) -> Array:
        """A measured twin at the strike, shape (replicates, values); NaN where not measured."""
        return self._table(
            {
                (s.replicate, s.world): row[2]
                for s in self.summaries
                for row in s.twins
                if row[:2] == (lever, measure)
            }
        )

    def within(self, outcome: str) -> Array:
        """Values of one outcome less what is common to a seed; the means over seeds stay."""
        table = self.of(outcome)
        return np.asarray(table - table.mean(axis=1, keepdims=True) + table.mean())

    def _table(self, cells: dict[tuple[int, str], float]) -> Array:
        replicates = sorted({s.replicate for s in self.summaries})
        names = [str(at) for at in range(len(self.values))]
        return np.array([[cells.get((r, name), np.nan) for name in names] for r in replicates])

    @cached_property
    def frame(self) -> pd.DataFrame:
        """Mean and interval over seeds by value and outcome, with every twin at the strike.

        Columns key, value, outcome, mean, low, high, n, and ``<lever>.<measure>`` for each twin.
        """
        import pandas as pd

        twins = sorted({(row[0], row[1]) for s in self.summaries for row in s.twins})
        measured = {
            f"{lever}.{measure}": [interval(column).mean for column in self.twin(lever, measure).T]
            for lever, measure in twins
        }
        rows = []
        for name in OUTCOMES:
            table = self.of(name)
            for at, value in enumerate(self.values):
                found = interval(table[:, at])
                row = (self.key, value, name, found.mean, found.low, found.high, found.n)
                rows.append((*row, *(column[at] for column in measured.values())))
        columns = ["key", "value", "outcome", "mean", "low", "high", "n", *measured]
        return pd.DataFrame(rows, columns=columns)

    def per_twin(self, outcome: str, lever: str, measure: str) -> Interval:
        """Change of an outcome per unit of a measured twin, from the first value to the last.

        The mean over seeds of the paired change of the outcome over that of the twin; NaN where
        the twin did not move.
        """
        change = self.of(outcome)[:, -1] - self.of(outcome)[:, 0]
        moved = self.twin(lever, measure)[:, -1] - self.twin(lever, measure)[:, 0]
        per = np.full(len(change), np.nan)
        np.divide(change, moved, out=per, where=np.abs(moved) > 1e-12)
        return interval(per)

    def turning_point(self, outcome: str, level: float = 0.95) -> TurningPoint:
        """Where the return of this parameter on an outcome diminishes or turns, if it does."""
        return turning_point(self, outcome, level)


def response_curve(
    scenario: Scenario,
    key: str,
    values: Sequence[float],
    replicates: int = 10,
    seed: int = 1,
    workers: int | None = None,
    progress: Progress | None = None,
    *,
    simulator: Simulator | None = None,
) -> ResponseCurve:
    """Run a scenario at several values of one parameter, each under the same seeds.

    Raises
    ------
    InputError
        The key does not exist, a value is not allowed, or there are fewer than two values.
    """
    curves = response_curves(
        scenario, {key: values}, replicates, seed, workers, progress, simulator=simulator
    )
    return curves[key]


def response_curves(
    scenario: Scenario,
    sweeps: dict[str, Sequence[float]],
    replicates: int = 10,
    seed: int = 1,
    workers: int | None = None,
    progress: Progress | None = None,
    *,
    simulator: Simulator | None = None,
) -> dict[str, ResponseCurve]:
    """Response curves of several parameters, each by itself, on shared communities.

    A replicate builds its community once for all values of all parameters that leave it as it
    is. Other arguments as in `response_curve`.
    """
    worlds = curve_worlds(scenario, sweeps)
    found = run_worlds(worlds, replicates, seed, workers, progress, simulator=simulator)
    return curves_of(found, sweeps)


def curve_worlds(scenario: Scenario, sweeps: dict[str, Sequence[float]]) -> dict[str, Scenario]:
    """The scenario at each value of each parameter, under names that `curves_of` knows."""
    return {
        f"{key}\x1f{at}": scenario.vary({key: value})
        for key, values in sweeps.items()
        for at, value in enumerate(_checked(key, values))
    }


def curves_of(
    found: Sequence[Summary], sweeps: dict[str, Sequence[float]]
) -> dict[str, ResponseCurve]:
    """Response curves from the summaries of `curve_worlds`, which may stand among others."""
    by_key: dict[str, list[Summary]] = {key: [] for key in sweeps}
    for summary in found:
        key, _, at = summary.world.partition("\x1f")
        if at:
            by_key[key].append(_renamed(summary, at))
    return {
        key: ResponseCurve(key, _checked(key, values), tuple(by_key[key]))
        for key, values in sweeps.items()
    }


def _checked(key: str, values: Sequence[float]) -> tuple[float, ...]:
    found = tuple(sorted({float(value) for value in values}))
    if len(found) < 2:
        raise InputError(
            "a response curve needs two values or more",
            key=key,
            value=list(values),
            allowed="at least two different numbers",
        )
    return found


def _renamed(summary: Summary, world: str) -> Summary:
    return replace(summary, world=world)
