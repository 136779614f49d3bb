"""The incubator: a path, a place and a leader make new organisations, field by field."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from resilience_sim import contributions as c
from resilience_sim.institutions.calendar import meeting_due, met_now, not_yet
from resilience_sim.institutions.parties import (
    adults,
    bits,
    charge,
    community_of_people,
    named,
    new_body,
    one_each,
)
from resilience_sim.mechanism import ByNeed, Mechanism, param
from resilience_sim.vocabulary import NEEDS, RESOURCES
from resilience_sim.world import World

SPACE = RESOURCES.index("space")
MONTH = 30.0


@dataclass(frozen=True, kw_only=True)
class OrganisationIncubator(Mechanism):
    """Month by month a planned organisation may be founded, if there is a place and a leader.

    A place: somebody in the community has space. A leader: a grown-up who takes part and is
    able to help with the need. Then it opens by a draw against `founding`, takes every third
    building and what nobody held, and is paid a grant. When the grant ends a share of its
    staff stays.
    """

    family: ClassVar[str] = "institutions"
    en: ClassVar[str] = "Incubator of organisations"
    zh: ClassVar[str] = "社会组织培育（公益创投）"
    sources: ClassVar[tuple[str, ...]] = ("yang_xi_resilience", "tian_meilie")
    price: ClassVar[tuple[str, str]] = (
        "Costs the committee's hours for guidance and money for grants; without leaders none "
        "is founded, and most of the staff goes when the grant ends.",
        "占用指导工时与资助资金；无带头人则无组织，资助结束后人员多流失。",
    )

    fields: ByNeed = param(
        ByNeed(0.0, care=1.0, psychosocial=1.0, mediation=0.5),
        en="staff of an organisation for the need, 0: none planned", zh="各领域组织人员（0为不设）",
        unit="persons", low=0.0, high=50.0, neutral=ByNeed(0.0),
    )  # fmt: skip
    founding: float = param(
        0.25, en="chance a month that one with place and leader is founded", zh="每月成立概率",
        unit="share", low=0.0, high=1.0,
    )  # fmt: skip
    grant_days: float = param(
        365.0, en="days for which the grant is paid", zh="资助期限", unit="d", low=30.0,
        high=3650.0,
    )  # fmt: skip
    kept: float = param(
        0.4, en="share of staff that stays when it ends", zh="资助结束后留存比例", unit="share",
        low=0.0, high=1.0,
    )  # fmt: skip
    grant_a_day: float = param(
        200.0, en="grant for one of the staff a day", zh="每人每日资助", unit="yuan/d", low=0.0,
        high=1e4,
    )  # fmt: skip
    hours: float = param(
        4.0, en="hours a month of the committee for guidance", zh="每月指导工时", unit="h",
        low=0.0, high=100.0,
    )  # fmt: skip

    def build(self, world: World) -> Sequence[c.Contribution]:
        """Planned organisations; day on which each was founded, (N, C), inf not yet."""
        if not any(self.fields):
            return ()
        made = [
            new_body(
                world, self.label, NEEDS[k], at, kind="social_organisation", staff=staff,
                posts=max(1, round(staff)), authority=bits(NEEDS[k]), skills=bits(NEEDS[k]),
                opens=False, parent=None if row < 0 else world.body_names[row],
            )
            for at, row in enumerate(one_each(world, "residents_committee"))
            for k, staff in enumerate(self.fields)
            if staff > 0.0
        ]  # fmt: skip
        founded = np.full((len(self.fields), len(world.community_keys)), np.inf)
        return (*made, c.OwnColumns({**not_yet(), "founded": founded}))

    def convene(self, world: World) -> Sequence[c.Contribution]:
        """Monthly: found, pay, and let go."""
        if not any(self.fields):
            return ()
        month = meeting_due(world, self.label, MONTH, MONTH)
        if month < 0:
            return ()
        founded = world.own[self.label]["founded"].copy()
        said: list[c.Contribution] = [met_now(world)]
        staff = 0.0
        for k, planned in enumerate(self.fields):
            if planned == 0.0:
                continue
            for at, row in enumerate(named(world, self.label, NEEDS[k])):
                age = world.t - founded[k, at]
                if age == -np.inf:
                    if self._founds(world, k, at, month):
                        founded[k, at] = world.t
                        said += self._found(world, k, at, int(row))
                elif age <= self.grant_days:
                    staff += planned
                elif world.bodies.staff[row] > self.kept * planned + 1e-9:
                    left = np.array([self.kept * planned])
                    said.append(c.Arrange(column="staff", bodies=np.array([row]), values=left))
        committees = one_each(world, "residents_committee")
        number = int(np.isfinite(founded).sum())
        return (
            *said, c.OwnColumns({"founded": founded}),
            charge(world, committees, self.hours, staff * self.grant_a_day * MONTH),
            c.Note("guide", number),
        )  # fmt: skip

    def _founds(self, world: World, need: int, community: int, month: int) -> bool:
        bodies, people = world.bodies, world.people
        place = (world.stock[bodies.community == community, SPACE] > 0.0).any()
        lead = adults(world) & (people.participation > 0.5)
        lead &= (people.skills >> np.uint32(need)) & 1 == 1
        leader = (lead & (community_of_people(world) == community)).any()
        key = world.community_keys[community : community + 1]
        one = np.array([need])
        drawn = world.luck.uniform_each(self.label, "founding", key, one, one, one * 0 + month)
        return bool(place and leader and drawn[0] < self.founding)

    def _found(self, world: World, need: int, community: int, row: int) -> list[c.Contribution]:
        first, end = world.places.building_of_community()[community : community + 2]
        area = np.arange(first, end)
        takes = area[(np.arange(len(area)) % 3 == 0) | (world.responsibility.first[need, area] < 0)]
        which = np.full(len(takes), need)
        return [
            c.OpenPost(bodies=np.array([row])),
            c.Assign(need=which, building=takes, first=np.full(len(takes), row),
                     second=np.full(len(takes), -1)),
            c.Authorise(need=which, building=takes),
        ]  # fmt: skip
