"""Rounds of the grid: visits find what is not reported, and cost the visitor's hours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from resilience_sim import contributions as c
from resilience_sim.mechanism import ByNeed, Mechanism, inputs, param
from resilience_sim.response.desks import desks_of_households
from resilience_sim.vocabulary import BODY_KINDS
from resilience_sim.world import World

GRID = BODY_KINDS.index("grid_post")


@dataclass(frozen=True, kw_only=True)
class Rounds(Mechanism):
    """Grid members spend a share of their hours on visits, each household in turn.

    A visit finds an open need with a chance by need; what is found lands on the grid's desk.
    """

    family: ClassVar[str] = "response"
    en: ClassVar[str] = "Rounds of the grid"
    zh: ClassVar[str] = "网格走访"
    sources: ClassVar[tuple[str, ...]] = ("press2018_visits",)

    share_of_hours: float = param(
        0.15, en="share of grid hours spent on visits", zh="走访工时占比", unit="share",
        low=0.0, high=1.0, neutral=0.0,
    )  # fmt: skip
    visit_hours: float = param(
        0.25, en="hours of a visit", zh="每次走访工时", unit="h", low=0.01, high=8.0
    )
    sees: ByNeed = param(
        ByNeed(0.9, psychosocial=0.5, mediation=0.5, departmental=0.5),
        en="chance that a visit finds an open need", zh="走访发现概率", unit="share",
        low=0.0, high=1.0,
    )  # fmt: skip

    def _hours(self, world: World) -> c.Array:
        bodies = world.bodies
        own = bodies.staff * bodies.hours * (1.0 - bodies.administration)
        there = own * world.conditions.availability * (1.0 - bodies.fatigue)
        return np.asarray(np.where(bodies.kind == GRID, self.share_of_hours * there, 0.0))

    def build(self, world: World) -> Sequence[c.Contribution]:
        """The grid post of each household, and how many households it looks after."""
        desk = desks_of_households(world, "grid_post")
        of_grid = (desk >= 0) & (world.bodies.kind[np.maximum(desk, 0)] == GRID)
        served = np.bincount(desk[of_grid], minlength=len(world.bodies))
        homes = np.where(of_grid, served[np.maximum(desk, 0)], 0)
        return (c.OwnColumns({"desk": desk, "homes": homes}),)

    @inputs("bodies", "conditions", "absence")
    def staff(self, world: World) -> Sequence[c.Contribution]:
        """Hours that visits take from grid posts."""
        return (c.Planned(self._hours(world), "visits"),) if self.share_of_hours > 0.0 else ()

    @inputs("bodies", "conditions", "absence")
    def detect(self, world: World) -> Sequence[c.Contribution]:
        """The channel of visits: visits a day over the households of the grid."""
        desk = world.own[self.label]["desk"]
        homes = world.own[self.label]["homes"]
        visits = self._hours(world) / self.visit_hours
        rate = np.where(homes > 0, visits[np.maximum(desk, 0)], 0.0)
        rate /= np.maximum(homes, 1)
        return (
            c.Channel(
                name="visit",
                by_need=np.asarray(self.sees),
                by_household=rate,
                desk=desk,
                watches=True,
            ),
        )
