"""Bodies whose work others do lose the habit of doing it (包办)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from resilience_sim import contributions as c
from resilience_sim.mechanism import Mechanism, inputs, param
from resilience_sim.world import World

ROOM = 1024  # rows for bodies that institutions bring


@dataclass(frozen=True, kw_only=True)
class Initiative(Mechanism):
    """Work taken over wears the initiative of the body whose it was; left alone it returns.

    Lost initiative z moves toward `most` by a share of each staff day of work taken over,
    and heals with `heal_days`. A body works at 1 - z of its speed.
    """

    family: ClassVar[str] = "society"
    en: ClassVar[str] = "Initiative of bodies"
    zh: ClassVar[str] = "机构主动性"
    sources: ClassVar[tuple[str, ...]] = ("kong_lists", "tian_meilie")

    wear: float = param(
        0.05, en="share of what may be lost that goes per staff day taken over",
        zh="每个被包办工日的主动性损失", unit="1/staff day", low=0.0, high=10.0, neutral=0.0,
    )  # fmt: skip
    most: float = param(
        0.5, en="initiative that may be lost at most", zh="主动性损失上限", unit="share",
        low=0.0, high=0.95,
    )  # fmt: skip
    heal_days: float = param(
        60.0, en="time in which initiative returns", zh="主动性恢复时间", unit="d", low=1.0,
        high=10_000.0,
    )  # fmt: skip
    takeover_to_initiative: int = param(
        1, en="sign: work taken over lowers initiative", zh="包办降低主动性（1 为如此）", link=True
    )

    def build(self, world: World) -> Sequence[c.Contribution]:
        """Initiative lost by each body, and whether any ever was."""
        rows = 2 * len(world.bodies) + ROOM
        return (c.OwnColumns({"lost": np.zeros(rows), "ever": np.zeros(1)}),)

    @inputs("day")
    def staff(self, world: World) -> Sequence[c.Contribution]:
        """Speed of bodies that lost initiative."""
        own = world.own[self.label]
        if not own["ever"][0]:
            return ()
        return (c.Pace(1.0 - own["lost"][: len(world.bodies)]),)

    def adapt(self, world: World) -> Sequence[c.Contribution]:
        """Move what was lost by the work taken over since last asked."""
        own, taken = world.own[self.label], world.messages.get("taken_over")
        if taken is None and not own["ever"][0]:
            return ()
        lost, n = own["lost"] * math.exp(-world.span / self.heal_days), len(world.bodies)
        if taken is not None:
            day = np.maximum(world.bodies.staff * world.bodies.hours, 1e-9)
            share = np.where(world.bodies.staff > 0.0, -np.expm1(-self.wear * taken / day), 0.0)
            if self.takeover_to_initiative:
                lost[:n] += share * (self.takeover_to_initiative * self.most - lost[:n])
        return (c.OwnColumns({"lost": lost, "ever": np.ones(1)}),)
