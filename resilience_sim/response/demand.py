"""Needs of everyday life, and what households buy for themselves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from resilience_sim import contributions as c
from resilience_sim.mechanism import ByNeed, Mechanism, inputs, param
from resilience_sim.world import World


@dataclass(frozen=True, kw_only=True)
class EverydayNeeds(Mechanism):
    """Needs arise at a rate by need, more often in vulnerable households; stores are used up.

    What a household can buy for itself is no case: its store falls by what it cannot buy.
    """

    family: ClassVar[str] = "response"
    en: ClassVar[str] = "Everyday needs"
    zh: ClassVar[str] = "日常需求"

    rate: ByNeed = param(
        ByNeed(
            food=0.0016, medicine=0.004, medical=0.0104, care=0.0096, shelter=0.0002,
            repair=0.010, information=0.032, psychosocial=0.0039, mediation=0.0006,
            departmental=0.0015,
        ),
        en="need rate of a household in everyday life", zh="日常需求率", unit="1/d",
        low=0.0, high=1000.0,
        why="everyday life in which hands are used by a half to four fifths",
    )  # fmt: skip
    vulnerable: float = param(
        2.0, en="factor for households with a vulnerable member", zh="脆弱家庭系数",
        unit="ratio", low=0.0, high=20.0,
    )  # fmt: skip
    ceiling: ByNeed = param(
        ByNeed(2.5, food=3.0, medicine=5.0, medical=10.0, care=4.0, staff=8.0, customers=8.0,
               protection=8.0),
        en="largest product of factors on the rate", zh="需求系数上限", unit="ratio",
        low=1.0, high=100.0,
        why="candidates are drawn for it; what is cut is counted and reported",
    )  # fmt: skip
    food_use: float = param(
        1.0, en="days of food used a day", zh="每日食品消耗", unit="d/d", low=0.0, high=10.0
    )
    medicine_use: float = param(
        0.25, en="days of medicine used a day, mean over households", zh="每日药品消耗",
        unit="d/d", low=0.0, high=10.0, why="about one household in four takes daily medicine",
    )  # fmt: skip
    stock_up_days: float = param(
        4.0, en="time in which a household that can buy fills its store", zh="补货时间",
        unit="d", low=0.1, high=100.0,
    )  # fmt: skip

    @inputs()
    def build(self, world: World) -> Sequence[c.Contribution]:
        """Ceilings and buying."""
        return (c.DemandRule(ceiling=self.ceiling, stock_up_days=self.stock_up_days),)

    @inputs()
    def strike(self, world: World) -> Sequence[c.Contribution]:
        """Everyday rates, crisis or not."""
        rate = np.outer(np.asarray(self.rate), (1.0, self.vulnerable))
        return (c.NeedRate(rate, np.zeros_like(rate)),)

    @inputs("conditions")
    def demand(self, world: World) -> Sequence[c.Contribution]:
        """Stores fall by what the household cannot buy for itself."""
        bought = np.clip(world.conditions.self_supply, 0.0, 1.0)
        return (c.StoreUse(self.food_use * (1.0 - bought), self.medicine_use * (1.0 - bought)),)
