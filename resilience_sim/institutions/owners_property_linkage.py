"""Owners, property company and committee linked: consult, handle and supervise together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from resilience_sim import contributions as c
from resilience_sim.institutions.calendar import meeting_due, met_now, not_yet
from resilience_sim.institutions.parties import (
    Array,
    came,
    charge,
    handling,
    named,
    new_body,
    no_handling,
    of_kind,
    one_each,
)
from resilience_sim.mechanism import Mechanism, inputs, param
from resilience_sim.vocabulary import NEEDS, RESOURCES
from resilience_sim.world import World

REPAIR = NEEDS.index("repair")
PARTS = RESOURCES.index("parts")
LINKAGE_PRECEDENCE = 8


@dataclass(frozen=True, kw_only=True)
class OwnersPropertyLinkage(Mechanism):
    """A homeowners' committee and the property company join the grid's Party building.

    Handle: grid posts and the committee hand repairs straight to the property company.
    Consult: where it came to the meeting it takes on repairs that nobody held, and grid posts
    learn it. Supervise: owners let it draw on their maintenance fund only for a month after a
    meeting at which both sat; a company that stays away gets no parts from them.
    """

    family: ClassVar[str] = "institutions"
    en: ClassVar[str] = "Owners and property linkage"
    zh: ClassVar[str] = "业委会、物业纳入网格党建"
    sources: ClassVar[tuple[str, ...]] = ("chen_chen_party",)
    price: ClassVar[tuple[str, str]] = (
        "Costs the hours of the three at every meeting; the company stays away when it likes, "
        "the owners' fund runs dry, and all repairs queue at one door.",
        "占用三方会议工时；物业可能缺席，维修资金会用尽，维修集中于一个窗口。",
    )

    interval_days: float = param(
        30.0, en="days between meetings, 0: no linkage", zh="会商间隔（0为不联动）", unit="d",
        low=0.0, high=3650.0, neutral=0.0,
    )  # fmt: skip
    comes: float = param(
        0.7, en="chance that the property company comes", zh="物业到会概率", unit="share",
        low=0.0, high=1.0,
    )  # fmt: skip
    fund: float = param(
        60.0, en="lots of parts in the owners' maintenance fund, for 3,000 residents",
        zh="维修资金（每3000人，配件份数）", unit="lots", low=0.0, high=1e6,
    )  # fmt: skip
    hours: float = param(
        3.0, en="hours a meeting takes of each", zh="每方会商工时", unit="h", low=0.0, high=100.0
    )

    def build(self, world: World) -> Sequence[c.Contribution]:
        """A homeowners' committee with its fund in every community with a property company."""
        if self.interval_days == 0.0:
            return ()
        lots = self.fund * len(world.people) / (3000.0 * max(1, len(world.community_keys)))
        bodies = [
            new_body(
                world, self.label, "homeowners_committee", k, kind="homeowners_committee",
                staff=0.0, stock={"parts": lots},
                parent=None if committee < 0 else world.body_names[committee],
            )
            for k, committee in enumerate(one_each(world, "residents_committee"))
            if one_each(world, "property_company")[k] >= 0
        ]  # fmt: skip
        return (*bodies, c.OwnColumns(not_yet()))

    @inputs()
    def route(self, world: World) -> Sequence[c.Contribution]:
        """Repairs go straight to the property company."""
        if self.interval_days == 0.0:
            return ()
        tables = no_handling(world)
        company = one_each(world, "property_company")
        for row in of_kind(world, "grid_post", "residents_committee"):
            to = company[world.bodies.community[row]]
            if to >= 0:
                tables[0][row, REPAIR], tables[1][row, REPAIR] = c.HAND_ON, to
        return (handling(tables, LINKAGE_PRECEDENCE),)

    def convene(self, world: World) -> Sequence[c.Contribution]:
        """A meeting of the three, if one is due."""
        if self.interval_days == 0.0:
            return ()
        meeting = meeting_due(world, self.label, self.interval_days, 1.0)
        if meeting < 0:
            return ()
        company = one_each(world, "property_company")
        owners = named(world, self.label, "homeowners_committee")
        both = (company >= 0) & (owners >= 0)
        company, owners = company[both], owners[both]
        there = came(world, self.label, company, meeting, self.comes)
        met = np.concatenate([company[there], of_kind(world, "residents_committee")])
        said: list[c.Contribution] = [met_now(world), charge(world, met, self.hours)]
        for one, other in zip(company[there], owners[there], strict=True):
            said += self._consult(world, int(one), int(other))
        return (*said, c.Note("meeting", len(met), {"companies": float(there.sum())}))

    def _consult(self, world: World, company: int, owners: int) -> list[c.Contribution]:
        said: list[c.Contribution] = [
            c.Agree(
                asker=np.array([company]), holder=np.array([owners]), resource=np.array([PARTS]),
                reserve=np.zeros(1), delay=np.zeros(1), days=self.interval_days,
            )
        ]  # fmt: skip
        bodies, cells = world.bodies, world.responsibility
        area = np.arange(bodies.first_building[company], bodies.end_building[company])
        gaps = area[cells.first[REPAIR, area] < 0]
        if len(gaps):
            need = np.full(len(gaps), REPAIR)
            said += [
                c.Assign(
                    need=need, building=gaps, first=np.full(len(gaps), company),
                    second=np.full(len(gaps), -1),
                ),
                c.Authorise(need=need, building=gaps),
            ]  # fmt: skip
        return [*said, *self._lesson(world, company)]

    def _lesson(self, world: World, company: int) -> list[c.Contribution]:
        """Grid posts learn who repairs in their area."""
        bodies = world.bodies
        posts: Array = of_kind(world, "grid_post")
        posts = posts[bodies.community[posts] == bodies.community[company]]
        wide = (bodies.end_building[posts] - bodies.first_building[posts]).astype(np.int64)
        who = np.repeat(posts, wide)
        if len(who) == 0:
            return []
        at = np.concatenate(
            [np.arange(bodies.first_building[p], bodies.end_building[p]) for p in posts]
        )
        return [c.Teach(body=who, need=np.full(len(who), REPAIR), building=at)]
