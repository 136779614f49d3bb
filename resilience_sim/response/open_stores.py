"""Households that open what they have at home to others of their community."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from resilience_sim import contributions as c
from resilience_sim.mechanism import Mechanism, inputs, param
from resilience_sim.world import World


@dataclass(frozen=True, kw_only=True)
class OpenStores(Mechanism):
    """A body that lacks food or medicine may draw on households that opened their stores.

    A household is open once its rank is under `open_share` times the lever of sharing, more often
    with a member who takes part. It gives what lies above the days it keeps, and nothing of a
    kind it waits for itself.
    """

    family: ClassVar[str] = "response"
    en: ClassVar[str] = "Households open their stores"
    zh: ClassVar[str] = "居民开放家庭物资"
    later: ClassVar[bool] = True

    open_share: float = param(
        0.0, en="share of households open where sharing is 1", zh="共享为1时开放物资的户比例",
        unit="share", low=0.0, high=1.0, neutral=0.0, why="off unless a scenario says so",
    )  # fmt: skip
    taking_part: float = param(
        1.0, en="how much more often households with a participant open theirs",
        zh="参与者家庭开放意愿增幅", unit="ratio", low=0.0, high=10.0,
    )  # fmt: skip
    keep_food_days: float = param(
        3.0, en="days of food that a household keeps", zh="自留食品天数", unit="d",
        low=0.0, high=60.0,
    )  # fmt: skip
    keep_medicine_days: float = param(
        7.0, en="days of medicine that a household keeps", zh="自留药品天数", unit="d",
        low=0.0, high=180.0,
    )  # fmt: skip
    collecting_days: float = param(
        0.25, en="time until goods of a household are with the body", zh="归集用时", unit="d",
        low=0.0, high=30.0, why="as long as a transfer between bodies",
    )  # fmt: skip

    @inputs("people")
    def share(self, world: World) -> Sequence[c.Contribution]:
        """Which households are open, and what they keep."""
        homes = world.households
        ready = self.open_share * world.levers["sharing"]
        if ready == 0.0 or len(homes) == 0:
            return ()
        active = np.maximum.reduceat(world.people.participation, homes.first)
        is_open = homes.opens < ready * (1.0 + self.taking_part * active)
        keeps = np.array([[self.keep_food_days, self.keep_medicine_days]])
        return (
            c.HouseholdOffer(
                keeps=np.where(is_open[:, None], keeps, np.inf), delay=self.collecting_days
            ),
        )
