"""Records and a simulator for tests: valid journals and series made from a few numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from resilience_sim.engine.records import CASE
from resilience_sim.observe.outcomes import OUTCOMES
from resilience_sim.observe.record import Act, Record
from resilience_sim.study.comparison import Comparison
from resilience_sim.vocabulary import (
    CLOSED,
    HELPED,
    LAPSED,
    N_NEEDS,
    OPEN,
    READY,
    SERVED,
    STAGES,
    UNDETECTED,
)


def no_cases(n: int = 0) -> np.ndarray:
    """`n` blank cases: raised at the strike, undetected and open."""
    cases = np.zeros(n, CASE)
    for name in ("due", "detected", "held", "supplied", "started", "closed"):
        cases[name] = np.nan
    for name in ("channel", "landed", "desk", "holder", "second", "helper"):
        cases[name] = -1
    cases["household"] = np.arange(n)
    return cases


def random_cases(
    rng: np.random.Generator, n: int, households: int, begin: float, end: float, slow: float = 1.0
) -> np.ndarray:
    """A valid journal: times in order, parts that sum to the time until the end."""
    cases = no_cases(n)
    cases["household"] = rng.integers(0, households, n)
    cases["need"] = rng.integers(0, N_NEEDS, n)
    cases["raised"] = np.sort(rng.uniform(begin, end, n))
    cases["due"] = cases["raised"] + rng.uniform(0.5, 5.0, n)
    cases["severity"] = rng.uniform(0.1, 1.0, n)
    parts = rng.exponential(np.array([0.3, 0.2, 0.4, 0.8, 0.1])[:, None] * slow, (5, n))
    stops = cases["raised"] + parts.cumsum(axis=0)
    gives_up = cases["raised"] + rng.exponential(12.0, n)
    ends = np.minimum(np.minimum(stops[4], gives_up), end)
    starts = np.vstack([cases["raised"], stops[:-1]])
    for row, part in enumerate(("detection", "routing", "supply", "hands", "service")):
        reached = starts[row] < ends
        over = stops[row] <= ends
        cases[f"in_{part}"] = np.where(over, parts[row], np.maximum(ends - starts[row], 0.0))
        mark = ("detected", "held", "supplied", "started", None)[row]
        if mark is not None:
            cases[mark] = np.where(over, stops[row], np.nan)
        cases["stage"] = np.where(reached, (UNDETECTED, 1, 3, READY, SERVED)[row], cases["stage"])
    served = stops[4] <= ends
    lapsed = ~served & (gives_up <= ends)
    cases["ending"] = np.where(served, CLOSED, np.where(lapsed, LAPSED, OPEN))
    helped = served & (rng.random(n) < 0.2)
    cases["ending"][helped] = HELPED
    cases["closed"] = np.where(served | lapsed, ends, np.nan)
    found = ~np.isnan(cases["detected"])
    cases["landed"] = np.where(found, rng.integers(0, 5, n), -1)
    cases["holder"] = np.where(~np.isnan(cases["held"]), rng.integers(0, 5, n), -1)
    cases["hops"] = np.where(found, rng.poisson(0.4, n), 0)
    return cases


def record(
    functionality: np.ndarray | None = None,
    *,
    cases: np.ndarray | None = None,
    begin: float = -10.0,
    end: float = 30.0,
    step: float = 0.25,
    households: int = 40,
    seed: int = 0,
    series: dict[str, Any] | None = None,
    tallies: dict[str, float] | None = None,
) -> Record:
    """A record with the given functionality (at the ends of steps) or 1 throughout."""
    times = begin + step * np.arange(1, round((end - begin) / step) + 1)
    people = households * 2
    q = np.ones(len(times)) if functionality is None else np.asarray(functionality, float)
    kept: dict[str, Any] = {
        "functionality": q,
        "functionality_vulnerable": 1.0 - 1.5 * (1.0 - q),
        "functionality_others": q,
        "functionality_newcomers": q,
        "functionality_locals": q,
        "unmet": households * (1.0 - q),
        "absent": np.zeros(len(times)),
        "stock": np.full(len(times), 100.0),
        "panic": np.full(len(times), 0.25),
        "participation": np.full(len(times), 0.1),
        **{f"open_{stage}": np.zeros(len(times)) for stage in STAGES},
        **(series or {}),
    }
    social = {
        f"people.{name}": np.full(people, 0.5)
        for name in ("identity", "trust_neighbours", "trust_institutions", "belief", "stigma")
    }
    return Record(
        scenario="test",
        content_hash="0" * 32,
        seed=seed,
        begin=begin,
        end=end,
        step=step,
        times=times,
        series=kept,
        cases=no_cases() if cases is None else cases,
        acts=[Act(1.0, "list", "convene", "assign", 3, {"hours": 2.0})],
        start=dict(social),
        finish=dict(social),
        twins={"clarity": {"gaps": (0.2, 0.1)}, "sharing": {"reach": (0.3, 0.3)}},
        tallies={"available_hours": 100.0, "service_hours": 60.0, **(tallies or {})},
        body_names=("a", "b", "c", "d", "e"),
        channel_names=("report",),
        sizes={"people": people, "households": households, "bodies": 5, "buildings": 2},
    )


@dataclass(frozen=True)
class FakeWorld:
    """What stands in for a scenario: a mean shift of every need's days to close."""

    slow: float = 1.0
    name: str = "fake"
    community: int = 0
    use_community: None = None
    horizon_days: float = 30.0

    def vary(self, changes: dict[str, float]) -> FakeWorld:
        """Another world; only `slow` may change."""
        return FakeWorld(slow=float(changes["slow"]), name=self.name)

    def parameters(self) -> list[Any]:
        """It has none."""
        return []

    def content_hash(self) -> str:
        """A stand-in for the hash."""
        return f"{self.slow:.6f}"

    def observations(self) -> dict[str, str]:
        """It reads no file."""
        return {}

    def to_toml(self) -> str:
        """A stand-in for the text."""
        return f"slow = {self.slow}\n"


@dataclass(frozen=True)
class FakeSimulator:
    """Runs a FakeWorld: same luck for a seed in every world."""

    cases: int = 400

    def build(self, scenario: FakeWorld, seed: int) -> int:
        """The community of a seed: its number."""
        return seed

    def run(self, scenario: FakeWorld, seed: int, community: int | None) -> Record:
        """A record whose journal and functionality follow from seed and slowness."""
        rng = np.random.default_rng(seed % 2**32)
        cases = random_cases(rng, self.cases, 40, -10.0, 30.0, scenario.slow)
        made = record(cases=cases, seed=seed)
        depth = 0.1 * scenario.slow * rng.uniform(0.9, 1.1)
        after = made.times > 0.0
        made.series["functionality"] = np.where(after, 1 - depth * np.exp(-made.times / 10), 1.0)
        made.series["functionality"] = np.minimum(made.series["functionality"], 1.0)
        made.twins["clarity"]["gaps"] = (0.1 * scenario.slow, 0.1)
        return made


@dataclass(frozen=True)
class LeverSimulator:
    """Runs a real scenario as a FakeWorld whose slowness follows its levers."""

    def build(self, scenario: Any, seed: int) -> int:
        """The community of a seed: its number."""
        return seed

    def run(self, scenario: Any, seed: int, community: int | None) -> Record:
        """Sharing quickens, clarity quickens to the middle and then slows, the rest little."""
        levers = scenario.levers
        slow = 2.0 - 1.2 * levers.sharing - 0.3 * levers.identity + (levers.clarity - 0.5) ** 2
        made = FakeSimulator(800).run(FakeWorld(slow), seed, community)
        made.twins = {
            "clarity": {"hops": (2.0 - levers.clarity, 2.0)},
            "sharing": {"reachable": (levers.sharing**2, 0.1)},
            "identity": {"mean": (levers.identity, levers.identity)},
            "bridging": {"cross_share": (0.3 * levers.bridging, 0.1)},
        }
        made.tallies["helper_hours"] = 500.0 + 400.0 * levers.identity
        return made


def planted(
    comparison: Comparison, world: str, outcome: str, values: Sequence[float]
) -> Comparison:
    """The comparison with other values of one outcome in one world, by replicate."""
    at = list(OUTCOMES).index(outcome)
    summaries = []
    for one in comparison.summaries:
        outcomes = one.outcomes.copy()
        if one.world == world:
            outcomes[at] = values[one.replicate]
        summaries.append(replace(one, outcomes=outcomes))
    return replace(comparison, summaries=tuple(summaries))
