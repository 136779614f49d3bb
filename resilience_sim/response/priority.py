"""Who is served first: severity, vulnerability and time overdue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from resilience_sim import contributions as c
from resilience_sim.mechanism import ByNeed, Mechanism, inputs, param
from resilience_sim.world import World


@dataclass(frozen=True, kw_only=True)
class Priority(Mechanism):
    """A free post takes the ready case with the highest score; ties by time raised, then key."""

    family: ClassVar[str] = "response"
    en: ClassVar[str] = "Priority"
    zh: ClassVar[str] = "优先次序"

    urgency: ByNeed = param(
        ByNeed(food=0.6, medicine=0.7, medical=0.8, care=0.4, shelter=1.0, repair=0.25,
               information=0.1, psychosocial=0.3, mediation=0.2, departmental=0.2, rescue=2.0,
               staff=0.2, customers=0.1, permits=0.2, protection=0.5),
        en="urgency of the need", zh="紧急程度", unit="score", low=0.0, high=100.0,
        neutral=ByNeed(0.0),
    )  # fmt: skip
    vulnerable: float = param(
        0.2, en="further score of a household with a vulnerable member", zh="脆弱家庭加分",
        unit="score", low=0.0, high=100.0, neutral=0.0,
    )  # fmt: skip
    overdue: float = param(
        0.1, en="score gained per day overdue, times urgency", zh="逾期每日加分", unit="1/d",
        low=0.0, high=100.0, neutral=0.0,
    )  # fmt: skip

    @inputs()
    def rank(self, world: World) -> Sequence[c.Contribution]:
        """Scores by need and rate class."""
        urgency = np.asarray(self.urgency)[:, None]
        base = urgency + np.array([[0.0, self.vulnerable]])
        return (c.Score(base, np.broadcast_to(self.overdue * urgency, base.shape)),)
