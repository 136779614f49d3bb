"""Doing things together raises identification with the community."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from resilience_sim import contributions as c
from resilience_sim.mechanism import Mechanism, param
from resilience_sim.society.anchors import forgotten, lived, repeated, start_anchor
from resilience_sim.world import World

IDENTITY = "identity"


@dataclass(frozen=True, kw_only=True)
class Identification(Mechanism):
    """Joint activity and taking part raise identification, by a share of what is missing.

    Joint activity is help given to and got from neighbours. A share lasts and moves the anchor;
    the rest fades as influence draws people back to it.
    """

    family: ClassVar[str] = "society"
    en: ClassVar[str] = "Identification grows with joint activity"
    zh: ClassVar[str] = "共同活动增进认同"
    sources: ClassVar[tuple[str, ...]] = ("zhang_cao_red_culture", "chen_chen_party")

    per_activity: float = param(
        0.02,
        en="share of missing identification gained per case settled together",
        zh="每次互助的认同增量",
        unit="share",
        low=0.0,
        high=1.0,
        neutral=0.0,
    )
    per_day_of_taking_part: float = param(
        0.002,
        en="share of missing identification gained per day of taking part",
        zh="每日参与的认同增量",
        unit="1/d",
        low=0.0,
        high=1.0,
        neutral=0.0,
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
        en="time in which the anchor returns to the first disposition",
        zh="遗忘时间",
        unit="d",
        low=1.0,
        high=10_000.0,
    )
    activity_to_identity: int = param(
        1,
        en="sign: joint activity raises identification",
        zh="共同活动提高认同（1 为如此）",
        link=True,
    )
    participation_to_identity: int = param(
        1,
        en="sign: taking part raises identification",
        zh="参与提高认同（1 为如此）",
        link=True,
    )

    def build(self, world: World) -> Sequence[c.Contribution]:
        """The anchor of identification."""
        return (c.OwnColumns(start_anchor(world, IDENTITY)),)

    def adapt(self, world: World) -> Sequence[c.Contribution]:
        """Move identification and its anchor."""
        people, seen = world.people, world.experience
        if self.per_activity == 0.0 and self.per_day_of_taking_part == 0.0:
            return ()
        together = repeated(self.per_activity, seen.gave + seen.helped)
        took_part = -np.expm1(-self.per_day_of_taking_part * world.span * people.participation)
        parts = (
            (self.activity_to_identity, together, people.household),
            (self.participation_to_identity, took_part, np.arange(len(people), dtype=np.int32)),
        )
        own = world.own[self.label]
        anchor, delta = own["anchor_identity"], np.zeros(len(people))
        forget = forgotten(world.span, self.forget_days)
        for sign, up, row in parts:
            if sign:
                anchor = lived(
                    people.identity,
                    anchor,
                    own["first_identity"],
                    up,
                    np.zeros(len(up)),
                    row=row,
                    sign=sign,
                    share=self.lasting,
                    forget=forget,
                    delta=delta,
                )
                forget = 0.0  # time passes once, however many sources there are
        return (c.Movement(IDENTITY, delta), c.OwnColumns({"anchor_identity": anchor}))
