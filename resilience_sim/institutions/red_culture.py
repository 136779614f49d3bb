"""Red culture: four mechanisms, each a switch: consensus, integration, renewal, permanence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from resilience_sim import contributions as c
from resilience_sim.community.agreements import askers
from resilience_sim.institutions.calendar import days_within, meeting_due, met_now, not_yet
from resilience_sim.institutions.gathering import seated
from resilience_sim.institutions.parties import (
    adults,
    agreed,
    charge,
    each_person,
    of_kind,
    one_each,
    restricted,
)
from resilience_sim.mechanism import Mechanism, param
from resilience_sim.world import World

YEAR = 365.0


@dataclass(frozen=True, kw_only=True)
class RedCulture(Mechanism):
    """Stories, ceremonies and bodies bound by them, month by month.

    `consensus`: norms are told to who listens. `integration`: bodies that come let each other
    draw on a little of what they have, on trust instead of control. `renewal`: guidance is
    told in people's own words, to those offline as well. `permanence`: a ceremony a year, and
    what is held on to is told again. Each message tires, whatever its sort.
    """

    family: ClassVar[str] = "institutions"
    en: ClassVar[str] = "Red culture"
    zh: ClassVar[str] = "红色文化四机制"
    sources: ClassVar[tuple[str, ...]] = ("zhang_cao_red_culture",)
    price: ClassVar[tuple[str, str]] = (
        "Costs the committee's hours, guests' time and money; listeners tire, and norms pull "
        "down who identified most.",
        "占用居委会工时、参加者时间与经费；听众会疲劳，趋同也会拉低原本高认同者。",
    )

    interval_days: float = param(
        30.0, en="days between activities, 0: none", zh="活动间隔（0为无）", unit="d", low=0.0,
        high=3650.0, neutral=0.0,
    )  # fmt: skip
    consensus: bool = param(
        True, en="norms are told", zh="共识机制", choices=(True, False),
        source="zhang_cao_red_culture",
    )  # fmt: skip
    integration: bool = param(
        True, en="bodies are tied", zh="整合机制", choices=(True, False),
        source="zhang_cao_red_culture",
    )  # fmt: skip
    renewal: bool = param(
        True, en="guidance in people's own words", zh="更新机制", choices=(True, False),
        source="zhang_cao_red_culture",
    )  # fmt: skip
    permanence: bool = param(
        True, en="ceremonies and memory", zh="长效机制", choices=(True, False),
        source="zhang_cao_red_culture",
    )  # fmt: skip
    listens: float = param(
        0.3, en="chance that a grown-up listens", zh="受众比例", unit="share", low=0.0, high=1.0
    )
    reserve: float = param(
        0.8, en="share of normal stock that a tied body keeps", zh="整合机构自留比例",
        unit="share", low=0.0, high=1.0,
    )  # fmt: skip
    hours: float = param(
        6.0, en="hours of the committee for an activity", zh="每次工时", unit="h", low=0.0,
        high=500.0,
    )  # fmt: skip
    money: float = param(
        1000.0, en="what an activity costs a community", zh="每次经费", unit="yuan", low=0.0,
        high=1e6,
    )  # fmt: skip

    def build(self, world: World) -> Sequence[c.Contribution]:
        """No activity yet."""
        return (c.OwnColumns(not_yet()),) if self.interval_days > 0.0 else ()

    def meet(self, world: World) -> Sequence[c.Contribution]:
        """The ceremony of the year, all at one hall, if it may be held."""
        if self.interval_days == 0.0 or not self.permanence or restricted(world):
            return ()
        said = []
        for day in days_within(world, YEAR, self.interval_days):
            number = round((day - world.begin) / YEAR)
            there = adults(world) & ~world.absent
            there &= each_person(world, self.label, "ceremony", number) < self.listens
            seats = seated(world, self.label, number, there, table=1000, mixed=1.0)
            said.append(c.Gathering(t=day, table=seats, hours=2.0))
        return said

    def convene(self, world: World) -> Sequence[c.Contribution]:
        """An activity, if one is due."""
        if self.interval_days == 0.0:
            return ()
        number = meeting_due(world, self.label, self.interval_days, self.interval_days)
        if number < 0:
            return ()
        hears = adults(world) & (each_person(world, self.label, "listens", number) < self.listens)
        reach = hears.astype(np.float64)
        rows = of_kind(world, "residents_committee")
        said: list[c.Contribution] = [
            met_now(world), charge(world, rows, self.hours, self.money * len(rows)),
            c.Note("activity", int(hears.sum())),
        ]  # fmt: skip
        if self.consensus:
            said.append(c.Message(kind="norms", people=reach))
        if self.renewal:
            said.append(c.Message(kind="guidance", people=reach))
        if self.permanence:
            said.append(c.Message(kind="memory", people=reach))
        if self.integration:
            said += self._tied(world)
        return said

    def _tied(self, world: World) -> list[c.Contribution]:
        bodies, said = world.bodies, []
        for k in range(len(one_each(world, "residents_committee"))):
            here = bodies.community == k
            told = agreed(
                world, np.flatnonzero(here), np.flatnonzero(here & askers(bodies)),
                reserve=self.reserve, delay=0.25, days=self.interval_days,
            )  # fmt: skip
            said += [] if told is None else [told]
        return list(said)
