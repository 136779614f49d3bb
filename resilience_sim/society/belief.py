"""Messages move belief in trusted guidance and fear of blame, less and less the more are sent."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from resilience_sim import contributions as c
from resilience_sim.mechanism import Mechanism, param
from resilience_sim.society.anchors import forgotten, lived, start_anchor
from resilience_sim.world import World


@dataclass(frozen=True, kw_only=True)
class Belief(Mechanism):
    """Guidance and corrections raise belief, messages against blame lower stigma.

    What a message moves is a share of what is missing, times how far the hearer trusts
    institutions, divided by 1 + messages heard lately / `tiring` (message fatigue). A share
    lasts and moves the anchor.
    """

    family: ClassVar[str] = "society"
    en: ClassVar[str] = "Belief and stigma"
    zh: ClassVar[str] = "科学理念与污名"
    sources: ClassVar[tuple[str, ...]] = ("walter_murphy2018", "zhang_cao_red_culture")

    guidance: float = param(
        0.04,
        en="share of missing belief gained per guidance heard",
        zh="指引对信念的增量",
        unit="share",
        low=0.0,
        high=1.0,
        neutral=0.0,
    )
    correction: float = param(
        0.07,
        en="share of missing belief gained per correction heard",
        zh="辟谣对信念的增量",
        unit="share",
        low=0.0,
        high=1.0,
        neutral=0.0,
        source="walter_murphy2018",
        why="corrections of real-world misinformation reach r = .14, .35 over all studies",
    )
    against_blame: float = param(
        0.05,
        en="share of stigma lost per message against blame",
        zh="反污名信息的减量",
        unit="share",
        low=0.0,
        high=1.0,
        neutral=0.0,
    )
    tiring: float = param(
        5.0,
        en="messages heard lately that halve the next one",
        zh="信息疲劳半效量",
        unit="messages",
        low=0.1,
        high=1e6,
    )
    memory_days: float = param(
        7.0,
        en="time for which messages are heard lately",
        zh="信息记忆时间",
        unit="d",
        low=0.1,
        high=365.0,
    )
    lasting: float = param(
        0.5,
        en="share that moves the anchor",
        zh="持久份额",
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
    trust_to_belief: int = param(
        1,
        en="sign: trust in institutions opens to messages",
        zh="机构信任提高信念（1 为如此）",
        link=True,
    )

    def build(self, world: World) -> Sequence[c.Contribution]:
        """Anchors and messages heard lately."""
        own = start_anchor(world, "belief", "stigma")
        own["heard"] = np.zeros(len(world.people))
        return (c.OwnColumns(own),)

    def adapt(self, world: World) -> Sequence[c.Contribution]:
        """Move belief and stigma by the messages since last asked."""
        if not (self.guidance or self.correction or self.against_blame):
            return ()
        own, people, sent = world.own[self.label], world.people, world.messages
        if not sent and not own["heard"].any():
            return ()  # nobody has ever heard anything, so no anchor has moved either
        none = np.zeros(len(people))
        guidance, correction, blame = (
            sent.get(kind, none) for kind in ("guidance", "correction", "against_blame")
        )
        heard = own["heard"] * math.exp(-world.span / self.memory_days)
        open_to = 0.5 + self.trust_to_belief * (people.trust_institutions - 0.5)
        weight = open_to / (1.0 + heard / self.tiring)
        up = -np.expm1(-(self.guidance * guidance + self.correction * correction) * weight)
        down = -np.expm1(-self.against_blame * blame * weight)
        keep = {"heard": heard + guidance + correction + blame}
        moved: list[c.Contribution] = []
        for column, rise, fall in (("belief", up, none), ("stigma", none, down)):
            delta = np.zeros(len(people))
            keep[f"anchor_{column}"] = lived(
                getattr(people, column),
                own[f"anchor_{column}"],
                own[f"first_{column}"],
                rise,
                fall,
                row=np.arange(len(people), dtype=np.int32),
                sign=1,
                share=self.lasting,
                forget=forgotten(world.span, self.forget_days),
                delta=delta,
            )
            moved.append(c.Movement(column, delta))
        return (*moved, c.OwnColumns(keep))
