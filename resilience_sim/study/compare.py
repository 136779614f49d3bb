"""Paired comparison of worlds: the same seeds, the same community, one thing changed."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from resilience_sim.errors import InputError
from resilience_sim.scenario import Scenario
from resilience_sim.scenario_files import as_scenario
from resilience_sim.study.comparison import Comparison
from resilience_sim.study.executors import run_tasks
from resilience_sim.study.replicates import (
    Job,
    Shipped,
    Simulator,
    Summary,
    replicate_seed,
    run_job,
)
from resilience_sim.vocabulary import N_NEEDS, NEEDS
from resilience_sim.whole import checked_seed, whole_number

__all__ = ["Progress", "compare", "run_worlds"]

#: What a study may hold: a summary is kept of every run.
MOST_REPLICATES = 1_000_000
MOST_RUNS = 10_000_000

#: Called with runs done and runs in all, in the process that asked.
Progress = Callable[[int, int], None]


def compare(
    worlds: Mapping[str, Scenario | str | Path],
    replicates: int = 30,
    seed: int = 1,
    workers: int | None = None,
    progress: Progress | None = None,
    *,
    weights: Mapping[str, Sequence[float]] | None = None,
    simulator: Simulator | None = None,
) -> Comparison:
    """Run every world under the same seeds and compare them replicate by replicate.

    Parameters
    ----------
    worlds
        Scenarios (or names or paths of ready ones) by name; the first is what the others are
        compared with.
    replicates
        Seeds per world. Replicate r has the same seed in every world.
    seed
        Names the set of seeds.
    workers
        Processes; None: as many as cores. Their number changes no bit of the result.
    progress
        Called after each finished part with runs done and runs in all.
    weights
        Further severity weights by name, (needs,) each: the resilience loss is worked out
        under them too, to show whether a ranking depends on them.
    simulator
        What runs a world; None: the model of this package.

    Raises
    ------
    InputError
        No world, something that is none, or a number that is out of range.
    """
    stated = _stated(worlds, simulator)
    summaries = run_worlds(
        stated,
        replicates,
        seed,
        workers,
        progress,
        weights=weights,
        simulator=simulator,
    )
    return Comparison(stated, tuple(summaries), checked_seed(seed))


def run_worlds(
    worlds: Mapping[str, Scenario],
    replicates: int,
    seed: int,
    workers: int | None = None,
    progress: Progress | None = None,
    *,
    weights: Mapping[str, Sequence[float]] | None = None,
    simulator: Simulator | None = None,
    fewer: Mapping[str, int] | None = None,
) -> list[Summary]:
    """Summaries of every world and replicate, by replicate, then in the order of worlds.

    `fewer` names worlds that need fewer replicates than the others; they are the first ones.
    Worlds of one replicate that say the same thing are run once.
    """
    from resilience_sim.simulation.compiling import compile_ahead

    replicates, seed = _checked(worlds, replicates), checked_seed(seed)
    if workers is not None:
        whole_number(workers, "workers", 1)
    given = _weights(weights or {})
    runs = simulator or Shipped()
    least = dict.fromkeys(worlds, replicates) | dict(fewer or {})
    jobs = [
        Job(r, replicate_seed(seed, r), _of(worlds, least, r), runs, given)
        for r in range(replicates)
    ]
    # The first run happens here: it loads what is compiled, which the workers inherit, and is kept.
    compile_ahead()
    every = jobs[0].worlds
    total = sum(len(job.worlds) for job in jobs)
    first = run_job(Job(0, jobs[0].seed, every[:1], runs, given))
    jobs[0] = Job(0, jobs[0].seed, every[1:], runs, given)
    done = _Count(total, [len(job.worlds) for job in jobs], progress)
    done.add(1)
    found = run_tasks(run_job, jobs, workers, done)
    return [*first, *(summary for part in found for summary in part)]


def _of(
    worlds: Mapping[str, Scenario], replicates: Mapping[str, int], r: int
) -> tuple[tuple[str, Scenario], ...]:
    return tuple((name, world) for name, world in worlds.items() if r < replicates[name])


class _Count:
    """Counts finished runs for a progress callback."""

    def __init__(self, total: int, sizes: list[int], progress: Progress | None) -> None:
        self.total = total
        self.sizes = sizes
        self.progress = progress
        self.so_far = 0

    def add(self, runs: int) -> None:
        """Count some runs."""
        self.so_far += runs
        if self.progress is not None:
            self.progress(self.so_far, self.total)

    def __call__(self, at: int) -> None:
        self.add(self.sizes[at])


def _stated(
    worlds: Mapping[str, Scenario | str | Path], simulator: Simulator | None
) -> dict[str, Scenario]:
    """The worlds as scenarios; what another simulator runs is its own matter."""
    if not isinstance(worlds, Mapping) or not all(isinstance(name, str) for name in worlds):
        raise InputError(
            "worlds are not given by name",
            key="worlds",
            value=worlds,
            allowed='scenarios by name, as {"today": one, "clear": other}',
        )
    if simulator is not None:
        return dict(worlds)  # type: ignore[arg-type]
    return {name: as_scenario(one, f"worlds.{name}") for name, one in worlds.items()}


def _checked(worlds: Mapping[str, Scenario], replicates: int) -> int:
    """The number of replicates, if the study can be held in memory."""
    if not worlds:
        raise InputError("there is no world to run", key="worlds", allowed="one scenario or more")
    return whole_number(replicates, "replicates", 1, min(MOST_REPLICATES, MOST_RUNS // len(worlds)))


def _weights(given: object) -> tuple[tuple[str, tuple[float, ...]], ...]:
    """Severity weights by name, one a need each."""
    told = "numbers of at least 0 by name, one for each of: " + ", ".join(NEEDS)
    if not isinstance(given, Mapping):
        raise InputError("weights are not given by name", key="weights", value=given, allowed=told)
    found = []
    for name, row in given.items():
        try:
            numbers = tuple(map(float, row))
        except (TypeError, ValueError):
            numbers = ()
        if len(numbers) != N_NEEDS or not all(0.0 <= number < math.inf for number in numbers):
            raise InputError(
                "these are no severity weights", key=f"weights.{name}", value=row, allowed=told
            )
        found.append((str(name), numbers))
    return tuple(found)
