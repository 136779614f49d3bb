"""The official channel, deliveries, and how long giving lasts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from resilience_sim import contributions as c
from resilience_sim.errors import InputError
from resilience_sim.mechanism import Mechanism, param
from resilience_sim.vocabulary import N_RESOURCES
from resilience_sim.world import World


@dataclass(frozen=True, kw_only=True)
class Supply(Mechanism):
    """Stock is delivered daily; what is short is ordered; a giver's patience wears and heals.

    The daily cap of the official channel works like a post: orders queue for it, then the lead
    time runs. A small bundle may pass one that is blocked.
    """

    family: ClassVar[str] = "response"
    en: ClassVar[str] = "Supply"
    zh: ClassVar[str] = "物资供应"

    lead_days: float = param(
        3.0, en="lead time of the official channel", zh="官方渠道周期", unit="d",
        low=0.0, high=365.0,
    )  # fmt: skip
    daily_cap: tuple[float, ...] = param(
        (60.0, 20.0, 8.0, 2.0),
        en="lots a day of the official channel for 3,000 residents: food, medicine, parts, funds",
        zh="官方渠道日供上限（每3000人）：食品、药品、配件、资金", unit="lots/d",
        low=0.0, high=1e6,
    )  # fmt: skip
    inflow: float = param(
        0.05, en="share of normal stock delivered a day", zh="日常补货比例", unit="1/d",
        low=0.0, high=10.0,
    )  # fmt: skip
    credit_lots: float = param(
        30.0, en="lots owed at which a holder gives no more", zh="停止给予的欠账", unit="lots",
        low=0.01, high=1e9,
    )  # fmt: skip
    credit_days: float = param(
        30.0, en="time in which what is owed is forgotten", zh="欠账消退时间", unit="d",
        low=0.01, high=1e6,
    )  # fmt: skip
    giving_review_days: float = param(
        1.0, en="period for which a holder's decision stands", zh="给予决定有效期", unit="d",
        low=0.01, high=100.0,
    )  # fmt: skip

    def __post_init__(self) -> None:
        super().__post_init__()
        if len(self.daily_cap) != 4:
            raise InputError(
                "the daily cap needs one value for each consumed resource",
                where=self.label,
                key="daily_cap",
                value=self.daily_cap,
                allowed="four numbers: food, medicine, parts, funds",
            )

    def build(self, world: World) -> Sequence[c.Contribution]:
        """The rule of supply, scaled by the people of a community."""
        communities = max(1, len(world.community_keys))
        cap = np.zeros(N_RESOURCES)
        cap[:4] = np.asarray(self.daily_cap) * len(world.people) / (3000.0 * communities)
        return (
            c.SupplyRule(
                lead_days=self.lead_days,
                daily_cap=cap,
                inflow=self.inflow,
                credit_lots=self.credit_lots,
                credit_days=self.credit_days,
                giving_review_days=self.giving_review_days,
            ),
        )
