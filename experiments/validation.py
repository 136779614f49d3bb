"""Growth and decline beside observed series: `python -m experiments.validation`.

Needs the folder of series that RESILIENCE_SIM_DATA names. What was fitted is said in each row:
one number, the transmission of Shanghai, to one fortnight. Everything else is predicted from
published parameters. What does not hold is followed up by a scan of one parameter.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments import ship
from experiments.epidemic_series import (
    RESIDENTS,
    Course,
    delayed,
    growth,
    observed,
    series,
)
from experiments.pages import Table, between, number, shown, spread
from resilience_sim.crises import Epidemic, Lockdown

Array = NDArray[Any]
Row = tuple[object, ...]
SEEDS = (1, 2, 3, 4)
#: The ancestral virus: published durations and attack rate at home. R0 is 2.75, the middle of the
#: published 2.5 to 3: .87 (asymptomatic cases weigh less) of 2.95 abroad, and .18 at home.
ANCESTRAL: dict[str, Any] = {
    "household_attack": 0.155, "latent_days": 4.5, "latent_sd": 1.5, "presymptomatic_days": 1.1,
    "presymptomatic_sd": 0.9, "ill_days": 8.0, "ill_sd": 2.0, "outside_reproduction": 2.95,
    "found_ill": 0.0, "found_well": 0.0,
}  # fmt: skip
#: Days ill that bring the time between infections to the published 5.7 d (lau2021) instead of 8.
SHORTER = {"ill_days": 1.1, "ill_sd": 0.5}
#: Contacts a day before and in lockdown.
WUHAN = Lockdown(contacts_before=14.6, contacts_within=2.0)
SHANGHAI = Lockdown()

# --- from infection to what is counted: mean days and their standard deviation ------------------
INCUBATION = (5.6, 1.75)  # latent and presymptomatic days above
SPREAD = 0.45  # standard deviation of onset to death over its mean; taken for admission too
TO_DEATH = 17.8  # verity2020
TO_ADMISSION = 9.1  # li2020, onset 1 to 11 January
TO_REPORT_LATER = 10.0  # yuan2020, infection to detection
#: Share of infections documented before and from 26 January 2020 (wuhan_seiqr).
DOCUMENTED = (0.11, 0.28)
CLOSED = date(2020, 1, 23)


def after_infection(days: float) -> tuple[float, float]:
    """Mean and standard deviation of the incubation and a further time after onset."""
    mean, sd = INCUBATION
    return mean + days, float(np.hypot(sd, SPREAD * days))


def reports(course: Course, infections: Array) -> Array:
    """Reports a day in Hubei: later for those infected before the lockdown, and few until it."""
    early = np.arange(len(infections)) < course.before
    _, sd = after_infection(TO_REPORT_LATER - INCUBATION[0])
    seen = delayed(infections * early, *after_infection(TO_ADMISSION))
    seen = seen + delayed(infections * ~early, TO_REPORT_LATER, sd)
    known = np.full(len(seen), DOCUMENTED[1])
    known[: (date(2020, 1, 26) - course.closes).days + course.before] = DOCUMENTED[0]
    return np.asarray(seen * known)


# --- rows -------------------------------------------------------------------------------------
def compared(what: str, how: str, seen: tuple[float, float, float], ours: Sequence[float]) -> Row:
    """One row: it holds if the mean of the runs lies in the interval of what was seen."""
    mean, low, high = seen
    holds = low <= float(np.mean(ours)) <= high
    return (what, f"{number(mean)} ({between(low, high)})", spread(ours), how, verdict(holds))


def verdict(holds: bool) -> str:
    """A word for the last column."""
    return "holds" if holds else "**fails**"


def shanghai(left: float, seeds: Sequence[int]) -> tuple[list[float], list[float]]:
    """Growth in the fortnight before the lockdown and decline from the eighth day of it."""
    course = Course(Epidemic(pressure="none", initial=6), left, date(2022, 4, 1), 24, 30)
    grew, fell = [], []
    for seed in seeds:
        counts = course.infections(seed)
        grew.append(growth(counts[10:24])[0])
        fell.append(growth(counts[32:46])[0])
    return grew, fell


def shanghai_rows(seeds: Sequence[int]) -> list[Row]:
    """Growth before the lockdown of Shanghai and decline after it."""
    seen = series("eastasia_shanghai.csv", "daily_cases", "cases")
    grew, fell = shanghai(SHANGHAI.mobility() ** 2, seeds)
    return [
        compared("Shanghai 2022, growth 18 to 31 March", "fitted: outside_reproduction 4.2",
                 observed(seen, date(2022, 3, 18), date(2022, 3, 31)), grew),
        compared("Shanghai 2022, decline 24 April to 20 May",
                 "predicted: lockdown contacts 18.8 to 2.3 a day",
                 observed(seen, date(2022, 4, 24), date(2022, 5, 20)), fell),
    ]  # fmt: skip


def hubei_seen() -> dict[str, tuple[float, float, float]]:
    """What was observed in Hubei, by name of the stretch."""
    file, where = "hubei_by_city_20200110_20200430.csv", ("province=湖北省", "city=")
    seen = series(file, "confirmed", "cumulative cases", *where)
    dead = series(file, "dead", "cumulative cases", *where)
    return {
        "growth by onset to 4 January": (0.10, 0.05, 0.16),  # li2020
        **{name: observed(dead if "deaths" in name else seen, *STRETCHES[name])
           for name in STRETCHES},
    }  # fmt: skip


LAST_DEATHS = "decline, deaths 25 February to 20 March"
STRETCHES = {
    "growth, reports 24 January to 3 February": (date(2020, 1, 24), date(2020, 2, 3)),
    "growth, deaths 25 January to 8 February": (date(2020, 1, 25), date(2020, 2, 8)),
    "decline, reports 16 February to 10 March": (date(2020, 2, 16), date(2020, 3, 10)),
    LAST_DEATHS: (date(2020, 2, 25), date(2020, 3, 20)),
}


#: What is added to the published durations, by the words that say so.
DURATIONS: dict[str, dict[str, Any]] = {
    "": {"initial": 60},
    ", 5.7 d between infections": {**SHORTER, "initial": 8},
}


def hubei_course(changes: dict[str, Any], left: float) -> Course:
    """The epidemic of Wuhan with a share of contacts left from 23 January."""
    epidemic = replace(Epidemic(pressure="none", **ANCESTRAL), **changes)
    return Course(epidemic, left, CLOSED)


def deaths(infections: Array) -> Array:
    """Deaths a day, up to a constant."""
    return delayed(infections, *after_infection(TO_DEATH))


def hubei(changes: dict[str, Any], seeds: Sequence[int]) -> dict[str, list[float]]:
    """The same stretches in the model, on the same days of the calendar, seed by seed."""
    course = hubei_course(changes, WUHAN.mobility() ** 2)
    found: dict[str, list[float]] = {
        name: [] for name in ("growth by onset to 4 January", *STRETCHES)
    }
    for seed in seeds:
        counts = course.infections(seed)
        told, dead = reports(course, counts), deaths(counts)
        found["growth by onset to 4 January"].append(growth(counts[20:45])[0])
        for name, days in STRETCHES.items():
            part = course.stretch(dead if "deaths" in name else told, *days)
            found[name].append(growth(part)[0])
    return found


def hubei_rows(seeds: Sequence[int]) -> list[Row]:
    """Growth before the lockdown of Wuhan and decline after it, nothing fitted."""
    seen, rows = hubei_seen(), []
    for words, changes in DURATIONS.items():
        for name, ours in hubei(changes, seeds).items():
            how = "published R0 and durations" + words
            if "decline" in name:
                how += ", contacts 14.6 to 2.0 a day"
            rows.append(compared(f"Hubei 2020, {name}", "predicted: " + how, seen[name], ours))
    return rows


def ship_rows(seeds: Sequence[int]) -> list[Row]:
    """The ship, with the contacts of the city ashore and with its own R as published."""
    cases = series("diamond_princess_cases_timtam.csv", "size", "cases", form="%d.%m.%y")
    total = float(cases.values.sum())
    epidemic = Epidemic(pressure="none", **ANCESTRAL)
    rows: list[Row] = []
    for how, setting in (
        ("predicted: R0 and contacts of the city ashore", ship.ashore(epidemic, WUHAN)),
        ("published for this ship, from its own cases: R 14.8, then 1.78; no prediction",
         ship.measured(epidemic, 14.8, 1.78)),
    ):  # fmt: skip
        found = [ship.infected(epidemic, setting, seed) for seed in range(15 * len(seeds))]
        low, high = np.percentile(found, [2.5, 97.5])
        rows.append(
            ("Diamond Princess, cases to 27 February 2020", f"{total:.0f}",
             f"{number(float(np.mean(found)))} (95 % of {len(found)} seeds {number(low)} to "
             f"{number(high)})", how, verdict(low <= total <= high))
        )  # fmt: skip
    return rows


# --- what one parameter would have to be --------------------------------------------------------
def scan_rows(seeds: Sequence[int]) -> list[Row]:
    """What fails, over the one parameter that would have to be another."""
    published = SHANGHAI.mobility() ** 2
    rows: list[Row] = [
        ("Shanghai, decline", f"{left:.1%} of contacts outside the household left",
         spread(shanghai(left, seeds)[1]))
        for left in (published, 0.05, 0.1, 0.2, 0.3)
    ]  # fmt: skip
    days = STRETCHES[LAST_DEATHS]
    for words, changes in DURATIONS.items():
        for left in (WUHAN.mobility() ** 2, 0.1, 0.2, 0.3):
            course = hubei_course(changes, left)
            fell = [
                growth(course.stretch(deaths(course.infections(seed)), *days))[0] for seed in seeds
            ]
            rows.append(
                (
                    "Hubei, decline of deaths" + words,
                    f"{left:.1%} of contacts outside the household left",
                    spread(fell),
                )
            )
    epidemic = Epidemic(pressure="none", **ANCESTRAL)
    for before in (2.75, 6.0, 10.0, 14.8):
        setting = ship.measured(epidemic, before, before * WUHAN.mobility() ** 2)
        found = [ship.infected(epidemic, setting, seed) for seed in range(15 * len(seeds))]
        rows.append(
            (
                "Diamond Princess, infected",
                f"R {before:g} aboard, then contacts cut as in Wuhan",
                spread(found),
            )
        )
    return rows


def tables(seeds: Sequence[int] = SEEDS) -> list[Table]:
    """Observed and modelled growth, the ship, and what would have to be different."""
    columns = ("stretch", "observed (interval)", "model: mean (lowest to highest seed)",
               "fitted or predicted", "holds")  # fmt: skip
    rows = [*shanghai_rows(seeds), *hubei_rows(seeds), *ship_rows(seeds)]
    note = (
        "Growth a day of daily counts, by Poisson regression on both sides, in census communities "
        f"of {RESIDENTS:,} people. Hubei is compared on the same days of the calendar, after the "
        "published times from infection to report or death; Shanghai in the ten days before the "
        "lockdown and from its eighth to its twenty-first day, for later a community of this size "
        "has no cases left. A row holds if the mean over seeds lies in the interval of what was "
        "observed."
    )
    scans = Table("What would have to be different", ("what", "if", "model"), scan_rows(seeds))
    return [Table("Growth and decline", columns, rows, note), scans]


if __name__ == "__main__":
    if not Path(os.environ.get("RESILIENCE_SIM_DATA", "")).is_dir():
        raise SystemExit("RESILIENCE_SIM_DATA does not name the folder of series")
    print(shown(tables()))
