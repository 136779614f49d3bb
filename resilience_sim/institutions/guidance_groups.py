"""Guidance groups: daily messages of trusted guidance in chat groups of the community."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from resilience_sim import contributions as c
from resilience_sim.institutions.calendar import meeting_due, met_now, not_yet
from resilience_sim.institutions.parties import charge, each_person, of_kind, restricted
from resilience_sim.mechanism import Mechanism, param
from resilience_sim.world import World


@dataclass(frozen=True, kw_only=True)
class GuidanceGroups(Mechanism):
    """Grid posts send guidance to those in their group; who is in it and reads hears it.

    In the source three messages a day: on travel, on staying at home, on shopping. What
    guidance does to belief is a rule of `society`: it depends on trust and tires.
    """

    family: ClassVar[str] = "institutions"
    en: ClassVar[str] = "Guidance groups"
    zh: ClassVar[str] = "微信群防控指引"
    sources: ClassVar[tuple[str, ...]] = ("yang_xi_resilience", "tian_meilie")
    price: ClassVar[tuple[str, str]] = (
        "Costs grid posts' hours every day; readers tire, who distrusts learns little, and who "
        "is offline nothing.",
        "每日占用网格工时；读者会疲劳，不信任者收获甚少，不上网者一无所获。",
    )

    messages_a_day: float = param(
        3.0, en="messages a day in a crisis", zh="危机中每日信息数", unit="1/d", low=0.0,
        high=100.0, neutral=0.0, source="yang_xi_resilience",
    )  # fmt: skip
    everyday: float = param(
        0.1, en="share of them in everyday life", zh="平时信息比例", unit="ratio", low=0.0,
        high=1.0,
    )  # fmt: skip
    joined: float = param(
        0.8, en="share of people online who are in the group", zh="入群比例", unit="share",
        low=0.0, high=1.0,
    )  # fmt: skip
    reads: float = param(
        0.4, en="chance that a message is read", zh="阅读概率", unit="share", low=0.0, high=1.0
    )
    minutes: float = param(
        10.0, en="minutes a message takes a grid post", zh="每条信息占用分钟", unit="min",
        low=0.0, high=600.0,
    )  # fmt: skip

    def build(self, world: World) -> Sequence[c.Contribution]:
        """Who is in the group, (P,)."""
        if self.messages_a_day == 0.0:
            return ()
        member = world.people.digital & (each_person(world, self.label, "joined") < self.joined)
        return (c.OwnColumns({**not_yet(), "member": member}),)

    def convene(self, world: World) -> Sequence[c.Contribution]:
        """The messages of a day."""
        if self.messages_a_day == 0.0:
            return ()
        day = meeting_due(world, self.label, 1.0)
        if day < 0:
            return ()
        number = self.messages_a_day
        if not restricted(world) and world.t < 0.0:
            number *= self.everyday
        member = world.own[self.label]["member"]
        read = member & (each_person(world, self.label, "reads", day) < self.reads)
        posts = of_kind(world, "grid_post")
        return (
            met_now(world),
            c.Message(kind="guidance", people=np.where(read, number, 0.0)),
            charge(world, posts, number * self.minutes / 60.0),
        )
