"""What a user writes between steps: carried out, told to the engine, and journalled."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from resilience_sim.observe.record import Act
from resilience_sim.simulation.run import Simulation

Array = NDArray[Any]

__all__ = ["USER", "Writing"]

#: Author of what a user writes, in the journal.
USER = "user"


class Writing:
    """The user's hand in one run.

    Parameters
    ----------
    run
        The run whose columns are written.
    """

    def __init__(self, run: Simulation) -> None:
        self.run = run
        self._told: dict[str, int] = {}

    def begin_step(self) -> None:
        """From here on, what is written to a column is a new line of the journal."""
        self._told.clear()

    def column(self, table: str, name: str) -> Array:
        """The array behind a column of ``people`` or ``bodies``; stock is that of the engine."""
        if table == "bodies" and name == "stock":
            live: Array = self.run.engine.arrays["body"]["stock"]
            return live
        found: Array = getattr(getattr(self.run, table), name)
        return found

    def write(self, table: str, name: str, row: int, value: Any) -> None:
        """Carry out and journal what a user writes to one row; `value` has been checked.

        It is read when tables are next made (``table_hours`` of the scenario). One line of the
        journal counts all rows of a column that were written between two steps.
        """
        run = self.run
        array = self.column(table, name)
        before = np.array(array[row])
        array[row] = value
        if np.array_equal(before, array[row]):
            return
        run.versions[table] += 1
        run.seen_at = math.nan
        if name == "skills":
            self._can_help(int(run.people.household[row]))
        change = float(np.sum(array[row].astype(np.float64) - before))
        self._journal(f"set {table}.{name}", change)

    def _journal(self, act: str, change: float) -> None:
        acts = self.run.acts
        at = self._told.get(act)
        if at is None:
            self._told[act] = len(acts)
            acts.append(Act(self.run.t, USER, USER, act, 1, {"change": change}))
            return
        told = acts[at]
        total = told.figures["change"] + change
        acts[at] = replace(told, count=told.count + 1, figures={"change": total})

    def _can_help(self, household: int) -> None:
        """Let the engine know what the members of a household are able to help with."""
        homes, skills = self.run.community.households, self.run.people.skills
        first = int(homes.first[household])
        members = skills[first : first + int(homes.size[household])]
        self.run.engine.arrays["able"][household] = np.bitwise_or.reduce(members)
