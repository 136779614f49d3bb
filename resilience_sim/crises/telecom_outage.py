"""Telephones and networks fail: nobody can ask, tell or order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from resilience_sim.crises.restoration import Outage, lost_without, needs_without
from resilience_sim.mechanism import ByNeed


@dataclass(frozen=True, kw_only=True)
class TelecomOutage(Outage):
    """Households without telephone and network need information; bodies lose hours on errands."""

    en: ClassVar[str] = "Telecoms outage"
    zh: ClassVar[str] = "通信中断"

    needs: ByNeed = needs_without(ByNeed(0.0, information=0.15, psychosocial=0.005))
    supply_lost: float = lost_without(
        0.1, "share of food and medicine a household cannot get itself there", "自购损失"
    )
    staff_lost: float = lost_without(
        0.15, "share of bodies' staff hours lost there", "机构工时损失"
    )
