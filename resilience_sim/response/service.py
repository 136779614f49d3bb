"""Serving a case: hours of work, goods it takes, when it is due, whether an attempt succeeds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from resilience_sim import contributions as c
from resilience_sim.mechanism import ByNeed, Mechanism, param
from resilience_sim.response.shapes import SHAPES, shape_index
from resilience_sim.vocabulary import N_NEEDS, N_RESOURCES
from resilience_sim.world import World


@dataclass(frozen=True, kw_only=True)
class Service(Mechanism):
    """A post works on one case at a time; an attempt may fail and goes back to be routed."""

    family: ClassVar[str] = "response"
    en: ClassVar[str] = "Service"
    zh: ClassVar[str] = "办理"

    work: ByNeed = param(
        ByNeed(food=0.5, medicine=0.4, medical=0.75, care=1.5, shelter=3.0, repair=2.0,
               information=0.25, psychosocial=1.0, mediation=4.0, departmental=4.0,
               rescue=3.0, staff=2.0, customers=2.0, permits=4.0, protection=1.0),
        en="hours of work (mean; median if lognormal)", zh="办理工时", unit="h",
        low=0.0, high=1000.0,
    )  # fmt: skip
    distribution: str = param(
        "exponential", en="distribution of working time", zh="工时分布", choices=SHAPES
    )
    sigma: float = param(0.5, en="its sigma if lognormal", zh="对数正态σ", low=0.0, high=3.0)
    success: ByNeed = param(
        ByNeed(1.0, mediation=0.8), en="chance that an attempt succeeds", zh="一次办成概率",
        unit="share", low=0.0, high=1.0, source="legal_daily2022", grade="assumed",
        why="over 95 % is claimed for mediation, likely a ceiling",
    )  # fmt: skip
    due: ByNeed = param(
        ByNeed(food=2.0, medicine=2.6, medical=2.0, care=3.9, shelter=1.0, repair=6.5,
               information=2.6, psychosocial=5.2, mediation=13.0, departmental=20.0,
               rescue=0.125, staff=10.0, customers=10.0, permits=20.0, protection=3.0),
        en="time after which a need is overdue", zh="办理时限", unit="d", low=0.0, high=1000.0,
    )  # fmt: skip
    severity: ByNeed = param(
        ByNeed(food=0.6, medicine=0.7, medical=0.8, care=0.4, shelter=1.0, repair=0.25,
               information=0.1, psychosocial=0.3, mediation=0.2, departmental=0.2, rescue=1.0,
               staff=0.3, customers=0.2, permits=0.3, protection=0.5),
        en="severity of the need left unmet", zh="严重程度权重", unit="weight",
        low=0.0, high=1.0, why="a value judgement: on show, and set by the user",
    )  # fmt: skip
    food_lots: ByNeed = param(
        ByNeed(food=1.0), en="lots of food a case takes", zh="所需食品", unit="lots",
        low=0.0, high=100.0,
    )  # fmt: skip
    medicine_lots: ByNeed = param(
        ByNeed(medicine=1.0, medical=0.2, protection=0.5), en="lots of medicine a case takes",
        zh="所需药品", unit="lots", low=0.0, high=100.0,
    )  # fmt: skip
    parts_lots: ByNeed = param(
        ByNeed(repair=0.5), en="lots of parts a case takes", zh="所需配件", unit="lots",
        low=0.0, high=100.0,
    )  # fmt: skip
    funds_lots: ByNeed = param(
        ByNeed(departmental=0.5, shelter=0.5, customers=0.5), en="lots of funds a case takes",
        zh="所需资金", unit="lots", low=0.0, high=100.0,
    )  # fmt: skip
    space_lots: ByNeed = param(
        ByNeed(shelter=1.0), en="space occupied until the case is closed", zh="占用场地",
        unit="lots", low=0.0, high=100.0,
    )  # fmt: skip
    equipment_lots: ByNeed = param(
        ByNeed(repair=0.5, care=0.2, rescue=0.5, protection=0.2),
        en="equipment occupied until the case is closed", zh="占用设备",
        unit="lots", low=0.0, high=100.0,
    )  # fmt: skip
    food_days: float = param(
        5.0, en="days of food that a settled case brings", zh="一次送达食品天数", unit="d",
        low=0.0, high=60.0,
    )  # fmt: skip
    medicine_days: float = param(
        15.0, en="days of medicine that a settled case brings", zh="一次送达药品天数", unit="d",
        low=0.0, high=180.0,
    )  # fmt: skip

    def build(self, world: World) -> Sequence[c.Contribution]:
        """The rule of service."""
        bundle = np.zeros((N_NEEDS, N_RESOURCES))
        consumed = (self.food_lots, self.medicine_lots, self.parts_lots, self.funds_lots)
        for r, lots in enumerate((*consumed, self.space_lots, self.equipment_lots)):
            bundle[:, r] = lots
        return (
            c.ServiceRule(
                work=self.work,
                shape=shape_index(self.distribution),
                sigma=self.sigma,
                success=self.success,
                bundle=bundle,
                restock=(self.food_days, self.medicine_days),
                due=self.due,
                severity=self.severity,
            ),
        )
