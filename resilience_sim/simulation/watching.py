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


class Watching:
    """Collects series; reads the engine and the tables, changes nothing."""

    def __init__(self, households: Households, n_bodies: int, steps: int) -> None:
        n = len(households)
        self.group = 2 * households.newcomer.astype(np.int64) + households.vulnerable
        self.unmet = np.zeros(n)
        self.waiting = np.zeros(n)
        self.stages = np.zeros(len(STAGES))
        self.backlog = np.zeros(n_bodies)
        self._q = np.zeros(len(GROUPS))
        self._steps = steps
        self._row = 0
        self.times = np.zeros(steps)
        self.series: dict[str, Array] = {}
        self._used = 0.0
        self._there = 0.0
        self._raised = 0.0
        self._means: dict[str, float] = {}

    def look(self, engine: Engine, t: float) -> None:
        """Read unmet need and backlog off the engine."""
        watch.look(engine.state, t, self.unmet, self.waiting, self.stages, self.backlog)

    def people_changed(self, people: People, absent: Array, mobility: Array) -> None:
        """Means over people, worked out only when they moved."""
        some = len(people) > 0
        for name in SOCIAL:
            self._means[name] = float(getattr(people, name).mean()) if some else np.nan
        self._means["absent"] = float(absent.mean()) if some else np.nan
        self._means["mobility"] = float(mobility.mean()) if some else np.nan

    def step_ended(self, engine: Engine, t: float, hours: tuple[float, float]) -> None:
        """Write one row; `hours` are hours used and accrued by bodies since the run began."""
        row = self._row
        self.look(engine, t)
        watch.functionality(self.unmet, self.group, self._q)
        self.times[row] = t
        for k, name in enumerate(GROUPS):
            self._put(name, self._q[k])
        for k, stage in enumerate(STAGES):
            self._put(f"open_{stage}", self.stages[k])
        used, there = hours
        spent = there - self._there
        self._put("hands_used", (used - self._used) / spent if spent > 0.0 else np.nan)
        self._used, self._there = used, there
        raised = float(engine.arrays["g"]["raised"][0])
        self._put("raised", raised - self._raised)
        self._raised = raised
        self._put("stock", float(engine.arrays["body"]["stock"][:, :6].sum()))
        self._put("unmet", float(np.count_nonzero(self.unmet > 1e-6)))
        for name, value in self._means.items():
            self._put(name, value)
        self._row = row + 1

    def infections(self, label: str, infectious: Array, infected_at: Array, t: float) -> None:
        """Add the state of an epidemic to the row just written."""
        self._row -= 1
        n = max(len(infected_at), 1)
        self._put(f"infectious_{label}", float(np.count_nonzero(infectious)))
        self._put(f"attacked_{label}", float(np.count_nonzero(infected_at <= t)) / n)
        self._row += 1

    def _put(self, name: str, value: float) -> None:
        series = self.series.get(name)
        if series is None:
            series = self.series[name] = np.full(self._steps, np.nan)
        series[self._row] = value
