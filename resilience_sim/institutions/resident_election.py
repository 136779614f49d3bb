"""Resident election: neighbours are elected to the committee and answer for what it does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from resilience_sim import contributions as c
from resilience_sim.institutions.account import counted, in_time, kept, nothing_counted
from resilience_sim.institutions.calendar import meeting_due, met_now, not_yet
from resilience_sim.institutions.parties import (
    adults,
    charge,
    community_of_people,
    each_person,
    first_of_each,
    hours_given,
    one_each,
)
from resilience_sim.mechanism import ByNeed, Mechanism, inputs, param
from resilience_sim.world import World

REVIEW = 90.0


@dataclass(frozen=True, kw_only=True)
class ResidentElection(Mechanism):
    """Every term some residents are elected; they work for the committee and see their stairs.

    Elected are local grown-ups with hours to give whom neighbours trust: the highest trust in
    neighbours times a draw. They give hours to the committee, and hear of needs in their own
    stairwell. Their promise to all is reviewed by the quarter: it is kept where the share of
    cases done in time reached `standard`, else broken. Trust is at stake.
    """

    family: ClassVar[str] = "institutions"
    en: ClassVar[str] = "Resident election"
    zh: ClassVar[str] = "民主选举（属地居民任职）"
    sources: ClassVar[tuple[str, ...]] = ("tian_meilie",)
    price: ClassVar[tuple[str, str]] = (
        "Costs residents' time to vote, the elected their hours; those not local are not "
        "elected, and a promise not met costs trust.",
        "占用居民投票时间与当选者工时；外来者难以当选，承诺未达则失信。",
    )

    seats: int = param(
        5, en="residents elected in a community, 0: no election", zh="每社区当选人数（0为不选）",
        unit="persons", low=0, high=1000, neutral=0,
    )  # fmt: skip
    term_days: float = param(
        1095.0, en="days of a term", zh="任期", unit="d", low=30.0, high=36500.0
    )
    local_only: bool = param(
        True, en="only locals may be elected", zh="仅限本地居民当选", choices=(True, False)
    )
    hours_a_day: float = param(
        0.5, en="hours an elected resident gives a day", zh="每日工时", unit="h/d", low=0.0,
        high=8.0,
    )  # fmt: skip
    hears: ByNeed = param(
        ByNeed(0.2), en="rate at which needs in their stairwell come to their ears", zh="耳闻率",
        unit="1/d", low=0.0, high=100.0,
    )  # fmt: skip
    standard: float = param(
        0.8, en="share of cases in time at which the promise counts as kept", zh="兑现标准",
        unit="share", low=0.0, high=1.0,
    )  # fmt: skip
    hours: float = param(
        40.0, en="hours of the committee to hold an election", zh="组织选举工时", unit="h",
        low=0.0, high=1000.0,
    )  # fmt: skip

    def build(self, world: World) -> Sequence[c.Contribution]:
        """Nobody is elected yet; cases in time and not since the last review."""
        if self.seats == 0:
            return ()
        own = {"elected": np.zeros(len(world.people), bool), "term": np.full(1, -1)}
        own |= nothing_counted()
        return (c.OwnColumns({**not_yet(), **own}),)

    @inputs("people", "absence")
    def staff(self, world: World) -> Sequence[c.Contribution]:
        """Hours of the elected at the committee."""
        if self.seats == 0:
            return ()
        of, committee = community_of_people(world), one_each(world, "residents_committee")
        gives = world.own[self.label]["elected"] & (committee[of] >= 0)
        given = hours_given(world, gives, self.hours_a_day)
        bodies = np.bincount(
            committee[of][gives], weights=given[gives], minlength=len(world.bodies)
        )
        return (c.Hours(bodies, given, "elected"),)

    @inputs("people", "absence")
    def detect(self, world: World) -> Sequence[c.Contribution]:
        """What comes to the ears of the elected in their own stairwell."""
        if self.seats == 0:
            return ()
        homes = world.households
        there = world.own[self.label]["elected"] & ~world.absent
        stairs = np.bincount(
            homes.stairwell[world.people.household[there]],
            minlength=len(world.places.household_of_stairwell) - 1,
        )
        return (
            c.Channel(
                name="elected", by_need=np.asarray(self.hears),
                by_household=(stairs > 0).astype(np.float64)[homes.stairwell],
                desk=one_each(world, "residents_committee")[homes.community],
            ),
        )  # fmt: skip

    def convene(self, world: World) -> Sequence[c.Contribution]:
        """Keep count; by the quarter review the promise; at the end of a term elect."""
        if self.seats == 0:
            return ()
        own, record = world.own[self.label], counted(world, self.label)
        if meeting_due(world, self.label, REVIEW) < 0:
            return kept(world, self.label, record)
        said: list[c.Contribution] = [met_now(world), c.OwnColumns(nothing_counted())]
        term = int(np.floor((world.t - world.begin) / self.term_days + 1e-9))
        everybody = adults(world).astype(np.float64)
        if own["elected"].any() and record.sum():
            good = in_time(record) >= self.standard
            said.append(c.Promise(people=everybody, outcome="kept" if good else "broken"))
        if term > int(own["term"][0]):
            said += self._elect(world, term)
        return (*said, c.Promise(people=everybody))

    def _elect(self, world: World, term: int) -> list[c.Contribution]:
        people = world.people
        fit = adults(world) & (people.hours > 0.0)
        if self.local_only:
            fit &= ~people.newcomer
        lot = each_person(world, self.label, "votes", term)
        votes = np.where(fit, lot * (0.1 + people.trust_neighbours), -1.0)
        elected = first_of_each(world, fit, votes, self.seats)
        committees = one_each(world, "residents_committee")
        before = world.own[self.label]["elected"]
        return [
            c.OwnColumns({"elected": elected, "term": np.full(1, term)}),
            c.Enrol(role="chief", people=before & ~elected, enrolled=False),
            c.Enrol(role="chief", people=elected),
            charge(world, committees, self.hours), c.Note("elect", int(elected.sum())),
        ]  # fmt: skip
