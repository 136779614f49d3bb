"""Coordination committees: a level of their own for what crosses bodies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from resilience_sim import contributions as c
from resilience_sim.institutions.calendar import meeting_due, met_now, not_yet
from resilience_sim.institutions.parties import (
    Array,
    charge,
    handling,
    named,
    new_body,
    no_handling,
    of_kind,
    over,
)
from resilience_sim.mechanism import ByNeed, Mechanism, inputs, param
from resilience_sim.vocabulary import N_NEEDS
from resilience_sim.world import World

CROSSING_PRECEDENCE = 4


@dataclass(frozen=True, kw_only=True)
class CoordinationCommittees(Mechanism):
    """A committee in each community stands over its specialists; it settles what crosses.

    Matters that specialists cannot decide go to it instead of to the residents' committee and
    on to the office: it may decide on the needs in `decides`. The residents' committee sends
    up to it at once what two bodies hold. At a meeting it names the leader of the overlaps on
    its agenda, the body that statutes name first; an agenda too short leaves the rest.
    """

    family: ClassVar[str] = "institutions"
    en: ClassVar[str] = "Coordination committees"
    zh: ClassVar[str] = "区街社区协调委员会（城乡社区发展治理委员会）"
    sources: ClassVar[tuple[str, ...]] = ("chen_chen_party",)
    price: ClassVar[tuple[str, str]] = (
        "Costs the hours of its member bodies at every meeting; what is not on the agenda "
        "waits, and small matters take the long way.",
        "每次会议占用成员单位工时；议程之外的事项要等待，小事也走长路。",
    )

    interval_days: float = param(
        14.0, en="days between meetings, 0: no committees", zh="会议间隔（0为不设）", unit="d",
        low=0.0, high=3650.0, neutral=0.0,
    )  # fmt: skip
    agenda: int = param(
        30, en="overlaps that a meeting settles in a community", zh="每次议定的重叠单元",
        unit="cells", low=0, high=100_000,
    )  # fmt: skip
    decides: ByNeed = param(
        ByNeed(1.0, departmental=0.0), en="needs on which it may decide (1) or not (0)",
        zh="可决定的需求（1为可）", low=0.0, high=1.0,
    )  # fmt: skip
    hours: float = param(
        2.0, en="hours a meeting takes of each member", zh="每成员会议工时", unit="h", low=0.0,
        high=100.0,
    )  # fmt: skip

    def build(self, world: World) -> Sequence[c.Contribution]:
        """One committee a community, over the specialists, under the office."""
        if self.interval_days == 0.0:
            return ()
        bodies, made = world.bodies, [c.OwnColumns(not_yet())]
        more: list[c.Contribution] = []
        for row in of_kind(world, "residents_committee"):
            under = (bodies.parent == row) & ~np.isin(
                np.arange(len(bodies)), of_kind(world, "grid_post")
            )
            root = over(world, int(row))
            more.append(
                new_body(
                    world, self.label, "coordination", int(bodies.community[row]),
                    kind="party_committee", level=1, staff=0.0,
                    parent=world.body_names[root] if root != row else None,
                    authority=sum(1 << k for k in range(N_NEEDS) if self.decides[k] >= 0.5),
                    above=tuple(world.body_names[r] for r in np.flatnonzero(under)),
                )
            )  # fmt: skip
        return (*made, *more)

    def _members(self, world: World) -> Array:
        """Bodies with staff under the committees, and the residents' committees."""
        committees = named(world, self.label, "coordination")
        under = np.isin(world.bodies.parent, committees[committees >= 0])
        rows = np.flatnonzero(under & (world.bodies.staff > 0.0))
        return np.concatenate([rows, of_kind(world, "residents_committee")])

    @inputs("responsibility")
    def route(self, world: World) -> Sequence[c.Contribution]:
        """The residents' committee sends up what two bodies hold all over its area."""
        if self.interval_days == 0.0:
            return ()
        tables = no_handling(world)
        to = named(world, self.label, "coordination")
        cells = world.responsibility
        for row in of_kind(world, "residents_committee"):
            k = int(world.bodies.community[row])
            area = slice(world.bodies.first_building[row], world.bodies.end_building[row])
            crossing = (cells.second[:, area] >= 0).all(axis=1) & (np.asarray(self.decides) >= 0.5)
            if to[k] >= 0:
                tables[0][row, crossing] = c.HAND_ON
                tables[1][row, crossing] = to[k]
                tables[0][to[k], crossing] = c.ESCALATE
        return (handling(tables, CROSSING_PRECEDENCE),)

    def convene(self, world: World) -> Sequence[c.Contribution]:
        """A meeting, if one is due."""
        if self.interval_days == 0.0:
            return ()
        meeting = meeting_due(world, self.label, self.interval_days, 1.0)
        if meeting < 0:
            return ()
        cells = world.responsibility
        need, building = np.nonzero((cells.second >= 0) & (world.natural >= 0))
        rank = world.luck.uniform_each(
            self.label, "agenda", need, building, np.zeros(len(need), np.int64),
            np.zeros(len(need), np.int64),
        )  # fmt: skip
        on = np.sort(np.argsort(rank, kind="stable")[: self.agenda * len(world.community_keys)])
        need, building = need[on], building[on]
        said: list[c.Contribution] = [
            met_now(world),
            charge(world, self._members(world), self.hours),
            c.Note("meeting", len(need)),
        ]
        if len(need):
            first = world.natural[need, building]
            said.append(
                c.Assign(need=need, building=building, first=first, second=np.full(len(need), -1))
            )
        return said
