"""Own reports: a household that trusts and does not fear blame says what it needs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from resilience_sim import contributions as c
from resilience_sim.mechanism import ByNeed, Mechanism, inputs, param
from resilience_sim.response.desks import desks_of_households
from resilience_sim.world import World


@dataclass(frozen=True, kw_only=True)
class OwnReport(Mechanism):
    """A household reports at a base rate times its willingness: trust less stigma, not below 0.

    Willingness is lower where the committee is seen as the government's hand, and some
    households never report some needs.
    """

    family: ClassVar[str] = "response"
    en: ClassVar[str] = "Own report"
    zh: ClassVar[str] = "居民上报"

    rate: ByNeed = param(
        ByNeed(6.0), en="reports a day of a fully willing household", zh="上报率", unit="1/d",
        low=0.0, high=1e9, neutral=ByNeed(0.0),
    )  # fmt: skip
    trust_to_report: int = param(
        1,
        en="sign: trust in institutions raises reporting",
        zh="信任提高上报（1 为如此）",
        link=True,
    )
    stigma_to_report: int = param(
        1, en="sign: fear of blame lowers reporting", zh="怕受指责降低上报（1 为如此）", link=True
    )
    government_hand: float = param(
        0.2, en="share by which the committee's paperwork for government lowers willingness",
        zh="居委会行政化降低意愿的幅度", unit="share", low=0.0, high=1.0,
    )  # fmt: skip
    desk: str = param(
        "grid_post", en="where reports land", zh="受理窗口",
        choices=("grid_post", "residents_committee"),
    )  # fmt: skip

    def build(self, world: World) -> Sequence[c.Contribution]:
        """The desk of each household."""
        return (c.OwnColumns({"desk": desks_of_households(world, self.desk)}),)

    @inputs("people", "bodies")
    def detect(self, world: World) -> Sequence[c.Contribution]:
        """The channel of own reports."""
        people = world.people
        trust = 0.5 + self.trust_to_report * (people.trust_institutions - 0.5)
        if self.trust_to_report == 0:
            trust = np.full(len(people), 0.5)
        willing = np.maximum(trust - self.stigma_to_report * people.stigma, 0.0)
        willing = np.minimum(willing, 1.0)
        desk = world.own[self.label]["desk"]
        hand = self.government_hand * world.bodies.administration[np.maximum(desk, 0)]
        return (
            c.Channel(
                name="report",
                by_need=np.asarray(self.rate),
                by_household=world.adult_mean(willing) * np.where(desk >= 0, 1.0 - hand, 1.0),
                desk=desk,
                heeds_silence=True,
            ),
        )
