"""A supply shock: less is delivered, shops sell less, and the poor can buy the least."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from resilience_sim import contributions as c
from resilience_sim.crises.onset import Onset
from resilience_sim.mechanism import ByNeed, inputs, param
from resilience_sim.world import World

STEPS = 8  # the way back is taken in steps, so that tables are made again when it moves


@dataclass(frozen=True, kw_only=True)
class SupplyShock(Onset):
    """For `days` supply is cut, then it comes back evenly over `return_days`."""

    en: ClassVar[str] = "Supply shock"
    zh: ClassVar[str] = "供应冲击"

    days: float = param(
        21.0, en="how long supply is cut", zh="断供天数", unit="d", low=0.0, high=3650.0
    )
    return_days: float = param(
        14.0, en="time in which it comes back", zh="恢复天数", unit="d", low=0.0, high=3650.0
    )
    deliveries_lost: float = param(
        0.6, en="share of deliveries to bodies lost", zh="机构补货损失", unit="share",
        low=0.0, high=1.0, neutral=0.0,
    )  # fmt: skip
    channel_lost: float = param(
        0.4, en="share of the official channel lost", zh="官方渠道损失", unit="share",
        low=0.0, high=1.0, neutral=0.0,
    )  # fmt: skip
    buying_lost: tuple[float, ...] = param(
        (0.6, 0.4, 0.2), en="share of food and medicine that cannot be bought, by income class",
        zh="无法自购比例（低、中、高收入）", unit="share", low=0.0, high=1.0,
        neutral=(0.0, 0.0, 0.0),
    )  # fmt: skip
    unstocked_needs: ByNeed = param(
        ByNeed(food=0.25, medicine=0.1), en="further rate once the store is under a day",
        zh="断供后的需求率", unit="1/d", low=0.0, high=10.0, neutral=ByNeed(0.0),
    )  # fmt: skip

    def __post_init__(self) -> None:
        super().__post_init__()
        if len(self.buying_lost) != 3:
            from resilience_sim.errors import InputError

            raise InputError(
                "buying_lost needs three numbers", where=self.label, key="buying_lost",
                value=list(self.buying_lost), allowed="one each for low, middle, high income",
            )  # fmt: skip

    def marks(self) -> Sequence[float]:
        """Its end, and the steps of the way back."""
        return [self.days + self.return_days * k / STEPS for k in range(STEPS + 1)]

    def cut(self, days: float) -> float:
        """Share of the full cut in force `days` after it began."""
        if days < self.days - 1e-9:
            return 1.0
        if self.return_days <= 0.0:
            return 0.0
        steps = np.floor((days - self.days) / self.return_days * STEPS + 1e-6)
        return float(max(0.0, 1.0 - (steps + 1.0) / STEPS))

    def build(self, world: World) -> Sequence[c.Contribution]:
        """Refuse a place or a day that is not there."""
        self.check(world)
        return ()

    @inputs("day")
    def strike(self, world: World) -> Sequence[c.Contribution]:
        """Deliveries, the channel and shops, by how far supply is cut."""
        found = self.now(world)
        cut = 0.0 if found is None else self.cut(found[1])
        if cut == 0.0:
            return ()
        here = self.homes(world)
        part = float(here.mean()) if len(here) else 0.0
        lost = np.asarray(self.buying_lost)[np.clip(world.households.income, 0, 2)]
        empty = np.outer(self.unstocked_needs, (1.0, 1.0))
        return (
            c.Condition("inflow", 1.0 - cut * part * self.deliveries_lost),
            c.Condition("channel", 1.0 - cut * part * self.channel_lost),
            c.Condition("self_supply", 1.0 - cut * lost * here),
            c.NeedRate(np.zeros_like(empty), empty),
        )
