"""Hearsay: who hears a rumour is alarmed, until it fades or a correction is believed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from resilience_sim import contributions as c
from resilience_sim.mechanism import Mechanism, param
from resilience_sim.society.anchors import bounded
from resilience_sim.society.draws import person_uniforms
from resilience_sim.world import World


@dataclass(frozen=True, kw_only=True)
class Hearsay(Mechanism):
    """Alarm of who heard a rumour fades; it raises panic, less in who believes in guidance.

    Corrections add up over a person's life at a weight of its trust; each person has one
    threshold, past which it knows better, is not alarmed and stops those who tell the rumour.
    """

    family: ClassVar[str] = "society"
    en: ClassVar[str] = "Hearsay"
    zh: ClassVar[str] = "听信传言"
    later: ClassVar[bool] = True
    sources: ClassVar[tuple[str, ...]] = ("walter_murphy2018", "vosoughi2018")

    rise: float = param(
        0.15, en="rate at which full alarm raises panic", zh="传言致恐慌速率", unit="1/d",
        low=0.0, high=10.0, neutral=0.0,
    )  # fmt: skip
    memory_days: float = param(
        10.0, en="time in which alarm fades", zh="惊慌消退时间", unit="d", low=0.1, high=3650.0
    )
    correction: float = param(
        0.45, en="hazard that one correction, fully trusted, is believed", zh="辟谣奏效强度",
        low=0.0, high=50.0, neutral=0.0, source="walter_murphy2018",
        why="half of those who trust fully and hear one: r = .35 is about 2 x .35 in units of a "
        "standard deviation; assumed beyond that",
    )  # fmt: skip
    rumour_to_panic: int = param(
        1, en="sign: hearing a rumour raises panic", zh="听信传言提高恐慌（1 为如此）", link=True
    )
    belief_to_hearsay: int = param(
        1, en="sign: belief in guidance takes the edge off a rumour",
        zh="科学理念削弱传言（1 为如此）", link=True,
    )  # fmt: skip
    trust_to_correction: int = param(
        1, en="sign: trust in institutions opens to corrections", zh="信任使人接受辟谣（1 为如此）",
        link=True,
    )  # fmt: skip

    def build(self, world: World) -> Sequence[c.Contribution]:
        """Alarm, corrections taken in, and who knows better."""
        if self.rise == 0.0 and self.correction == 0.0:
            return ()
        n = len(world.people)
        return (
            c.OwnColumns(
                {
                    "alarm": np.zeros(n),
                    "taken_in": np.zeros(n),
                    "corrected": np.zeros(n, bool),
                }
            ),
        )

    def adapt(self, world: World) -> Sequence[c.Contribution]:
        """Alarm of who heard, corrections believed, and what alarm does to panic."""
        own, people, told = world.own.get(self.label, {}), world.people, _rumours(world)
        if "alarm" not in own or not told:
            return ()
        taken_in, corrected = own["taken_in"], own["corrected"]
        if "correction" in world.messages:
            open_to = 0.5 + self.trust_to_correction * (people.trust_institutions - 0.5)
            taken_in = taken_in + self.correction * world.messages["correction"] * open_to
            threshold = -np.log(person_uniforms(world, self.label, "threshold"))
            corrected = corrected | (taken_in > threshold)
        alarm = np.zeros(len(people))
        for heard_at in told:
            ago = world.t - heard_at
            alarm = np.maximum(alarm, np.where(ago >= 0.0, np.exp(-ago / self.memory_days), 0.0))
        alarm = np.where(corrected, 0.0, np.nan_to_num(alarm))
        keep = c.OwnColumns({"alarm": alarm, "taken_in": taken_in, "corrected": corrected})
        if self.rise == 0.0 or self.rumour_to_panic == 0 or not alarm.any():
            return (keep,)
        edge = 0.5 + self.belief_to_hearsay * (0.5 - people.belief)
        x = people.panic
        up = -np.expm1(-self.rise * world.span * alarm * edge)
        delta = self.rumour_to_panic * up * np.where(self.rumour_to_panic > 0, 1.0 - x, x)
        return (c.Movement("panic", bounded(x, delta)), keep)


def _rumours(world: World) -> list[c.Array]:
    """When each person heard each rumour there is, nan if never."""
    return [np.asarray(own["heard_at"]) for _, own in sorted(world.own.items()) if "rumour" in own]
