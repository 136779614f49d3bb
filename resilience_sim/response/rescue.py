"""Rescue: neighbours drop what they do and dig while somebody near them is trapped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from resilience_sim import contributions as c
from resilience_sim.mechanism import ByNeed, Mechanism, inputs, param
from resilience_sim.vocabulary import NEEDS
from resilience_sim.world import World

RESCUE = NEEDS.index("rescue")


@dataclass(frozen=True, kw_only=True)
class Rescue(Mechanism):
    """While people are trapped in a community, its grown-ups give hours and dig.

    Who comes is drawn by willing tie weight, as in all mutual aid, among households with a
    member able to help; hours are those of people who are neither absent nor placed elsewhere.
    """

    family: ClassVar[str] = "response"
    en: ClassVar[str] = "Neighbours rescue the trapped"
    zh: ClassVar[str] = "邻里自救互救"
    later: ClassVar[bool] = True
    sources: ClassVar[tuple[str, ...]] = ("kobe2003",)

    rate: float = param(
        24.0, en="rate at which fully willing neighbours free a trapped household",
        zh="邻里解救率", unit="1/d", low=0.0, high=1000.0, neutral=0.0,
        why="wide range: in Kobe neighbours freed most of the trapped within the first day; "
        "raised from 6 after a first run",
    )  # fmt: skip
    hours: float = param(
        8.0, en="hours a day each grown-up gives while somebody is trapped", zh="每日投入工时",
        unit="h/d", low=0.0, high=24.0,
    )  # fmt: skip

    @inputs("people", "absence", "experience")
    def help(self, world: World) -> Sequence[c.Contribution]:
        """Hours and the rate of digging, in communities where somebody is trapped."""
        trapped = (world.open_needs >> np.uint32(RESCUE)) & np.uint32(1) == 1
        if self.rate == 0.0 or not trapped.any():
            return ()
        homes, people = world.households, world.people
        struck = np.bincount(homes.community[trapped], minlength=len(world.community_keys)) > 0
        free = (people.age >= 3) & ~world.absent & struck[homes.community[people.household]]
        hours = np.where(free, np.maximum(self.hours - world.placed, 0.0), 0.0)
        by_home = np.bincount(people.household, weights=hours, minlength=len(homes))
        by_home[trapped] = 0.0
        return (c.HelpRate(np.asarray(ByNeed(rescue=self.rate)), c.NOTHING, by_home),)
