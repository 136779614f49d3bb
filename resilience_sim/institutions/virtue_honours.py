"""Virtue honours: who does much is praised before all, who does nothing may be reproached."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from resilience_sim import contributions as c
from resilience_sim.institutions.calendar import meeting_due, met_now, not_yet
from resilience_sim.institutions.parties import adults, charge, each_person, one_each
from resilience_sim.mechanism import Mechanism, param
from resilience_sim.world import World


@dataclass(frozen=True, kw_only=True)
class VirtueHonours(Mechanism):
    """By the quarter a board of residents honours some who take part and blames some who do not.

    Honours go by a draw among those who take part or stand on the list of volunteers; blame,
    where the board deals in it at all, among the other grown-ups. What honour and blame do to
    people is a rule of `society`.
    """

    family: ClassVar[str] = "institutions"
    en: ClassVar[str] = "Virtue honours"
    zh: ClassVar[str] = "道德评判（红黑榜）"
    sources: ClassVar[tuple[str, ...]] = ("grassroots_forms",)
    price: ClassVar[tuple[str, str]] = (
        "Costs the committee's hours and money for prizes; blame shames, and those shamed "
        "hide what they need.",
        "占用居委会工时与奖品经费；批评使人蒙羞，蒙羞者隐瞒所需。",
    )

    interval_days: float = param(
        90.0, en="days between boards, 0: never", zh="评议间隔（0为不评）", unit="d", low=0.0,
        high=3650.0, neutral=0.0,
    )  # fmt: skip
    honoured: float = param(
        0.2, en="share honoured of those who take part", zh="受表彰比例", unit="share", low=0.0,
        high=1.0,
    )  # fmt: skip
    blamed: float = param(
        0.01, en="share blamed of the others", zh="受批评比例", unit="share", low=0.0, high=1.0
    )
    money: float = param(
        50.0, en="what an honour costs", zh="每份荣誉花费", unit="yuan", low=0.0, high=1e5
    )
    hours: float = param(
        8.0, en="hours of the committee for a board", zh="每次评议工时", unit="h", low=0.0,
        high=200.0,
    )  # fmt: skip

    def build(self, world: World) -> Sequence[c.Contribution]:
        """No board yet."""
        return (c.OwnColumns(not_yet()),) if self.interval_days > 0.0 else ()

    def convene(self, world: World) -> Sequence[c.Contribution]:
        """A board, if one is due."""
        if self.interval_days == 0.0:
            return ()
        number = meeting_due(world, self.label, self.interval_days, self.interval_days)
        if number < 0:
            return ()
        people = world.people
        does = adults(world) & ((people.participation > 0.5) | people.volunteer)
        lot = each_person(world, self.label, "board", number)
        praised, scolded = does & (lot < self.honoured), adults(world) & ~does
        scolded &= lot < self.blamed
        rows = one_each(world, "residents_committee")
        return (
            met_now(world), charge(world, rows, self.hours, self.money * float(praised.sum())),
            c.Message(kind="honour", people=praised.astype(np.float64)),
            c.Message(kind="blame", people=scolded.astype(np.float64)),
            c.Note("board", int(praised.sum()), {"blamed": float(scolded.sum())}),
        )  # fmt: skip
