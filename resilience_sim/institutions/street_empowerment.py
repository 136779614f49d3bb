"""Street empowerment: four rights that a subdistrict office may be given, each a switch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from resilience_sim import contributions as c
from resilience_sim.community.agreements import askers
from resilience_sim.institutions.calendar import meeting_due, met_now, not_yet
from resilience_sim.institutions.parties import agreed, charge, of_kind
from resilience_sim.mechanism import Mechanism, inputs, param
from resilience_sim.vocabulary import N_NEEDS, NEEDS, RESOURCES
from resilience_sim.world import World

DEPARTMENTAL = NEEDS.index("departmental")
FACILITIES = (RESOURCES.index("space"), RESOURCES.index("equipment"))


@dataclass(frozen=True, kw_only=True)
class StreetEmpowerment(Mechanism):
    """The office may propose, plan, manage and appraise, as far as each switch says.

    `propose`: at each meeting a share of the duties in its area that lack the authority they
    take are given it. `planning`: its space and equipment are open to the bodies of its area.
    `manage`: departments send staff down who work under it. `appraise`: it judges departments'
    staff by what is overdue, so overdue departmental matters go first, before others' matters.
    """

    family: ClassVar[str] = "institutions"
    en: ClassVar[str] = "Street empowerment"
    zh: ClassVar[str] = "街道赋权扩能"
    sources: ClassVar[tuple[str, ...]] = ("chen_chen_party",)
    price: ClassVar[tuple[str, str]] = (
        "Costs the office's hours and the pay of staff sent down; the office becomes the "
        "bottleneck, and what it is judged by goes before what is urgent.",
        "占用街道工时与下沉人员薪酬；街道可能成为瓶颈，被考核者优先于紧急者。",
    )

    propose: bool = param(
        True, en="right to propose", zh="重大事项建议权", choices=(True, False), neutral=False,
        source="chen_chen_party",
    )  # fmt: skip
    planning: bool = param(
        True, en="right to take part in planning", zh="规划参与权", choices=(True, False),
        neutral=False, source="chen_chen_party",
    )  # fmt: skip
    manage: bool = param(
        True, en="right of comprehensive management", zh="综合管理权", choices=(True, False),
        neutral=False, source="chen_chen_party",
    )  # fmt: skip
    appraise: bool = param(
        True, en="right of appraisal and consent", zh="人事考核与征得同意权",
        choices=(True, False), neutral=False, source="chen_chen_party",
    )  # fmt: skip
    interval_days: float = param(
        30.0, en="days between meetings", zh="会议间隔", unit="d", low=1.0, high=3650.0
    )
    hours: float = param(
        8.0, en="hours a meeting takes of the office", zh="每次会议街道工时", unit="h",
        low=0.0, high=200.0,
    )  # fmt: skip
    granted: float = param(
        0.3, en="share of proposals that are granted", zh="建议获准比例", unit="share",
        low=0.0, high=1.0,
    )  # fmt: skip
    sent_down: float = param(
        1.0, en="staff that departments send down to an office", zh="下沉人员", unit="persons",
        low=0.0, high=100.0,
    )  # fmt: skip
    pay_a_day: float = param(
        300.0, en="pay of one of them a day", zh="下沉人员日薪", unit="yuan/d", low=0.0, high=1e4
    )
    pressure: float = param(
        0.5, en="score that a departmental matter gains per day overdue", zh="逾期部门事项加分",
        unit="1/d", low=0.0, high=10.0,
    )  # fmt: skip

    def build(self, world: World) -> Sequence[c.Contribution]:
        """It has not met yet."""
        return (c.OwnColumns(not_yet()),)

    @inputs()
    def staff(self, world: World) -> Sequence[c.Contribution]:
        """Hours of those sent down, at the office."""
        if not self.manage or self.sent_down == 0.0:
            return ()
        hours = np.zeros(len(world.bodies))
        offices = of_kind(world, "subdistrict_office")
        hours[offices] = self.sent_down * world.bodies.hours[offices]
        return (c.Hours(hours, use="sent_down"),)

    @inputs()
    def rank(self, world: World) -> Sequence[c.Contribution]:
        """What is overdue in departments' matters presses."""
        if not self.appraise or self.pressure == 0.0:
            return ()
        slope = np.zeros((N_NEEDS, 2))
        slope[DEPARTMENTAL] = self.pressure
        return (c.Score(np.zeros((N_NEEDS, 2)), slope),)

    def convene(self, world: World) -> Sequence[c.Contribution]:
        """Propose, plan, and pay those sent down."""
        if not (self.propose or self.planning or self.manage or self.appraise):
            return ()
        meeting = meeting_due(world, self.label, self.interval_days)
        if meeting < 0:
            return ()
        offices = of_kind(world, "subdistrict_office")
        pay = self.pay_a_day * self.sent_down * self.interval_days * len(offices) * self.manage
        said: list[c.Contribution] = [met_now(world), charge(world, offices, self.hours, pay)]
        if self.propose:
            said += self._propose(world, meeting)
        if self.planning:
            for office in offices:
                told = agreed(
                    world, np.array([office]), np.flatnonzero(askers(world.bodies)), reserve=0.0,
                    delay=0.25, days=self.interval_days, resources=FACILITIES,
                )  # fmt: skip
                said += [] if told is None else [told]
        return (*said, c.Note("meeting", len(offices)))

    def _propose(self, world: World, meeting: int) -> list[c.Contribution]:
        cells = world.responsibility
        need, building = np.nonzero((cells.first >= 0) & ~cells.empowered)
        drawn = world.luck.uniform_each(
            self.label, "granted", need, building, np.zeros(len(need), np.int64),
            np.full(len(need), meeting),
        )  # fmt: skip
        yes = drawn < self.granted
        if not yes.any():
            return []
        return [c.Authorise(need=need[yes], building=building[yes])]
