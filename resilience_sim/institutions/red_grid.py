"""The red grid: Party members each look after some households near them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from resilience_sim import contributions as c
from resilience_sim.institutions.matching import matched
from resilience_sim.institutions.visiting import grid_desks, person_draws, visits_a_day
from resilience_sim.mechanism import ByNeed, Mechanism, inputs, param
from resilience_sim.world import World

Array = NDArray[Any]


@dataclass(frozen=True, kw_only=True)
class RedGrid(Mechanism):
    """Every household is looked after by one Party member, as far as their span reaches.

    A member takes at most `span` households of its grid or among its kin: those it is closest
    to by kinship, nearness and the hours it has. It visits them in turn, and what it finds
    lands with the grid post; a further part of its hours works for the grid post. Both are
    taken from the hours it could give: neighbours get less of them, and an absent member
    leaves all its households unseen at once.
    """

    family: ClassVar[str] = "institutions"
    en: ClassVar[str] = "Red grid"
    zh: ClassVar[str] = "红色网格"
    sources: ClassVar[tuple[str, ...]] = ("grassroots_forms", "red_grid_rules")
    price: ClassVar[tuple[str, str]] = (
        "Costs the members' own hours, which neighbours then lack, and looks into people's "
        "lives; hours run out, and an absent member leaves all its households unseen.",
        "占用党员自身时间（邻里互助随之减少），并介入居民生活；时间会用尽，党员缺席则其联系户无人走访。",
    )

    span: int = param(
        10, en="households a member looks after at most, 0: no red grid",
        zh="每名党员联系户数上限（0为不设）", unit="households", low=0, high=1000, neutral=0,
        source="grassroots_forms", grade="official", why="5 to 10; Ninghai 2020 allows 20",
    )  # fmt: skip
    active: float = param(
        0.8, en="share of members who take it up", zh="参与联户的党员比例", unit="share",
        low=0.0, high=1.0, why="the frail and those away cannot",
    )  # fmt: skip
    kinship: float = param(
        1.0, en="weight of a kin tie in who looks after whom", zh="亲缘权重", low=0.0, high=100.0,
    )  # fmt: skip
    nearness: float = param(
        1.0, en="weight of living near (stairwell 1, building a half)", zh="就近权重",
        low=0.0, high=100.0,
    )  # fmt: skip
    convenience: float = param(
        0.5, en="weight of the hours the member has", zh="便利权重", low=0.0, high=100.0,
    )  # fmt: skip
    visiting: float = param(
        0.2, en="share of a member's hours spent on visits", zh="走访时间占比", unit="share",
        low=0.0, high=1.0,
    )  # fmt: skip
    serving: float = param(
        0.1, en="share of a member's hours placed with the grid post", zh="网格服务时间占比",
        unit="share", low=0.0, high=1.0,
    )  # fmt: skip
    yield_of_hours: float = param(
        0.8, en="work done in an hour of a member at the grid post", zh="党员服务工时折算",
        unit="ratio", low=0.0, high=1.0,
    )  # fmt: skip
    visit_hours: float = param(
        0.25, en="hours of a visit", zh="每次走访工时", unit="h", low=0.01, high=8.0
    )
    sees: ByNeed = param(
        ByNeed(0.9, psychosocial=0.5, mediation=0.5, departmental=0.5),
        en="chance that a visit finds an open need", zh="走访发现概率", unit="share",
        low=0.0, high=1.0,
    )  # fmt: skip

    def build(self, world: World) -> Sequence[c.Contribution]:
        """Who looks after whom: column `member_of_household`, a person row, -1 nobody."""
        if self.span == 0:
            return ()
        people = world.people
        members = np.flatnonzero(people.party_member & (people.hours > 0.0))
        members = members[person_draws(world, self.label, "active", members) < self.active]
        chosen = matched(
            world, self.label, members, self.span,
            kinship=self.kinship, nearness=self.nearness, convenience=self.convenience,
        )  # fmt: skip
        return (
            c.OwnColumns({"member_of_household": chosen}),
            c.Note("assign_households", int((chosen >= 0).sum()), {"members": len(members)}),
        )

    def _present(self, world: World) -> tuple[Array, Array]:
        """Member of each household, (H,), and hours a day each person has for the grid, (P,)."""
        member = world.own[self.label]["member_of_household"]
        hours = np.zeros(len(world.people))
        who = np.unique(member[member >= 0])
        hours[who] = world.people.hours[who] * ~world.absent[who]
        return member, hours

    @inputs("absence")
    def staff(self, world: World) -> Sequence[c.Contribution]:
        """Hours of members placed with the grid post of their home; visits take hours too."""
        share = self.visiting + self.serving
        if self.span == 0 or share == 0.0:
            return ()
        _, hours = self._present(world)
        # a member has no more hours than it has, whatever the two shares ask for
        given = hours / max(1.0, share)
        desk = grid_desks(world)[world.people.household]
        some = desk >= 0
        bodies = np.bincount(
            desk[some], weights=(given * self.serving * self.yield_of_hours)[some],
            minlength=len(world.bodies),
        )  # fmt: skip
        return (c.Hours(bodies, given * share, "red_grid"),)

    @inputs("absence")
    def detect(self, world: World) -> Sequence[c.Contribution]:
        """The channel of members' visits."""
        if self.span == 0 or self.visiting == 0.0:
            return ()
        member, hours = self._present(world)
        given = hours * self.visiting / max(1.0, self.visiting + self.serving)
        return (
            c.Channel(
                name="red_grid",
                by_need=np.asarray(self.sees),
                by_household=visits_a_day(member, given, self.visit_hours),
                desk=grid_desks(world),
                watches=True,
            ),
        )
