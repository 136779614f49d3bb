"""Panic: fed by unmet needs and weak identification; it hoards and costs trust."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from resilience_sim import contributions as c
from resilience_sim.mechanism import ByNeed, Mechanism, inputs, param
from resilience_sim.society.anchors import bounded, start_anchor
from resilience_sim.world import World


@dataclass(frozen=True, kw_only=True)
class Panic(Mechanism):
    """Unmet needs raise panic, the more the weaker a person identifies; it fades by itself.

    Panic above a person's calm level lowers trust in institutions and multiplies the rates of
    food and medicine needs of the household (hoarding).
    """

    family: ClassVar[str] = "society"
    en: ClassVar[str] = "Panic"
    zh: ClassVar[str] = "恐慌"
    sources: ClassVar[tuple[str, ...]] = ("niu2021", "yang_xi_resilience")

    rise: float = param(
        0.15,
        en="rate at which unmet need of severity 1 raises panic",
        zh="恐慌上升速率",
        unit="1/d",
        low=0.0,
        high=10.0,
        neutral=0.0,
    )
    fade: float = param(
        0.1,
        en="rate at which panic fades to the calm level",
        zh="恐慌消退速率",
        unit="1/d",
        low=0.0,
        high=10.0,
        neutral=0.0,
    )
    cost_of_trust: float = param(
        0.01,
        en="rate at which full panic wears trust in institutions",
        zh="恐慌侵蚀信任速率",
        unit="1/d",
        low=0.0,
        high=1.0,
        neutral=0.0,
    )
    hoarding: ByNeed = param(
        ByNeed(0.0, food=1.5, medicine=1.0),
        en="rise of the need rate at full panic",
        zh="囤积需求增量",
        unit="ratio",
        low=0.0,
        high=20.0,
        neutral=ByNeed(0.0),
        source="niu2021",
        why="four in five adults report panic buying; the size per person is unknown",
    )
    unmet_to_panic: int = param(
        1,
        en="sign: unmet needs raise panic",
        zh="未满足需求提高恐慌（1 为如此）",
        link=True,
    )
    identity_to_panic: int = param(
        1,
        en="sign: weak identification feeds panic",
        zh="认同弱提高恐慌（1 为如此）",
        link=True,
    )
    panic_to_trust: int = param(
        1,
        en="sign: panic lowers trust in institutions",
        zh="恐慌降低机构信任（1 为如此）",
        link=True,
    )
    panic_to_demand: int = param(
        1,
        en="sign: panic raises demand",
        zh="恐慌提高需求（1 为如此）",
        link=True,
    )

    def build(self, world: World) -> Sequence[c.Contribution]:
        """The calm level of each person: panic at the start."""
        return (c.OwnColumns(start_anchor(world, "panic")),)

    @inputs("people")
    def demand(self, world: World) -> Sequence[c.Contribution]:
        """Households buy ahead in proportion to the mean panic of members above calm."""
        if self.panic_to_demand == 0 or not any(self.hoarding):
            return ()
        excess = np.maximum(world.people.panic - world.own[self.label]["anchor_panic"], 0.0)
        homes = world.households
        sums = np.bincount(world.people.household, weights=excess, minlength=len(homes))
        by_household = self.panic_to_demand * sums / np.maximum(homes.size, 1)
        floor = -1.0 / max(self.hoarding)  # a rate cannot fall below nothing
        return (c.DemandFactor(np.asarray(self.hoarding), np.maximum(by_household, floor)),)

    def adapt(self, world: World) -> Sequence[c.Contribution]:
        """Move panic, and trust in institutions by panic."""
        people, span = world.people, world.span
        x, calm = people.panic, world.own[self.label]["anchor_panic"]
        unmet = np.minimum(world.experience.unmet, 1.0)[people.household]
        weak = 0.5 + self.identity_to_panic * (0.5 - people.identity)
        hazard = self.rise * span * unmet * weak
        up = self.unmet_to_panic * -np.expm1(-hazard) * (1.0 - x)
        back = (calm - x) * -math.expm1(-self.fade * span)
        wear = -np.expm1(-self.cost_of_trust * span * np.maximum(x - calm, 0.0))
        trust = people.trust_institutions
        moved: list[c.Contribution] = []
        if self.rise or self.fade:
            moved.append(c.Movement("panic", bounded(x, up + back)))
        if self.cost_of_trust and self.panic_to_trust:
            moved.append(
                c.Movement(
                    "trust_institutions", bounded(trust, -self.panic_to_trust * wear * trust)
                )
            )
        return tuple(moved)
