"""A lockdown: people stay at home, buy little, and need more from others."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from resilience_sim import contributions as c
from resilience_sim.crises.dates import iso_date
from resilience_sim.crises.timeline import Observed
from resilience_sim.errors import InputError
from resilience_sim.mechanism import ByNeed, inputs, param
from resilience_sim.world import World


@dataclass(frozen=True, kw_only=True)
class Lockdown(Observed):
    """From one date to another: fewer contacts, less supply, more needs.

    The mobility factor applies at each end of a contact, so it is the square root of what is
    left of contacts outside the household: m^2 = L (1 - s) / (C - L s), with C and L contacts
    a day before and in lockdown and s the share of L within the household. With a file of reports
    the days follow them: the week's mean reaches `closes_at`, and later falls under `reopens_at`.
    """

    units: ClassVar[tuple[str, ...]] = ("cases", "cumulative cases")

    family: ClassVar[str] = "crises"
    en: ClassVar[str] = "Lockdown"
    zh: ClassVar[str] = "封控"
    sources: ClassVar[tuple[str, ...]] = ("zhang2020", "shanghai_notices2022")

    start_date: str = param(
        "2022-03-18",
        en="calendar date of the strike",
        zh="危机开始日期",
        why="two weeks before the lockdown of the west of the city",
    )
    lockdown_date: str = param(
        "2022-04-01",
        en="first day of lockdown",
        zh="封控开始日期",
        source="shanghai_notices2022",
        grade="official",
    )
    reopening_date: str = param(
        "2022-06-01",
        en="first day after it",
        zh="解封日期",
        neutral="2022-04-01",
        source="shanghai_notices2022",
        grade="official",
    )
    contacts_before: float = param(
        18.8,
        en="contacts a day before",
        zh="平时日接触数",
        unit="1/d",
        low=0.1,
        high=200.0,
        source="zhang2020",
        grade="survey",
    )
    contacts_within: float = param(
        2.3,
        en="contacts a day in lockdown",
        zh="封控日接触数",
        unit="1/d",
        low=0.0,
        high=200.0,
        source="zhang2020",
        grade="survey",
    )
    household_share: float = param(
        0.86,
        en="share of those within the household",
        zh="封控中家庭接触占比",
        unit="share",
        low=0.0,
        high=1.0,
        source="zhang2020",
        grade="survey",
        why="middle of 78 to 94 %",
    )
    supply_online: float = param(
        0.7,
        en="share of its food and medicine a household online can buy",
        zh="能上网家庭自购比例",
        unit="share",
        low=0.0,
        high=1.0,
    )
    supply_offline: float = param(
        0.3,
        en="share a household that is not online can buy",
        zh="不能上网家庭自购比例",
        unit="share",
        low=0.0,
        high=1.0,
    )
    inflow: float = param(
        0.5,
        en="deliveries to bodies relative to everyday life",
        zh="物资流入系数",
        unit="ratio",
        low=0.0,
        high=1.0,
        neutral=1.0,
    )
    access: float = param(
        0.9,
        en="speed of service at the door relative to everyday life",
        zh="上门服务速度系数",
        unit="ratio",
        low=0.0,
        high=1.0,
        neutral=1.0,
    )
    further_needs: ByNeed = param(
        ByNeed(
            medicine=0.008,
            medical=0.0006,
            care=0.0024,
            shelter=0.0002,
            information=0.008,
            psychosocial=0.0041,
            mediation=0.0015,
            departmental=0.0005,
        ),
        en="rise of the need rate per household",
        zh="封控新增需求率",
        unit="1/d",
        low=0.0,
        high=10.0,
        neutral=ByNeed(0.0),
    )
    unstocked_needs: ByNeed = param(
        ByNeed(food=0.25),
        en="further rate once the store is under a day",
        zh="断供后的需求率",
        unit="1/d",
        low=0.0,
        high=10.0,
        neutral=ByNeed(0.0),
    )
    vulnerable: float = param(
        2.0,
        en="factor on the rise for vulnerable households",
        zh="脆弱家庭系数",
        unit="ratio",
        low=0.0,
        high=20.0,
    )

    closes_at: float = param(
        2.0, en="reports a day per 100,000 at which it begins, by a file", zh="启动封控的日报告率",
        unit="1/100,000 d", low=0.0, high=1e5, later=True,
    )  # fmt: skip
    reopens_at: float = param(
        0.2, en="reports a day per 100,000 at which it ends, by a file", zh="解除封控的日报告率",
        unit="1/100,000 d", low=0.0, high=1e5, later=True,
    )  # fmt: skip
    least_days: float = param(
        14.0, en="days it lasts at least, by a file", zh="最短封控天数", unit="d",
        low=0.0, high=3650.0, later=True,
    )  # fmt: skip
    population: float = param(
        24_870_000.0, en="people among whom a file of reports was counted", zh="病例文件对应人口",
        unit="persons", low=1.0, high=1e10, source="census2020", later=True,
    )  # fmt: skip

    def __post_init__(self) -> None:
        super().__post_init__()
        first, last = self.period()
        if last < first:
            raise InputError(
                "the reopening falls before the lockdown",
                where=self.label,
                key="reopening_date",
                value=self.reopening_date,
                allowed=f"{self.lockdown_date} or later",
            )

    def period(self) -> tuple[float, float]:
        """First and last day of the lockdown in days since the strike."""
        zero = iso_date(self.start_date, self.label, "start_date")
        first = iso_date(self.lockdown_date, self.label, "lockdown_date")
        last = iso_date(self.reopening_date, self.label, "reopening_date")
        return float((first - zero).days), float((last - zero).days)

    def times(self, world: World) -> Sequence[float]:
        """The days on which it begins and ends."""
        return self._in_force(world)

    def build(self, world: World) -> Sequence[c.Contribution]:
        """The days that the reports in a file lead to."""
        if not self.file:
            return ()
        zero = iso_date(self.start_date, self.label, "start_date")
        reports = self.observed(world, max(1, math.ceil(world.end)), zero)
        return (c.OwnColumns({"period": np.array(self.by_reports(reports))}),)

    def by_reports(self, reports: c.Array) -> tuple[float, float]:
        """First and last day by daily reports, each known the day after; infinity for never."""
        rate = reports / self.population * 1e5
        week = np.array([rate[max(0, day - 6) : day + 1].mean() for day in range(len(rate))])
        over = np.flatnonzero(week >= self.closes_at)
        if self.closes_at <= 0.0 or not len(over):
            return np.inf, np.inf
        first = float(over[0] + 1)
        calm = np.flatnonzero((week < self.reopens_at) & (np.arange(len(week)) > over[0]))
        calm = calm[calm + 1.0 >= first + self.least_days]
        return first, float(calm[0] + 1) if len(calm) else np.inf

    def _in_force(self, world: World) -> tuple[float, float]:
        if not self.file:
            return self.period()
        first, last = world.own[self.label]["period"]
        return float(first), float(last)

    def mobility(self) -> float:
        """Factor on contacts outside the household, at each end."""
        home = self.contacts_within * self.household_share
        outside = self.contacts_before - home
        if outside <= 0.0:
            return 1.0
        return float(
            np.sqrt(min(1.0, self.contacts_within * (1.0 - self.household_share) / outside))
        )

    @inputs("day")
    def strike(self, world: World) -> Sequence[c.Contribution]:
        """Conditions and further needs while it lasts."""
        first, last = self._in_force(world)
        # times are sums of steps: a boundary that is due counts even if rounding left it short
        if not first - 1e-9 <= world.t < last - 1e-9:
            return ()
        people, homes = world.people, world.households
        online = np.zeros(len(homes), bool)
        online[people.household[people.digital]] = True
        return (
            c.Condition("mobility", self.mobility()),
            c.Condition("self_supply", np.where(online, self.supply_online, self.supply_offline)),
            c.Condition("inflow", self.inflow),
            c.Condition("access", self.access),
            c.NeedRate(
                np.outer(self.further_needs, (1.0, self.vulnerable)),
                np.outer(self.unstocked_needs, (1.0, 1.0)),
            ),
        )
