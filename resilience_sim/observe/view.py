"""A record as outcomes read it: the daily grid and the cases raised after the strike."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from resilience_sim.observe.record import Record
from resilience_sim.vocabulary import STAGES

__all__ = ["PARTS", "PART_OF_STAGE", "View", "integral"]

Array = NDArray[Any]

#: Parts of a case's journey, in order, and the part in which each stage of a case counts.
PARTS: tuple[str, ...] = ("detection", "routing", "supply", "hands", "service")
PART_OF_STAGE: dict[str, str] = {
    "undetected": "detection",
    "routing": "routing",
    "in_review": "routing",
    "waiting_resources": "supply",
    "waiting_hands": "hands",
    "in_service": "service",
    "orphaned": "routing",
}


def integral(values: Array) -> float:
    """Integral over days of values that stand one day apart (trapezoids)."""
    if len(values) < 2:
        return 0.0
    return float(values.sum() - 0.5 * (values[0] + values[-1]))


@dataclass
class View:
    """A record with what several outcomes need, each worked out once.

    Series are read at whole days, because a lowest value or an integral taken at the ends of
    steps would depend on the length of a step.
    """

    record: Record

    @cached_property
    def days(self) -> Array:
        """Whole days after the strike, from 0 to the end of the run."""
        return np.arange(0.0, np.floor(self.record.end + 1e-9) + 1.0)

    @cached_property
    def days_before(self) -> Array:
        """Whole days of the second half of everyday life, settled by then; not the strike."""
        first = np.ceil(self.record.begin / 2.0 - 1e-9)
        return np.arange(first, 0.0)

    def daily(self, name: str) -> Array:
        """A series at the whole days after the strike; NaN everywhere if it was not kept."""
        return self.at(name, self.days)

    def at(self, name: str, days: Array) -> Array:
        """A series at given days, between the ends of steps by straight lines."""
        series = self.record.series.get(name)
        if series is None or len(series) == 0:
            return np.full(len(days), np.nan)
        return np.asarray(np.interp(days, self.record.times, series))

    @cached_property
    def _raised_after(self) -> Array:
        return np.flatnonzero(self.record.cases["raised"] >= 0.0)

    @cached_property
    def cases(self) -> dict[str, Array]:
        """Columns of the cases raised after the strike, contiguous, by name."""
        rows = self.record.cases[self._raised_after]
        return {name: np.ascontiguousarray(rows[name]) for name in _COLUMNS}

    @property
    def n_cases(self) -> int:
        """How many cases were raised after the strike."""
        return len(self._raised_after)

    @cached_property
    def waited(self) -> Array:
        """Days from when the need arose until the case ended, or the run did."""
        cases = self.cases
        closed = np.where(np.isnan(cases["closed"]), self.record.end, cases["closed"])
        return np.asarray(np.maximum(closed - cases["raised"], 0.0))

    @cached_property
    def parts(self) -> Array:
        """Days each case spent in each of `PARTS`, shape (parts, cases); they sum to `waited`.

        The engine counts a part when it ends. What is left over is the part a case was in when
        it ended or when the run did, so it belongs to the part of its last stage.
        """
        cases = self.cases
        spent = np.stack([cases[f"in_{part}"] for part in PARTS])
        left = np.maximum(self.waited - spent.sum(axis=0), 0.0)
        last = _STAGE_TO_PART[cases["stage"].astype(np.intp)]
        spent[last, np.arange(len(left))] += left
        return spent

    @property
    def people(self) -> float:
        """Number of residents, NaN if the record does not say."""
        return float(self.record.sizes.get("people", np.nan))

    @property
    def households(self) -> float:
        """Number of households, NaN if the record does not say."""
        return float(self.record.sizes.get("households", np.nan))

    def tally(self, name: str) -> float:
        """A sum over the period after the strike; 0 where nothing was ever added to it."""
        return float(self.record.tallies.get(name, 0.0))

    def tallied(self, prefix: str) -> float:
        """Sum of all tallies whose name begins with `prefix`, added in order of name."""
        tallies = self.record.tallies
        return float(sum(tallies[name] for name in sorted(tallies) if name.startswith(prefix)))

    def mean_at_end(self, column: str) -> float:
        """Mean over people of a social column when the run ended; NaN with nobody."""
        values = self.record.finish.get(f"people.{column}")
        return float("nan") if values is None or len(values) == 0 else float(values.mean())


_STAGE_TO_PART: Array = np.array([PARTS.index(PART_OF_STAGE[stage]) for stage in STAGES])
_COLUMNS = (
    "raised",
    "closed",
    "detected",
    "stage",
    "ending",
    "landed",
    "holder",
    "hops",
    "escalations",
    "duplicated",
    "orphaned",
    "in_detection",
    "in_routing",
    "in_supply",
    "in_hands",
    "in_service",
)
