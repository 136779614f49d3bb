"""The covenant (村规民约): residents sign what they owe each other, and are held to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from resilience_sim import contributions as c
from resilience_sim.institutions.calendar import meeting_due, met_now, not_yet
from resilience_sim.institutions.parties import adults, charge, each_person, one_each
from resilience_sim.mechanism import Mechanism, param
from resilience_sim.world import World


@dataclass(frozen=True, kw_only=True)
class Covenant(Mechanism):
    """By the quarter those who signed are reminded, do their share, and may be reproached.

    A grown-up signs by a draw against `signs` times its identification, made once. Signers
    hear the norms, and owe the community some days a quarter. A share of them does not keep
    it by a draw; of these the covenant reproaches a share in public.
    """

    family: ClassVar[str] = "institutions"
    en: ClassVar[str] = "Covenant"
    zh: ClassVar[str] = "村规民约（居民公约）"
    sources: ClassVar[tuple[str, ...]] = ("grassroots_forms",)
    price: ClassVar[tuple[str, str]] = (
        "Costs signers days of theirs and the committee hours; what one owes one no longer "
        "gives freely, and reproach shames.",
        "占用签约者时间与居委会工时；义务挤出自愿，公开批评使人蒙羞。",
    )

    signs: float = param(
        0.6, en="chance to sign of one who identifies fully", zh="完全认同者签约概率",
        unit="share", low=0.0, high=1.0, neutral=0.0,
    )  # fmt: skip
    quarter_days: float = param(
        90.0, en="days between reminders", zh="提醒间隔", unit="d", low=1.0, high=3650.0
    )
    owed_days: float = param(
        2.0, en="days that a signer owes in that time", zh="应尽义务天数", unit="d", low=0.0,
        high=90.0,
    )  # fmt: skip
    breaches: float = param(
        0.2, en="share of signers who do not keep it", zh="违约比例", unit="share", low=0.0,
        high=1.0,
    )  # fmt: skip
    reproaches: float = param(
        0.3, en="share of breaches that are reproached", zh="公开批评比例", unit="share",
        low=0.0, high=1.0,
    )  # fmt: skip
    hours: float = param(
        6.0, en="hours of the committee for a reminder", zh="每次工时", unit="h", low=0.0,
        high=200.0,
    )  # fmt: skip

    def build(self, world: World) -> Sequence[c.Contribution]:
        """Who signed, (P,)."""
        if self.signs == 0.0:
            return ()
        drawn = each_person(world, self.label, "signs")
        signed = adults(world) & (drawn < self.signs * world.people.identity)
        return (c.OwnColumns({**not_yet(), "signed": signed}), c.Note("sign", int(signed.sum())))

    def convene(self, world: World) -> Sequence[c.Contribution]:
        """A reminder, if one is due."""
        if self.signs == 0.0:
            return ()
        number = meeting_due(world, self.label, self.quarter_days, 1.0)
        if number < 0:
            return ()
        signed = world.own[self.label]["signed"]
        breach = signed & (each_person(world, self.label, "breach", number) < self.breaches)
        shamed = breach & (each_person(world, self.label, "reproach", number) < self.reproaches)
        return (
            met_now(world),
            charge(world, one_each(world, "residents_committee"), self.hours),
            c.Message(kind="norms", people=signed.astype(np.float64)),
            c.Oblige(people=np.where(signed & ~breach, self.owed_days, 0.0)),
            c.Message(kind="blame", people=shamed.astype(np.float64)),
            c.Note("remind", int(signed.sum()), {"breaches": float(breach.sum())}),
        )
