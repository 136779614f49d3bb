"""The donation campaign: units are asked to give, once more and once more, for nothing."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from resilience_sim import contributions as c
from resilience_sim.institutions.calendar import meeting_due, met_now, not_yet
from resilience_sim.institutions.parties import agreed, charge, of_kind, one_each
from resilience_sim.mechanism import Mechanism, param
from resilience_sim.world import World


@dataclass(frozen=True, kw_only=True)
class DonationCampaign(Mechanism):
    """At each campaign a unit gives with its present will, and giving wears the will.

    The one-sided contrast to lists and alliances: the committee goes round (化缘), a unit that
    gives opens almost all it has to the committee for some days and gets nothing back. Will
    falls by a share each time it gave and returns slowly.
    """

    family: ClassVar[str] = "institutions"
    en: ClassVar[str] = "Donation campaign"
    zh: ClassVar[str] = "社区化缘（行政动员捐赠）"
    sources: ClassVar[tuple[str, ...]] = ("kong_lists",)
    price: ClassVar[tuple[str, str]] = (
        "Costs the committee's hours for every unit it asks; will to give wears with every "
        "gift, and givers run dry.",
        "每次化缘占用居委会工时；给予意愿逐次下降，给予者可能耗尽。",
    )

    interval_days: float = param(
        30.0, en="days between campaigns, 0: never", zh="动员间隔（0为不动员）", unit="d",
        low=0.0, high=3650.0, neutral=0.0,
    )  # fmt: skip
    wear: float = param(
        0.25, en="share of will lost by giving once", zh="每次给予的意愿损失", unit="share",
        low=0.0, high=1.0,
    )  # fmt: skip
    recover_days: float = param(
        365.0, en="time in which will returns", zh="意愿恢复时间", unit="d", low=1.0, high=1e5
    )
    lasts_days: float = param(
        14.0, en="days for which a gift is open", zh="每次开放天数", unit="d", low=0.25,
        high=365.0,
    )  # fmt: skip
    reserve: float = param(
        0.1, en="share of normal stock that a giver keeps", zh="给予者自留比例", unit="share",
        low=0.0, high=1.0,
    )  # fmt: skip
    hours: float = param(
        1.0, en="hours of the committee for each unit asked", zh="每单位动员工时", unit="h",
        low=0.0, high=100.0,
    )  # fmt: skip

    def build(self, world: World) -> Sequence[c.Contribution]:
        """Will of each body to give, full at first, (M,)."""
        if self.interval_days == 0.0:
            return ()
        return (c.OwnColumns({**not_yet(), "will": np.ones(len(world.bodies))}),)

    def convene(self, world: World) -> Sequence[c.Contribution]:
        """A campaign, if one is due."""
        if self.interval_days == 0.0:
            return ()
        number = meeting_due(world, self.label, self.interval_days)
        if number < 0:
            return ()
        own, bodies = world.own[self.label], world.bodies
        rows = of_kind(world, "unit")
        since = 0.0 if math.isinf(own["met_at"][0]) else world.t - float(own["met_at"][0])
        will = 1.0 - (1.0 - own["will"]) * math.exp(-since / self.recover_days)
        zero = np.zeros(len(rows), np.int64)
        drawn = world.luck.uniform_each(
            self.label, "gives", bodies.key[rows], zero, zero, zero + number
        )
        gives = rows[drawn < will[rows]]
        will[gives] *= 1.0 - self.wear
        said: list[c.Contribution] = [
            met_now(world), c.OwnColumns({"will": will}),
            c.Note("campaign", len(gives), {"asked": float(len(rows)),
                                            "will": float(will[rows].sum())}),
        ]  # fmt: skip
        for k, committee in enumerate(one_each(world, "residents_committee")):
            if committee < 0:
                continue
            asked = int((bodies.community[rows] == k).sum())
            said.append(charge(world, np.array([committee]), self.hours * asked))
            told = agreed(
                world, gives[bodies.community[gives] == k], np.array([committee]),
                reserve=self.reserve, delay=0.25, days=self.lasts_days,
            )  # fmt: skip
            said += [] if told is None else [told]
        return said
