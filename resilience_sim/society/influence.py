"""People move toward those they are tied to, and back to their own anchor."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from resilience_sim import contributions as c
from resilience_sim.community.tables import frozen
from resilience_sim.mechanism import Mechanism, param
from resilience_sim.society.anchors import anchors_of
from resilience_sim.world import World

COLUMNS = ("identity", "trust_neighbours", "trust_institutions", "belief", "stigma", "panic")


@dataclass(frozen=True, kw_only=True)
class Influence(Mechanism):
    """Friedkin-Johnsen influence as a rate, on six columns at once.

    x += (1 - exp(-nu dt)) * ((1 - l) x0 + l W x - x), with W the tie weights of a person
    scaled to sum 1 and x0 the anchor.
    """

    family: ClassVar[str] = "society"
    en: ClassVar[str] = "Influence among those who are tied"
    zh: ClassVar[str] = "社会影响"
    sources: ClassVar[tuple[str, ...]] = ("friedkin_johnsen1990",)

    rate: float = param(
        0.1,
        en="rate of influence (nu)",
        zh="影响速率",
        unit="1/d",
        low=0.0,
        high=10.0,
        neutral=0.0,
        source="friedkin_johnsen1990",
    )
    openness: float = param(
        0.5,
        en="weight of others against the own anchor (l)",
        zh="对他人的开放度",
        unit="share",
        low=0.0,
        high=1.0,
        source="friedkin_johnsen1990",
    )
    panic_rate: float = param(
        0.3,
        en="rate of influence for panic",
        zh="恐慌传染速率",
        unit="1/d",
        low=0.0,
        high=10.0,
        neutral=0.0,
        why="panic passes on faster than convictions",
    )

    def build(self, world: World) -> Sequence[c.Contribution]:
        """Dispositions of people at the start, the anchors where nobody else keeps one."""
        return (c.OwnColumns({f"start_{k}": np.array(getattr(world.people, k)) for k in COLUMNS}),)

    def adapt(self, world: World) -> Sequence[c.Contribution]:
        """Move the columns by one span of influence."""
        if self.rate == 0.0 and self.panic_rate == 0.0:
            return ()
        from resilience_sim.kernels.influence import WIDTH, influence

        own, people = world.own[self.label], world.people
        anchors = anchors_of(world)
        x0 = [anchors.get(name, own[f"start_{name}"]) for name in COLUMNS]
        slow, quick = (-math.expm1(-nu * world.span) for nu in (self.rate, self.panic_rate))
        speed = np.array([quick if name == "panic" else slow for name in COLUMNS])
        n = len(people)
        out = np.empty((WIDTH, n))
        ties = world.ties
        influence(
            frozen(ties.start),
            frozen(ties.index),
            frozen(ties.weight),
            tuple(frozen(getattr(people, name)) for name in COLUMNS),
            tuple(frozen(anchor) for anchor in x0),
            1.0 - self.openness,
            speed,
            np.empty((n, WIDTH)),
            out,
        )
        return tuple(c.Movement(name, out[k]) for k, name in enumerate(COLUMNS))
