"""Needs of units: staff, customers, permits, protection; a unit in need gives less."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from resilience_sim import contributions as c
from resilience_sim.mechanism import ByNeed, Mechanism, inputs, param
from resilience_sim.vocabulary import BODY_KINDS
from resilience_sim.world import World

Array = NDArray[Any]
STATION = BODY_KINDS.index("service_station")
COMMITTEE = BODY_KINDS.index("residents_committee")


@dataclass(frozen=True, kw_only=True)
class UnitNeeds(Mechanism):
    """Units raise cases of their own, served by the same posts from the same stock.

    They ask for them at the service station. For each open need a unit holds back a share of
    what it would give above its reserve. Acts where the community's units have needs.
    """

    family: ClassVar[str] = "response"
    en: ClassVar[str] = "Needs of units"
    zh: ClassVar[str] = "单位自身需求"
    sources: ClassVar[tuple[str, ...]] = ("kong_lists",)
    later: ClassVar[bool] = True

    rate: ByNeed = param(
        ByNeed(0.0, staff=0.008, customers=0.01, permits=0.006, protection=0.003),
        en="rate at which a unit comes to need it", zh="单位需求率", unit="1/d",
        low=0.0, high=1000.0, neutral=ByNeed(0.0),
        why="a unit asks for something every five or six weeks; no figure found",
    )  # fmt: skip
    restricted: ByNeed = param(
        ByNeed(0.0, staff=5.0, customers=4.0, protection=6.0),
        en="rise of the rate where nobody may move", zh="限制流动时需求率的增幅", unit="ratio",
        low=0.0, high=100.0, neutral=ByNeed(0.0),
    )  # fmt: skip
    asks: ByNeed = param(
        ByNeed(2.0), en="requests a day of a unit in need", zh="单位求助率", unit="1/d",
        low=0.0, high=1e9,
    )  # fmt: skip
    withheld: float = param(
        0.5, en="share of what it would give that a unit holds back for each open need",
        zh="每项未解决需求使单位少给的比例", unit="share", low=0.0, high=1.0, neutral=0.0,
        why="two open needs and nothing is given: owners and managers look to their own first",
    )  # fmt: skip

    @inputs()
    def build(self, world: World) -> Sequence[c.Contribution]:
        """The desk of each unit: the station of its community, else the committee."""
        bodies, units = world.bodies, world.units
        desk = np.full(len(units), -1, np.int64)
        for kind in (COMMITTEE, STATION):
            for row in np.flatnonzero((bodies.kind == kind) & (bodies.staff > 0.0)):
                desk[bodies.community[units] == bodies.community[row]] = row
        return (c.OwnColumns({"desk": desk}),)

    @inputs("conditions")
    def demand(self, world: World) -> Sequence[c.Contribution]:
        """Rates, and how much higher they are for each unit under restrictions."""
        units = world.units
        if len(units) == 0:
            return ()
        place = world.households.community[world.people.household]
        n = np.bincount(place, minlength=len(world.community_keys))
        free = np.bincount(place, weights=world.conditions.mobility, minlength=len(n))
        kept_in = 1.0 - np.clip(free / np.maximum(n, 1), 0.0, 1.0)
        rise = np.asarray(self.restricted)[:, None] * kept_in[world.bodies.community[units]]
        return (c.UnitNeed(rate=np.asarray(self.rate), factor=1.0 + rise, withheld=self.withheld),)

    @inputs()
    def detect(self, world: World) -> Sequence[c.Contribution]:
        """The channel by which units ask."""
        units = world.units
        if len(units) == 0:
            return ()
        none = np.zeros(len(world.households))
        return (
            c.Channel(
                name="request", by_need=np.asarray(self.asks), by_household=none,
                desk=np.full(len(none), -1), by_unit=np.ones(len(units)),
                unit_desk=world.own[self.label]["desk"],
            ),
        )  # fmt: skip
