"""A wave of disputes: quarrels break out between households of some buildings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from resilience_sim import contributions as c
from resilience_sim.crises.onset import Onset, weight_of
from resilience_sim.mechanism import ByNeed, inputs, param
from resilience_sim.world import World


@dataclass(frozen=True, kw_only=True)
class Disputes(Onset):
    """For some days disputes arise at a raised rate in the buildings that have cause for them.

    That an unresolved dispute draws in neighbours is a rule of `society` (quarrels).
    """

    en: ClassVar[str] = "Wave of disputes"
    zh: ClassVar[str] = "纠纷潮"
    sources: ClassVar[tuple[str, ...]] = ("legal_daily2022",)

    days: float = param(
        30.0, en="how long disputes break out", zh="持续天数", unit="d", low=0.0, high=3650.0
    )
    buildings_hit: float = param(
        0.4, en="share of buildings with cause for dispute", zh="涉事楼栋比例", unit="share",
        low=0.0, high=1.0, neutral=0.0,
    )  # fmt: skip
    needs: ByNeed = param(
        ByNeed(0.0, mediation=0.008, psychosocial=0.002, departmental=0.002),
        en="need rate of their households", zh="涉事户需求率", unit="1/d", low=0.0, high=10.0,
        neutral=ByNeed(0.0),
    )  # fmt: skip
    newcomers: float = param(
        1.0, en="factor for newcomer households", zh="流动户系数", unit="ratio", low=0.0, high=20.0
    )

    def marks(self) -> Sequence[float]:
        """The day on which it ends."""
        return (self.days,)

    def build(self, world: World) -> Sequence[c.Contribution]:
        """Refuse a place or a day that is not there."""
        self.check(world)
        return ()

    @inputs("day")
    def strike(self, world: World) -> Sequence[c.Contribution]:
        """Disputes in the buildings that have cause."""
        found = self.now(world)
        if found is None or found[1] >= self.days - 1e-9:
            return ()
        hit = self.buildings(world) & (self.drawn(world, "cause", found[0]) < self.buildings_hit)
        weight = weight_of(world, hit[world.households.building], 1.0)
        weight = weight * np.where(world.households.newcomer, self.newcomers, 1.0)
        return (c.HouseholdRate(np.asarray(self.needs), weight),)
