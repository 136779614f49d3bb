"""A service fails and comes back, building by building: what all outages share."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from resilience_sim import contributions as c
from resilience_sim.community.responsibility import local_buildings
from resilience_sim.crises.onset import Onset, weight_of
from resilience_sim.crises.timeline import Observed
from resilience_sim.mechanism import ByNeed, inputs, param
from resilience_sim.world import World

Array = NDArray[Any]


def needs_without(needs: ByNeed, why: str = "") -> Any:
    """Declare the need rates of households that are without a service."""
    return param(
        needs, en="need rate of a household that is without it", zh="断供户需求率", unit="1/d",
        low=0.0, high=10.0, neutral=ByNeed(0.0), why=why,
    )  # fmt: skip


def lost_without(loss: float, en: str, zh: str) -> Any:
    """Declare the share of a condition that is lost without a service."""
    return param(loss, en=en, zh=zh, unit="share", low=0.0, high=1.0, neutral=0.0)


@dataclass(frozen=True, kw_only=True)
class Outage(Onset, Observed):
    """Buildings lose a service at once and get it back one after the other.

    By parameters: the first gets it back after a gamma time, the last after a lognormal time,
    the others in between by Beta. By a file of shares: a building has it while its rank is
    under the share of that day, so what falls again fails again.
    """

    units: ClassVar[tuple[str, ...]] = ("percent", "share", "number")
    sources: ClassVar[tuple[str, ...]] = ("ahmad_dobson2026",)

    out: float = param(
        1.0, en="share of buildings that lose it", zh="断供楼栋比例", unit="share",
        low=0.0, high=1.0, neutral=0.0,
    )  # fmt: skip
    first_days: float = param(
        0.3, en="mean time until the first building has it again", zh="首次恢复时间", unit="d",
        low=0.001, high=3650.0, source="ahmad_dobson2026", why="the form is published",
    )  # fmt: skip
    first_shape: float = param(
        1.5, en="shape of that gamma time", zh="首次恢复时间的伽马形状", low=0.1, high=100.0
    )
    total_days: float = param(
        3.0, en="median time from the first to the last", zh="全部恢复历时（中位数）", unit="d",
        low=0.001, high=3650.0, source="ahmad_dobson2026", why="the form is published",
    )  # fmt: skip
    total_sigma: float = param(
        0.8,
        en="sigma of that lognormal time",
        zh="恢复历时的对数正态σ",
        low=0.0,
        high=3.0,
    )
    early: float = param(
        1.0, en="first parameter of the Beta progress (1, 1: even)", zh="恢复进度Beta参数α",
        low=0.1, high=50.0, source="ahmad_dobson2026",
    )  # fmt: skip
    late: float = param(
        1.0, en="second parameter of the Beta progress", zh="恢复进度Beta参数β",
        low=0.1, high=50.0, source="ahmad_dobson2026",
    )  # fmt: skip
    needs: ByNeed = needs_without(ByNeed(0.0))
    access_lost: float = lost_without(0.0, "speed of service lost there", "上门服务损失")
    supply_lost: float = lost_without(
        0.0, "share of food and medicine a household cannot get itself there", "自购损失"
    )
    staff_lost: float = lost_without(0.0, "share of bodies' staff hours lost there", "机构工时损失")
    ease_days: float = param(
        30.0, en="time in which people get used to it: needs fall to a third (1/e)",
        zh="适应时间", unit="d", low=0.1, high=1e6,
    )  # fmt: skip
    vulnerable: float = param(
        2.0, en="factor on needs for vulnerable households", zh="脆弱家庭系数", unit="ratio",
        low=0.0, high=20.0,
    )  # fmt: skip

    def build(self, world: World) -> Sequence[c.Contribution]:
        """Until when each building is without it, or the observed shares and ranks."""
        self.check(world)
        if self.file:
            days = max(1, math.ceil(world.end - self.onset_day))
            return (
                c.OwnColumns(
                    {"share": self.observed(world, days), "rank": self.drawn(world, "rank", 0)}
                ),
            )
        until = np.stack([self._until(world, k) for k in range(self.strikes)])
        return (c.OwnColumns({"until": until}),)

    def _until(self, world: World, strike: int) -> Array:
        """Days after the strike until each building has it again, 0 where it never fails, (B,)."""
        from scipy.special import betaincinv, gammaincinv, ndtri

        key, _ = local_buildings(world.places, world.community_keys)
        one = np.zeros(len(key), np.int64)
        drawn = world.luck.uniform_each
        first = gammaincinv(
            self.first_shape, drawn(self.label, "first", key, one, one, one + strike)
        )
        first *= self.first_days / self.first_shape
        spread = ndtri(drawn(self.label, "total", key, one, one, one + strike))
        total = self.total_days * np.exp(self.total_sigma * spread)
        progress = betaincinv(self.early, self.late, self.drawn(world, "progress", strike))
        lose = self.buildings(world) & (self.drawn(world, "out", strike) < self.out)
        return np.asarray(np.where(lose, first + total * progress, 0.0))

    def without(self, world: World) -> Array | None:
        """Buildings without the service now, mask (B,); None before the first strike."""
        found = self.now(world)
        if found is None:
            return None
        strike, days = found
        own = world.own[self.label]
        if "until" in own:
            return np.asarray(days < own["until"][strike] - 1e-9)
        day = min(int(world.t - self.onset_day + 1e-9), len(own["share"]) - 1)
        return np.asarray(self.buildings(world) & (own["rank"] >= own["share"][day]))

    @inputs("day")
    def strike(self, world: World) -> Sequence[c.Contribution]:
        """Needs and conditions of those who are without it."""
        out = self.without(world)
        if out is None or not out.any():
            return ()
        home = out[world.households.building]
        inside = np.concatenate([[0.0], np.cumsum(out)])
        first, end = world.bodies.first_building, world.bodies.end_building
        area = (inside[end] - inside[first]) / np.maximum(end - first, 1)
        said: list[c.Contribution] = []
        if any(self.needs):
            found = self.now(world)
            eased = math.exp(-(found[1] if found else 0.0) / self.ease_days)
            weight = weight_of(world, home, self.vulnerable)
            said.append(c.HouseholdRate(eased * np.asarray(self.needs), weight))
        if self.access_lost:
            said.append(c.Condition("access", 1.0 - self.access_lost * out))
        if self.supply_lost:
            said.append(c.Condition("self_supply", 1.0 - self.supply_lost * home))
        if self.staff_lost:
            said.append(c.Condition("availability", 1.0 - self.staff_lost * area))
        return said
