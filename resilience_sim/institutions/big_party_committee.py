"""The big Party committee (社区大党委): units and their Party members are bound to a community."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from resilience_sim import contributions as c
from resilience_sim.community.agreements import askers
from resilience_sim.institutions.calendar import meeting_due, met_now, not_yet
from resilience_sim.institutions.parties import (
    Array,
    agreed,
    came,
    charge,
    community_of_people,
    each_person,
    handling,
    hours_given,
    named,
    new_body,
    no_handling,
    of_kind,
    one_each,
)
from resilience_sim.mechanism import ByNeed, Mechanism, inputs, param
from resilience_sim.vocabulary import N_NEEDS
from resilience_sim.world import World

TAKEOVER_PRECEDENCE = 12
MONTH = 30.0


@dataclass(frozen=True, kw_only=True)
class BigPartyCommittee(Mechanism):
    """Bound units open their stock; their Party members report to the community and work.

    Party members who work in a unit report to the community as well (双报到): a share of them
    gives hours. Those hours work at the residents' committee, but for the needs in
    `takes_over`: these the big committee does itself (包办), whatever body is accountable.
    What it does for others it does in their place, and they lose the habit: a rule of
    `society`.
    """

    family: ClassVar[str] = "institutions"
    en: ClassVar[str] = "Big Party committee"
    zh: ClassVar[str] = "社区大党委（双报到）"
    sources: ClassVar[tuple[str, ...]] = (
        "chen_chen_party", "grassroots_forms", "kong_lists", "tian_meilie",
    )  # fmt: skip
    price: ClassVar[tuple[str, str]] = (
        "Costs members' own hours and units' meetings and stock; where it takes over, those "
        "whose work it is lose initiative.",
        "占用党员时间、单位会议与物资；包办则使本职机构丧失主动性。",
    )

    bound: float = param(
        0.6, en="share of the units of the area that are bound", zh="结对单位比例",
        unit="share", low=0.0, high=1.0, neutral=0.0, source="tian_meilie",
        why="365 units over 26 communities: about 14 each",
    )  # fmt: skip
    reports: float = param(
        0.5, en="share of Party members working in units who report", zh="双报到党员比例",
        unit="share", low=0.0, high=1.0, neutral=0.0,
    )  # fmt: skip
    hours_a_day: float = param(
        0.3, en="hours such a member gives a day", zh="每日服务时数", unit="h/d", low=0.0, high=8.0
    )
    takes_over: ByNeed = param(
        ByNeed(0.0), en="needs it does itself (1) or leaves (0)", zh="包办的需求（1为包办）",
        low=0.0, high=1.0,
    )  # fmt: skip
    reserve: float = param(
        0.5, en="share of normal stock that a unit keeps", zh="单位自留比例", unit="share",
        low=0.0, high=1.0,
    )  # fmt: skip
    delay_days: float = param(
        0.5, en="time of a transfer", zh="调拨时间", unit="d", low=0.0, high=30.0
    )
    hours: float = param(
        3.0, en="hours a monthly meeting takes of the committee", zh="每月会议工时", unit="h",
        low=0.0, high=100.0,
    )  # fmt: skip

    def _off(self) -> bool:
        return self.bound == 0.0 and self.reports == 0.0

    def build(self, world: World) -> Sequence[c.Contribution]:
        """The big committee of each community, and who reports, (P,)."""
        if self._off():
            return ()
        people = world.people
        units = np.isin(people.employer, of_kind(world, "unit"))
        reports = people.party_member & units
        reports &= each_person(world, self.label, "reports") < self.reports
        needs = sum(1 << k for k in range(N_NEEDS) if self.takes_over[k] >= 0.5)
        bodies = [
            new_body(
                world,
                self.label,
                "big_committee",
                k,
                kind="party_committee",
                staff=0.0,
                posts=2,
                skills=needs,
                parent=None if row < 0 else world.body_names[row],
            )
            for k, row in enumerate(one_each(world, "residents_committee"))
        ]
        own = {**not_yet(), "reports": reports, "served": np.zeros(len(bodies))}
        return (*bodies, c.OwnColumns(own), c.Note("report", int(reports.sum())))

    @inputs("absence")
    def staff(self, world: World) -> Sequence[c.Contribution]:
        """Hours of members who report, where they are put to work."""
        if self._off() or self.reports == 0.0:
            return ()
        given = hours_given(world, world.own[self.label]["reports"], self.hours_a_day)
        of = community_of_people(world)
        at = self._works_at(world)
        given = np.where(at[of] >= 0, given, 0.0)
        some = at[of] >= 0
        bodies = np.bincount(at[of][some], weights=given[some], minlength=len(world.bodies))
        return (c.Hours(bodies, given, "report"),)

    def _takes(self) -> Array:
        return np.asarray(self.takes_over) >= 0.5

    def _works_at(self, world: World) -> Array:
        """Body at which the hours of each community's members are placed, (C,)."""
        if self._takes().any():
            return named(world, self.label, "big_committee")
        return one_each(world, "residents_committee")

    @inputs()
    def route(self, world: World) -> Sequence[c.Contribution]:
        """What is taken over goes to the big committee from the first desk."""
        takes = self._takes()
        if self._off() or not takes.any():
            return ()
        tables = no_handling(world)
        big = named(world, self.label, "big_committee")
        for row in of_kind(world, "grid_post", "residents_committee"):
            to = big[world.bodies.community[row]]
            if to >= 0:
                tables[0][row, takes], tables[1][row, takes] = c.HAND_ON, to
                tables[0][to, takes] = c.HOLD
        return (handling(tables, TAKEOVER_PRECEDENCE),)

    def convene(self, world: World) -> Sequence[c.Contribution]:
        """Monthly: units are bound anew, and what was taken over is told."""
        if self._off():
            return ()
        meeting = meeting_due(world, self.label, MONTH)
        if meeting < 0:
            return ()
        committees = of_kind(world, "residents_committee")
        said: list[c.Contribution] = [met_now(world), charge(world, committees, self.hours)]
        units = of_kind(world, "unit")
        units = units[came(world, self.label, units, 0, self.bound)]
        for k in range(len(world.community_keys)):
            here = units[world.bodies.community[units] == k]
            ask = np.flatnonzero(askers(world.bodies) & (world.bodies.community == k))
            told = agreed(world, here, ask, reserve=self.reserve, delay=self.delay_days, days=MONTH)
            said += [] if told is None else [told]
        return (*said, *self._taken(world), c.Note("meeting", len(units)))

    def _taken(self, world: World) -> list[c.Contribution]:
        """Work done since the last meeting in place of the bodies that statutes name."""
        big = named(world, self.label, "big_committee")
        served = np.where(big >= 0, world.ledger.service[big], 0.0)
        done = served - world.own[self.label]["served"]
        takes = np.flatnonzero(self._takes())
        whose = np.zeros(len(world.bodies))
        offsets = world.places.building_of_community()
        for k in range(len(big)):
            named_by_statute = (
                world.natural[takes, offsets[k]] if offsets[k + 1] > offsets[k] else []
            )
            for body in [b for b in named_by_statute if b >= 0]:
                whose[body] += done[k] / max(1, len(takes))
        kept = c.OwnColumns({"served": served})
        return [kept, c.TakeOver(bodies=whose)] if whose.any() else [kept]
