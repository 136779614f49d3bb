"""The community alliance: bodies of one or of several communities open their stock by agreement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from resilience_sim import contributions as c
from resilience_sim.community.agreements import askers
from resilience_sim.institutions.calendar import meeting_due, met_now, not_yet
from resilience_sim.institutions.parties import Array, agreed, came, charge
from resilience_sim.mechanism import Mechanism, param
from resilience_sim.world import World


@dataclass(frozen=True, kw_only=True)
class CommunityAlliance(Mechanism):
    """Bodies agree for a time that those allied may draw on what they have above a reserve.

    `within`: bodies of one community, with the units based in it. `across`: bodies of
    neighbouring communities, in groups of `size`. At each renewal a body joins by its own
    draw; who does not renew is out until the next one. Givers keep their own needs: what is
    drawn is gone for them.
    """

    family: ClassVar[str] = "institutions"
    en: ClassVar[str] = "Community alliance"
    zh: ClassVar[str] = "党建联盟（区域化党建）"
    sources: ClassVar[tuple[str, ...]] = ("chen_chen_party", "grassroots_forms", "kong_lists")
    price: ClassVar[tuple[str, str]] = (
        "Costs the hours of all who meet to renew it; members stay away and givers run dry.",
        "占用续约各方工时；成员可能不续约，给予者可能耗尽。",
    )

    joins: float = param(
        0.6, en="share of bodies that join at a renewal", zh="续约加入比例", unit="share",
        low=0.0, high=1.0, neutral=0.0,
    )  # fmt: skip
    scope: str = param(
        "within", en="allied bodies of one community, or of several", zh="联盟范围",
        choices=("within", "across"), source="chen_chen_party",
    )  # fmt: skip
    size: int = param(
        4, en="communities in an alliance across areas", zh="跨社区联盟的社区数", low=2, high=100
    )
    renew_days: float = param(
        180.0, en="days for which it is agreed", zh="协议期限", unit="d", low=1.0, high=3650.0
    )
    reserve: float = param(
        0.4, en="share of normal stock that a member keeps", zh="成员自留比例", unit="share",
        low=0.0, high=1.0,
    )  # fmt: skip
    delay_days: float = param(
        0.25, en="time of a transfer between members", zh="成员间调拨时间", unit="d", low=0.0,
        high=30.0,
    )  # fmt: skip
    hours: float = param(
        4.0, en="hours a renewal takes of each member", zh="每次续约工时", unit="h", low=0.0,
        high=100.0,
    )  # fmt: skip

    def build(self, world: World) -> Sequence[c.Contribution]:
        """It has not met yet."""
        return (c.OwnColumns(not_yet()),) if self.joins > 0.0 else ()

    def convene(self, world: World) -> Sequence[c.Contribution]:
        """Renew the agreements that have run out."""
        if self.joins == 0.0:
            return ()
        meeting = meeting_due(world, self.label, self.renew_days)
        if meeting < 0:
            return ()
        bodies = world.bodies
        has = (bodies.capacity.sum(axis=1) > 0.0) & (bodies.community >= 0)
        rows = np.flatnonzero(has | (askers(bodies) & (bodies.community >= 0)))
        rows = rows[came(world, self.label, rows, meeting, self.joins)]
        group = bodies.community[rows].astype(np.int64)
        if self.scope == "across":
            group = group // self.size
        said: list[c.Contribution] = [met_now(world), charge(world, rows, self.hours)]
        for one in np.unique(group):
            said += self._agree(world, rows[group == one])
        return (*said, c.Note("renew", len(rows)))

    def _agree(self, world: World, members: Array) -> list[c.Contribution]:
        """Agreements of one alliance; across areas only between communities."""
        asking = members[askers(world.bodies)[members]]
        told = agreed(
            world, members, asking, reserve=self.reserve, delay=self.delay_days,
            days=self.renew_days,
        )  # fmt: skip
        if told is None:
            return []
        if self.scope == "across":
            community = world.bodies.community
            apart = community[told.holder] != community[told.asker]
            told = c.Agree(
                asker=told.asker[apart], holder=told.holder[apart], resource=told.resource[apart],
                reserve=told.reserve[apart], delay=told.delay[apart], days=told.days,
            )  # fmt: skip
        return [told] if len(told.asker) else []
