"""Oversight (信访评议团): residents review bodies; bodies press on, and write reports."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from resilience_sim import contributions as c
from resilience_sim.institutions.account import accounts, counted, in_time, kept, nothing_counted
from resilience_sim.institutions.calendar import meeting_due, met_now, not_yet
from resilience_sim.institutions.parties import adults, charge, each_person
from resilience_sim.mechanism import ByNeed, Mechanism, inputs, param
from resilience_sim.vocabulary import N_NEEDS
from resilience_sim.world import World


@dataclass(frozen=True, kw_only=True)
class Oversight(Mechanism):
    """Bodies under review work longer days, do what is overdue first, and account on paper.

    Every body with staff in a community adds `overtime` to its day and gives `paperwork` of
    it to reports. What is overdue gains in score. At a review a panel of residents says in
    public what it found: good with the share of cases in time.
    """

    family: ClassVar[str] = "institutions"
    en: ClassVar[str] = "Oversight by residents"
    zh: ClassVar[str] = "信访评议团与民主评议"
    sources: ClassVar[tuple[str, ...]] = ("grassroots_forms",)
    price: ClassVar[tuple[str, str]] = (
        "Costs the hours of reports and of the panel; paperwork may eat what effort adds, and "
        "deadlines go before what is urgent.",
        "占用报表与评议工时；文牍可能抵消增加的努力，时限优先于轻重缓急。",
    )

    overtime: float = param(
        0.05, en="longer days under review", zh="评议下延长工时比例", unit="share", low=0.0,
        high=1.0, neutral=0.0,
    )  # fmt: skip
    paperwork: float = param(
        0.04, en="share of hours that goes to reports", zh="文牍工时比例", unit="share",
        low=0.0, high=1.0, neutral=0.0,
    )  # fmt: skip
    pressure: ByNeed = param(
        ByNeed(0.05), en="score gained per day overdue", zh="逾期每日加分", unit="1/d", low=0.0,
        high=10.0, neutral=ByNeed(0.0),
    )  # fmt: skip
    interval_days: float = param(
        60.0, en="days between reviews", zh="评议间隔", unit="d", low=1.0, high=3650.0
    )
    panel: float = param(
        0.02, en="share of grown-ups who hear the panel", zh="听取评议者比例", unit="share",
        low=0.0, high=1.0, neutral=0.0,
    )  # fmt: skip
    hours: float = param(
        2.0, en="hours a review takes of each body", zh="每机构评议工时", unit="h", low=0.0,
        high=100.0, neutral=0.0,
    )  # fmt: skip

    def build(self, world: World) -> Sequence[c.Contribution]:
        """Cases in time and not since the last review."""
        return (c.OwnColumns({**not_yet(), **nothing_counted()}),)

    @inputs("bodies", "conditions", "absence")
    def staff(self, world: World) -> Sequence[c.Contribution]:
        """Longer days, and the part of them that goes to reports."""
        if self.overtime == 0.0 and self.paperwork == 0.0:
            return ()
        bodies = world.bodies
        hours = bodies.staff * bodies.hours * (1.0 - bodies.administration)
        hours = hours * (1.0 - bodies.fatigue) * world.conditions.availability
        under = np.where(bodies.community >= 0, hours, 0.0)
        return (
            c.Hours(self.overtime * under, use="overtime"),
            c.Planned(self.paperwork * under, "reports"),
        )

    @inputs()
    def rank(self, world: World) -> Sequence[c.Contribution]:
        """What is overdue presses."""
        slope = np.repeat(np.asarray(self.pressure)[:, None], 2, axis=1)
        return (c.Score(np.zeros((N_NEEDS, 2)), slope),) if slope.any() else ()

    def convene(self, world: World) -> Sequence[c.Contribution]:
        """Keep count; a review, if one is due."""
        if self.panel == 0.0 and self.hours == 0.0:
            return ()
        record = counted(world, self.label)
        number = meeting_due(world, self.label, self.interval_days, self.interval_days)
        if number < 0:
            return kept(world, self.label, record)
        good = in_time(record)
        hears = adults(world) & (each_person(world, self.label, "hears", number) < self.panel)
        rows = np.flatnonzero((world.bodies.staff > 0.0) & (world.bodies.community >= 0))
        return (
            met_now(world), charge(world, rows, self.hours),
            *accounts(good, hears),
            c.OwnColumns(nothing_counted()),
            c.Note("review", len(rows), {"in_time": good}),
        )  # fmt: skip
