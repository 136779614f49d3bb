"""Neighbours who tell: what others see and pass on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from resilience_sim import contributions as c
from resilience_sim.mechanism import ByNeed, Mechanism, inputs, param
from resilience_sim.response.desks import desks_of_households
from resilience_sim.world import World


@dataclass(frozen=True, kw_only=True)
class Telling(Mechanism):
    """A need is told to the committee at a rate per tie weight of neighbours who trust it."""

    family: ClassVar[str] = "response"
    en: ClassVar[str] = "Neighbours tell"
    zh: ClassVar[str] = "邻里转告"

    rate: ByNeed = param(
        ByNeed(0.6, repair=0.4, information=0.5, psychosocial=0.3, mediation=0.3,
               departmental=0.15, rescue=24.0),
        en="rate at which trusting neighbours tell", zh="转告率", unit="1/d",
        low=0.0, high=1000.0, neutral=ByNeed(0.0),
        why="what households keep silent about is found within days by those around them",
    )  # fmt: skip
    trust_to_tell: int = param(
        1, en="sign: trust in institutions raises telling", zh="信任提高转告（1 为如此）", link=True
    )

    def build(self, world: World) -> Sequence[c.Contribution]:
        """The desk of each household."""
        desk = desks_of_households(world, "residents_committee")
        return (c.OwnColumns({"desk": desk}),)

    @inputs("people")
    def detect(self, world: World) -> Sequence[c.Contribution]:
        """The channel of neighbours."""
        from resilience_sim.kernels.influence import sum_over_ties

        trust = world.adult_mean(world.people.trust_institutions)
        willing = 0.5 + self.trust_to_tell * (trust - 0.5)
        ties = world.help_ties
        around = np.empty(len(world.households))
        sum_over_ties(ties.start, ties.index, ties.weight, willing, around)
        return (
            c.Channel(
                name="telling",
                by_need=np.asarray(self.rate),
                by_household=np.maximum(around, 0.0),
                desk=world.own[self.label]["desk"],
            ),
        )
