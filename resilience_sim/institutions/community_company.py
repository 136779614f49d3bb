"""The community company: it trades, and what it earns comes back to the community."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import ClassVar

import numpy as np

from resilience_sim import contributions as c
from resilience_sim.institutions.calendar import meeting_due, met_now, not_yet
from resilience_sim.institutions.parties import charge, named, new_body, one_each
from resilience_sim.mechanism import Mechanism, param
from resilience_sim.world import World

MONTH = 30.0


@dataclass(frozen=True, kw_only=True)
class CommunityCompany(Mechanism):
    """A month's result is drawn about a mean that the committee's ability to raise carries.

    A good month fills the company's till, a bad one empties it, never below nothing. Of what
    it holds it passes a share to the committee (自我造血). It takes the committee's hours
    whether the month was good or bad.
    """

    family: ClassVar[str] = "institutions"
    en: ClassVar[str] = "Community company"
    zh: ClassVar[str] = "社区公司（社会企业）"
    sources: ClassVar[tuple[str, ...]] = ("chen_chen_party",)
    price: ClassVar[tuple[str, str]] = (
        "Costs the committee's hours every month; months may bring losses, and who cannot "
        "raise resources earns little.",
        "每月占用居委会工时；可能亏损，资源汲取能力弱者收益甚微。",
    )

    earnings: float = param(
        4.0, en="mean result of a month at full ability to raise, for 3,000 residents",
        zh="月均收益（每3000人，能力为满）", unit="lots", low=0.0, high=1e4, neutral=0.0,
    )  # fmt: skip
    spread: float = param(
        1.5, en="standard deviation of a month relative to its mean", zh="月收益相对离散度",
        unit="ratio", low=0.0, high=20.0,
    )  # fmt: skip
    refill: float = param(
        0.5, en="share of what it holds that it passes on a month", zh="每月回馈比例",
        unit="share", low=0.0, high=1.0,
    )  # fmt: skip
    hours: float = param(
        12.0, en="hours a month of the committee", zh="每月工时", unit="h", low=0.0, high=500.0
    )

    def build(self, world: World) -> Sequence[c.Contribution]:
        """A company with an empty till in each community."""
        if self.earnings == 0.0:
            return ()
        made = [
            new_body(world, self.label, "company", k, kind="social_organisation", staff=0.0)
            for k in range(len(world.community_keys))
        ]
        return (*made, c.OwnColumns(not_yet()))

    def convene(self, world: World) -> Sequence[c.Contribution]:
        """A month's result, and what is passed on."""
        if self.earnings == 0.0:
            return ()
        month = meeting_due(world, self.label, MONTH, MONTH)
        if month < 0:
            return ()
        company = named(world, self.label, "company")
        committee = one_each(world, "residents_committee")
        there = committee >= 0
        company, committee = company[there], committee[there]
        keys = world.community_keys[there]
        zero = np.zeros(len(keys), np.int64)
        drawn = world.luck.uniform_each(self.label, "month", keys, zero, zero, zero + month)
        normal = np.array([NormalDist().inv_cdf(float(u)) for u in drawn])
        scale = len(world.people) / (3000.0 * max(1, len(world.community_keys)))
        mean = self.earnings * scale * world.bodies.raising[committee]
        result, back = np.zeros(len(world.bodies)), np.zeros(len(world.bodies))
        result[company] = mean * (1.0 + self.spread * normal)
        held = np.maximum(world.stock[company, 3] + result[company], 0.0)
        back[company] = -self.refill * held
        np.add.at(back, committee, self.refill * held)
        figures = {"lots": float(result.sum())}
        return (
            met_now(world), charge(world, committee, self.hours),
            c.Pay(currency="funds", bodies=result), c.Pay(currency="funds", bodies=back),
            c.Note("trade", len(company), figures),
        )  # fmt: skip
