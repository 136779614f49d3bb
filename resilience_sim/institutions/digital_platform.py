"""The digital platform: who is online reports, bodies dispatch by one register and see stock."""

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
    agreed,
    charge,
    each_person,
    handling,
    no_handling,
    of_kind,
)
from resilience_sim.institutions.visiting import grid_desks
from resilience_sim.mechanism import ByNeed, Mechanism, inputs, param
from resilience_sim.vocabulary import N_NEEDS
from resilience_sim.world import World

DISPATCH_PRECEDENCE = 2
MONTH = 30.0


@dataclass(frozen=True, kw_only=True)
class DigitalPlatform(Mechanism):
    """A household with somebody online who uses it reports there, as far as it trusts.

    Matters go to the body that the register names for all of a desk's area; where the area
    has several, none, or one without the power, the desk is left to itself. Bodies that are
    open already see each other's stock and lend within `delay_days`. It opens nobody's stock
    and finds nothing that a household keeps silent about. Who is offline gains nothing.
    """

    family: ClassVar[str] = "institutions"
    en: ClassVar[str] = "Digital platform"
    zh: ClassVar[str] = "智慧社区平台（掌上平台、智慧党建）"
    sources: ClassVar[tuple[str, ...]] = (
        "chen_chen_party", "yang_xi_resilience", "grassroots_forms", "five_measures",
        "tian_meilie",
    )  # fmt: skip
    price: ClassVar[tuple[str, str]] = (
        "Costs money every month and desks' hours to keep, and sees all who use it; leaves "
        "out who is offline.",
        "每月花费资金与维护工时，并记录所有使用者；遗漏不上网者。",
    )

    users: float = param(
        0.6, en="share of people online who use it", zh="上网者使用比例", unit="share", low=0.0,
        high=1.0, neutral=0.0,
    )  # fmt: skip
    rate: ByNeed = param(
        ByNeed(6.0), en="reports a day of a fully trusting household", zh="线上报事率",
        unit="1/d", low=0.0, high=1e6, why="as own reports by other ways",
    )  # fmt: skip
    dispatch: bool = param(
        True, en="matters are dispatched by the register", zh="平台派单", choices=(True, False)
    )
    stock_seen: bool = param(
        True, en="open stock is seen by all", zh="库存互见", choices=(True, False)
    )
    delay_days: float = param(
        0.1, en="time of a transfer between bodies on it", zh="平台调拨时间", unit="d", low=0.0,
        high=30.0,
    )  # fmt: skip
    money_a_month: float = param(
        5000.0, en="what it costs a community a month", zh="每社区月费", unit="yuan", low=0.0,
        high=1e6,
    )  # fmt: skip
    hours_a_month: float = param(
        4.0, en="hours it takes each desk a month", zh="每窗口每月维护工时", unit="h", low=0.0,
        high=500.0,
    )  # fmt: skip

    def build(self, world: World) -> Sequence[c.Contribution]:
        """Which households are on it, (H,)."""
        if self.users == 0.0:
            return ()
        on = world.people.digital & (each_person(world, self.label, "uses") < self.users)
        homes = np.bincount(world.people.household[on], minlength=len(world.households)) > 0
        return (c.OwnColumns({**not_yet(), "online": homes}), c.Note("connect", int(homes.sum())))

    @inputs("people")
    def detect(self, world: World) -> Sequence[c.Contribution]:
        """The channel of reports online."""
        if self.users == 0.0:
            return ()
        trust = np.maximum(world.adult_mean(world.people.trust_institutions), 0.0)
        online = world.own[self.label]["online"]
        return (
            c.Channel(
                name="online", by_need=np.asarray(self.rate),
                by_household=np.where(online, trust, 0.0), desk=grid_desks(world),
                heeds_silence=True, watches=True,
            ),
        )  # fmt: skip

    @inputs("responsibility")
    def route(self, world: World) -> Sequence[c.Contribution]:
        """Desks hand on to whom the register names."""
        if self.users == 0.0 or not self.dispatch:
            return ()
        tables = no_handling(world)
        for desk in of_kind(world, "grid_post", "residents_committee"):
            to = self._named(world, int(desk))
            tables[0][desk] = np.where(to >= 0, c.HAND_ON, 0)
            tables[1][desk] = to
        return (handling(tables, DISPATCH_PRECEDENCE),)

    def _named(self, world: World, desk: int) -> Array:
        """The one body accountable, with power, in all of a desk's area, by need, -1 none."""
        bodies, cells = world.bodies, world.responsibility
        area = slice(bodies.first_building[desk], bodies.end_building[desk])
        first, alone = cells.first[:, area], cells.second[:, area] < 0
        found = np.full(N_NEEDS, -1, np.int64)
        if first.shape[1] == 0:
            return found
        same = (first == first[:, :1]).all(axis=1) & alone.all(axis=1)
        same &= cells.empowered[:, area].all(axis=1) & (first[:, 0] != desk)
        found[same] = first[same, 0]
        return found

    def convene(self, world: World) -> Sequence[c.Contribution]:
        """Upkeep by the month; stock that is open stays in view."""
        if self.users == 0.0 or meeting_due(world, self.label, MONTH) < 0:
            return ()
        desks = of_kind(world, "grid_post", "residents_committee")
        money = self.money_a_month * len(world.community_keys)
        said = [met_now(world), charge(world, desks, self.hours_a_month, money)]
        return (*said, *(self._seen(world) if self.stock_seen else ()))

    def _seen(self, world: World) -> list[c.Contribution]:
        bodies = world.bodies
        opened = bodies.openness < world.levers["sharing"]
        keeps = float(bodies.reserve.max(initial=0.0))
        said: list[c.Contribution] = []
        for k in range(len(world.community_keys)):
            here = bodies.community == k
            told = agreed(
                world, np.flatnonzero(here & opened), np.flatnonzero(here & askers(bodies)),
                reserve=keeps, delay=self.delay_days, days=MONTH,
            )  # fmt: skip
            said += [] if told is None else [told]
        return said
