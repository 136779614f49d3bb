"""Households move out and others move in: their ties are cut and their attitudes are new."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from resilience_sim import contributions as c
from resilience_sim.mechanism import Mechanism, param
from resilience_sim.world import World

Array = NDArray[Any]
YEAR = 365.25


@dataclass(frozen=True, kw_only=True)
class Turnover(Mechanism):
    """A household is replaced in its dwelling by one of the same size, with new draws.

    Each household uses up one exponential budget at the rate in force, slower while mobility is
    restricted; nobody moves while a member is sick or in quarantine. Who arrives resembles a
    household of the community as it was at the start: a newcomer one with chance `arriving`.
    """

    family: ClassVar[str] = "society"
    en: ClassVar[str] = "Turnover of households"
    zh: ClassVar[str] = "住户更替"
    later: ClassVar[bool] = True

    rate: float = param(
        0.0, en="local households that move out a year", zh="本地户年迁出率", unit="1/yr",
        low=0.0, high=20.0, neutral=0.0, why="off unless a scenario says so",
    )  # fmt: skip
    newcomers: float = param(
        3.0, en="the same for newcomer households, relative to local ones",
        zh="流动户相对本地户的迁出倍数", unit="ratio", low=0.0, high=100.0,
        why="newcomers mostly rent; tenants move several times as often as owners",
    )  # fmt: skip
    arriving: float = param(
        0.8, en="share of arriving households that are newcomers", zh="迁入户中流动户比例",
        unit="share", low=0.0, high=1.0,
    )  # fmt: skip

    def moves_households(self) -> bool:
        """Whether anybody may move."""
        return self.rate > 0.0

    def build(self, world: World) -> Sequence[c.Contribution]:
        """What is left of each household's budget, its moves so far, and the first groups."""
        if not self.moves_households():
            return ()
        homes = world.households
        none = np.zeros(len(homes), np.int64)
        return (
            c.OwnColumns(
                {
                    "left": -np.log(self._uniform(world, "move", np.arange(len(homes)), none)),
                    "moves": none,
                    "first_newcomer": np.array(homes.newcomer),
                }
            ),
        )

    def adapt(self, world: World) -> Sequence[c.Contribution]:
        """Who moves now, and whom those who arrive are like."""
        if not self.moves_households():
            return ()
        homes, own = world.households, world.own[self.label]
        size = np.maximum(homes.size, 1)
        free = np.add.reduceat(world.conditions.mobility, homes.first) / size
        ill = np.add.reduceat(world.absent.astype(np.float64), homes.first) > 0.0
        pace = np.where(homes.newcomer, self.newcomers, 1.0) * free
        left = own["left"] - pace * (self.rate / YEAR * world.span)
        rows = np.flatnonzero((left <= 0.0) & ~ill)
        moves = own["moves"].copy()
        if len(rows) == 0:
            return (c.OwnColumns({"left": left}),)
        like = self._like(world, rows, moves[rows])
        moves[rows] += 1
        left[rows] = -np.log(self._uniform(world, "move", rows, moves[rows]))
        return (c.OwnColumns({"left": left, "moves": moves}), c.Move(rows, like))

    def _uniform(self, world: World, purpose: str, rows: Array, ordinal: Array) -> Array:
        homes = world.households
        return world.luck.uniform_each(
            self.label, purpose, world.community_key(rows), homes.key[rows], np.array(0), ordinal
        )

    def _like(self, world: World, rows: Array, ordinal: Array) -> Array:
        """A household of the same size and community for each, of the group that arrives."""
        homes = world.households
        first = world.own[self.label]["first_newcomer"].astype(np.int64)
        place = homes.community.astype(np.int64) * (int(homes.size.max()) + 1) + homes.size
        code = 2 * place + first
        order = np.argsort(code, kind="stable")
        ranked = code[order]
        group = self._uniform(world, "group", rows, ordinal) < self.arriving
        wanted = 2 * place[rows] + group
        # where no household of that size was of this group, the other one stands in
        wanted = np.where(np.isin(wanted, ranked), wanted, wanted ^ 1)
        low, high = (np.searchsorted(ranked, wanted, side=side) for side in ("left", "right"))
        pick = low + (self._uniform(world, "like", rows, ordinal) * (high - low)).astype(np.int64)
        return np.asarray(order[pick])
