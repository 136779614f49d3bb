"""Patterns P1, P2, P4 and P6 on the crises they belong to; `experiments.patterns` prints them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

import resilience_sim as rs
from experiments.pages import between, number, spread
from resilience_sim import contributions as c
from resilience_sim.mechanism import Mechanism, param
from resilience_sim.observe.record import Record
from resilience_sim.observe.view import View, integral
from resilience_sim.scenario import Scenario
from resilience_sim.simulation import build_community, simulate
from resilience_sim.simulation.run import Simulation
from resilience_sim.study.statistics import interval
from resilience_sim.vocabulary import CLOSED, HELPED, LAPSED, NEEDS
from resilience_sim.world import World

Array = NDArray[Any]
Row = tuple[object, ...]
SEEDS = tuple(range(1, 9))
RESCUE = NEEDS.index("rescue")
#: Rate of digging a day, as shipped and as it was in the first run.
RATE, FIRST_RATE = 24.0, 6.0
#: Alive among those freed on days 1, 2 and 3 (two series of figures).
ALIVE = {1: (0.75, 0.80), 2: (0.24, 0.28), 3: (0.15, 0.21)}
#: Effect of corrections, as a correlation: over all studies, and of real-world rumours.
LABORATORY, REAL_WORLD = 0.35, 0.14
#: How near a correlation has to come to be about as published: a reading, no source gives it.
NEAR = 0.1


def verdict(holds: bool) -> str:
    """A word for the last column."""
    return "holds" if holds else "**fails**"


# --- P1 and P2: the earthquake ----------------------------------------------------------------
def rescues(record: Record) -> Array:
    """Cases of trapped households after the strike."""
    return record.cases[(record.cases["need"] == RESCUE) & (record.cases["raised"] >= 0.0)]


def rescue_rows(seeds: Sequence[int]) -> list[Row]:
    """P1 and P2."""
    quake = rs.load("earthquake").vary({"horizon_days": 20.0, "crises.earthquake.fallen": 0.25})
    saturated = [rescues(simulate(quake, seed)) for seed in seeds]
    ample = quake.vary({"community.staff_office": 60.0, "response.routing.hand_off_days": 0.0,
                        "levers.clarity": 1.0})  # fmt: skip
    served = [rescues(simulate(ample, seed)) for seed in seeds]
    first, other = ([by_neighbours(cases) for cases in found] for found in (saturated, served))
    cases = np.concatenate(saturated)
    return [
        ("P1 rescues on the first day by neighbours, services saturated", "at least 75%",
         spread(first), "the rate of digging is put in, the share comes out",
         verdict(float(np.mean(first)) >= 0.75)),
        ("P1 the same with far more rescuers and clear duties", "fewer than when saturated",
         spread(other), "comes out", verdict(float(np.mean(other)) < float(np.mean(first)))),
        *survival_rows(cases, seeds),
    ]  # fmt: skip


def by_neighbours(cases: Array) -> float:
    """Share of rescues within a day that neighbours made."""
    early = cases[(cases["closed"] - cases["raised"] < 1.0) & (cases["ending"] != LAPSED)]
    freed = early[np.isin(early["ending"], (HELPED, CLOSED))]
    return float((freed["ending"] == HELPED).mean()) if len(freed) else float("nan")


def survival_rows(cases: Array, seeds: Sequence[int]) -> list[Row]:
    """Who is alive in the middle of days 1 to 3 where nobody comes, and in the runs as they are."""
    alone = rs.load("earthquake").vary(
        {"horizon_days": 20.0, "crises.earthquake.fallen": 0.5, "response.rescue.rate": 0.0,
         "response.telling.rate.rescue": 0.0, "response.own_report.rate.rescue": 0.0,
         "response.rounds.share_of_hours": 0.0}
    )  # fmt: skip
    runs = [rescues(simulate(alone, seed)) for seed in seeds]
    rows: list[Row] = []
    for day, (low, high) in ALIVE.items():
        alive = [float(((c["closed"] - c["raised"]) > day - 0.5).mean()) for c in runs]
        mean = float(np.mean(alive))
        rows.append(
            (f"P2 trapped people alive in the middle of day {day}", f"{low:.0%} to {high:.0%}",
             spread(alive), "put in by the patience of the need `rescue`",
             verdict(low <= mean <= high))
        )  # fmt: skip
    slow, quick, by_hand = [], [], []
    for seed in seeds:
        for scale, into in ((FIRST_RATE / RATE, slow), (1.0, quick)):
            scenario = rs.load("earthquake").vary(
                {"horizon_days": 20.0, "crises.earthquake.fallen": 0.25,
                 "response.rescue.rate": RATE * scale}
            )  # fmt: skip
            found = rescues(simulate(scenario, seed))
            into.append(float(np.isin(found["ending"], (HELPED, CLOSED)).mean()))
            if scale < 1.0:
                by_hand.append(by_neighbours(found))
    fewer = np.array(quick) - np.array(slow)
    rows += [
        ("P1 the same at a quarter of the rate of digging, the value of the first run",
         "at least 75%", spread(by_hand), "the rate of digging is put in, the share comes out",
         verdict(float(np.mean(by_hand)) >= 0.75)),
        ("P2 fewer live where neighbours dig at a quarter of the rate", "above 0", _paired(fewer),
         "comes out", verdict(interval(fewer).low > 0.0)),
    ]  # fmt: skip
    return rows


# --- P4: social capital and who gains from it -------------------------------------------------
def gain_rows(seeds: Sequence[int]) -> list[Row]:
    """P4: what high identification saves the vulnerable, beside what it saves the others."""
    rows: list[Row] = []
    for name in ("heatwave", "earthquake"):
        for words, first in (("", 0.2), (", desks rank nobody first for being vulnerable", 0.0)):
            scenario = rs.load(name).vary({"response.priority.vulnerable": first})
            found = np.array([saved_more(scenario, seed) for seed in seeds])
            rows.append(
                (f"P4 {name}: days of functionality saved by high identification, the vulnerable "
                 f"less the others{words}", "above 0", _paired(found), "comes out",
                 verdict(interval(found).low > 0.0))
            )  # fmt: skip
    return rows


def saved_more(scenario: Scenario, seed: int) -> float:
    """Days that identification of .8 instead of .2 saves the vulnerable, less those of others."""
    community = build_community(scenario, seed)
    low, high = (
        group_losses(simulate(scenario.vary({"levers.identity": x}), seed, community=community))
        for x in (0.2, 0.8)
    )
    return float((low - high)[1] - (low - high)[0])


def group_losses(record: Record) -> Array:
    """Days of functionality lost by the others and by vulnerable households."""
    view = View(record)
    return np.array(
        [integral(1.0 - view.daily(f"functionality_{group}")) for group in ("others", "vulnerable")]
    )


# --- P6: corrections --------------------------------------------------------------------------
@dataclass(frozen=True, kw_only=True)
class OneCorrection(Mechanism):
    """On one day every second person, by a draw, hears one correction."""

    family: ClassVar[str] = "institutions"
    on_day: float = param(6.0, en="day of the correction", zh="辟谣日")

    def hears(self, world: World) -> Array:
        """Who hears it, (P,)."""
        people = world.people
        zero = np.zeros(len(people), np.int64)
        key = world.community_key(people.household)
        return world.luck.uniform_each(self.label, "hears", key, people.key, zero, zero) < 0.5

    def convene(self, world: World) -> Sequence[c.Contribution]:
        """The one message."""
        if abs(world.t - self.on_day) > 1e-9:
            return ()
        return (c.Message(kind="correction", people=self.hears(world).astype(np.float64)),)


def correlation(treated: Array, believes: Array) -> float:
    """How far having heard a correction goes with not believing; 0 where nothing varies."""
    if believes.all() or not believes.any() or treated.all() or not treated.any():
        return 0.0
    return float(-np.corrcoef(treated.astype(float), believes.astype(float))[0, 1])


def told_right(scenario: Scenario, seed: int, laboratory: bool) -> float:
    """The correlation a fortnight after a correction, where people met the rumour.

    In the laboratory everybody hears the rumour, then half a correction, and nobody talks. In
    the community the rumour goes on from person to person.
    """
    one = OneCorrection()
    settings: dict[str, Any] = {"horizon_days": 21.0, "society.shops.appetite": 0.0}
    if laboratory:
        settings |= {"crises.rumour.sources_of_it": scenario.community.residents,
                     "crises.rumour.tell": 0.0, "crises.rumour.checks": 0.0}  # fmt: skip
    run = Simulation(scenario.vary(settings).with_institutions(one), seed)
    while not run.ended:
        run.step()
    believes = np.isfinite(run.own["rumour"]["heard_at"]) & ~run.own["hearsay"]["corrected"]
    return correlation(one.hears(run.world), believes)


def correction_rows(seeds: Sequence[int]) -> list[Row]:
    """P6: the same correction in the laboratory and against a rumour that runs."""
    scenario = rs.load("rumour")
    lab, real = (np.array([told_right(scenario, seed, where) for seed in seeds])
                 for where in (True, False))  # fmt: skip
    return [
        ("P6 correction in the laboratory, correlation", f"about {LABORATORY}, within {NEAR}",
         spread(lab), "put in by how much one correction does",
         verdict(abs(lab.mean() - LABORATORY) < NEAR)),
        ("P6 correction of a rumour that runs, correlation", f"about {REAL_WORLD}, within {NEAR}",
         spread(real),
         "comes out", verdict(abs(real.mean() - REAL_WORLD) < NEAR)),
        ("P6 it is weaker there than in the laboratory", "above 0", _paired(lab - real),
         "comes out", verdict(interval(lab - real).low > 0.0)),
    ]  # fmt: skip


def _paired(values: Array) -> str:
    found = interval(np.asarray(values))
    return f"{number(found.mean)} (interval {between(found.low, found.high)})"


def rows(seeds: Sequence[int] = SEEDS) -> list[Row]:
    """All rows, in the order of the patterns."""
    return [*rescue_rows(seeds), *gain_rows(seeds), *correction_rows(seeds)]
