"""The advisory council: respected residents each take a stairwell, and try disputes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from resilience_sim import contributions as c
from resilience_sim.institutions.parties import (
    Array,
    community_of_people,
    each_person,
    first_of_each,
    handling,
    hours_given,
    no_handling,
    of_kind,
    one_each,
)
from resilience_sim.mechanism import ByNeed, Mechanism, inputs, param
from resilience_sim.vocabulary import NEEDS
from resilience_sim.world import World

MEDIATION = NEEDS.index("mediation")
COUNCIL_PRECEDENCE = 18
RESPECTED_BAND = 11  # fifty-five years


@dataclass(frozen=True, kw_only=True)
class AdvisoryCouncil(Mechanism):
    """Older residents with standing take up a stairwell each and a matter: disputes.

    Members are the residents of 55 and over with hours to give who trust their neighbours
    most, with a draw. Each visits the households of the stairwell it lives in (楼道长认领);
    with whoever of them there is, the committee tries a dispute before it goes further, while
    somebody has an hour for it.
    """

    family: ClassVar[str] = "institutions"
    en: ClassVar[str] = "Advisory council"
    zh: ClassVar[str] = "乡贤参事会与楼道长认领"
    sources: ClassVar[tuple[str, ...]] = ("grassroots_forms",)
    price: ClassVar[tuple[str, str]] = (
        "Costs members' own hours, and looks into neighbours' lives; stairwells without a "
        "member are left out, and no newcomer may have the standing.",
        "占用成员自身时间并介入邻里生活；无成员的楼道被遗漏，外来者难以入选。",
    )

    members: int = param(
        20, en="members in a community, 0: no council", zh="每社区成员数（0为不设）",
        unit="persons", low=0, high=10_000, neutral=0,
    )  # fmt: skip
    hours_a_day: float = param(
        0.5, en="hours a member gives a day", zh="每日时数", unit="h/d", low=0.0, high=8.0
    )
    visit_hours: float = param(
        0.5, en="hours of a visit", zh="每次走访工时", unit="h", low=0.01, high=8.0
    )
    sees: ByNeed = param(
        ByNeed(0.7, mediation=0.9), en="chance that a visit finds an open need",
        zh="走访发现概率", unit="share", low=0.0, high=1.0,
    )  # fmt: skip
    chance: float = param(
        0.6, en="chance that a dispute is settled with a member's word", zh="参与调解成功率",
        unit="share", low=0.0, high=1.0,
    )  # fmt: skip

    def build(self, world: World) -> Sequence[c.Contribution]:
        """Who sits on the council, (P,)."""
        if self.members == 0:
            return ()
        people = world.people
        fit = (people.age >= RESPECTED_BAND) & (people.hours > 0.0)
        standing = each_person(world, self.label, "standing") * (0.1 + people.trust_neighbours)
        member = first_of_each(world, fit, standing, self.members)
        return (
            c.OwnColumns({"member": member}), c.Enrol(role="chief", people=member),
            c.Note("invite", int(member.sum())),
        )  # fmt: skip

    def _hours(self, world: World) -> Array:
        return hours_given(world, world.own[self.label]["member"], self.hours_a_day)

    @inputs("absence")
    def staff(self, world: World) -> Sequence[c.Contribution]:
        """Hours that visits take from members; they are placed with no body."""
        if self.members == 0:
            return ()
        return (c.Hours(np.zeros(len(world.bodies)), self._hours(world), "council"),)

    @inputs("absence")
    def detect(self, world: World) -> Sequence[c.Contribution]:
        """Visits a day over the households of each member's stairwell."""
        if self.members == 0:
            return ()
        homes, n = world.households, len(world.places.household_of_stairwell) - 1
        stair = homes.stairwell[world.people.household]
        hours = np.bincount(stair, weights=self._hours(world), minlength=n)
        each = hours / self.visit_hours / np.maximum(np.bincount(homes.stairwell, minlength=n), 1)
        return (
            c.Channel(
                name="council", by_need=np.asarray(self.sees),
                by_household=each[homes.stairwell],
                desk=one_each(world, "residents_committee")[homes.community], watches=True,
            ),
        )  # fmt: skip

    @inputs("absence")
    def route(self, world: World) -> Sequence[c.Contribution]:
        """The committee tries disputes while a member is there."""
        if self.members == 0:
            return ()
        action, target, chance = no_handling(world)
        hours = np.bincount(
            community_of_people(world), weights=self._hours(world),
            minlength=len(world.community_keys),
        )  # fmt: skip
        for row in of_kind(world, "residents_committee"):
            if hours[world.bodies.community[row]] > 0.0:
                action[row, MEDIATION], chance[row, MEDIATION] = c.TRY, self.chance
        return (handling((action, target, chance), COUNCIL_PRECEDENCE),)
