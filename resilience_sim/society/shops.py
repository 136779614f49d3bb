"""Shops: what people buy ahead leaves the shelves, and empty shelves sell to nobody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from resilience_sim import contributions as c
from resilience_sim.mechanism import ByNeed, Mechanism, param
from resilience_sim.world import World


@dataclass(frozen=True, kw_only=True)
class Shops(Mechanism):
    """The shops of a community hold food for some days of normal sales and refill at a pace.

    A household buys what it eats; one that is alarmed by a rumour, or panics, buys ahead until
    it has `hoard_days` more than usual. Where demand passes what is on the shelves and comes
    in, everybody gets the same share of what they wanted: self-supply falls by the rest.
    """

    family: ClassVar[str] = "society"
    en: ClassVar[str] = "Buying ahead at the shops"
    zh: ClassVar[str] = "抢购"
    later: ClassVar[bool] = True
    sources: ClassVar[tuple[str, ...]] = ("niu2021",)

    appetite: float = param(
        0.0, en="days of food that a fully alarmed household buys ahead each day",
        zh="每日抢购食品天数", unit="d/d", low=0.0, high=100.0, neutral=0.0,
        why="off unless a scenario says so; four in five adults report having done it",
    )  # fmt: skip
    hoard_days: float = param(
        14.0, en="days of food it wants beyond the usual", zh="囤货目标天数", unit="d",
        low=0.1, high=365.0,
    )  # fmt: skip
    shelf_days: float = param(
        4.0, en="days of normal sales on full shelves", zh="货架可售天数", unit="d",
        low=0.1, high=365.0,
    )  # fmt: skip
    refill: float = param(
        1.3, en="deliveries at most, relative to normal sales", zh="最大补货倍数", unit="ratio",
        low=0.0, high=100.0,
    )  # fmt: skip
    unstocked_needs: ByNeed = param(
        ByNeed(food=0.25), en="further rate once the store is under a day, while shelves are empty",
        zh="断供后的需求率", unit="1/d", low=0.0, high=10.0,
    )  # fmt: skip
    rumour_to_buying: int = param(
        1, en="sign: a rumour makes people buy ahead", zh="传言引发抢购（1 为如此）", link=True
    )
    panic_to_buying: int = param(
        1, en="sign: panic makes people buy ahead", zh="恐慌引发抢购（1 为如此）", link=True
    )

    def build(self, world: World) -> Sequence[c.Contribution]:
        """Shelves by community, and what each household has bought ahead."""
        if self.appetite == 0.0:
            return ()
        homes = self._homes(world)
        return (
            c.OwnColumns(
                {
                    "shelf": self.shelf_days * homes,
                    "ahead": np.zeros(len(world.households)),
                    "sold": np.ones(len(homes)),
                    "calm": np.array(world.people.panic),
                }
            ),
        )

    def strike(self, world: World) -> Sequence[c.Contribution]:
        """Where shelves ran out, households can buy only their share."""
        if self.appetite == 0.0:
            return ()
        sold = world.own[self.label]["sold"]
        if (sold >= 1.0).all():
            return ()
        empty = np.outer(self.unstocked_needs, (1.0, 1.0))
        return (
            c.Condition("self_supply", sold[world.households.community]),
            c.NeedRate(np.zeros_like(empty), empty),
        )

    def demand(self, world: World) -> Sequence[c.Contribution]:
        """What is bought ahead lies in the household's store."""
        if self.appetite == 0.0:
            return ()
        own = world.own[self.label]
        got = self.wanted(world) * own["sold"][world.households.community]
        return (c.StoreUse(-got, np.zeros(len(got))),) if got.any() else ()

    def wanted(self, world: World) -> c.Array:
        """Days of food a day that each household wants beyond what it eats, (H,)."""
        own, people = world.own[self.label], world.people
        drive = self.panic_to_buying * np.maximum(people.panic - own["calm"], 0.0)
        for label in sorted(world.own):
            alarm = world.own[label].get("alarm")
            if alarm is not None and self.rumour_to_buying:
                told = self.rumour_to_buying * np.asarray(alarm)
                drive = np.where(np.abs(told) > np.abs(drive), told, drive)
        full = np.clip(1.0 - own["ahead"] / self.hoard_days, 0.0, 1.0)
        return np.asarray(np.maximum(self.appetite * world.adult_mean(drive) * full, -1.0))

    def adapt(self, world: World) -> Sequence[c.Contribution]:
        """Sell what was wanted since last time, refill the shelves, count what is ahead."""
        if self.appetite == 0.0:
            return ()
        own, days = world.own[self.label], world.span
        community, homes = world.households.community, self._homes(world)
        want = self.wanted(world)
        demand = days * (homes + np.bincount(community, weights=want, minlength=len(homes)))
        most = self.refill * float(world.conditions.inflow[0])
        room = np.maximum(self.shelf_days * homes + demand - own["shelf"], 0.0)
        there = own["shelf"] + np.minimum(days * most * homes, room)
        sold = np.minimum(demand, there)
        share = np.where(demand > 0.0, sold / np.maximum(demand, 1e-12), 1.0)
        ahead = own["ahead"] + days * want * share[community]
        ahead -= np.where(want <= 0.0, ahead * -np.expm1(-days / self.hoard_days), 0.0)
        keep = {"shelf": there - sold, "sold": share, "ahead": np.maximum(ahead, 0.0)}
        return (c.OwnColumns(keep),)

    def _homes(self, world: World) -> c.Array:
        return np.bincount(world.households.community, minlength=len(world.community_keys)).astype(
            np.float64
        )
