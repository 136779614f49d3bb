"""Disclosure: what bodies hold and do is posted for all to see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from resilience_sim import contributions as c
from resilience_sim.community.responsibility import belief_cells
from resilience_sim.institutions.account import accounts, counted, in_time, kept, nothing_counted
from resilience_sim.institutions.calendar import meeting_due, met_now, not_yet
from resilience_sim.institutions.parties import adults, charge, each_person, of_kind
from resilience_sim.mechanism import Mechanism, param
from resilience_sim.world import World


@dataclass(frozen=True, kw_only=True)
class Disclosure(Mechanism):
    """At an interval committees post who does what and how much was done in time.

    Desks learn from the posting who is accountable. Residents who read it hear a good account
    with the share of cases done in time since the last one, and a bad one with the rest, good
    record or not: a poor record disclosed costs trust.
    """

    family: ClassVar[str] = "institutions"
    en: ClassVar[str] = "Disclosure and supervision"
    zh: ClassVar[str] = "村务居务公开与监督"
    sources: ClassVar[tuple[str, ...]] = ("grassroots_forms",)
    price: ClassVar[tuple[str, str]] = (
        "Costs committees' hours for every posting; a poor record that all can see costs "
        "trust, and few read.",
        "每次公开占用工时；记录不佳则公开损害信任，且阅读者少。",
    )

    interval_days: float = param(
        30.0, en="days between postings, 0: never", zh="公开间隔（0为不公开）", unit="d",
        low=0.0, high=3650.0, neutral=0.0,
    )  # fmt: skip
    readers: float = param(
        0.15, en="share of grown-ups who read it", zh="阅读比例", unit="share", low=0.0, high=1.0
    )
    hours: float = param(
        5.0, en="hours of the committee for a posting", zh="每次公开工时", unit="h", low=0.0,
        high=200.0,
    )  # fmt: skip

    def build(self, world: World) -> Sequence[c.Contribution]:
        """Cases in time and late or given up since the last posting."""
        if self.interval_days == 0.0:
            return ()
        return (c.OwnColumns({**not_yet(), **nothing_counted()}),)

    def convene(self, world: World) -> Sequence[c.Contribution]:
        """Keep count, and post if it is due."""
        if self.interval_days == 0.0:
            return ()
        record = counted(world, self.label)
        number = meeting_due(world, self.label, self.interval_days, self.interval_days)
        if number < 0:
            return kept(world, self.label, record)
        good = in_time(record)
        reads = adults(world) & (each_person(world, self.label, "reads", number) < self.readers)
        rows = of_kind(world, "residents_committee")
        _, body, need, building = belief_cells(world.bodies)
        desk = (world.bodies.staff > 0.0)[body]
        return (
            met_now(world), charge(world, rows, self.hours),
            *accounts(good, reads),
            c.Teach(body=body[desk], need=need[desk], building=building[desk]),
            c.OwnColumns(nothing_counted()),
            c.Note("post", int(reads.sum()), {"in_time": good}),
        )  # fmt: skip
