"""The service point: one door for all matters, and projects for needs that come again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from resilience_sim import contributions as c
from resilience_sim.community.responsibility import belief_cells
from resilience_sim.institutions.calendar import meeting_due, met_now, not_yet
from resilience_sim.institutions.parties import (
    Array,
    bits,
    charge,
    named,
    new_body,
    of_kind,
    one_each,
)
from resilience_sim.mechanism import ByNeed, Mechanism, inputs, param
from resilience_sim.vocabulary import N_NEEDS, NEEDS
from resilience_sim.world import World

MONTH = 30.0


@dataclass(frozen=True, kw_only=True)
class ServicePoint(Mechanism):
    """Residents walk in with anything; the window knows who does what and sends them there.

    Walking in takes the resident to the service station, which learns the whole list of who
    is accountable every month. Staff at the window are paid. For a need whose accountable
    body has more than `recurring` cases waiting for each of its staff at a review, a
    planned project opens for good and takes over every other building.
    """

    family: ClassVar[str] = "institutions"
    en: ClassVar[str] = "Service point"
    zh: ClassVar[str] = "党群服务站点（一门式、服务项目化）"
    sources: ClassVar[tuple[str, ...]] = ("chen_chen_party", "five_measures")
    price: ClassVar[tuple[str, str]] = (
        "Costs the pay of the window and of projects; all that walk in queue at one door, and "
        "who cannot walk in gains nothing.",
        "需支付窗口与项目人员费用；都在一个窗口排队，不能上门者无所得。",
    )

    window: float = param(
        1.0, en="staff at the window", zh="窗口人员", unit="persons", low=0.0, high=50.0,
        neutral=0.0,
    )  # fmt: skip
    rate: ByNeed = param(
        ByNeed(1.0, shelter=0.2), en="rate at which a trusting household walks in", zh="上门办事率",
        unit="1/d", low=0.0, high=1e6, neutral=ByNeed(0.0),
    )  # fmt: skip
    projects: ByNeed = param(
        ByNeed(0.0, care=1.0, psychosocial=0.5), en="staff of a project for the need, 0: none",
        zh="项目人员（0为不设）", unit="persons", low=0.0, high=50.0, neutral=ByNeed(0.0),
    )  # fmt: skip
    review_days: float = param(
        60.0, en="days between reviews of recurring needs", zh="需求复盘间隔", unit="d",
        low=1.0, high=3650.0,
    )  # fmt: skip
    recurring: float = param(
        3.0, en="cases waiting for each of the staff at which a project opens",
        zh="立项的人均积压件数", unit="cases", low=0.0, high=1000.0,
    )  # fmt: skip
    pay_a_day: float = param(
        200.0, en="pay of one of them a day", zh="日薪", unit="yuan/d", low=0.0, high=1e4
    )

    def _off(self) -> bool:
        return self.window == 0.0 and not any(self.rate) and not any(self.projects)

    def build(self, world: World) -> Sequence[c.Contribution]:
        """Planned projects, none of them open."""
        if self._off():
            return ()
        committees = one_each(world, "residents_committee")
        made = [
            new_body(
                world, self.label, f"project_{NEEDS[k]}", at, kind="social_organisation",
                staff=staff, posts=max(1, round(staff)), authority=bits(NEEDS[k]),
                skills=bits(NEEDS[k]), opens=False,
                parent=None if row < 0 else world.body_names[row],
            )
            for at, row in enumerate(committees)
            for k, staff in enumerate(self.projects)
            if staff > 0.0
        ]  # fmt: skip
        return (*made, c.OwnColumns({**not_yet(), "reviewed": np.full(1, -np.inf),
                                     "opened": np.zeros(1)}))  # fmt: skip

    @inputs("people")
    def detect(self, world: World) -> Sequence[c.Contribution]:
        """The channel of those who walk in."""
        if self._off() or not any(self.rate):
            return ()
        trust = np.maximum(world.adult_mean(world.people.trust_institutions), 0.0)
        station = one_each(world, "service_station")
        return (
            c.Channel(
                name="walk_in", by_need=np.asarray(self.rate), by_household=trust,
                desk=station[world.households.community], heeds_silence=True,
            ),
        )  # fmt: skip

    @inputs()
    def staff(self, world: World) -> Sequence[c.Contribution]:
        """Hours of those at the window."""
        if self.window == 0.0:
            return ()
        hours = np.zeros(len(world.bodies))
        stations = of_kind(world, "service_station")
        hours[stations] = self.window * world.bodies.hours[stations]
        return (c.Hours(hours, use="window"),)

    def convene(self, world: World) -> Sequence[c.Contribution]:
        """Monthly: pay and learn; at a review: open projects."""
        if self._off() or meeting_due(world, self.label, MONTH) < 0:
            return ()
        own, stations = world.own[self.label], of_kind(world, "service_station")
        _, body, need, building = belief_cells(world.bodies)
        window = np.isin(body, stations)
        money = self.pay_a_day * MONTH * (self.window * len(stations) + float(own["opened"][0]))
        said: list[c.Contribution] = [
            met_now(world), charge(world, stations, 1.0, money),
            c.Teach(body=body[window], need=need[window], building=building[window]),
        ]  # fmt: skip
        if world.t - float(own["reviewed"][0]) >= self.review_days - 1e-9:
            said += self._review(world)
        return said

    def _review(self, world: World) -> list[c.Contribution]:
        bodies, cells = world.bodies, world.responsibility
        each = world.ledger.backlog / np.maximum(bodies.staff, 1e-9)
        said: list[c.Contribution] = []
        opened = float(world.own[self.label]["opened"][0])
        offsets = world.places.building_of_community()
        for k in range(N_NEEDS):
            for at, row in enumerate(named(world, self.label, f"project_{NEEDS[k]}")):
                area = np.arange(offsets[at], offsets[at + 1])
                holders = cells.first[k, area]
                if row < 0 or bodies.staff[row] > 0.0 or not (holders >= 0).any():
                    continue
                if each[holders[holders >= 0]].max() < self.recurring:
                    continue
                every: Array = area[::2]
                need = np.full(len(every), k)
                opened += self.projects[k]
                said += [
                    c.OpenPost(bodies=np.array([row])),
                    c.Assign(need=need, building=every, first=np.full(len(every), row),
                             second=np.full(len(every), -1)),
                    c.Authorise(need=need, building=every),
                ]  # fmt: skip
        kept = {"reviewed": np.full(1, world.t), "opened": np.full(1, opened)}
        return [*said, c.OwnColumns(kept), c.Note("review", len(said) // 3)]
