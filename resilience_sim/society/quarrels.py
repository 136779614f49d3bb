"""Quarrels: a dispute that nobody settles draws in those who live around it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from resilience_sim import contributions as c
from resilience_sim.mechanism import ByNeed, Mechanism, param
from resilience_sim.vocabulary import NEEDS
from resilience_sim.world import World

MEDIATION = NEEDS.index("mediation")


@dataclass(frozen=True, kw_only=True)
class Quarrels(Mechanism):
    """Each neighbour with a dispute open for longer than `grace_days` draws a household in.

    Reversed, neighbours keep out of quarrels the more there are around them.
    """

    family: ClassVar[str] = "society"
    en: ClassVar[str] = "Quarrels draw in neighbours"
    zh: ClassVar[str] = "纠纷牵连邻里"
    later: ClassVar[bool] = True

    draws_in: float = param(
        0.0, en="rate of disputes per unit of tie weight to an unresolved one", zh="牵连速率",
        unit="1/d", low=0.0, high=10.0, neutral=0.0, why="off unless a scenario says so",
    )  # fmt: skip
    grace_days: float = param(
        7.0, en="days after which an open dispute counts as unresolved", zh="未决宽限期",
        unit="d", low=0.0, high=365.0,
    )  # fmt: skip
    dispute_to_dispute: int = param(
        1, en="sign: an unresolved dispute draws in neighbours", zh="未决纠纷牵连邻里（1 为如此）",
        link=True,
    )  # fmt: skip

    def build(self, world: World) -> Sequence[c.Contribution]:
        """For how long each household has had a dispute open."""
        if self.draws_in == 0.0:
            return ()
        return (c.OwnColumns({"open_days": np.zeros(len(world.households))}),)

    def around(self, world: World) -> c.Array:
        """Tie weight of each household to households with an unresolved dispute, (H,)."""
        from resilience_sim.kernels.influence import sum_over_ties

        unresolved = (world.own[self.label]["open_days"] > self.grace_days).astype(np.float64)
        ties, found = world.help_ties, np.zeros(len(world.households))
        if unresolved.any():
            sum_over_ties(ties.start, ties.index, ties.weight, unresolved, found)
        return found

    def strike(self, world: World) -> Sequence[c.Contribution]:
        """Disputes that spread."""
        if self.draws_in == 0.0 or self.dispute_to_dispute <= 0:
            return ()
        around = self.around(world)
        if not around.any():
            return ()
        return (c.HouseholdRate(np.asarray(ByNeed(mediation=self.draws_in)), around),)

    def demand(self, world: World) -> Sequence[c.Contribution]:
        """Reversed: neighbours of quarrels keep out of them."""
        if self.draws_in == 0.0 or self.dispute_to_dispute >= 0:
            return ()
        around = np.minimum(self.around(world), 1.0)
        return (c.DemandFactor(np.asarray(ByNeed(mediation=-1.0)), around),)

    def adapt(self, world: World) -> Sequence[c.Contribution]:
        """Count the days."""
        if self.draws_in == 0.0:
            return ()
        open_now = (world.open_needs >> np.uint32(MEDIATION)) & np.uint32(1) == 1
        days = world.own[self.label]["open_days"] + world.span
        return (c.OwnColumns({"open_days": np.where(open_now, days, 0.0)}),)
