"""Series of a run: one value a step, taken when the step ends."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from resilience_sim.community.tables import Households, People
from resilience_sim.engine import watch
from resilience_sim.engine.engine import Engine
from resilience_sim.vocabulary import SOCIAL, STAGES

Array = NDArray[Any]

GROUPS = (
    "functionality",
    "functionality_others",
    "functionality_vulnerable",
    "functionality_locals",
    "functionality_newcomers",
)
PEOPLE_MEANS = (*SOCIAL, "absent", "mobility")
COLUMNS = (
    *GROUPS,
    *(f"open_{stage}" for stage in STAGES),
    "hands_used",
    "raised",
    "stock",
    "unmet",
    *PEOPLE_MEANS,
)


class Watching:
    """Collects series; reads the engine and the tables, changes nothing."""

    def __init__(self, households: Households, n_units: int, n_bodies: int, steps: int) -> None:
        n = len(households) + n_units
        self.n_homes, self.n_units = len(households), n_units
        self.regroup(households)
        self.unmet = np.zeros(n)
        self.waiting = np.zeros(n)
        self.late = np.zeros(n, np.uint32)
        self.stages = np.zeros(len(STAGES))
        self.backlog = np.zeros(n_bodies)
        self._q = np.zeros(len(GROUPS))
        self._looked_at = np.nan
        self._steps = steps
        self._row = 0
        self.times = np.zeros(steps)
        self._rows = np.full((steps, len(COLUMNS)), np.nan)
        self._more: dict[str, Array] = {}
        self._used = 0.0
        self._there = 0.0
        self._raised = 0.0
        self._means: list[float] = [np.nan] * len(PEOPLE_MEANS)
        #: households replaced since the last row, and newcomers' share; None where nobody moves
        self._moved: list[float] | None = None

    def moves_begin(self, newcomers: float) -> None:
        """Households may move in this run; `newcomers` is their share of people now."""
        self._moved = [0.0, newcomers]

    def moved(self, households: int, newcomers: float) -> None:
        """So many households were replaced, and newcomers are this share of people now."""
        before = 0.0 if self._moved is None else self._moved[0]
        self._moved = [before + households, newcomers]

    def regroup(self, households: Households) -> None:
        """Which households are newcomers and which are vulnerable, as things stand."""
        group = 2 * households.newcomer.astype(np.int64) + households.vulnerable
        self.group = np.concatenate([group, np.full(self.n_units, -1)])

    def look(self, engine: Engine, t: float) -> None:
        """Read unmet need and backlog off the engine."""
        if t != self._looked_at:
            self._looked_at = t
            watch.look(
                engine.state, t, self.unmet, self.waiting, self.late, self.stages, self.backlog
            )

    def people_changed(self, people: People, absent: Array, mobility: Array) -> None:
        """Means over people, worked out only when they moved."""
        if len(people) > 0:
            sums = [float(getattr(people, name).sum()) for name in SOCIAL]
            sums += [float(np.count_nonzero(absent)), float(mobility.sum())]
            self._means = [whole / len(people) for whole in sums]

    def step_ended(self, engine: Engine, t: float, hours: tuple[float, float]) -> None:
        """Write one row; `hours` are hours used and accrued by bodies since the run began."""
        row = self._row
        self.look(engine, t)
        watch.functionality(self.unmet, self.group, self._q)
        self.times[row] = t
        used, there = hours
        spent = there - self._there
        raised = float(engine.arrays["g"]["raised"][0])
        self._rows[row] = (
            *self._q,
            *self.stages,
            (used - self._used) / spent if spent > 0.0 else np.nan,
            raised - self._raised,
            float(engine.arrays["body"]["stock"][:, :6].sum()),
            float(np.count_nonzero(self.late[: self.n_homes])),
            *self._means,
        )
        self._used, self._there, self._raised = used, there, raised
        self._row = row + 1
        if self.n_units > 0:
            lost = np.minimum(self.unmet[self.n_homes :], 1.0).mean()
            self._put("functionality_units", 1.0 - float(lost))
        if self._moved is not None:
            self._put("moved", self._moved[0])
            self._put("newcomers", self._moved[1])
            self._moved[0] = 0.0

    def infections(self, label: str, infectious: Array, infected_at: Array, t: float) -> None:
        """Add the state of an epidemic to the row just written."""
        n = max(len(infected_at), 1)
        self._put(f"infectious_{label}", float(np.count_nonzero(infectious)))
        self._put(f"attacked_{label}", float(np.count_nonzero(infected_at <= t)) / n)

    def _put(self, name: str, value: float) -> None:
        series = self._more.get(name)
        if series is None:
            series = self._more[name] = np.full(self._steps, np.nan)
        series[self._row - 1] = value

    @property
    def rows(self) -> int:
        """Steps watched so far."""
        return self._row

    def series(self) -> dict[str, Array]:
        """Series by name, one value a step so far."""
        n = self._row
        found = {name: self._rows[:n, k].copy() for k, name in enumerate(COLUMNS)}
        return found | {name: values[:n].copy() for name, values in self._more.items()}
