"""The time bank: hours given earn hours, which may be asked back one day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from resilience_sim import contributions as c
from resilience_sim.institutions.calendar import meeting_due, met_now, not_yet
from resilience_sim.institutions.parties import (
    Array,
    adults,
    charge,
    community_of_people,
    each_person,
    hours_given,
    one_each,
)
from resilience_sim.mechanism import Mechanism, inputs, param
from resilience_sim.vocabulary import NEEDS
from resilience_sim.world import World

CARE = NEEDS.index("care")
MONTH = 30.0


@dataclass(frozen=True, kw_only=True)
class TimeBank(Mechanism):
    """Members give hours to the body that cares for the frail; the frail owe them.

    Every month the hours given are credited and the same number is debited to those served,
    in equal parts: credits add up to nothing. A promise goes with every month's credit. A
    member whose household waits for help asks an hour back: honoured, its household goes to
    the front for a month and an hour is taken off; not honoured, the promise is broken.
    """

    family: ClassVar[str] = "institutions"
    en: ClassVar[str] = "Time bank"
    zh: ClassVar[str] = "时间银行（积分兑换）"
    sources: ClassVar[tuple[str, ...]] = (
        "kong_lists", "time_bank_haikou2022", "time_bank_nanjing2020",
    )  # fmt: skip
    price: ClassVar[tuple[str, str]] = (
        "Costs members' own hours and the committee's for the books; those served first are "
        "served at others' expense, and withdrawals not honoured break trust.",
        "占用成员时间与居委会记账工时；优先者挤占他人，兑现不了则失信。",
    )

    joins: float = param(
        0.05, en="share of grown-ups who join", zh="加入比例", unit="share", low=0.0, high=1.0,
        neutral=0.0, source="time_bank_haikou2022", grade="assumed",
    )  # fmt: skip
    hours_a_day: float = param(
        0.1, en="hours a member gives a day", zh="每日服务时数", unit="h/d", low=0.0, high=8.0,
        source="time_bank_nanjing2020", grade="assumed",
        why="15,309 applicants gave 5,936 h in all: little each",
    )  # fmt: skip
    honoured: float = param(
        0.7, en="share of withdrawals that are honoured", zh="兑现比例", unit="share", low=0.0,
        high=1.0,
    )  # fmt: skip
    front: float = param(
        1.0, en="further score of a household whose withdrawal is honoured", zh="兑现者优先加分",
        unit="score", low=0.0, high=100.0,
    )  # fmt: skip
    yield_of_hours: float = param(
        0.8, en="work done in an hour of a member", zh="成员服务工时折算", unit="ratio",
        low=0.0, high=1.0,
    )  # fmt: skip
    hours: float = param(
        3.0, en="hours a month of the committee for the books", zh="每月记账工时", unit="h",
        low=0.0, high=100.0,
    )  # fmt: skip

    def build(self, world: World) -> Sequence[c.Contribution]:
        """Members, those served, and households at the front, none yet."""
        if self.joins == 0.0:
            return ()
        may = adults(world) & (world.people.hours > 0.0)
        member = may & (each_person(world, self.label, "joins") < self.joins)
        served = world.people.vulnerable & ~member
        own = {"member": member, "served": served, "front": np.zeros(len(world.households))}
        return (c.OwnColumns({**not_yet(), **own}), c.Note("join", int(member.sum())))

    def _hours(self, world: World) -> Array:
        """Hours a day each person gives now, (P,); none where nobody is served."""
        own = world.own[self.label]
        gives = own["member"] & (self._works_at(world) >= 0) & bool(own["served"].any())
        return hours_given(world, gives, self.hours_a_day)

    def _works_at(self, world: World) -> Array:
        """The body that cares in each person's community: it may decide on care, (P,)."""
        bodies = world.bodies
        at = np.full(len(world.community_keys), -1, np.int64)
        cares = ((bodies.authority >> np.uint32(CARE)) & 1 == 1) & (bodies.staff > 0.0)
        for row in np.flatnonzero(cares & (bodies.community >= 0))[::-1]:
            at[bodies.community[row]] = row
        return np.asarray(at[community_of_people(world)])

    @inputs("absence")
    def staff(self, world: World) -> Sequence[c.Contribution]:
        """Hours of members at the body that cares."""
        if self.joins == 0.0:
            return ()
        given, at = self._hours(world), self._works_at(world)
        bodies = np.bincount(
            at[at >= 0], weights=given[at >= 0] * self.yield_of_hours, minlength=len(world.bodies)
        )
        return (c.Hours(bodies, given, "time_bank"),)

    @inputs("day")
    def rank(self, world: World) -> Sequence[c.Contribution]:
        """Households whose withdrawal was honoured go first."""
        if self.joins == 0.0 or not world.own[self.label]["front"].any():
            return ()
        return (c.Tier(self.front * world.own[self.label]["front"]),)

    def convene(self, world: World) -> Sequence[c.Contribution]:
        """Monthly: withdraw, then credit the hours of the month."""
        if self.joins == 0.0:
            return ()
        month = meeting_due(world, self.label, MONTH, MONTH)
        if month < 0:
            return ()
        committees = one_each(world, "residents_committee")
        own, given = world.own[self.label], self._hours(world) * MONTH
        served = own["served"] / max(int(own["served"].sum()), 1)
        credit = given - given.sum() * served
        asks, yes = self._withdraw(world, month)
        back = yes - yes.sum() * served
        homes = np.bincount(world.people.household, weights=yes, minlength=len(world.households))
        return (
            met_now(world),
            charge(world, committees, self.hours),
            c.Pay(currency="hours", people=credit - back),
            c.Promise(people=yes, outcome="kept"),
            c.Promise(people=asks - yes, outcome="broken"),
            c.Promise(people=(given > 0.0).astype(np.float64)),
            c.OwnColumns({"front": np.minimum(homes, 1.0)}),
            c.Note("withdraw", int(asks.sum()), {"honoured": float(yes.sum())}),
        )

    def _withdraw(self, world: World, month: int) -> tuple[Array, Array]:
        """Who asks an hour back, and who gets it, (P,) of 0 or 1."""
        purse = world.purses.get(self.label, {}).get("hours")
        none = np.zeros(len(world.people))
        if purse is None:
            return none, none
        waits = world.experience.waiting[world.people.household] > 0.0
        asks = waits & (purse.people >= 1.0)
        yes = asks & (each_person(world, self.label, "honoured", month) < self.honoured)
        return asks.astype(np.float64), yes.astype(np.float64)
