"""Workforce incentives: training, certificates, rewards, and who has to go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from resilience_sim import contributions as c
from resilience_sim.institutions.calendar import meeting_due, met_now, not_yet
from resilience_sim.institutions.parties import Array, of_kind
from resilience_sim.mechanism import Mechanism, inputs, param
from resilience_sim.world import World

YEAR = 365.0
KINDS = ("residents_committee", "service_station", "grid_post")


@dataclass(frozen=True, kw_only=True)
class WorkforceIncentives(Mechanism):
    """Workers train for a certificate; who has none after three years must go, as who fails.

    Of those without a certificate a share passes the yearly examination. Who holds one does
    `skilled` times the work in an hour. Each year a share fails the appraisal; two failed
    years in a row, or `grace_years` without a certificate, end the job. Places left empty are
    filled again within `vacancy_days` by people without a certificate.
    """

    family: ClassVar[str] = "institutions"
    en: ClassVar[str] = "Workforce incentives"
    zh: ClassVar[str] = "队伍激励、考核与培训"
    sources: ClassVar[tuple[str, ...]] = ("chen_chen_party", "five_measures", "tian_meilie")
    price: ClassVar[tuple[str, str]] = (
        "Costs money for rewards and hours of training; dismissals leave places empty, and "
        "those who come begin anew.",
        "花费奖励资金与培训工时；辞退造成空缺，新人从头开始。",
    )

    training: float = param(
        24.0, en="hours of training a worker a year, 0: no scheme",
        zh="每人每年培训工时（0为不设）", unit="h", low=0.0, high=2000.0, neutral=0.0,
    )  # fmt: skip
    passes: float = param(
        0.5, en="share of those without a certificate who pass a year", zh="年通过率",
        unit="share", low=0.0, high=1.0,
    )  # fmt: skip
    held: float = param(
        0.3, en="share who hold one at the start", zh="初始持证比例", unit="share", low=0.0,
        high=1.0,
    )  # fmt: skip
    skilled: float = param(
        1.15, en="work in an hour of one who holds it, relative to one who does not",
        zh="持证者工时折算", unit="ratio", low=0.5, high=3.0,
    )  # fmt: skip
    fails: float = param(
        0.05, en="share who fail the appraisal of a year", zh="年度考核不合格比例", unit="share",
        low=0.0, high=1.0,
    )  # fmt: skip
    grace_years: int = param(
        3, en="years after which one without a certificate must go", zh="持证宽限年数",
        unit="y", low=1, high=50, source="tian_meilie",
    )  # fmt: skip
    vacancy_days: float = param(
        60.0, en="days for which a place stays empty", zh="岗位空缺天数", unit="d", low=0.0,
        high=365.0,
    )  # fmt: skip
    reward: float = param(
        2000.0, en="reward of one who holds a certificate a year", zh="持证者年奖励",
        unit="yuan", low=0.0, high=1e6,
    )  # fmt: skip

    def build(self, world: World) -> Sequence[c.Contribution]:
        """Staff by body: planned, and the share of it with a certificate, (M,)."""
        if self.training == 0.0:
            return ()
        staff = np.array(world.bodies.staff)
        own = {"planned": staff, "certified": np.full(len(staff), self.held),
               "vacant_until": np.full(1, -np.inf)}  # fmt: skip
        return (c.OwnColumns({**not_yet(), **own}),)

    @inputs("bodies")
    def staff(self, world: World) -> Sequence[c.Contribution]:
        """Speed by the share with a certificate, and the hours that training takes."""
        if self.training == 0.0:
            return ()
        rows, bodies = of_kind(world, *KINDS), world.bodies
        n = len(world.own[self.label]["planned"])
        rows = rows[rows < n]
        pace, hours = np.ones(len(bodies)), np.zeros(len(bodies))
        more = world.own[self.label]["certified"][rows] - self.held
        pace[rows] = 1.0 + (self.skilled - 1.0) * more / (1.0 + (self.skilled - 1.0) * self.held)
        hours[rows] = self.training * bodies.staff[rows] / YEAR
        return (c.Pace(pace), c.Planned(hours, "training"))

    def convene(self, world: World) -> Sequence[c.Contribution]:
        """By the year examine, appraise, dismiss and reward; later fill what is empty."""
        if self.training == 0.0:
            return ()
        own = world.own[self.label]
        rows = of_kind(world, *KINDS)
        rows = rows[rows < len(own["planned"])]
        year = meeting_due(world, self.label, YEAR, YEAR)
        if year >= 0:
            return self._year(world, rows, year)
        if -np.inf < own["vacant_until"][0] <= world.t:
            return self._fill(world, rows)
        return ()

    def _year(self, world: World, rows: Array, year: int) -> Sequence[c.Contribution]:
        own, staff = world.own[self.label], world.bodies.staff[rows]
        certified = own["certified"].copy()
        certified[rows] += self.passes * (1.0 - certified[rows])
        out = np.zeros(len(rows))
        if (year + 1) % self.grace_years == 0:
            out += 1.0 - certified[rows]
        if year >= 1:
            out += (1.0 - out) * self.fails**2
        stays = staff * (1.0 - out)
        if (year + 1) % self.grace_years == 0:
            certified[rows] = 1.0
        money = float((self.reward * certified[rows] * stays).sum())
        return (
            met_now(world), c.Arrange(column="staff", bodies=rows, values=stays),
            c.Spend(hours=np.zeros(len(world.bodies)), money=money),
            c.OwnColumns({"certified": certified,
                          "vacant_until": np.full(1, world.t + self.vacancy_days)}),
            c.Note("appraise", len(rows), {"dismissed": float((staff - stays).sum())}),
        )  # fmt: skip

    def _fill(self, world: World, rows: Array) -> Sequence[c.Contribution]:
        own, staff = world.own[self.label], world.bodies.staff[rows]
        planned, certified = own["planned"][rows], own["certified"].copy()
        certified[rows] *= np.where(planned > 0.0, staff / np.maximum(planned, 1e-9), 1.0)
        return (
            c.Arrange(column="staff", bodies=rows, values=planned),
            c.OwnColumns({"certified": certified, "vacant_until": np.full(1, -np.inf)}),
            c.Note("hire", len(rows), {"staff": float((planned - staff).sum())}),
        )
