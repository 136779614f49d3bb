"""Growth and decline beside observed series: `python -m experiments.validation`.

Needs the folder of series that RESILIENCE_SIM_DATA names. What was fitted is said in each row:
one number, the transmission of Shanghai, to one fortnight. Everything else is predicted from
published parameters.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments.pages import Table, between, number, shown, spread
from resilience_sim.community.generate import generate
from resilience_sim.community.settings import CommunitySettings
from resilience_sim.crises import Epidemic, Lockdown
from resilience_sim.crises.observations import Observations, find, read
from resilience_sim.rng import Luck
from resilience_sim.world import World
from tests.worlds import built, run_process, tiny_world

Array = NDArray[Any]
Row = tuple[object, ...]
SEEDS = tuple(range(1, 7))
RESIDENTS = 20_000
#: The ancestral virus: published durations and attack rate at home. R0 is 2.75, the middle of the
#: published 2.5 to 3: .87 (asymptomatic cases weigh less) of 2.95 abroad, and .18 at home.
ANCESTRAL: dict[str, Any] = {
    "household_attack": 0.155, "latent_days": 4.5, "latent_sd": 1.5, "presymptomatic_days": 1.1,
    "presymptomatic_sd": 0.9, "ill_days": 8.0, "ill_sd": 2.0, "outside_reproduction": 2.95,
    "found_ill": 0.0, "found_well": 0.0,
}  # fmt: skip
#: Contacts a day before and in lockdown.
WUHAN = Lockdown(contacts_before=14.6, contacts_within=2.0)
SHANGHAI = Lockdown()


# --- what was observed ------------------------------------------------------------------------
def series(file: str, value: str, unit: str, *where: str) -> Observations:
    """A series of the folder of data; days without a line hold the count."""
    path = find(file, "", "RESILIENCE_SIM_DATA")
    filters = tuple(tuple(one.split("=")) for one in where)
    return read(str(path), 0, ("date",), "%Y-%m-%d", value, filters, unit, True)  # type: ignore[arg-type]


def slope(counts: Array) -> tuple[float, float, float]:
    """Growth a day of the logarithm of daily counts, with the 95 % interval of the line."""
    from scipy import stats

    days = np.arange(len(counts))[counts > 0]
    line = stats.linregress(days, np.log(counts[counts > 0]))
    half = stats.t.ppf(0.975, len(days) - 2) * line.stderr
    return float(line.slope), float(line.slope - half), float(line.slope + half)


def observed(of: Observations, first: date, last: date) -> tuple[float, float, float]:
    """The slope of a stretch of days, both ends included."""
    return slope(of.span(first, (last - first).days + 1, False, ""))


# --- what the model gives ---------------------------------------------------------------------
def census_world(seed: int) -> World:
    """A community of the census around the columns that an epidemic reads."""
    community = generate(CommunitySettings(residents=RESIDENTS), seed)
    world = replace(
        tiny_world([1], end=80.0), luck=Luck(seed), people=community.people.readonly(),
        households=community.households.readonly(), places=community.places, ties=community.ties,
        community_keys=community.community_keys,
    )  # fmt: skip
    world.conditions.mobility = np.ones(len(community.people))
    return world


def daily(epidemic: Epidemic, lockdown: Lockdown, closes: int, days: int, seed: int) -> Array:
    """New infections a day, the lockdown beginning on day `closes`."""
    world = census_world(seed)
    own = built(world, epidemic)
    for day in range(days):
        world.t = float(day)
        out = lockdown.mobility() if day >= closes else 1.0
        world.conditions.mobility = np.full(len(world.people), out)
        epidemic.process(world, own, day + 1.0)
    at = own["infected_at"][np.isfinite(own["infected_at"])]
    return np.bincount(at.astype(int), minlength=days)[:days].astype(float)


def slopes(epidemic: Epidemic, lockdown: Lockdown, closes: int, windows: Sequence[tuple[int, int]],
           seeds: Sequence[int]) -> list[list[float]]:  # fmt: skip
    """The slope in each window of days, seed by seed."""
    found: list[list[float]] = [[] for _ in windows]
    days = max(end for _, end in windows)
    for seed in seeds:
        counts = daily(epidemic, lockdown, closes, days, seed)
        for into, (first, end) in zip(found, windows, strict=True):
            into.append(slope(counts[first:end])[0])
    return found


# --- rows -------------------------------------------------------------------------------------
def shanghai_rows(seeds: Sequence[int]) -> list[Row]:
    """Growth before the lockdown of Shanghai and decline after it."""
    seen = series("eastasia_shanghai.csv", "daily_cases", "cases")
    epidemic = Epidemic(pressure="none", initial=20)
    grew, fell = slopes(epidemic, SHANGHAI, 16, ((6, 16), (24, 44)), seeds)
    return [
        compared("Shanghai 2022, growth 18 to 31 March", "fitted: outside_reproduction 4.2",
                 observed(seen, date(2022, 3, 18), date(2022, 3, 31)), grew),
        compared("Shanghai 2022, decline 24 April to 20 May",
                 "predicted: lockdown contacts 18.8 to 2.3 a day",
                 observed(seen, date(2022, 4, 24), date(2022, 5, 20)), fell),
    ]  # fmt: skip


def hubei_rows(seeds: Sequence[int]) -> list[Row]:
    """Growth before the lockdown of Wuhan and decline after it, nothing fitted."""
    seen = series("hubei_by_city_20200110_20200430.csv", "confirmed", "cumulative cases",
                  "province=湖北省", "city=")  # fmt: skip
    dead = series("hubei_by_city_20200110_20200430.csv", "dead", "cumulative cases",
                  "province=湖北省", "city=")  # fmt: skip
    free = Epidemic(pressure="none", initial=40, **ANCESTRAL)
    # the decline is read off an epidemic that is large when everything closes, on day 5
    large = replace(free, initial=400)
    isolating = replace(large, found_ill=0.8, found_well=0.5, finding_days=2.0)
    grew = slopes(free, WUHAN, 40, ((15, 40),), seeds)[0]
    alone = slopes(large, WUHAN, 5, ((20, 40),), seeds)[0]
    found = slopes(replace(isolating, initial=1000), WUHAN, 5, ((12, 26),), seeds)[0]
    published = "predicted: published R0 and durations"
    closed = "predicted: contacts 14.6 to 2.0 a day"
    reports = observed(seen, date(2020, 2, 16), date(2020, 3, 10))
    deaths = observed(dead, date(2020, 2, 25), date(2020, 3, 20))
    return [
        compared("Hubei 2020, growth, reports 24 January to 3 February", published,
                 observed(seen, date(2020, 1, 24), date(2020, 2, 3)), grew),
        compared("Hubei 2020, growth, deaths 25 January to 8 February", published,
                 observed(dead, date(2020, 1, 25), date(2020, 2, 8)), grew),
        compared("Hubei 2020, decline, reports 16 February to 10 March", closed, reports, alone),
        compared("Hubei 2020, decline, deaths 25 February to 20 March", closed, deaths, alone),
        compared("the same reports, with four in five of the ill isolated after 2 days",
                 closed + "; how many were found is assumed", reports, found),
    ]  # fmt: skip


def compared(what: str, how: str, seen: tuple[float, float, float], ours: Sequence[float]) -> Row:
    """One row: it holds if the mean of the runs lies in the interval of what was seen."""
    mean, low, high = seen
    holds = low <= float(np.mean(ours)) <= high
    return (what, f"{number(mean)} ({between(low, high)})", spread(ours), how,
            "holds" if holds else "**fails**")  # fmt: skip


def ship_row(seeds: Sequence[int]) -> Row:
    """Diamond Princess: 3,711 in cabins of two, one case on 20 January, cabins from 5 February."""
    seen = read(str(find("diamond_princess_cases_timtam.csv", "", "")), 0, ("date",), "%d.%m.%y",
                "size", (), "cases", False)  # fmt: skip
    total = float(seen.values.sum())
    quarantine = (date(2020, 2, 5) - date(2020, 1, 20)).days
    found = []
    for seed in range(10 * len(seeds)):
        world = tiny_world(np.append(np.full(1855, 2), 1), seed=seed, end=40.0)
        epidemic = Epidemic(pressure="none", initial=1, tie_share=0.0, **ANCESTRAL)
        own = run_process(world, epidemic, float(quarantine), float(quarantine))
        world.conditions.mobility = np.full(3711, WUHAN.mobility())
        epidemic.process(world, own, 40.0)
        found.append(float(np.isfinite(own["infected_at"]).sum()))
    low, high = np.percentile(found, [2.5, 97.5])
    last = seen.first + timedelta(days=len(seen.values) - 1)
    return (f"Diamond Princess, cases to {last.day} February 2020", f"{total:.0f}",
            f"{number(float(np.mean(found)))} (95 % of {len(found)} seeds {number(low)} to "
            f"{number(high)})",
            "predicted: nothing fitted, R0 of the city ashore", "holds" if low <= total <= high
            else "**fails**")  # fmt: skip


def tables(seeds: Sequence[int] = SEEDS) -> list[Table]:
    """Observed and modelled slopes, and the ship."""
    columns = ("stretch", "observed (interval)", "model: mean (lowest to highest seed)",
               "fitted or predicted", "holds")  # fmt: skip
    rows = [*shanghai_rows(seeds), *hubei_rows(seeds), ship_row(seeds)]
    note = (
        "Slopes are of the logarithm of daily counts, a day; observed ones are of reports, the "
        f"model's of infections in a census community of {RESIDENTS:,} people. The time from "
        "infection to report shifts dates, not slopes. A row holds if the mean over seeds lies "
        "in the interval of the line through the reports."
    )
    return [Table("Growth and decline", columns, rows, note)]


if __name__ == "__main__":
    if not Path(os.environ.get("RESILIENCE_SIM_DATA", "")).is_dir():
        raise SystemExit("RESILIENCE_SIM_DATA does not name the folder of series")
    print(shown(tables()))
