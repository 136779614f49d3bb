"""Science outreach: talks that correct what is wrong and speak against blame."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from resilience_sim import contributions as c
from resilience_sim.institutions.calendar import meeting_due, met_now, not_yet
from resilience_sim.institutions.parties import adults, charge, each_person, of_kind
from resilience_sim.mechanism import Mechanism, param
from resilience_sim.world import World


@dataclass(frozen=True, kw_only=True)
class ScienceOutreach(Mechanism):
    """At an interval a talk is held: who comes hears corrections and a word against blame.

    A grown-up comes by its own draw, the likelier the more it believes already: those whom a
    talk would serve most come least.
    """

    family: ClassVar[str] = "institutions"
    en: ClassVar[str] = "Science outreach"
    zh: ClassVar[str] = "科学理念宣传"
    sources: ClassVar[tuple[str, ...]] = ("yang_xi_resilience", "walter_murphy2018")
    price: ClassVar[tuple[str, str]] = (
        "Costs the committee's hours and money for every talk; those who doubt stay away.",
        "每场占用居委会工时与经费；怀疑者往往不来。",
    )

    interval_days: float = param(
        14.0, en="days between talks, 0: never", zh="宣讲间隔（0为不宣讲）", unit="d", low=0.0,
        high=3650.0, neutral=0.0,
    )  # fmt: skip
    comes: float = param(
        0.15, en="chance that a grown-up comes who fully believes", zh="完全相信者到场概率",
        unit="share", low=0.0, high=1.0,
    )  # fmt: skip
    doubters: float = param(
        0.3, en="the same for one who does not believe, relative to that", zh="怀疑者相对到场率",
        unit="ratio", low=0.0, high=5.0,
    )  # fmt: skip
    corrections: float = param(
        2.0, en="corrections in a talk", zh="每场辟谣条数", unit="messages", low=0.0, high=100.0
    )
    against_blame: float = param(
        1.0, en="words against blame in a talk", zh="每场反污名信息", unit="messages", low=0.0,
        high=100.0,
    )  # fmt: skip
    hours: float = param(
        6.0, en="hours of the committee for a talk", zh="每场工时", unit="h", low=0.0, high=200.0
    )
    money: float = param(
        800.0, en="what a talk costs a community", zh="每场经费", unit="yuan", low=0.0, high=1e6
    )

    def build(self, world: World) -> Sequence[c.Contribution]:
        """No talk yet."""
        return (c.OwnColumns(not_yet()),) if self.interval_days > 0.0 else ()

    def convene(self, world: World) -> Sequence[c.Contribution]:
        """A talk, if one is due."""
        if self.interval_days == 0.0:
            return ()
        talk = meeting_due(world, self.label, self.interval_days, self.interval_days)
        if talk < 0:
            return ()
        belief = world.people.belief
        chance = self.comes * (belief + self.doubters * (1.0 - belief))
        there = adults(world) & (each_person(world, self.label, "comes", talk) < chance)
        rows = of_kind(world, "residents_committee")
        return (
            met_now(world),
            c.Message(kind="correction", people=np.where(there, self.corrections, 0.0)),
            c.Message(kind="against_blame", people=np.where(there, self.against_blame, 0.0)),
            charge(world, rows, self.hours, self.money * len(rows)),
            c.Note("talk", int(there.sum())),
        )
