"""What a community says it stands for: minds draw together, and what was gained stays longer."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from resilience_sim import contributions as c
from resilience_sim.mechanism import Mechanism, param
from resilience_sim.society.anchors import anchors_of, bounded, repeated
from resilience_sim.society.draws import community_means
from resilience_sim.world import World


@dataclass(frozen=True, kw_only=True)
class Norms(Mechanism):
    """Norms draw identification toward the community's mean; memory makes it last.

    A message of norms moves a hearer a share of the way to the mean: who identifies less
    comes up and who identifies more comes down, so the spread falls and the mean stays. A
    message of memory moves the anchor a share of the way to what is felt now: gains last, and
    so do losses. Both wear off the more is heard.
    """

    family: ClassVar[str] = "society"
    en: ClassVar[str] = "Norms and memory"
    zh: ClassVar[str] = "共识与记忆"
    sources: ClassVar[tuple[str, ...]] = ("zhang_cao_red_culture",)

    consensus: float = param(
        0.02, en="share of the way to the mean per message of norms", zh="每次共识信息的趋同幅度",
        unit="share", low=0.0, high=1.0, neutral=0.0,
    )  # fmt: skip
    permanence: float = param(
        0.05, en="share of what is felt now that a message of memory makes last",
        zh="每次记忆信息的固化幅度", unit="share", low=0.0, high=1.0, neutral=0.0,
    )  # fmt: skip
    tiring: float = param(
        5.0, en="messages heard lately that halve the next one", zh="信息疲劳半效量",
        unit="messages", low=0.1, high=1e6,
    )  # fmt: skip
    memory_days: float = param(
        30.0, en="time for which messages are heard lately", zh="信息记忆时间", unit="d",
        low=0.1, high=3650.0,
    )  # fmt: skip
    norms_to_consensus: int = param(
        1, en="sign: norms draw identification together", zh="共识信息使认同趋同（1 为如此）",
        link=True,
    )  # fmt: skip
    memory_to_permanence: int = param(
        1, en="sign: memory makes identification last", zh="记忆使认同持久（1 为如此）", link=True
    )

    def build(self, world: World) -> Sequence[c.Contribution]:
        """Messages heard lately."""
        return (c.OwnColumns({"heard": np.zeros(len(world.people)), "at": np.full(1, world.t)}),)

    def adapt(self, world: World) -> Sequence[c.Contribution]:
        """Move identification and its anchor by the messages since last asked."""
        sent = world.messages
        if "norms" not in sent and "memory" not in sent:
            return ()
        own, x = world.own[self.label], world.people.identity
        none = np.zeros(len(x))
        norms, memory = sent.get("norms", none), sent.get("memory", none)
        heard = own["heard"] * math.exp(-(world.t - own["at"][0]) / self.memory_days)
        fresh = 1.0 / (1.0 + heard / self.tiring)
        way = community_means(world, x) - x
        pull = self.norms_to_consensus * repeated(self.consensus, norms) * fresh
        delta = bounded(x, pull * way)
        anchor = anchors_of(world).get("identity")
        held = none if anchor is None else x + delta - anchor
        hold = self.memory_to_permanence * repeated(self.permanence, memory) * fresh
        return (
            c.Movement("identity", delta),
            c.Anchored("identity", delta + hold * held),
            c.OwnColumns({"heard": heard + norms + memory, "at": np.full(1, world.t)}),
        )
