"""An infection that passes between people and takes staff, volunteers and helpers away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from resilience_sim import contributions as c
from resilience_sim.community.tables import frozen
from resilience_sim.crises.dates import iso_date
from resilience_sim.crises.disease import Disease
from resilience_sim.crises.series import SERIES, load_series
from resilience_sim.crises.timeline import Observed
from resilience_sim.errors import InputError
from resilience_sim.mechanism import inputs, param
from resilience_sim.world import World

Array = NDArray[Any]


@dataclass(frozen=True, kw_only=True)
class Epidemic(Disease, Observed):
    """SEIR with asymptomatic cases on the household, ties and chance meetings.

    A person is susceptible, latent, infectious before symptoms, then ill or without symptoms,
    and recovered. Infectious people make attempts to transmit at the rates of their household
    and, scaled by their mobility, of their ties and chance meetings; the target's mobility and
    susceptibility thin them. Infections from outside follow reported cases of the city. Found
    cases are isolated until they recover and their household is quarantined; both are absent.
    """

    units: ClassVar[tuple[str, ...]] = ("cases", "cumulative cases")
    family: ClassVar[str] = "crises"
    en: ClassVar[str] = "Epidemic"
    zh: ClassVar[str] = "疫情"
    sources: ClassVar[tuple[str, ...]] = ("zhang2020", "madewell2022", "xu2023", "shanghai2022")

    start_date: str = param(
        "2022-03-18",
        en="calendar date of the strike",
        zh="危机开始日期",
        source="shanghai2022",
        why="two weeks before the lockdown of the west of the city",
    )
    pressure: str = param(
        "shanghai_2022",
        en="series of reported infections outside",
        zh="外部病例序列",
        choices=(*SERIES, "file", "none"),
        neutral="none",
        source="shanghai2022",
        grade="official",
    )
    ascertainment: float = param(
        0.6,
        en="share of infections that were reported",
        zh="病例发现率",
        unit="share",
        low=0.01,
        high=1.0,
        source="chen2022_shanghai",
        why="repeated screening of all found most; those never tested while positive are unknown",
    )
    leakage: float = param(
        0.4,
        en="infections caught outside the community per infection in the city",
        zh="社区外感染比例",
        unit="ratio",
        low=0.0,
        high=5.0,
        neutral=0.0,
        why="the rest passes on within; together they meet the share infected in the city",
    )
    city_mobility: float = param(
        0.138,
        en="mobility of the city while the series was in lockdown",
        zh="封控期城市流动系数",
        unit="ratio",
        low=0.001,
        high=1.0,
        source="zhang2020",
        why="cases of those weeks already show the lockdown: exposure is relative to this",
    )
    city_lockdown_date: str = param(
        "2022-04-01",
        en="first day of lockdown in the series",
        zh="序列中封控开始日期",
        source="shanghai_notices2022",
        grade="official",
    )
    city_reopening_date: str = param(
        "2022-06-01",
        en="first day after it in the series",
        zh="序列中解封日期",
        source="shanghai_notices2022",
        grade="official",
    )
    reporting_delay: int = param(
        3,
        en="days from infection to report",
        zh="感染至报告时滞",
        unit="d",
        low=0,
        high=14,
    )
    initial: int = param(
        0,
        en="people infected at the strike in each community",
        zh="初始感染人数",
        unit="persons",
        low=0,
        high=1_000_000,
        neutral=0,
    )
    outside_reproduction: float = param(
        4.2,
        en="people infected outside the household by a case in everyday life",
        zh="户外再生数",
        unit="persons",
        low=0.0,
        high=30.0,
        neutral=0.0,
        source="zhang2022_shanghai",
        why="with isolation it gives R of 2.2: reports grew by .23 a day from 18 to 31 March "
        "2022; R0 of 8 to 10 without masks, testing and tracing is the upper end of the sweep",
    )
    tie_share: float = param(
        0.6,
        en="share of outside transmission along ties, the rest by chance meetings",
        zh="关系网络传播占比",
        unit="share",
        low=0.0,
        high=1.0,
    )
    population: float = param(
        24_870_000.0, en="people among whom a file of reports was counted", zh="病例文件对应人口",
        unit="persons", low=1.0, high=1e10, source="census2020", later=True,
    )  # fmt: skip

    def __post_init__(self) -> None:
        super().__post_init__()
        for key in ("start_date", "city_lockdown_date", "city_reopening_date"):
            iso_date(getattr(self, key), self.label, key)
        if (self.pressure == "file") != bool(self.file):
            raise InputError(
                "pressure and file do not fit each other", where=self.label, key="pressure",
                value=f"pressure {self.pressure!r}, file {self.file!r}",
                allowed='pressure = "file" together with the name of a file, or neither',
            )  # fmt: skip

    def build(self, world: World) -> Sequence[c.Contribution]:
        """Own columns: public flags of people, and the clocks behind them."""
        from resilience_sim.crises import epidemic_setup as setup

        return (c.OwnColumns(setup.columns(self, world)),)

    @inputs("day")
    def strike(self, world: World) -> Sequence[c.Contribution]:
        """The ill and the quarantined are absent."""
        own = world.own[self.label]
        if not own["events"][0]:
            return ()
        return (
            c.Absence(frozen(own["ill"].copy()), "sick"),
            c.Absence(frozen(own["quarantined"].copy()), "quarantined"),
        )

    def process(self, world: World, own: dict[str, Any], end: float) -> None:
        """Advance the infection from `world.t` to `end`."""
        if end <= 0.0:
            return
        from resilience_sim.crises.epidemic_setup import show, shown
        from resilience_sim.kernels.epidemic import advance

        mobility, outside = own["mobility"], float(world.conditions.outside)
        # the same array is the same mobility: conditions are replaced, never written
        changed = own["taken"] is not world.conditions.mobility or outside != own["outside"][0]
        if changed:
            own["taken"] = world.conditions.mobility
            changed = outside != own["outside"][0] or not np.array_equal(mobility, own["taken"])
        if changed:
            np.copyto(mobility, own["taken"])
            own["outside"][0] = outside
        open_about_it = shown(world)
        if open_about_it is not None:
            own["person"]["shown"] = open_about_it
        ties = world.ties
        happened = advance(
            max(world.t, 0.0),
            end,
            changed,
            outside,
            world.luck.stream(self.label, "infection"),
            own["terms"],
            own["traits"],
            own["person"],
            own["level"],
            own["heap"],
            own["place"],
            own["due"],
            own["size"],
            mobility,
            own["ceiling"],
            frozen(ties.start),
            frozen(ties.index),
            frozen(ties.weight),
            own["knots"],
            own["total"],
        )
        if happened:
            own["events"][0] += happened
            show(own)

    @inputs("day")
    def demand(self, world: World) -> Sequence[c.Contribution]:
        """Ill members raise the rates of medical needs of their household."""
        own = world.own[self.label]
        if not own["events"][0] or not any(self.needs_of_ill):
            return ()
        ill = np.bincount(
            world.people.household, weights=own["ill"], minlength=len(world.households)
        )
        return (c.DemandFactor(np.asarray(self.needs_of_ill), ill),)

    def pressure_curve(self, days: int, world: World) -> tuple[Array, Array]:
        """Cumulative hazard from outside for a person of mobility 1, at days 0..`days`.

        Reported cases of day d + delay stand for infections of day d. A resident as mobile as
        the city was then is infected outside at `leakage` times the incidence of the city.
        """
        knots, total = np.arange(days + 1.0), np.zeros(days + 1)
        if self.pressure != "none":
            strike = iso_date(self.start_date, self.label, "start_date")
            first = strike + timedelta(days=self.reporting_delay)
            if self.file:
                seen, population = self.observed(world, days, first), self.population
            else:
                series = load_series(self.pressure)
                seen, population = series.from_date(first, days), series.population
            share = seen / (population * self.ascertainment)
            closed = [
                (iso_date(text, self.label, "city_lockdown_date") - strike).days
                for text in (self.city_lockdown_date, self.city_reopening_date)
            ]
            inside = (knots[:-1] >= closed[0]) & (knots[:-1] < closed[1])
            share[inside] /= self.city_mobility
            total[1:] = np.cumsum(share * self.leakage)
        return knots, total
