"""Everyday life, the lockdown, and whether any outcome is pinned: `python -m experiments.everyday`.

Everyday life must be stable (hands used 50 to 80 %, backlog and social columns without a
trend), the lockdown must overload and be survivable, and no outcome may lie on its bound.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

import resilience_sim as rs
from experiments.pages import Table, between, number, shown, spread
from experiments.patterns import SCENARIO, verdict
from resilience_sim.crises import Lockdown
from resilience_sim.observe.outcome import Outcome
from resilience_sim.observe.outcomes import OUTCOMES, compute
from resilience_sim.observe.record import Record
from resilience_sim.observe.view import View
from resilience_sim.scenario import Scenario
from resilience_sim.simulation import simulate
from resilience_sim.study.statistics import interval
from resilience_sim.vocabulary import LAPSED, SOCIAL, STAGES

Array = NDArray[Any]

SEEDS = tuple(range(1, 21))
#: Share of the hours of bodies that everyday life may use.
HANDS = (0.50, 0.80)
LONG_DAYS = 100.0
#: What a trend is looked for in: open cases, functionality, hands, and the social columns.
WATCHED = ("backlog", "functionality", "hands_used", *SOCIAL)
#: The smallest drift over a month that would matter: cases per 100 households, then shares.
MATTERS = {"backlog": 1.0, "functionality": 0.005}
MATTERS_ELSE = 0.02
LEVEL = 0.95


# --- everyday life ----------------------------------------------------------------------------
def series(record: Record, name: str, days: Array) -> Array:
    """A watched series at whole days; `backlog` is open cases per 100 households."""
    if name != "backlog":
        return View(record).at(name, days)
    view = View(record)
    open_cases = sum((view.at(f"open_{stage}", days) for stage in _OPEN), np.zeros(len(days)))
    return np.asarray(100.0 * open_cases / view.households)


_OPEN = tuple(stage for stage in STAGES if stage != "closed")


def monthly_drift(record: Record, name: str, days: Array) -> float:
    """Slope of a straight line through a series, per 30 days."""
    return float(np.polyfit(days, series(record, name, days), 1)[0] * 30.0)


def trend_rows(records: Sequence[Record], days: Array) -> list[tuple[object, ...]]:
    """One row a watched series: its mean, its drift over a month, and whether that matters.

    Seeds are independent, so the slope of each seed is one observation. All series share one
    error level (Bonferroni).
    """
    level = 1.0 - (1.0 - LEVEL) / len(WATCHED)
    rows: list[tuple[object, ...]] = []
    for name in WATCHED:
        means = [float(series(record, name, days).mean()) for record in records]
        slope = interval(np.array([monthly_drift(r, name, days) for r in records]), level)
        matters = MATTERS.get(name, MATTERS_ELSE)
        words = WORDS.get(name, name.replace("_", " "))
        rows.append(
            (words, spread(means), number(slope.mean), between(slope.low, slope.high),
             number(matters), judged(slope.low, slope.high, matters))
        )  # fmt: skip
    return rows


WORDS = {"backlog": "open cases per 100 households", "hands_used": "hands used"}


def judged(low: float, high: float, matters: float) -> str:
    """What the interval of a drift says."""
    if -matters < low and high < matters:
        return "stationary" if low <= 0.0 <= high else "drifts, less than matters"
    return "not told from 0" if low <= 0.0 <= high else "**drifts**"


TREND_COLUMNS = (
    "series", "mean (lowest to highest seed)", "drift in 30 days", "interval", "matters from",
    "finding",
)  # fmt: skip


def everyday_tables(scenario: Scenario, records: Sequence[Record]) -> list[Table]:
    """Hands used, and trends over the warm-up of the scenario and over a long one."""
    n = len(records)
    calm = scenario.vary({"warmup_days": LONG_DAYS, "horizon_days": 1.0})
    longer = [simulate(calm, seed) for seed in SEEDS[:n]]
    short = View(records[0]).days_before
    long = View(longer[0]).days_before
    hands = [
        [float(View(r).at("hands_used", days).mean()) for r in runs]
        for runs, days in ((records, short), (longer, long))
    ]
    rows = [
        (f"{label}, days {days[0]:g} to {days[-1]:g}", spread(used),
         f"{sum(HANDS[0] <= u <= HANDS[1] for u in used)} of {n}",
         of_hands(used))
        for label, days, used in (("warm-up as shipped", short, hands[0]),
                                  (f"warm-up of {LONG_DAYS:g} days", long, hands[1]))
    ]  # fmt: skip
    note = (
        f"Slopes of straight lines over the second half of everyday life, {n} seeds; the "
        f"intervals of all {len(WATCHED)} series together are at {LEVEL:.0%}."
    )
    return [
        Table("Hands used in everyday life (the range aimed at: 50 to 80 %)",
              ("when", "share of hours (lowest to highest seed)", "seeds within", "finding"), rows),
        Table(f"Trends in the shipped warm-up ({scenario.warmup_days:g} days)", TREND_COLUMNS,
              trend_rows(records, short), note),
        Table(f"Trends in a warm-up of {LONG_DAYS:g} days", TREND_COLUMNS,
              trend_rows(longer, long), note),
        start_table(records, longer),
    ]  # fmt: skip


def of_hands(used: Sequence[float]) -> str:
    """Whether the share of hands used lies in its range: in the mean, and at every seed."""
    if HANDS[0] <= min(used) and max(used) <= HANDS[1]:
        return "holds at every seed"
    mean = float(np.mean(used))
    return "holds in the mean" if HANDS[0] <= mean <= HANDS[1] else verdict(False)


def start_table(records: Sequence[Record], longer: Sequence[Record]) -> Table:
    """How far the state at the strike differs between the two lengths of warm-up."""
    rows = []
    for name in SOCIAL:
        key = f"people.{name}"
        change = [
            float(b.start[key].mean() - a.start[key].mean())
            for a, b in zip(records, longer, strict=True)
        ]
        found = interval(np.array(change))
        rows.append(
            (name.replace("_", " "), spread(float(r.start[key].mean()) for r in records),
             number(found.mean), between(found.low, found.high),
             "matters" if abs(found.mean) >= MATTERS_ELSE else "less than matters")
        )  # fmt: skip
    return Table(
        f"State at the strike, {LONG_DAYS:g} days of everyday life less the shipped ones",
        ("column", "as shipped", "difference", "interval", f"against {MATTERS_ELSE:g}"),
        rows,
    )


def settling_table(scenario: Scenario, seeds: Sequence[int]) -> Table:
    """What other lengths of warm-up and of the run would change."""
    rows = []
    for warmup, horizon in LENGTHS:
        other = scenario.vary({"warmup_days": warmup, "horizon_days": horizon})
        records = [simulate(other, seed) for seed in seeds]
        found = [compute(record) for record in records]
        days = View(records[0]).days_before
        drift = interval(np.array([monthly_drift(r, "functionality", days) for r in records]))
        rows.append(
            (f"{warmup:g}", f"{horizon:g}", between(drift.low, drift.high),
             spread(run["recovered"] for run in found),
             spread(run["time_to_recover"] for run in found),
             spread(run["resilience_loss"] for run in found))
        )  # fmt: skip
    columns = (
        "days of everyday life", "days after the strike", "drift of functionality in 30 days",
        "recovered", "`time_to_recover`", "`resilience_loss`",
    )  # fmt: skip
    note = f"{len(seeds)} seeds; the drift is over the second half of everyday life."
    return Table("Other lengths of everyday life and of the run", columns, rows, note)


#: Lengths of everyday life and of the time after the strike that are tried beside the shipped.
LENGTHS = ((20.0, 120.0), (40.0, 120.0), (60.0, 120.0), (60.0, 150.0))


# --- the lockdown -----------------------------------------------------------------------------
def lockdown_table(scenario: Scenario, records: Sequence[Record]) -> Table:
    """Everyday life, the lockdown, and the last two weeks beside each other."""
    first, last = next(one for one in scenario.crises if isinstance(one, Lockdown)).period()
    end = scenario.horizon_days
    spans = (
        View(records[0]).days_before,
        np.arange(first, last),
        np.arange(last, end - 13.0),
        np.arange(end - 13.0, end + 1.0),
    )
    read = {
        "hands used": lambda r, d: float(View(r).at("hands_used", d).mean()),
        "open cases per 100 households": lambda r, d: float(series(r, "backlog", d).mean()),
        "households with an open case past due": _past_due,
        "the same, or with the burden of one given up (series `unmet`)": _unmet,
        "functionality, mean": lambda r, d: float(View(r).at("functionality", d).mean()),
        "functionality, lowest day": lambda r, d: float(View(r).at("functionality", d).min()),
        "cases raised then that were given up": _lapsed,
        "cases closed then that were late": _late,
    }
    rows = [
        (words, *(spread(of(record, days) for record in records) for days in spans))
        for words, of in read.items()
    ]
    heads = ("everyday life", f"lockdown, days {first:g} to {last:g}",
             f"after it, to day {end - 14:g}", "last two weeks")  # fmt: skip
    return Table(
        "The lockdown beside everyday life", ("", *heads), rows,
        f"Mean (lowest to highest) over {len(records)} seeds.",
    )  # fmt: skip


def _past_due(record: Record, days: Array) -> float:
    """Share of households with an open case that is past due, from the journal of cases."""
    cases, homes = record.cases, View(record).households
    shares = []
    for day in days:
        late = (cases["raised"] <= day) & (cases["due"] < day) & ~(cases["closed"] <= day)
        shares.append(len(np.unique(cases["household"][late])) / homes)
    return float(np.mean(shares))


def _unmet(record: Record, days: Array) -> float:
    view = View(record)
    return float(view.at("unmet", days).mean() / view.households)


def _raised_in(record: Record, days: Array) -> Array:
    raised = record.cases["raised"]
    return np.asarray(record.cases[(raised >= days[0]) & (raised < days[-1] + 1.0)])


def _lapsed(record: Record, days: Array) -> float:
    return float((_raised_in(record, days)["ending"] == LAPSED).mean())


def _late(record: Record, days: Array) -> float:
    cases = record.cases
    closed = (cases["closed"] >= days[0]) & (cases["closed"] < days[-1] + 1.0)
    return float((cases["closed"] > cases["due"])[closed].mean())


# --- bounds -----------------------------------------------------------------------------------
def bounds(outcome: Outcome, days: float, people: float) -> tuple[float, float]:
    """Values that an outcome cannot leave, by its unit; infinite where there is no bound."""
    top = {
        "days": days,
        "household-days per household": days,
        "person-days": days * people,
    }.get(
        outcome.unit, 1.0 if outcome.unit.startswith("share") or outcome.unit == "0..1" else np.inf
    )
    low = -top if outcome.name.startswith("excess_") else 0.0
    return low, float(top)


def pinned(values: Array, allowed: tuple[float, float], binary: bool = False) -> str:
    """How many runs lie on a bound; in bold from half of them on."""
    at = sum(int((np.abs(values - bound) < 1e-12).sum()) for bound in allowed)
    if binary:  # a run can only lie on a bound: what counts is whether all lie on the same
        return (
            "no (yes or no by run)"
            if np.ptp(values) > 0.0
            else f"**in {len(values)} of {len(values)}**"
        )
    if at == 0:
        return "no"
    told = f"in {at} of {len(values)}"
    return told if 2 * at < len(values) else f"**{told}**"


#: Outcomes that no mechanism of this world can move from 0, and why.
ZERO_BECAUSE = {
    "institution_hours": "no institution in this world",
    "institution_money": "no institution in this world",
    "duplicated_spending": "bodies that buy blind are off in this world",
}


def bounds_table(scenario: Scenario, records: Sequence[Record]) -> Table:
    """Every outcome with its range over seeds and its bounds."""
    found = [compute(record) for record in records]
    people = float(records[0].sizes["people"])
    rows = []
    for name, outcome in OUTCOMES.items():
        values = np.array([run[name] for run in found])
        low, high = bounds(outcome, scenario.horizon_days, people)
        rows.append(
            (f"`{name}`", outcome.unit, number(values.min()), number(values.mean()),
             number(values.max()), f"{number(low)} to {'-' if np.isinf(high) else number(high)}",
             ZERO_BECAUSE.get(name)
             or pinned(values, (low, high), outcome.unit == "share of runs"))
        )  # fmt: skip
    return Table(
        f"Every outcome over {len(records)} seeds",
        ("outcome", "unit", "lowest", "mean", "highest", "bounds", "on its bound"), rows,
    )  # fmt: skip


def tables(seeds: Sequence[int] = SEEDS) -> list[Table]:
    """All tables of this file."""
    scenario = rs.load(SCENARIO)
    records = [simulate(scenario, seed) for seed in seeds]
    return [
        *everyday_tables(scenario, records),
        settling_table(scenario, seeds[:12]),
        lockdown_table(scenario, records),
        bounds_table(scenario, records),
    ]


if __name__ == "__main__":
    print(shown(tables()))
