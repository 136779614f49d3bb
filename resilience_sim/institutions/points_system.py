"""The points system: points for taking part, to be exchanged for goods."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from resilience_sim import contributions as c
from resilience_sim.institutions.calendar import meeting_due, met_now, not_yet
from resilience_sim.institutions.parties import charge, each_person, of_kind
from resilience_sim.mechanism import Mechanism, param
from resilience_sim.world import World


@dataclass(frozen=True, kw_only=True)
class PointsSystem(Mechanism):
    """Who takes part is paid points at an interval; some exchange them for goods.

    Points reward; whether rewards strengthen what drives people from within or displace it is
    a rule of `society` with both variants (`participation.crowding`). Points that are
    exchanged are gone, and cost money.
    """

    family: ClassVar[str] = "institutions"
    en: ClassVar[str] = "Points system"
    zh: ClassVar[str] = "积分制"
    sources: ClassVar[tuple[str, ...]] = ("chen_chen_party", "kong_lists")
    price: ClassVar[tuple[str, str]] = (
        "Costs money for what points buy and hours for the books; rewards may displace what "
        "people did for its own sake.",
        "兑换花费资金，记账占用工时；奖励可能挤出内在动机。",
    )

    points_a_day: float = param(
        1.0, en="points for a day of taking part", zh="每日参与积分", unit="points/d", low=0.0,
        high=1000.0, neutral=0.0,
    )  # fmt: skip
    interval_days: float = param(
        7.0, en="days between payments", zh="结算间隔", unit="d", low=1.0, high=365.0
    )
    exchanges: float = param(
        0.1, en="chance that a holder exchanges points at a payment", zh="兑换概率",
        unit="share", low=0.0, high=1.0,
    )  # fmt: skip
    lot: float = param(
        20.0, en="points exchanged at a time", zh="每次兑换积分", unit="points", low=1.0, high=1e6
    )
    money_a_point: float = param(
        1.0, en="what a point exchanged costs", zh="每积分兑换成本", unit="yuan/point", low=0.0,
        high=1000.0,
    )  # fmt: skip
    hours: float = param(
        2.0, en="hours of the committee for a payment", zh="每次结算工时", unit="h", low=0.0,
        high=100.0,
    )  # fmt: skip

    def build(self, world: World) -> Sequence[c.Contribution]:
        """Nothing paid yet."""
        return (c.OwnColumns(not_yet()),) if self.points_a_day > 0.0 else ()

    def convene(self, world: World) -> Sequence[c.Contribution]:
        """A payment, if one is due."""
        if self.points_a_day == 0.0:
            return ()
        number = meeting_due(world, self.label, self.interval_days, self.interval_days)
        if number < 0:
            return ()
        people, rows = world.people, of_kind(world, "residents_committee")
        swap = (people.points >= self.lot) & (
            each_person(world, self.label, "exchanges", number) < self.exchanges
        )
        earned = self.points_a_day * self.interval_days * people.participation
        taken = np.where(swap, self.lot, 0.0)
        return (
            met_now(world),
            charge(world, rows, self.hours, float(taken.sum()) * self.money_a_point),
            c.Pay(currency="points", people=earned - taken),
            c.Note("exchange", int(swap.sum())),
        )
