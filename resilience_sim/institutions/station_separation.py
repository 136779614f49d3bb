"""Committee and station apart: paperwork moves to the service station, and may come back."""

from __future__ import annotations

import math
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
    no_handling,
    one_each,
)
from resilience_sim.mechanism import Mechanism, inputs, param
from resilience_sim.vocabulary import NEEDS
from resilience_sim.world import World

SEPARATION_PRECEDENCE = 5
PAPERS = (NEEDS.index("information"), NEEDS.index("departmental"))
MONTH = 30.0


@dataclass(frozen=True, kw_only=True)
class StationSeparation(Mechanism):
    """A share of the committee's paperwork moves to the station; so do matters of papers.

    On its first day the hours of paperwork leave the committee and load the station. Without
    admission control (准入) others send the committee new paperwork: its share returns toward
    what it was at a rate. The committee passes papers on to the station; where the station is
    not accountable for them it passes them on in turn (推诿).
    """

    family: ClassVar[str] = "institutions"
    en: ClassVar[str] = "Separation of committee and station"
    zh: ClassVar[str] = "居站分设与减负"
    sources: ClassVar[tuple[str, ...]] = ("five_measures",)
    price: ClassVar[tuple[str, str]] = (
        "Loads the station and adds a hand-off; without admission control the paperwork "
        "returns, and bodies pass the buck.",
        "加重服务站负担并增加一次转办；无准入管控则事务回流，易相互推诿。",
    )

    moved: float = param(
        0.6, en="share of the committee's paperwork that moves", zh="转移的行政事务比例",
        unit="share", low=0.0, high=1.0, neutral=0.0,
    )  # fmt: skip
    admission: bool = param(
        True, en="new paperwork is admitted to the committee by consent only",
        zh="社区事务准入制", choices=(True, False), source="five_measures",
    )  # fmt: skip
    returning: float = param(
        1.5, en="rate at which paperwork returns without admission control", zh="事务回流速率",
        unit="1/y", low=0.0, high=100.0,
    )  # fmt: skip
    first_day: float = param(
        5.0, en="day on which they part, from the beginning of everyday life", zh="分设日",
        unit="d", low=0.0, high=36500.0,
    )  # fmt: skip
    hours: float = param(
        20.0, en="hours the move takes of both", zh="分设占用工时", unit="h", low=0.0, high=1000.0
    )

    def build(self, world: World) -> Sequence[c.Contribution]:
        """Paperwork of each committee before, and whether they have parted."""
        if self.moved == 0.0:
            return ()
        committee = one_each(world, "residents_committee")
        before = np.where(committee >= 0, world.bodies.administration[committee], 0.0)
        return (c.OwnColumns({**not_yet(), "before": before}),)

    def convene(self, world: World) -> Sequence[c.Contribution]:
        """Part on the first day; month by month, paperwork returns."""
        if self.moved == 0.0:
            return ()
        month = meeting_due(world, self.label, MONTH, self.first_day)
        if month < 0:
            return ()
        committee, station = self._pairs(world)
        if len(committee) == 0:
            return (met_now(world),)
        first = np.isinf(world.own[self.label]["met_at"][0])
        if first:
            return (met_now(world), *self._part(world, committee, station))
        if self.admission:
            return (met_now(world),)
        bodies = world.bodies
        before = world.own[self.label]["before"][bodies.community[committee]]
        now = bodies.administration[committee]
        back = -math.expm1(-self.returning * MONTH / 365.0)
        return (
            met_now(world),
            c.Arrange(
                column="administration", bodies=committee, values=now + back * (before - now)
            ),
        )

    def _pairs(self, world: World) -> tuple[Array, Array]:
        committee, station = (
            one_each(world, kind) for kind in ("residents_committee", "service_station")
        )
        both = (committee >= 0) & (station >= 0)
        return committee[both], station[both]

    def _part(self, world: World, committee: Array, station: Array) -> Sequence[c.Contribution]:
        bodies = world.bodies
        share = self.moved * bodies.administration[committee]
        load = share * bodies.staff[committee] * bodies.hours[committee]
        room = np.maximum(bodies.staff[station] * bodies.hours[station], 1e-9)
        return (
            c.Arrange(
                column="administration", bodies=committee,
                values=bodies.administration[committee] - share,
            ),
            c.Arrange(
                column="administration", bodies=station,
                values=bodies.administration[station] + load / room,
            ),
            charge(world, np.concatenate([committee, station]), self.hours / 2.0),
            c.Note("part", len(committee), {"hours a day": float(load.sum())}),
        )  # fmt: skip

    @inputs()
    def route(self, world: World) -> Sequence[c.Contribution]:
        """The committee passes papers on to the station."""
        if self.moved == 0.0:
            return ()
        tables = no_handling(world)
        for committee, station in zip(*self._pairs(world), strict=True):
            tables[0][committee, PAPERS] = c.HAND_ON
            tables[1][committee, PAPERS] = station
        return (handling(tables, SEPARATION_PRECEDENCE),)
