"""The volunteer corps: everyday rounds to the vulnerable, teams in an emergency."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from resilience_sim import contributions as c
from resilience_sim.institutions.parties import (
    Array,
    adults,
    community_of_people,
    each_person,
    of_kind,
    one_each,
    restricted,
)
from resilience_sim.institutions.visiting import grid_desks
from resilience_sim.mechanism import ByNeed, Mechanism, inputs, param
from resilience_sim.world import World


@dataclass(frozen=True, kw_only=True)
class VolunteerCorps(Mechanism):
    """Grown-ups are put on a list; the active among them visit and serve, coordinated.

    Registered is not active: of those on the list a share gives hours. A part of the hours
    goes to rounds to vulnerable households; the rest is placed with the committee, where an
    hour does `coordinated` of an hour's work. Coordinating takes the committee's own time for
    every hour placed. While movement is restricted the active give more.
    """

    family: ClassVar[str] = "institutions"
    en: ClassVar[str] = "Volunteer corps"
    zh: ClassVar[str] = "志愿服务队"
    sources: ClassVar[tuple[str, ...]] = (
        "yang_xi_resilience", "grassroots_forms", "tian_meilie", "cvsf2017",
    )  # fmt: skip
    price: ClassVar[tuple[str, str]] = (
        "Costs the volunteers' own hours and the committee's to coordinate them, and looks "
        "into people's lives; many are on the list and few come.",
        "占用志愿者自身时间与居委会协调工时，并介入居民生活；注册者多、到场者少。",
    )

    registers: float = param(
        0.1, en="share of grown-ups put on the list", zh="登记比例", unit="share", low=0.0,
        high=1.0, neutral=0.0, source="cvsf2017",
    )  # fmt: skip
    active: float = param(
        0.3, en="share of those who give hours", zh="实际服务比例", unit="share", low=0.0,
        high=1.0, source="cvsf2017", why="61.4 million registered gave 13.85 h each in all",
    )  # fmt: skip
    hours_a_day: float = param(
        0.3, en="hours an active one gives a day", zh="每日服务时数", unit="h/d", low=0.0, high=8.0
    )
    emergency: float = param(
        3.0, en="factor while movement is restricted", zh="应急系数", unit="ratio", low=0.0,
        high=20.0,
    )  # fmt: skip
    rounds: float = param(
        0.4, en="share of hours spent on rounds", zh="走访时间占比", unit="share", low=0.0,
        high=1.0,
    )  # fmt: skip
    visit_hours: float = param(
        0.25, en="hours of a visit", zh="每次走访工时", unit="h", low=0.01, high=8.0
    )
    sees: ByNeed = param(
        ByNeed(0.9, psychosocial=0.5, mediation=0.5, departmental=0.5),
        en="chance that a visit finds an open need", zh="走访发现概率", unit="share", low=0.0,
        high=1.0,
    )  # fmt: skip
    coordinated: float = param(
        0.9, en="work done in an hour placed", zh="协调后工时折算", unit="ratio", low=0.0,
        high=1.0,
    )  # fmt: skip
    coordination: float = param(
        0.1, en="the committee's hours for an hour placed", zh="每志愿小时协调工时",
        unit="h/h", low=0.0, high=5.0,
    )  # fmt: skip

    def build(self, world: World) -> Sequence[c.Contribution]:
        """Who is on the list, and who of them gives hours, (P,)."""
        if self.registers == 0.0:
            return ()
        may = adults(world) & (world.people.hours > 0.0)
        listed = may & (each_person(world, self.label, "registers") < self.registers)
        gives = listed & (each_person(world, self.label, "active") < self.active)
        return (
            c.OwnColumns({"active": gives}),
            c.Enrol(role="volunteer", people=listed),
            c.Note("register", int(listed.sum()), {"active": float(gives.sum())}),
        )

    def _hours(self, world: World) -> Array:
        """Hours a day each person gives now, (P,)."""
        people = world.people
        most = self.hours_a_day * (self.emergency if restricted(world) else 1.0)
        gives = world.own[self.label]["active"] & ~world.absent
        return np.asarray(np.where(gives, np.minimum(most, people.hours), 0.0))

    @inputs("absence", "conditions")
    def staff(self, world: World) -> Sequence[c.Contribution]:
        """Hours placed with committees, and what coordinating them takes."""
        if self.registers == 0.0:
            return ()
        committee = one_each(world, "residents_committee")
        of = community_of_people(world)
        given = np.where(committee[of] >= 0, self._hours(world), 0.0)
        placed = np.bincount(of, weights=given, minlength=len(committee)) * (1.0 - self.rounds)
        there = committee >= 0
        bodies, taken = np.zeros(len(world.bodies)), np.zeros(len(world.bodies))
        bodies[committee[there]] = placed[there] * self.coordinated
        taken[committee[there]] = placed[there] * self.coordination
        return (c.Hours(bodies, given, "volunteer_corps"), c.Planned(taken, "coordination"))

    @inputs("absence", "conditions")
    def detect(self, world: World) -> Sequence[c.Contribution]:
        """The channel of rounds: visits a day over the vulnerable households."""
        if self.registers == 0.0:
            return ()
        homes = world.households
        weight = homes.vulnerable.astype(np.float64)
        n = len(world.community_keys)
        hours = np.bincount(
            community_of_people(world), weights=self._hours(world), minlength=n
        ) * self.rounds  # fmt: skip
        number = np.bincount(homes.community, weights=weight, minlength=n)
        each = hours / self.visit_hours / np.maximum(number, 1.0)
        committees = len(of_kind(world, "residents_committee")) > 0
        return (
            c.Channel(
                name="corps", by_need=np.asarray(self.sees),
                by_household=each[homes.community] * weight * committees,
                desk=grid_desks(world), watches=True,
            ),
        )  # fmt: skip
