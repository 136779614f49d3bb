"""Self-management (自管会): where many newcomers arrive, they hold seats of their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from resilience_sim import contributions as c
from resilience_sim.institutions.calendar import days_within
from resilience_sim.institutions.gathering import crowding, seated
from resilience_sim.institutions.parties import (
    Array,
    adults,
    community_of_people,
    each_person,
    hours_given,
    one_each,
    restricted,
)
from resilience_sim.mechanism import ByNeed, Mechanism, inputs, param
from resilience_sim.world import World


@dataclass(frozen=True, kw_only=True)
class SelfManagement(Mechanism):
    """A committee of residents visits its own: seats decide whose homes are seen.

    Seats are drawn by group: newcomers get `newcomers` of them where they are at least
    `threshold` of the residents, else none. Members visit households of their own group, an
    hour shared by all of them, and hold meals at which both groups sit. Too many seats for
    one group leave the other unseen.
    """

    family: ClassVar[str] = "institutions"
    en: ClassVar[str] = "Self-management committee"
    zh: ClassVar[str] = "自管会（翁墩）"
    sources: ClassVar[tuple[str, ...]] = ("tian_meilie",)
    price: ClassVar[tuple[str, str]] = (
        "Costs members' own hours and guests' time, looks into people's lives and adds "
        "contacts; without seats newcomers stay unseen, and every seat is one less for others.",
        "占用成员与参加者时间，介入居民生活并增加接触；无席位则新居民不被看见，席位此增彼减。",
    )

    seats: int = param(
        20, en="members in a community, 0: no committee", zh="每社区成员数（0为不设）",
        unit="persons", low=0, high=10_000, neutral=0,
    )  # fmt: skip
    newcomers: float = param(
        0.3, en="share of seats for newcomers", zh="新居民席位比例", unit="share", low=0.0,
        high=1.0, source="tian_meilie",
    )  # fmt: skip
    threshold: float = param(
        0.2, en="share of newcomers from which they have seats", zh="新居民比例门槛",
        unit="share", low=0.0, high=1.0, source="tian_meilie",
    )  # fmt: skip
    hours_a_day: float = param(
        0.5, en="hours a member gives a day", zh="每日时数", unit="h/d", low=0.0, high=8.0
    )
    visit_hours: float = param(
        0.25, en="hours of a visit", zh="每次走访工时", unit="h", low=0.01, high=8.0
    )
    sees: ByNeed = param(
        ByNeed(0.8, psychosocial=0.4, mediation=0.6, departmental=0.5),
        en="chance that a visit finds an open need", zh="走访发现概率", unit="share", low=0.0,
        high=1.0,
    )  # fmt: skip
    interval_days: float = param(
        30.0, en="days between meals", zh="联谊间隔", unit="d", low=1.0, high=3650.0
    )
    guests: float = param(
        0.05, en="share of grown-ups who come", zh="参加比例", unit="share", low=0.0, high=1.0
    )

    def build(self, world: World) -> Sequence[c.Contribution]:
        """Members, (P,)."""
        if self.seats == 0:
            return ()
        people, of = world.people, community_of_people(world)
        fit = adults(world) & (people.hours > 0.0)
        lot = each_person(world, self.label, "seat")
        member = np.zeros(len(people), bool)
        for k in range(len(world.community_keys)):
            here = of == k
            many = here.any() and float(people.newcomer[here].mean()) >= self.threshold
            new = round(self.seats * self.newcomers) if many else 0
            for group, number in ((True, new), (False, self.seats - new)):
                rows = np.flatnonzero(here & fit & (people.newcomer == group))
                member[rows[np.argsort(lot[rows], kind="stable")[:number]]] = True
        return (
            c.OwnColumns({"member": member}), c.Enrol(role="chief", people=member),
            c.Note("seat", int(member.sum()),
                   {"newcomers": float((member & people.newcomer).sum())}),
        )  # fmt: skip

    def _hours(self, world: World) -> Array:
        return hours_given(world, world.own[self.label]["member"], self.hours_a_day)

    @inputs("absence")
    def staff(self, world: World) -> Sequence[c.Contribution]:
        """Members' hours; they are placed with no body."""
        if self.seats == 0:
            return ()
        return (c.Hours(np.zeros(len(world.bodies)), self._hours(world), "self_management"),)

    @inputs("absence")
    def detect(self, world: World) -> Sequence[c.Contribution]:
        """Visits a day of members over the households of their own group."""
        if self.seats == 0:
            return ()
        homes, people, n = world.households, world.people, 2 * len(world.community_keys)
        group = 2 * community_of_people(world) + people.newcomer
        of_home = 2 * homes.community + homes.newcomer
        hours = np.bincount(group, weights=self._hours(world), minlength=n)
        each = hours / self.visit_hours / np.maximum(np.bincount(of_home, minlength=n), 1)
        return (
            c.Channel(
                name="self_management", by_need=np.asarray(self.sees),
                by_household=each[of_home],
                desk=one_each(world, "residents_committee")[homes.community], watches=True,
            ),
        )  # fmt: skip

    def meet(self, world: World) -> Sequence[c.Contribution]:
        """The meal of these days, if one falls in them and may be held."""
        if self.seats == 0 or restricted(world):
            return ()
        said: list[c.Contribution] = []
        for day in days_within(world, self.interval_days, self.interval_days):
            number = round((day - world.begin) / self.interval_days)
            there = each_person(world, self.label, "guest", number) < self.guests
            there &= adults(world) & ~world.absent
            seats = seated(world, self.label, number, there, table=10, mixed=1.0)
            said += [
                c.Gathering(t=day, table=seats, hours=2.0), c.Contact(crowding(there, 10.0)),
            ]  # fmt: skip
        return said
