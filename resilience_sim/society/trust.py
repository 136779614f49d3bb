"""Trust follows experience: it rises slowly with service in time and falls faster without."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from resilience_sim import contributions as c
from resilience_sim.mechanism import Mechanism, param
from resilience_sim.society.anchors import forgotten, lived, repeated, start_anchor
from resilience_sim.world import World

INSTITUTIONS, NEIGHBOURS = "trust_institutions", "trust_neighbours"


@dataclass(frozen=True, kw_only=True)
class Trust(Mechanism):
    """What a household lived through moves the trust of its members, now and for good.

    A case served in time raises trust in institutions by `alpha` of what is missing; one late
    or given up cuts it by `beta` of what is there. Help from neighbours raises trust in them; a
    case given up, with nobody having come, cuts it. A share of every movement lasts: it moves
    the anchor, which itself returns slowly to the first disposition.
    """

    family: ClassVar[str] = "society"
    en: ClassVar[str] = "Trust follows experience"
    zh: ClassVar[str] = "信任随经历而变"
    sources: ClassVar[tuple[str, ...]] = ("slovic1993",)

    alpha: float = param(
        0.05,
        en="share of missing trust in institutions gained per case in time",
        zh="及时办结的信任增量",
        unit="share",
        low=0.0,
        high=1.0,
        neutral=0.0,
        source="slovic1993",
        why="only the sign (trust falls faster than it rises) is evidence",
    )
    beta: float = param(
        0.10,
        en="share of trust in institutions lost per case late or given up",
        zh="逾期或放弃的信任损失",
        unit="share",
        low=0.0,
        high=1.0,
        neutral=0.0,
        source="slovic1993",
    )
    alpha_neighbours: float = param(
        0.05,
        en="share of missing trust in neighbours gained per case they settled",
        zh="邻里相助的信任增量",
        unit="share",
        low=0.0,
        high=1.0,
        neutral=0.0,
    )
    beta_neighbours: float = param(
        0.02,
        en="share of trust in neighbours lost per case given up",
        zh="无人相助的信任损失",
        unit="share",
        low=0.0,
        high=1.0,
        neutral=0.0,
    )
    lasting: float = param(
        0.5,
        en="share of an experience that moves the anchor",
        zh="经历的持久份额",
        unit="share",
        low=0.0,
        high=1.0,
    )
    forget_days: float = param(
        60.0,
        en="time in which an anchor returns to the first disposition",
        zh="遗忘时间",
        unit="d",
        low=1.0,
        high=10_000.0,
    )
    service_to_trust: int = param(
        1,
        en="sign: service in time raises trust in institutions",
        zh="服务提高机构信任（1 为如此）",
        link=True,
    )
    help_to_trust: int = param(
        1,
        en="sign: help raises trust in neighbours",
        zh="互助提高邻里信任（1 为如此）",
        link=True,
    )

    def build(self, world: World) -> Sequence[c.Contribution]:
        """Anchors of both trusts."""
        return (c.OwnColumns(start_anchor(world, INSTITUTIONS, NEIGHBOURS)),)

    def adapt(self, world: World) -> Sequence[c.Contribution]:
        """Move both trusts and their anchors by what was lived through since last time."""
        lived = world.experience
        bad = lived.late + lived.lapsed
        service = (self.alpha, lived.in_time, self.beta, bad, self.service_to_trust)
        aid = (
            self.alpha_neighbours,
            lived.helped,
            self.beta_neighbours,
            lived.lapsed,
            self.help_to_trust,
        )
        return (
            *self._moved(world, INSTITUTIONS, *service),
            *self._moved(world, NEIGHBOURS, *aid),
        )

    def _moved(
        self,
        world: World,
        column: str,
        gain: float,
        good: c.Array,
        loss: float,
        bad: c.Array,
        sign: int,
    ) -> Sequence[c.Contribution]:
        if (gain == 0.0 and loss == 0.0) or sign == 0:
            return ()
        x, own = getattr(world.people, column), world.own[self.label]
        delta = np.zeros(len(x))
        anchor = lived(
            x,
            own[f"anchor_{column}"],
            own[f"first_{column}"],
            repeated(gain, good),
            repeated(loss, bad),
            row=world.people.household,
            sign=sign,
            share=self.lasting,
            forget=forgotten(world.span, self.forget_days),
            delta=delta,
        )
        return (c.Movement(column, delta), c.OwnColumns({f"anchor_{column}": anchor}))
