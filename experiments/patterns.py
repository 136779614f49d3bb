"""Patterns P3, P5 and P7 in the community of the demo: `python -m experiments.patterns`.

A pattern is a sign or a range known from the field. Each row says whether it was put in (it
follows from a parameter) or comes out (nothing sets it); only what comes out is evidence.
A pattern that does not hold is shown as such.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

import resilience_sim as rs
from experiments.pages import Table, between, number, shown, spread
from resilience_sim.community.community import Community
from resilience_sim.observe.outcomes import compute
from resilience_sim.observe.record import Record
from resilience_sim.observe.view import View
from resilience_sim.scenario import Scenario
from resilience_sim.simulation import build_community, simulate
from resilience_sim.simulation.run import Simulation
from resilience_sim.study.statistics import interval

Array = NDArray[Any]

SCENARIO = "epidemic_lockdown"
SEEDS = tuple(range(1, 9))
COLUMNS = (
    "pattern",
    "what the field gives",
    "what the runs gave: mean (lowest to highest seed)",
    "put in or coming out",
    "holds",
)

#: Contacts a day before over in lockdown: Wuhan 14.6 / 2.0 and Shanghai 18.8 / 2.3.
FOLD = (7.0, 8.2)
#: Share of contacts in lockdown that are within the household.
WITHIN = (0.78, 0.94)
#: No source gives a ratio of registered to active; "far outnumber" is read as two to one.
FAR = 2.0
#: Hours that a registered volunteer had given in all, years together (mid-2017).
HOURS_IN_ALL = 13.85
#: Goods that are used up or occupied and can run short.
GOODS = 6
#: Holders that have everything in the most uneven world; they serve nobody themselves.
FEW = ("enterprise_1", "public_body_1", "school_1")


# --- P3: contacts ---------------------------------------------------------------------------
def contacts(run: Simulation, before: float) -> tuple[float, float]:
    """How many times fewer contacts people have now, and the household's share of them.

    Contacts within the household are the others who live there. Contacts outside are what is
    left of `before` a day, and fall with the mobility of both ends, over the ties of the
    community by weight.
    """
    people, ties = run.world.people, run.world.ties
    home = float((run.community.households.size[people.household] - 1).mean())
    m = run.world.conditions.mobility
    row = np.repeat(np.arange(len(people)), np.diff(ties.start.astype(np.int64)))
    outside = people.household[row] != people.household[ties.index]
    w = ties.weight * outside
    left = float((w * m[row] * m[ties.index]).sum() / w.sum())
    now = home + (before - home) * left
    return before / now, home / now


def lockdown_contacts(scenario: Scenario, seed: int) -> list[tuple[float, float]]:
    """`contacts` at the first and at the last day of the lockdown."""
    lockdown = next(one for one in scenario.crises if one.label == "lockdown")
    first, last = lockdown.times()
    before = float(getattr(lockdown, "contacts_before"))  # noqa: B009 - a crisis in general has none
    run, found = Simulation(scenario, seed), []
    for day in (first + 1.0, last - 0.5):
        while run.t < day:
            run.step()
        found.append(contacts(run, before))
    return found


def p3(scenario: Scenario, seeds: Sequence[int]) -> list[tuple[object, ...]]:
    """Rows on contacts in lockdown."""
    each = np.array([lockdown_contacts(scenario, seed) for seed in seeds])  # (seeds, 2, 2)
    rows: list[tuple[object, ...]] = []
    for at, when in enumerate(("first day", "last day")):
        fold, share = each[:, at, 0], each[:, at, 1]
        rows.append(
            (f"P3 contacts are cut, {when} of the lockdown", f"{FOLD[0]:g}- to {FOLD[1]:g}-fold",
             spread(fold), _P3_WHY[at], verdict(inside(fold, FOLD)))
        )  # fmt: skip
        rows.append(
            (f"P3 household share of what is left, {when}", f"{WITHIN[0]:.0%} to {WITHIN[1]:.0%}",
             spread(share), _P3_WHY[at], verdict(inside(share, WITHIN)))
        )  # fmt: skip
    return rows


_P3_WHY = (
    "put in by `crises.lockdown`, but for household sizes (census) and compliance",
    "the slip since the first day comes out: trust, belief and unmet needs",
)


# --- P5: registered and active ----------------------------------------------------------------
def p5(records: Sequence[Record]) -> list[tuple[object, ...]]:
    """Rows on registered and active volunteers."""
    everyday, crisis, hours = zip(*(volunteers(record) for record in records), strict=True)
    why = "the number registered is put in, who is active comes out"
    far = f"far more; read as {FAR:g} to 1"
    return [
        ("P5 registered to active, everyday life", far, spread(everyday), why,
         verdict(min(everyday) >= FAR)),
        ("P5 registered to active, mean of the crisis", far, spread(crisis), why,
         verdict(min(crisis) >= FAR)),
        ("P5 hours a registered volunteer gives in a year of everyday life",
         f"below {HOURS_IN_ALL:g}, which were given in several years", spread(hours),
         "hours a day of an active one are put in, how many are active comes out",
         verdict(max(hours) < HOURS_IN_ALL)),
    ]  # fmt: skip


def volunteers(record: Record) -> tuple[float, float, float]:
    """Registered to active before and after the strike, and yearly hours of a registered one."""
    view = View(record)
    registered = float(record.sizes["registered"])
    everyday = float(view.at("participation", view.days_before).mean()) * view.people
    crisis = compute(record)["participation_active"] * view.people
    return registered / everyday, registered / crisis, everyday_hours(record) * 365.0 / registered


def everyday_hours(record: Record) -> float:
    """Hours a day that volunteers gave in everyday life, kept by `volunteer_records`."""
    return record.tallies["everyday_volunteer_hours"]


def volunteer_records(scenario: Scenario, seeds: Sequence[int]) -> Iterator[Record]:
    """Runs with the hours a day that volunteers gave in the second half of the warm-up."""
    for seed in seeds:
        run, given = Simulation(scenario, seed), []
        while not run.ended:
            run.step()
            if -scenario.warmup_days / 2.0 <= run.t < 0.0:
                given.append(float(run.world.placed.sum()))
        record = run.record()
        record.tallies["everyday_volunteer_hours"] = float(np.mean(given))
        yield record


# --- P7: pooling ------------------------------------------------------------------------------
def p7(scenario: Scenario, seeds: Sequence[int]) -> list[tuple[object, ...]]:
    """Rows on what full sharing saves where stock fits the load, and where it does not."""
    saved: dict[str, dict[str, list[float]]] = {name: {} for name in SPREADS}
    for seed in seeds:
        for name, change in pooled(scenario, seed).items():
            for outcome, value in change.items():
                saved[name].setdefault(outcome, []).append(value)
    rows: list[tuple[object, ...]] = []
    for outcome, words in (("days_supply", "for goods"), ("waited", "in all")):
        rows += [
            (f"P7 mean days less that a case waits {words} when all stock is shared, {SPREADS[name]}",
             "above 0", _paired(of[outcome]), "comes out", verdict(low(of[outcome]) > 0.0))
            for name, of in saved.items()
        ]  # fmt: skip
        fit, uneven = np.array(saved["fit"][outcome]), np.array(saved["few"][outcome])
        rows.append(
            (f"P7 the same, stock with three holders less stock that fits the load, {words}",
             "above 0", _paired(uneven - fit), "comes out", verdict(low(uneven - fit) > 0.0))
        )  # fmt: skip
    return rows


SPREADS = {
    "fit": "stock where it is used",
    "even": "stock spread evenly over the bodies that serve",
    "few": "stock with three holders that serve nobody",
}


def pooled(scenario: Scenario, seed: int) -> dict[str, dict[str, float]]:
    """Days of waiting that sharing all stock saves, for each way to spread the same stock."""
    plain = build_community(scenario, seed)
    worlds = {s: scenario.vary({"levers.sharing": s}) for s in (0.0, 1.0)}
    load = use_by_body(scenario, seed, plain)
    found = {}
    for name in SPREADS:
        moved = with_stock(plain, shares(name, plain, load))
        closed, opened = (waits(simulate(one, seed, community=moved)) for one in worlds.values())
        found[name] = {key: closed[key] - opened[key] for key in closed}
    return found


def waits(record: Record) -> dict[str, float]:
    """Mean days a case waited for goods, and in all."""
    return {
        "days_supply": compute(record)["days_supply"],
        "waited": float(View(record).waited.mean()),
    }


def use_by_body(scenario: Scenario, seed: int, community: Community) -> Array:
    """Goods that the cases on each body's hands ask for in a run, (bodies, GOODS)."""
    run = Simulation(scenario, seed, community=community)
    while not run.ended:
        run.step()
    cases = run.record().cases
    held = cases[cases["holder"] >= 0]
    load = np.zeros((len(run.bodies), GOODS))
    np.add.at(load, held["holder"], run.engine.arrays["need"]["bundle"][held["need"], :GOODS])
    return load


def shares(name: str, community: Community, load: Array) -> Array:
    """Share of the whole stock of each kind that each body holds, (bodies, GOODS)."""
    bodies = community.bodies
    serving = (bodies.staff > 0.0).astype(np.float64)[:, None] * np.ones(GOODS)
    if name == "fit":
        given = np.where(load.sum(axis=0) > 0.0, load, serving)
    elif name == "even":
        given = serving
    else:
        given = np.zeros((len(bodies), GOODS))
        for row, body in enumerate(community.body_names):
            given[row] = body.split("/")[-1] in FEW
    return np.asarray(given / given.sum(axis=0))


def with_stock(community: Community, share: Array) -> Community:
    """The community with the same stock in all, spread by `share`; normal stock goes along."""
    bodies = community.bodies.copy()
    for table in (bodies.stock, bodies.capacity):
        table[:, :GOODS] = share * table[:, :GOODS].sum(axis=0)
    return replace(community, bodies=bodies)


# --- the table --------------------------------------------------------------------------------
def inside(values: Array, allowed: tuple[float, float]) -> bool:
    """Whether the mean over seeds lies in a range."""
    return bool(allowed[0] <= float(np.mean(values)) <= allowed[1])


def low(values: Sequence[float] | Array) -> float:
    """Lower end of the interval of a mean over seeds."""
    return interval(np.asarray(values)).low


def verdict(holds: bool) -> str:
    """A word for the last column."""
    return "holds" if holds else "**fails**"


def _paired(values: Sequence[float] | Array) -> str:
    found = interval(np.asarray(values))
    return f"{number(found.mean)} (interval {between(found.low, found.high)})"


def tables(seeds: Sequence[int] = SEEDS) -> list[Table]:
    """The table of patterns."""
    scenario = rs.load(SCENARIO)
    rows = p3(scenario, seeds) + p5(list(volunteer_records(scenario, seeds)))
    rows += p7(scenario, seeds)
    note = (
        f"{len(seeds)} seeds. In brackets the lowest and the highest seed, or the 95 % interval "
        "of the mean paired difference where it says so. A range holds if the mean over seeds "
        "lies in it; “above 0” holds if the whole interval does."
    )
    return [Table("Patterns of the field", COLUMNS, rows, note)]


if __name__ == "__main__":
    print(shown(tables()))
