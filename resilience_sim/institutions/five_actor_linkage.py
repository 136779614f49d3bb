"""Five actors linked (五社联动): social workers, volunteers and givers behind the desks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from resilience_sim import contributions as c
from resilience_sim.institutions.calendar import meeting_due, met_now, not_yet
from resilience_sim.institutions.parties import (
    Array,
    agreed,
    bits,
    charge,
    community_of_people,
    handling,
    hours_given,
    named,
    new_body,
    no_handling,
    of_kind,
    one_each,
)
from resilience_sim.mechanism import Mechanism, inputs, param
from resilience_sim.vocabulary import NEEDS
from resilience_sim.world import World

LINKAGE_PRECEDENCE = 7
REFERRED = tuple(NEEDS.index(need) for need in ("care", "psychosocial"))
MONTH = 30.0


@dataclass(frozen=True, kw_only=True)
class FiveActorLinkage(Mechanism):
    """Desks refer care and support to social workers, whom volunteers and givers back.

    An agency of social workers stands beside the committee; registered volunteers give it
    hours, social organisations open their stock to it. Each month a community's linkage is
    active or not, by a draw: linked yet inactive (联而不动), desks refer nothing and nobody
    gives, while the agency is paid.
    """

    family: ClassVar[str] = "institutions"
    en: ClassVar[str] = "Five-actor linkage"
    zh: ClassVar[str] = "五社联动"
    sources: ClassVar[tuple[str, ...]] = ("yang_xi_resilience",)
    price: ClassVar[tuple[str, str]] = (
        "Costs the pay of social workers, volunteers' hours and meetings; linked yet inactive, "
        "it costs and does nothing.",
        "需支付社工薪酬并占用志愿者与会议时间；联而不动则徒有花费。",
    )

    workers: float = param(
        1.5, en="social workers for a community", zh="每社区社工人数", unit="persons", low=0.0,
        high=50.0, neutral=0.0,
    )  # fmt: skip
    active: float = param(
        0.7, en="chance that a month is active", zh="当月实际联动概率", unit="share", low=0.0,
        high=1.0,
    )  # fmt: skip
    volunteers: float = param(
        0.2, en="hours a day that a registered volunteer gives the agency", zh="志愿者每日时数",
        unit="h/d", low=0.0, high=8.0,
    )  # fmt: skip
    reserve: float = param(
        0.5, en="share of normal stock that an organisation keeps", zh="组织自留比例",
        unit="share", low=0.0, high=1.0,
    )  # fmt: skip
    pay_a_day: float = param(
        250.0, en="pay of a social worker a day", zh="社工日薪", unit="yuan/d", low=0.0, high=1e4
    )
    hours: float = param(
        2.0, en="hours a month of committee and organisations", zh="每月会商工时", unit="h",
        low=0.0, high=100.0,
    )  # fmt: skip

    def build(self, world: World) -> Sequence[c.Contribution]:
        """The agency of each community."""
        if self.workers == 0.0:
            return ()
        made = [
            new_body(
                world, self.label, "agency", k, kind="social_work_agency", staff=self.workers,
                posts=max(1, round(self.workers)), authority=bits("care", "psychosocial"),
                skills=bits("care", "psychosocial"),
                parent=None if row < 0 else world.body_names[row],
            )
            for k, row in enumerate(one_each(world, "residents_committee"))
        ]  # fmt: skip
        return (*made, c.OwnColumns(not_yet()))

    def _moves(self, world: World) -> Array:
        """Which communities are active this month, (C,) bool: fixed by the seed."""
        month = int(np.floor((world.t - world.begin) / MONTH + 1e-9))
        zero = np.zeros(len(world.community_keys), np.int64)
        drawn = world.luck.uniform_each(
            self.label, "active", world.community_keys, zero, zero, zero + month
        )
        return np.asarray(drawn < self.active)

    @inputs("day", "absence")
    def staff(self, world: World) -> Sequence[c.Contribution]:
        """Hours of registered volunteers at the agency, where it is active."""
        if self.workers == 0.0 or not world.people.volunteer.any():
            return ()
        of, agency = community_of_people(world), named(world, self.label, "agency")
        gives = world.people.volunteer & self._moves(world)[of] & (agency[of] >= 0)
        given = hours_given(world, gives, self.volunteers)
        bodies = np.bincount(agency[of][gives], weights=given[gives], minlength=len(world.bodies))
        return (c.Hours(bodies, given, "linkage"),)

    @inputs("day")
    def route(self, world: World) -> Sequence[c.Contribution]:
        """Active desks refer to the agency, which holds what is referred."""
        if self.workers == 0.0:
            return ()
        tables, agency = no_handling(world), named(world, self.label, "agency")
        moves = self._moves(world)
        for row in of_kind(world, "grid_post", "residents_committee"):
            k = int(world.bodies.community[row])
            if agency[k] >= 0 and moves[k]:
                tables[0][row, REFERRED], tables[1][row, REFERRED] = c.HAND_ON, agency[k]
        held = agency[agency >= 0]
        tables[0][np.ix_(held, np.array(REFERRED))] = c.HOLD
        return (handling(tables, LINKAGE_PRECEDENCE),)

    def convene(self, world: World) -> Sequence[c.Contribution]:
        """Monthly: pay, meet, and open stock where it is active."""
        if self.workers == 0.0 or meeting_due(world, self.label, MONTH) < 0:
            return ()
        agency, moves = named(world, self.label, "agency"), self._moves(world)
        rows = of_kind(world, "residents_committee", "social_organisation")
        money = self.pay_a_day * MONTH * self.workers * len(agency)
        said: list[c.Contribution] = [
            met_now(world), charge(world, rows, self.hours, money),
            c.Note("month", int(moves.sum())),
        ]  # fmt: skip
        givers = of_kind(world, "social_organisation")
        for k in np.flatnonzero(moves):
            told = agreed(
                world, givers[world.bodies.community[givers] == k], agency[k : k + 1],
                reserve=self.reserve, delay=0.25, days=MONTH,
            )  # fmt: skip
            said += [] if told is None else [told]
        return said
