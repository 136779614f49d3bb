"""A heatwave: strain builds up day by day and reaches elders who live alone first."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from resilience_sim import contributions as c
from resilience_sim.community.tables import frozen
from resilience_sim.crises.onset import Onset
from resilience_sim.mechanism import ByNeed, inputs, param
from resilience_sim.world import World

ELDER = 13  # first age band of 65 and over


@dataclass(frozen=True, kw_only=True)
class Heatwave(Onset):
    """Strain = 1 - exp(-days / `buildup_days`), and back the same way when it ends.

    A household has needs at the given rates times the strain above what it bears. It bears
    `younger` more without an elder, and `company` more with a member who can look after others.
    """

    en: ClassVar[str] = "Heatwave"
    zh: ClassVar[str] = "高温热浪"

    days: float = param(
        12.0, en="how long it lasts", zh="持续天数", unit="d", low=0.0, high=365.0, neutral=0.0
    )
    buildup_days: float = param(
        4.0, en="time in which strain builds up and goes", zh="热应激累积时间", unit="d",
        low=0.1, high=60.0,
    )  # fmt: skip
    needs: ByNeed = param(
        ByNeed(0.0, medicine=0.01, medical=0.04, care=0.06, information=0.02, psychosocial=0.005),
        en="need rate at full strain", zh="最大热应激时的需求率", unit="1/d", low=0.0, high=10.0,
        neutral=ByNeed(0.0),
    )  # fmt: skip
    company: float = param(
        0.25, en="strain that a household with somebody to look after others bears",
        zh="有人照应可承受的热应激", unit="share", low=0.0, high=0.9,
    )  # fmt: skip
    younger: float = param(
        0.45, en="strain that a household without an elder bears", zh="无老人家庭可承受的热应激",
        unit="share", low=0.0, high=0.9,
    )  # fmt: skip
    company_to_strain: int = param(
        1, en="sign: company protects from heat", zh="有人照应可防热害（1 为如此）", link=True
    )
    staff_lost: float = param(
        0.1, en="share of staff hours lost at full strain", zh="机构工时损失", unit="share",
        low=0.0, high=1.0, neutral=0.0,
    )  # fmt: skip
    access_lost: float = param(
        0.1, en="speed of service at the door lost at full strain", zh="上门服务损失",
        unit="share", low=0.0, high=1.0, neutral=0.0,
    )  # fmt: skip

    def marks(self) -> Sequence[float]:
        """The day on which it ends."""
        return (self.days,)

    def build(self, world: World) -> Sequence[c.Contribution]:
        """What each household bears."""
        self.check(world)
        return (c.OwnColumns({"bears": self._bears(world)}),)

    def _bears(self, world: World) -> c.Array:
        people, homes = world.people, world.households
        elder = np.bincount(people.household, weights=people.age >= ELDER, minlength=len(homes))
        fit = (people.age >= 3) & (people.age < ELDER) & ~people.disabled
        minders = np.bincount(people.household, weights=fit, minlength=len(homes))
        looked_after = (homes.size > 1) & (minders > 0)
        if self.company_to_strain < 0:
            looked_after = ~looked_after
        bears = self.company * looked_after * (self.company_to_strain != 0)
        return np.asarray(np.minimum(bears + self.younger * (elder == 0), 0.95))

    def strain(self, days: float) -> float:
        """Strain `days` after it began."""
        up = 1.0 - math.exp(-min(days, self.days) / self.buildup_days)
        return up * math.exp(-max(days - self.days, 0.0) / self.buildup_days)

    @inputs("day")
    def strike(self, world: World) -> Sequence[c.Contribution]:
        """Needs by the strain above what households bear; tired staff, slow visits."""
        found = self.now(world)
        if found is None or self.days == 0.0:
            return ()
        # tables stand for a day: the strain in the middle of it
        strain = self.strain(found[1] + 0.5 * min(world.span, 1.0))
        if strain < 1e-3:
            return ()
        bears = world.own[self.label]["bears"]
        weight = np.maximum(strain - bears, 0.0) / (1.0 - bears) * self.homes(world)
        area = self.bodies(world)
        return (
            c.HouseholdRate(np.asarray(self.needs), frozen(weight)),
            c.Condition("availability", 1.0 - self.staff_lost * strain * area),
            c.Condition("access", 1.0 - self.access_lost * strain * self.buildings(world)),
        )
