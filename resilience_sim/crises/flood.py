"""A river flood: water rises over the ground of some buildings, stands, and leaves mud."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from resilience_sim import contributions as c
from resilience_sim.crises.onset import Onset, pulse
from resilience_sim.crises.timeline import Observed
from resilience_sim.mechanism import ByNeed, inputs, param
from resilience_sim.world import World


@dataclass(frozen=True, kw_only=True)
class Flood(Onset, Observed):
    """Depth at a building is the level of the river less its elevation, not below 0.

    The level rises evenly to its crest and falls exponentially, or follows a file (unit m). A
    dwelling is under water where the depth passes its floor; the rest of a flooded building is
    cut off. What is under water for the first time loses its home; as water falls, it is repaired.
    """

    units: ClassVar[tuple[str, ...]] = ("m",)
    en: ClassVar[str] = "River flood"
    zh: ClassVar[str] = "河流洪水"

    crest: float = param(
        2.5, en="highest level of the river above the reference", zh="洪峰水位", unit="m",
        low=0.0, high=30.0, neutral=0.0,
    )  # fmt: skip
    rise_days: float = param(
        1.5, en="time in which it rises", zh="涨水时间", unit="d", low=0.05, high=60.0
    )
    fall_days: float = param(
        4.0, en="time in which it falls to a third (1/e)", zh="退水时间", unit="d",
        low=0.05, high=365.0,
    )  # fmt: skip
    storey: float = param(3.0, en="height of a storey", zh="层高", unit="m", low=1.0, high=10.0)
    sill: float = param(
        0.1, en="depth above its floor from which a dwelling counts as under water",
        zh="门槛高度", unit="m", low=0.0, high=2.0,
    )  # fmt: skip
    impassable: float = param(
        0.8, en="depth at which nobody gets through", zh="不可通行水深", unit="m",
        low=0.05, high=5.0,
    )  # fmt: skip
    flooded_needs: ByNeed = param(
        ByNeed(0.0, food=0.3, medicine=0.3, medical=0.05, shelter=0.9, information=0.3,
               psychosocial=0.2, rescue=0.03),
        en="share of households left with the need on the day their dwelling floods",
        zh="受淹户需求比例", unit="share", low=0.0, high=0.999, neutral=ByNeed(0.0),
    )  # fmt: skip
    cut_off_needs: ByNeed = param(
        ByNeed(0.0, medicine=0.02, medical=0.01, care=0.03, information=0.1),
        en="need rate of households cut off by water", zh="被困户需求率", unit="1/d",
        low=0.0, high=10.0, neutral=ByNeed(0.0),
    )  # fmt: skip
    cleaning_needs: ByNeed = param(
        ByNeed(0.0, repair=0.15, departmental=0.01, psychosocial=0.01),
        en="need rate of flooded households once water is out, at first", zh="退水后需求率",
        unit="1/d", low=0.0, high=10.0, neutral=ByNeed(0.0),
    )  # fmt: skip
    cleaning_days: float = param(
        14.0, en="time in which cleaning up eases", zh="清理时间", unit="d", low=0.1, high=365.0
    )
    supply_lost: float = param(
        0.8, en="share of food and medicine those cut off cannot get", zh="被困户自购损失",
        unit="share", low=0.0, high=1.0, neutral=0.0,
    )  # fmt: skip
    unstocked_needs: ByNeed = param(
        ByNeed(food=0.25, medicine=0.1), en="further rate once the store is under a day",
        zh="断供后的需求率", unit="1/d", low=0.0, high=10.0, neutral=ByNeed(0.0),
    )  # fmt: skip

    def build(self, world: World) -> Sequence[c.Contribution]:
        """The level day by day, and since when each dwelling is under water and dry again."""
        self.check(world)
        days = max(1, math.ceil(world.end))
        if self.file:
            level = np.zeros(days)
            first = int(self.onset_day)
            level[first:] = self.observed(world, days - first)
        else:
            level = np.array([self._highest(day) for day in range(days)])
        return (c.OwnColumns({"level": level}),)

    def _highest(self, day: int) -> float:
        """The highest level of a day, over all its strikes."""
        found = 0.0
        for onset in self.onsets():
            crest = onset + self.rise_days
            if day + 1 <= onset:
                continue
            if day + 1 <= crest:
                height = (day + 1 - onset) / self.rise_days
            else:
                height = math.exp(-max(day - crest, 0.0) / self.fall_days)
            found = max(found, self.crest * height)
        return found

    def depth(self, world: World, day: int) -> c.Array:
        """Depth of water at each household's building on a day, (H,)."""
        level = world.own[self.label]["level"]
        if not 0 <= day < len(level):
            return np.zeros(len(world.households))
        deep = np.maximum(level[day] - world.households.elevation, 0.0)
        return np.asarray(np.where(level[day] > 0.0, deep, 0.0) * self.homes(world))

    def _dry_since(self, world: World, day: int) -> c.Array:
        """Days since each dwelling was last under water, infinity if that is long ago, (H,)."""
        base = (world.households.floor - 1) * self.storey
        since = np.full(len(world.households), np.inf)
        # whoever has cleaned up for that long can lose the home anew
        for back in range(min(day, math.ceil(5.0 * self.cleaning_days)) + 1):
            wet = self.depth(world, day - back) > base + self.sill
            since[wet & np.isinf(since)] = back
        return since

    @inputs("day")
    def strike(self, world: World) -> Sequence[c.Contribution]:
        """Homes lost, households cut off, mud to clear, roads under water."""
        day = int(world.t + 1e-9)
        if world.t < 0.0 or not world.own[self.label]["level"][: day + 1].any():
            return ()
        homes = world.households
        depth = self.depth(world, day)
        base = (homes.floor - 1) * self.storey
        dry = self._dry_since(world, day)
        wet_before = (
            np.isfinite(self._dry_since(world, day - 1)) if day else np.zeros(len(dry), bool)
        )
        cut_off = depth > self.sill
        said: list[c.Contribution] = [
            c.HouseholdRate(
                pulse(self.flooded_needs, 1.0),
                ((depth > base + self.sill) & ~wet_before).astype(float),
            ),
            c.HouseholdRate(
                np.asarray(self.cut_off_needs),
                (cut_off & (depth <= base + self.sill)).astype(float),
            ),
            c.HouseholdRate(
                np.asarray(self.cleaning_needs),
                np.where(dry > 0.0, np.exp(-np.minimum(dry, 1e9) / self.cleaning_days), 0.0),
            ),
        ]
        return (*said, *self._conditions(world, depth))

    def _conditions(self, world: World, depth: c.Array) -> Sequence[c.Contribution]:
        count = world.places.n_buildings
        at = np.zeros(count)
        np.maximum.at(at, world.households.building, depth)
        through = np.clip(1.0 - at / self.impassable, 0.0, 1.0)
        inside = np.concatenate([[0.0], np.cumsum(through)])
        first, end = world.bodies.first_building, world.bodies.end_building
        area = (inside[end] - inside[first]) / np.maximum(end - first, 1)
        empty = np.outer(self.unstocked_needs, (1.0, 1.0))
        cut_off = depth > self.sill
        return (
            c.Condition("access", np.maximum(through, 0.02)),
            c.Condition("availability", area),
            c.Condition("self_supply", 1.0 - self.supply_lost * cut_off),
            c.NeedRate(np.zeros_like(empty), empty * bool(cut_off.any())),
        )
