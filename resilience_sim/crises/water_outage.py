"""Water fails: it has to be carried, and hygiene suffers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from resilience_sim.crises.restoration import Outage, lost_without, needs_without
from resilience_sim.mechanism import ByNeed


@dataclass(frozen=True, kw_only=True)
class WaterOutage(Outage):
    """Households without water need it brought, which is a need of food and of care."""

    en: ClassVar[str] = "Water outage"
    zh: ClassVar[str] = "停水"

    needs: ByNeed = needs_without(
        ByNeed(0.0, food=0.08, medical=0.004, care=0.03, repair=0.03, information=0.04),
        "drinking water is brought with food: the list of needs has none of its own for water",
    )
    supply_lost: float = lost_without(
        0.1, "share of food and medicine a household cannot get itself there", "自购损失"
    )
