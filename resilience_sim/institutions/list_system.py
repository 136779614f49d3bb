"""The list system (清单制): nine lists, contracts between who has and who needs, a convener."""

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
    adults,
    agreed,
    came,
    charge,
    one_each,
)
from resilience_sim.mechanism import Mechanism, param
from resilience_sim.vocabulary import RESOURCES
from resilience_sim.world import World

#: The nine lists in the order in which a convener short of hours keeps them.
LISTS = (
    "actors", "needs", "problems", "open_resources", "benefit_sharing", "actions",
    "service_projects", "welfare_projects", "live_consultation",
)  # fmt: skip
KINDS = {
    "open_resources": ("food", "medicine", "parts"),
    "service_projects": ("space", "equipment"),
    "welfare_projects": ("funds",),
}
FUNDS = RESOURCES.index("funds")


@dataclass(frozen=True, kw_only=True)
class ListSystem(Mechanism):
    """A convener keeps as many of nine lists as its hours allow, and contracts follow them.

    *Actors* by will, ability, resource and stake: who has something at stake is asked, so more
    come. *Needs*: those present learn who is accountable. *Problems*: bodies present take on
    what is theirs and nobody held. *Open resources*, *service projects*, *welfare projects*:
    which goods are contracted. *Benefit sharing*: the convener pays givers in funds, and more
    of them renew. *Actions*: what is agreed is promised to residents; contracts not renewed
    break it. *Live consultation*: an appeal to residents. A contract holds until the next
    meeting.
    """

    family: ClassVar[str] = "institutions"
    en: ClassVar[str] = "List system"
    zh: ClassVar[str] = "清单制"
    sources: ClassVar[tuple[str, ...]] = ("kong_lists",)
    price: ClassVar[tuple[str, str]] = (
        "Costs the convener's hours for every list and the hours of all who meet; a convener "
        "who cannot carry it keeps few, and contracts without benefit end.",
        "每份清单占用召集方工时并占用参会工时；无力承担者清单残缺，无利益共享则合约终止。",
    )

    interval_days: float = param(
        60.0, en="days between meetings, 0: no lists", zh="会议间隔（0为不设）", unit="d",
        low=0.0, high=3650.0, neutral=0.0,
    )  # fmt: skip
    convener: str = param(
        "residents_committee", en="kind of body that convenes", zh="召集方",
        choices=("residents_committee", "service_station", "property_company", "unit"),
        source="kong_lists", why="who can carry it: a body with hours and funds",
    )  # fmt: skip
    hours_a_list: float = param(
        6.0, en="hours that one list takes the convener between meetings", zh="每份清单工时",
        unit="h", low=0.0, high=500.0,
    )  # fmt: skip
    share_of_hours: float = param(
        0.05, en="share of its hours that the convener can spend on lists", zh="召集方可用工时比例",
        unit="share", low=0.0, high=1.0,
    )  # fmt: skip
    reach: float = param(
        0.4, en="share of bodies that come", zh="参会比例", unit="share", low=0.0, high=1.0
    )
    reach_actors: float = param(
        0.7, en="share that comes where actors are listed", zh="有主体清单时参会比例",
        unit="share", low=0.0, high=1.0,
    )  # fmt: skip
    renewal: float = param(
        0.5, en="chance that a giver signs again", zh="续约概率", unit="share", low=0.0, high=1.0
    )
    renewal_shared: float = param(
        0.9, en="the same where benefits are shared", zh="利益共享时续约概率", unit="share",
        low=0.0, high=1.0,
    )  # fmt: skip
    benefit: float = param(
        0.2, en="lots of funds that a giver is paid for a contract", zh="每份合约回馈资金",
        unit="lots", low=0.0, high=100.0,
    )  # fmt: skip
    reserve: float = param(
        0.4, en="share of normal stock that a giver keeps", zh="给予者自留比例", unit="share",
        low=0.0, high=1.0,
    )  # fmt: skip
    hours: float = param(
        2.0, en="hours a meeting takes of each body that comes", zh="每机构会议工时", unit="h",
        low=0.0, high=100.0,
    )  # fmt: skip

    def build(self, world: World) -> Sequence[c.Contribution]:
        """No meeting yet, and nobody was promised anything."""
        if self.interval_days == 0.0:
            return ()
        return (c.OwnColumns({**not_yet(), "givers": np.zeros(1)}),)

    def kept(self, world: World, convener: int) -> tuple[str, ...]:
        """Lists that a convener has the hours to keep."""
        if self.hours_a_list == 0.0:
            return LISTS
        bodies = world.bodies
        own = (
            bodies.staff[convener]
            * bodies.hours[convener]
            * (1.0 - bodies.administration[convener])
        )
        number = int(own * self.interval_days * self.share_of_hours / self.hours_a_list + 1e-9)
        return LISTS[: min(number, len(LISTS))]

    def convene(self, world: World) -> Sequence[c.Contribution]:
        """A meeting in every community, if one is due."""
        if self.interval_days == 0.0:
            return ()
        meeting = meeting_due(world, self.label, self.interval_days, 1.0)
        if meeting < 0:
            return ()
        said: list[c.Contribution] = [met_now(world)]
        givers = 0
        for k, row in enumerate(one_each(world, self.convener)):
            if row >= 0:
                found, number = self._meet(world, k, int(row), meeting)
                said += found
                givers += number
        before = float(world.own[self.label]["givers"][0])
        said.append(c.OwnColumns({"givers": np.full(1, float(givers))}))
        if any(isinstance(one, c.Promise) for one in said) and before:
            share = min(1.0, givers / before)
            everybody = adults(world).astype(np.float64)
            said += [
                c.Promise(people=everybody * share, outcome="kept"),
                c.Promise(people=everybody * (1.0 - share), outcome="broken"),
            ]
        return said

    def _meet(
        self, world: World, community: int, convener: int, meeting: int
    ) -> tuple[list[c.Contribution], int]:
        bodies, lists = world.bodies, self.kept(world, convener)
        rows = np.flatnonzero(
            (bodies.community == community) & ((bodies.staff > 0) | (bodies.capacity.sum(1) > 0))
        )
        reach = self.reach_actors if "actors" in lists else self.reach
        there = rows[came(world, self.label, rows, meeting, reach)]
        signs = self.renewal_shared if "benefit_sharing" in lists else self.renewal
        givers = there[came(world, f"{self.label}.signs", there, meeting, signs)]
        goods = tuple(RESOURCES.index(r) for name in lists for r in KINDS.get(name, ()))
        ask = there[askers(bodies)[there]]
        told = (
            agreed(world, givers, ask, reserve=self.reserve, delay=0.25,
                   days=self.interval_days, resources=goods)
            if goods else None
        )  # fmt: skip
        number = 0 if told is None else len(np.unique(told.holder))
        hours = self.hours_a_list * len(lists)
        said: list[c.Contribution] = [
            charge(world, there, self.hours),
            charge(world, np.array([convener]), hours),
            c.Note("meeting", len(there), {"lists": float(len(lists)), "givers": float(number)}),
        ]
        said += [] if told is None else [told]
        return [*said, *self._follow(world, lists, there, convener, told)], number

    def _follow(
        self, world: World, lists: tuple[str, ...], there: Array, convener: int,
        told: c.Agree | None,
    ) -> list[c.Contribution]:  # fmt: skip
        said: list[c.Contribution] = []
        if "problems" in lists:
            said += _own_gaps(world, there)
        if "needs" in lists:
            said += _lesson(world, there)
        if "benefit_sharing" in lists and told is not None and self.benefit > 0.0:
            pay = np.zeros(len(world.bodies))
            pay[np.unique(told.holder)] = self.benefit
            pay[convener] -= pay.sum()
            said.append(c.Pay(currency="funds", bodies=pay))
        if "actions" in lists:
            said.append(c.Promise(people=adults(world).astype(np.float64)))
        if "live_consultation" in lists:
            said.append(c.Message(kind="appeal", people=0.2 * adults(world)))
        return said


def _own_gaps(world: World, there: Array) -> list[c.Contribution]:
    """Bodies present take on what statutes name theirs and nobody holds."""
    present = np.zeros(len(world.bodies) + 1, bool)
    present[there] = True
    gap = (world.responsibility.first < 0) & present[world.natural] & (world.natural >= 0)
    need, building = np.nonzero(gap)
    if len(need) == 0:
        return []
    return [c.Assign(need=need, building=building, first=world.natural[need, building],
                     second=np.full(len(need), -1))]  # fmt: skip


def _lesson(world: World, there: Array) -> list[c.Contribution]:
    """Bodies present learn all cells of their areas."""
    from resilience_sim.community.responsibility import belief_cells

    _, body, need, building = belief_cells(world.bodies)
    taught = np.isin(body, there)
    return [c.Teach(body=body[taught], need=need[taught], building=building[taught])]
