"""A rumour that passes from person to person until those who tell it meet who knows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from resilience_sim import contributions as c
from resilience_sim.community.tables import frozen
from resilience_sim.crises.onset import ROUNDING, Onset
from resilience_sim.mechanism import param
from resilience_sim.world import World


@dataclass(frozen=True, kw_only=True)
class Rumour(Onset):
    """Maki & Thompson on ties and chance meetings, with people who find out by themselves.

    It raises no need. What hearing it does to people, what a correction does to it, and whether
    they run to the shops, are rules of `society` (hearsay, shops).
    """

    en: ClassVar[str] = "Rumour"
    zh: ClassVar[str] = "谣言"
    sources: ClassVar[tuple[str, ...]] = ("maki_thompson1973", "sudbury1985", "vosoughi2018")

    sources_of_it: int = param(
        3, en="people of each community who begin to tell it", zh="初始传播者", unit="persons",
        low=0, high=1_000_000, neutral=0,
    )  # fmt: skip
    tell: float = param(
        2.0, en="people a spreader tells a day", zh="每日传播人数", unit="1/d",
        low=0.0, high=1000.0, why="sets its speed alone; how far it gets does not depend on it",
    )  # fmt: skip
    checks: float = param(
        0.1, en="rate at which a spreader finds out by itself", zh="自行核实率", unit="1/d",
        low=0.0, high=1000.0,
    )  # fmt: skip
    credulity: float = param(
        1.0, en="chance that somebody who is told passes it on", zh="轻信比例", unit="share",
        low=0.0, high=1.0, source="maki_thompson1973",
    )  # fmt: skip
    tie_share: float = param(
        0.5, en="share told along ties, the rest to anybody (groups, chats)", zh="熟人传播占比",
        unit="share", low=0.0, high=1.0,
    )  # fmt: skip

    def build(self, world: World) -> Sequence[c.Contribution]:
        """Who knows it, since when, and the clocks of those who tell it."""
        self.check(world)
        people = world.people
        n = len(people)
        community = world.households.community[people.household]
        return (
            c.OwnColumns(
                {
                    "rumour": np.zeros(n, np.int8),
                    "heard_at": np.full(n, np.nan),
                    "struck": np.full(1, -1),
                    "tries": np.zeros(n, np.int32),
                    "due": np.full(n, np.inf),
                    "heap": np.zeros(n, np.int64),
                    "place": np.full(n, -1, np.int64),
                    "size": np.zeros(1, np.int64),
                    "first": np.searchsorted(community, community, side="left"),
                    "last": np.searchsorted(community, community, side="right"),
                    "community_key": np.asarray(world.community_keys)[community],
                    "key": people.key.astype(np.int64),
                    "events": np.zeros(1, np.int64),
                }
            ),
        )

    def process(self, world: World, own: dict[str, Any], end: float) -> None:
        """Let it spread from `world.t` to `end`."""
        found = self.now(world)
        if found is None or end <= self.onset_day + ROUNDING:
            return
        from resilience_sim.kernels.rumour import spread

        if found[0] != own["struck"][0]:
            self._begin(world, own, found[0])
        if not own["size"][0] and not (own["rumour"] == 1).any():
            return
        ties = world.ties
        own["events"][0] += spread(
            world.t, end, world.luck.stream(self.label, f"spread {found[0]}"),
            own["community_key"], own["key"], own["first"], own["last"], own["rumour"],
            own["heard_at"], own["tries"], own["due"], own["heap"], own["place"], own["size"],
            _corrected(world), frozen(ties.start), frozen(ties.index), frozen(ties.weight),
            self.tell, self.checks, self.tie_share, self.credulity,
        )  # fmt: skip

    def _begin(self, world: World, own: dict[str, Any], strike: int) -> None:
        """A new rumour: nobody knows it but those who begin it."""
        own["struck"][0] = strike
        own["rumour"][:], own["heard_at"][:] = 0, np.nan
        own["due"][:], own["place"][:], own["size"][0] = np.inf, -1, 0
        drawn = self.drawn_people(world, "begin", strike)
        drawn = np.where(self.homes(world)[world.people.household], drawn, 2.0)
        for first in np.unique(own["first"]):
            rows = slice(int(first), int(own["last"][first]))
            order = np.argsort(drawn[rows], kind="stable")[: self.sources_of_it]
            begin = rows.start + order[drawn[rows][order] < 1.0]
            own["rumour"][begin] = 1
            own["heard_at"][begin] = world.t


def _corrected(world: World) -> c.Array:
    """People who know better, by the rules of society, (P,) bool."""
    for label in sorted(world.own):
        found = world.own[label].get("corrected")
        if found is not None:
            return np.asarray(found)
    return frozen(np.zeros(len(world.people), bool))
