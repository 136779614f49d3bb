"""The charity fund: households and units give to one pool on which bodies may draw."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from resilience_sim import contributions as c
from resilience_sim.community.agreements import askers
from resilience_sim.institutions.calendar import meeting_due, met_now, not_yet
from resilience_sim.institutions.parties import (
    charge,
    each_person,
    named,
    new_body,
    of_kind,
    one_each,
)
from resilience_sim.mechanism import Mechanism, param
from resilience_sim.vocabulary import RESOURCES
from resilience_sim.world import World

FUNDS = RESOURCES.index("funds")
MONTH = 30.0


@dataclass(frozen=True, kw_only=True)
class CharityFund(Mechanism):
    """Every month some households and all willing units pay in; bodies draw what they need.

    A household gives by a draw against `gives` times the mean identification of its
    grown-ups; units give a share of the funds they have. The pool serves whoever asks first.
    """

    family: ClassVar[str] = "institutions"
    en: ClassVar[str] = "Charity fund"
    zh: ClassVar[str] = "社区公益基金"
    sources: ClassVar[tuple[str, ...]] = ("chen_chen_party",)
    price: ClassVar[tuple[str, str]] = (
        "Costs givers' money and the committee's hours; it fills slowly where people do not "
        "identify, and a pool without needs for funds lies idle.",
        "占用捐赠者资金与居委会工时；认同低则筹集缓慢，无资金需求则闲置。",
    )

    gives: float = param(
        0.05, en="chance a month that a household gives whose grown-ups identify fully",
        zh="每月捐赠概率（完全认同）", unit="share", low=0.0, high=1.0, neutral=0.0,
    )  # fmt: skip
    gift: float = param(
        0.05, en="lots of funds a household gives", zh="每户捐赠额", unit="lots", low=0.0,
        high=100.0,
    )  # fmt: skip
    units_give: float = param(
        0.02, en="share of its funds that a unit gives a month", zh="单位每月捐出比例",
        unit="share", low=0.0, high=1.0, neutral=0.0,
    )  # fmt: skip
    hours: float = param(
        2.0, en="hours a month of the committee", zh="每月工时", unit="h", low=0.0, high=100.0
    )

    def _off(self) -> bool:
        return self.gives == 0.0 and self.units_give == 0.0

    def build(self, world: World) -> Sequence[c.Contribution]:
        """An empty pool in each community."""
        if self._off():
            return ()
        pools = [
            new_body(world, self.label, "fund", k, kind="social_organisation", staff=0.0)
            for k in range(len(world.community_keys))
        ]
        return (*pools, c.OwnColumns(not_yet()))

    def convene(self, world: World) -> Sequence[c.Contribution]:
        """A month's gifts, and the pool opened for the next."""
        if self._off():
            return ()
        month = meeting_due(world, self.label, MONTH)
        if month < 0:
            return ()
        homes, bodies, pool = world.households, world.bodies, named(world, self.label, "fund")
        drawn = each_person(world, self.label, "gives", month)[homes.first]
        given = np.where(
            drawn < self.gives * world.adult_mean(world.people.identity), self.gift, 0.0
        )
        people = np.zeros(len(world.people))
        people[homes.first] = -given
        pay = np.zeros(len(bodies))
        units = of_kind(world, "unit")
        pay[units] = -self.units_give * world.stock[units, FUNDS]
        into = np.bincount(homes.community, weights=given, minlength=len(pool))
        np.add.at(into, bodies.community[units], -pay[units])
        pay[pool] += into
        said: list[c.Contribution] = [
            met_now(world),
            charge(world, one_each(world, "residents_committee"), self.hours),
            c.Pay(currency="funds", people=people, bodies=pay),
            c.Note("collect", int((given > 0).sum()), {"lots": float(into.sum())}),
        ]
        for k, row in enumerate(pool):
            ask = np.flatnonzero(askers(bodies) & (bodies.community == k))
            ask = ask[ask != row]
            if len(ask):
                none = np.zeros(len(ask))
                said.append(
                    c.Agree(asker=ask, holder=np.full(len(ask), row),
                            resource=np.full(len(ask), FUNDS), reserve=none, delay=none,
                            days=MONTH)
                )  # fmt: skip
        return said
