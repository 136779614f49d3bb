"""Electricity fails: lifts, pumps, devices and phones stop."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from resilience_sim.crises.restoration import Outage, lost_without, needs_without
from resilience_sim.mechanism import ByNeed


@dataclass(frozen=True, kw_only=True)
class PowerOutage(Outage):
    """Households without electricity need care, devices, information; services climb stairs."""

    en: ClassVar[str] = "Power outage"
    zh: ClassVar[str] = "停电"

    needs: ByNeed = needs_without(
        ByNeed(0.0, medicine=0.01, medical=0.01, care=0.04, repair=0.05, information=0.08,
               psychosocial=0.005),
    )  # fmt: skip
    access_lost: float = lost_without(0.3, "speed of service lost there", "上门服务损失")
    supply_lost: float = lost_without(
        0.2, "share of food and medicine a household cannot get itself there", "自购损失"
    )
    staff_lost: float = lost_without(0.2, "share of bodies' staff hours lost there", "机构工时损失")
