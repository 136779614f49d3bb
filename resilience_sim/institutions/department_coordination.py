"""Departments act together: matters of several departments go to all at once, not in turn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from resilience_sim import contributions as c
from resilience_sim.institutions.calendar import meeting_due, met_now, not_yet
from resilience_sim.institutions.parties import came, charge, of_kind
from resilience_sim.mechanism import ByNeed, Mechanism, inputs, param
from resilience_sim.world import World

MONTH = 30.0


@dataclass(frozen=True, kw_only=True)
class DepartmentCoordination(Mechanism):
    """Departments and offices meet by the month; while enough of them come, they act at once.

    In a month after a meeting to which at least a share `quorum` of them came, the departments
    that a matter takes do their work at the same time. Otherwise, and before the first
    meeting, each waits for the one before. The work of each is the same; what is saved is
    waiting, and only where a department has hands free.
    """

    family: ClassVar[str] = "institutions"
    en: ClassVar[str] = "Department coordination"
    zh: ClassVar[str] = "部门协同与权责一致"
    sources: ClassVar[tuple[str, ...]] = ("tian_meilie",)
    price: ClassVar[tuple[str, str]] = (
        "Costs the hours of all departments and offices that come; without a quorum they act "
        "in turn again, and all at once press on the same few hands.",
        "占用到会部门与街道工时；不足法定到会则恢复依次办理，且并行办理同时挤占有限人手。",
    )

    needs: ByNeed = param(
        ByNeed(1.0), en="needs whose departments act at once (1) or in turn (0)",
        zh="并行办理的需求（1为并行）", low=0.0, high=1.0, neutral=ByNeed(0.0),
    )  # fmt: skip
    comes: float = param(
        0.8, en="chance that a department or office comes", zh="到会概率", unit="share", low=0.0,
        high=1.0,
    )  # fmt: skip
    quorum: float = param(
        0.5, en="share that must have come", zh="到会门槛", unit="share", low=0.0, high=1.0
    )
    hours: float = param(
        3.0, en="hours a meeting takes of each that comes", zh="每方会议工时", unit="h",
        low=0.0, high=100.0,
    )  # fmt: skip

    def _off(self) -> bool:
        return not any(share >= 0.5 for share in self.needs)

    def build(self, world: World) -> Sequence[c.Contribution]:
        """No meeting yet, so nobody acts at once."""
        if self._off():
            return ()
        return (c.OwnColumns({**not_yet(), "at_once": np.zeros(1)}),)

    @inputs("day")
    def route(self, world: World) -> Sequence[c.Contribution]:
        """Needs whose departments act at once this month."""
        if self._off() or not world.own[self.label]["at_once"][0]:
            return ()
        return (c.Parallel(np.asarray(self.needs) >= 0.5),)

    def convene(self, world: World) -> Sequence[c.Contribution]:
        """A meeting by the month."""
        if self._off():
            return ()
        meeting = meeting_due(world, self.label, MONTH)
        if meeting < 0:
            return ()
        rows = of_kind(world, "department", "subdistrict_office")
        there = rows[came(world, self.label, rows, meeting, self.comes)]
        enough = len(rows) > 0 and len(there) >= self.quorum * len(rows)
        return (
            met_now(world),
            c.OwnColumns({"at_once": np.full(1, float(enough))}),
            charge(world, there, self.hours),
            c.Note("meeting", len(there), {"at_once": float(enough)}),
        )
