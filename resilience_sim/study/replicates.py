"""One replicate: every world under one seed, on one community where the worlds share it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from resilience_sim.observe.outcomes import OUTCOMES, compute
from resilience_sim.observe.record import Record
from resilience_sim.observe.severity import BURDEN_DAYS, loss_from_cases
from resilience_sim.observe.view import View
from resilience_sim.rng import stream_of
from resilience_sim.scenario import Scenario

__all__ = ["Job", "Shipped", "Simulator", "Summary", "replicate_seed", "run_job", "summarise"]

Array = NDArray[Any]


class Simulator(Protocol):
    """What runs a world; `Shipped` is the model of this package."""

    def build(self, scenario: Scenario, seed: int) -> Any:
        """The community of a scenario and a seed, the same for every lever."""

    def run(self, scenario: Scenario, seed: int, community: Any) -> Record:
        """One run on that community."""


@dataclass(frozen=True)
class Shipped:
    """The model of this package."""

    def build(self, scenario: Scenario, seed: int) -> Any:
        """The community of a scenario and a seed."""
        from resilience_sim.simulation import build_community

        return build_community(scenario, seed)

    def run(self, scenario: Scenario, seed: int, community: Any) -> Record:
        """One run on that community."""
        from resilience_sim.simulation import simulate

        record: Record = simulate(scenario, seed, community=community)
        return record


@dataclass(frozen=True, slots=True)
class Job:
    """All worlds of one replicate (or some of them), under one seed."""

    replicate: int
    seed: int
    worlds: tuple[tuple[str, Scenario], ...]
    simulator: Simulator
    weights: tuple[tuple[str, tuple[float, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Summary:
    """What a comparison keeps of one run; a few kilobytes.

    Attributes
    ----------
    world, replicate, seed
        Which run it was.
    outcomes
        Values in the order of `OUTCOMES`, shape (outcomes,).
    losses
        Resilience loss under other severity weights, by name of the weights.
    functionality
        At whole days after the strike, shape (days + 1,).
    twins
        Rows (lever, measure, at the strike, at the end).
    acts
        Lines in the institution journal, by author.
    notes
        What was assumed of the community.
    """

    world: str
    replicate: int
    seed: int
    outcomes: Array
    losses: dict[str, float]
    functionality: Array
    twins: tuple[tuple[str, str, float, float], ...]
    acts: dict[str, int]
    notes: tuple[str, ...] = ()


def replicate_seed(seed: int, replicate: int) -> int:
    """The seed of a replicate: the same in every world, and unlike those of other seeds."""
    return int(stream_of(seed, "study", f"replicate {replicate}")) >> 1


def run_job(job: Job) -> list[Summary]:
    """Run every world of a job, building each different community once.

    Worlds that say the same thing (today and today's value on a response curve) are run once.
    """
    built: list[tuple[Scenario, Any]] = []
    found: list[Summary] = []
    for at, (world, scenario) in enumerate(job.worlds):
        same = next((k for k in range(at) if job.worlds[k][1] == scenario), None)
        if same is not None:
            found.append(replace(found[same], world=world))
            continue
        community = _community(built, scenario, job)
        try:
            record = job.simulator.run(scenario, job.seed, community)
        except Exception as error:
            error.add_note(f"in world {world!r}, replicate {job.replicate}, seed {job.seed}")
            raise
        losses = _losses(record, scenario, job)
        found.append(summarise(record, world, job.replicate, losses))
    return found


def _losses(record: Record, scenario: Scenario, job: Job) -> dict[str, float]:
    if not job.weights:
        return {}
    told = (row.value for row in scenario.parameters() if row.key.endswith(".burden_days"))
    days = float(next(told, BURDEN_DAYS))
    return {name: loss_from_cases(record, given, days) for name, given in job.weights}


def _community(built: list[tuple[Scenario, Any]], scenario: Scenario, job: Job) -> Any:
    for other, community in built:
        same = other.community == scenario.community
        if same and other.use_community is scenario.use_community:
            return community
    made = job.simulator.build(scenario, job.seed)
    built.append((scenario, made))
    return made


def summarise(record: Record, world: str, replicate: int, losses: Mapping[str, float]) -> Summary:
    """What a comparison keeps of a record."""
    values = compute(record)
    acts: dict[str, int] = {}
    for act in record.acts:
        acts[act.author] = acts.get(act.author, 0) + 1
    return Summary(
        world=world,
        replicate=replicate,
        seed=record.seed,
        outcomes=np.array([values[name] for name in OUTCOMES]),
        losses=dict(losses),
        functionality=View(record).daily("functionality"),
        twins=tuple(
            (lever, measure, float(pair[0]), float(pair[1]))
            for lever in sorted(record.twins)
            for measure, pair in sorted(record.twins[lever].items())
        ),
        acts=acts,
        notes=tuple(record.notes),
    )
