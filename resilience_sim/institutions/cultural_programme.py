"""The cultural programme: events at which people of both groups meet and do something."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from resilience_sim import contributions as c
from resilience_sim.institutions.calendar import days_within, meeting_due, met_now, not_yet
from resilience_sim.institutions.gathering import crowding, seated
from resilience_sim.institutions.parties import (
    Array,
    adults,
    charge,
    each_person,
    of_kind,
    restricted,
)
from resilience_sim.mechanism import Mechanism, param
from resilience_sim.world import World


@dataclass(frozen=True, kw_only=True)
class CulturalProgramme(Mechanism):
    """At an interval an event is held; grown-ups come by their own draw and sit at tables.

    Who identifies more comes more. Where tables mix, the groups meet; where they do not,
    insiders meet insiders. An event adds contacts that day. None is held while movement is
    restricted. What meeting does is a rule of `society`.
    """

    family: ClassVar[str] = "institutions"
    en: ClassVar[str] = "Cultural programme"
    zh: ClassVar[str] = "社区文化营造（凉水井）"
    sources: ClassVar[tuple[str, ...]] = ("yang_xi_resilience", "grassroots_forms")
    price: ClassVar[tuple[str, str]] = (
        "Costs guests' own time, the committee's hours and money, and adds contacts; without "
        "mixed tables insiders meet insiders only.",
        "占用参加者时间、居委会工时与经费，并增加接触；不混坐则只是熟人相聚。",
    )

    interval_days: float = param(
        14.0, en="days between events, 0: none", zh="活动间隔（0为不办）", unit="d", low=0.0,
        high=3650.0, neutral=0.0,
    )  # fmt: skip
    comes: float = param(
        0.15, en="chance to come of one who identifies fully", zh="完全认同者参加概率",
        unit="share", low=0.0, high=1.0,
    )  # fmt: skip
    mixed: float = param(
        0.6, en="chance that a guest sits at a mixed table", zh="混坐概率", unit="share",
        low=0.0, high=1.0,
    )  # fmt: skip
    table: int = param(10, en="seats at a table", zh="每桌人数", unit="persons", low=2, high=1000)
    duration: float = param(
        2.0, en="hours of an event", zh="活动时长", unit="h", low=0.0, high=24.0
    )
    contacts: float = param(
        10.0, en="further contacts of a guest that day", zh="参加者额外接触", unit="contacts",
        low=0.0, high=1000.0,
    )  # fmt: skip
    hours: float = param(
        10.0, en="hours of the committee for an event", zh="每次组织工时", unit="h", low=0.0,
        high=500.0,
    )  # fmt: skip
    money: float = param(
        1500.0, en="what an event costs a community", zh="每次经费", unit="yuan", low=0.0,
        high=1e6,
    )  # fmt: skip

    def build(self, world: World) -> Sequence[c.Contribution]:
        """No event yet."""
        return (c.OwnColumns(not_yet()),) if self.interval_days > 0.0 else ()

    def _guests(self, world: World, number: int) -> Array:
        chance = self.comes * world.people.identity
        there = each_person(world, self.label, "comes", number) < chance
        return there & adults(world) & ~world.absent

    def meet(self, world: World) -> Sequence[c.Contribution]:
        """The event of these days, if one falls in them and may be held."""
        if self.interval_days == 0.0 or restricted(world):
            return ()
        said: list[c.Contribution] = []
        for day in days_within(world, self.interval_days, self.interval_days):
            number = round((day - world.begin) / self.interval_days)
            there = self._guests(world, number)
            seats = seated(world, self.label, number, there, table=self.table, mixed=self.mixed)
            said += [
                c.Gathering(t=day, table=seats, hours=self.duration),
                c.Contact(crowding(there, self.contacts)),
            ]
        return said

    def convene(self, world: World) -> Sequence[c.Contribution]:
        """What an event cost."""
        if self.interval_days == 0.0 or restricted(world):
            return ()
        if meeting_due(world, self.label, self.interval_days, self.interval_days) < 0:
            return ()
        rows = of_kind(world, "residents_committee")
        return (met_now(world), charge(world, rows, self.hours, self.money * len(rows)))
