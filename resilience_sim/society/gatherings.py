"""Doing something together: those who meet identify more, and groups that meet tie up."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from resilience_sim import contributions as c
from resilience_sim.mechanism import Mechanism, param
from resilience_sim.society.anchors import bounded
from resilience_sim.world import World

Array = NDArray[Any]


@dataclass(frozen=True, kw_only=True)
class Gatherings(Mechanism):
    """Who comes to an event identifies more; meeting the other group brings ties across.

    Each event moves a share of what is missing to the identification of those who came. A
    person meets the other group as far as it sits at the same table; the mean of this over the
    community carries its bridging a share of what is missing to 1. It returns slowly to where
    it began. Ties shift weight within and across groups as the lever `bridging` does: their
    total stays, so ties across are gained at the expense of those within.
    """

    family: ClassVar[str] = "society"
    en: ClassVar[str] = "Gatherings"
    zh: ClassVar[str] = "相聚与交往"
    sources: ClassVar[tuple[str, ...]] = ("zhang_cao_red_culture", "aldrich2011")

    per_event: float = param(
        0.01, en="share of missing identification gained per event", zh="每次活动的认同增量",
        unit="share", low=0.0, high=1.0, neutral=0.0,
    )  # fmt: skip
    mixing: float = param(
        0.1, en="rate at which bridging grows per meeting with the other group and person",
        zh="跨群体交往对桥接的增量", unit="1/meeting", low=0.0, high=10.0, neutral=0.0,
    )  # fmt: skip
    lasting: float = param(
        0.5, en="share of identification that moves the anchor", zh="持久份额", unit="share",
        low=0.0, high=1.0,
    )  # fmt: skip
    forget_days: float = param(
        365.0, en="time in which bridging returns to where it began", zh="桥接消退时间",
        unit="d", low=1.0, high=100_000.0,
    )  # fmt: skip
    notice: float = param(
        0.02, en="change of bridging below which ties are left alone", zh="桥接更新阈值",
        low=0.0001, high=0.5,
    )  # fmt: skip
    gathering_to_identity: int = param(
        1, en="sign: gathering raises identification", zh="相聚提高认同（1 为如此）", link=True
    )
    meeting_to_bridging: int = param(
        1, en="sign: meeting the other group brings ties across",
        zh="跨群体交往增进桥接（1 为如此）", link=True,
    )  # fmt: skip

    def build(self, world: World) -> Sequence[c.Contribution]:
        """Bridging of each community now, and as ties have it."""
        start = np.full(len(world.community_keys), float(world.levers["bridging"]))
        return (c.OwnColumns({"bridging": start, "tied": start.copy()}),)

    def adapt(self, world: World) -> Sequence[c.Contribution]:
        """Move identification and ties by the events since last asked."""
        own, first = world.own[self.label], float(world.levers["bridging"])
        if not world.gatherings and (own["bridging"] == first).all():
            return ()
        came = np.zeros(len(world.people))
        across = np.zeros(len(world.people))
        for one in world.gatherings:
            came += one.table >= 0
            across += met_across(one.table, world.people.newcomer)
        return (*self._identify(world, came), *self._tie(world, across, first))

    def _identify(self, world: World, came: Array) -> Sequence[c.Contribution]:
        x = world.people.identity
        up = -np.expm1(came * math.log1p(-min(self.per_event, 1.0 - 1e-12)))
        delta = self.gathering_to_identity * up * (1.0 - x)
        if not delta.any():
            return ()
        delta = bounded(x, delta)
        return (c.Movement("identity", delta), c.Anchored("identity", self.lasting * delta))

    def _tie(self, world: World, across: Array, first: float) -> Sequence[c.Contribution]:
        own = world.own[self.label]
        of = world.households.community[world.people.household]
        n = len(own["bridging"])
        people = np.maximum(np.bincount(of, minlength=n), 1)
        met = np.bincount(of, weights=across, minlength=n) / people
        now = own["bridging"] + (first - own["bridging"]) * -math.expm1(
            -world.span / self.forget_days
        )
        moved = -np.expm1(-self.mixing * met)
        goal = {1: 1.0, 0: now, -1: 0.0}[self.meeting_to_bridging]
        now = now + (goal - now) * moved
        keep = {"bridging": now}
        if np.abs(now - own["tied"]).max(initial=0.0) < self.notice:
            return (c.OwnColumns(keep),)
        return (c.OwnColumns({**keep, "tied": now.copy()}), c.Bridged(now))


def met_across(table: Array, newcomer: Array) -> Array:
    """Share of those at a person's table who are of the other group, (P,); 0 where not there."""
    there = table >= 0
    if not there.any():
        return np.zeros(len(table))
    at = np.where(there, table, 0)
    seats = np.bincount(at, weights=there, minlength=1)
    new = np.bincount(at, weights=there & newcomer, minlength=1)
    other = np.where(newcomer, seats[at] - new[at], new[at])
    return np.asarray(np.where(there, other / np.maximum(seats[at] - 1.0, 1.0), 0.0))
