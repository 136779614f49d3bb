"""Hiding: who fears blame does not show that it is ill."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from resilience_sim import contributions as c
from resilience_sim.mechanism import Mechanism, param
from resilience_sim.world import World


@dataclass(frozen=True, kw_only=True)
class Hiding(Mechanism):
    """The chance that an infection is found is multiplied by 1 - `hides` times fear of blame.

    It stands in the column `shown`, which every epidemic reads.
    """

    family: ClassVar[str] = "society"
    en: ClassVar[str] = "Blame hides infection"
    zh: ClassVar[str] = "怕受指责而隐瞒病情"
    later: ClassVar[bool] = True
    sources: ClassVar[tuple[str, ...]] = ("yang_xi_resilience",)

    hides: float = param(
        0.0, en="chance to be found lost at full fear of blame", zh="怕受指责者的发现率损失",
        unit="share", low=0.0, high=1.0, neutral=0.0, why="off unless a scenario says so",
    )  # fmt: skip
    blame_to_hiding: int = param(
        1, en="sign: fear of blame hides infection", zh="怕受指责而隐瞒病情（1 为如此）", link=True
    )

    def build(self, world: World) -> Sequence[c.Contribution]:
        """How far each person shows that it is ill."""
        if self.hides == 0.0:
            return ()
        return (c.OwnColumns({"shown": self._shown(world)}),)

    def _shown(self, world: World) -> c.Array:
        stigma = world.people.stigma
        return np.asarray(1.0 - self.hides * self.blame_to_hiding * stigma)

    def adapt(self, world: World) -> Sequence[c.Contribution]:
        """It follows the fear of blame."""
        return () if self.hides == 0.0 else (c.OwnColumns({"shown": self._shown(world)}),)
