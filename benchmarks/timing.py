"""Timing: both ways in one run, the kernel against a copy of memory, fresh processes."""

from __future__ import annotations

import gc
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np

from benchmarks.four_stages import STEP_HOURS, scenario
from benchmarks.plain_mesa import PlainModel
from resilience_sim.community.tables import frozen
from resilience_sim.simulation import Simulation

#: steps of one way before the other has its turn: both see the same noise of the machine
#: (the first step of a turn finds the caches full of the other's data; a run by itself does not)
BLOCK = 20
HORIZON_DAYS = 10.0


@dataclass(frozen=True)
class Pace:
    """Seconds of processor time a step takes."""

    residents: int
    table_hours: float
    plain: float
    ours: float

    @property
    def ratio(self) -> float:
        """How many times faster the shipped simulation is."""
        return self.plain / self.ours


def warm_up() -> None:
    """Load or compile every loop before anything is timed."""
    run = Simulation(scenario(200, horizon_days=5.0))
    while not run.ended:
        run.step()


def pace(residents: int, table_hours: float = STEP_HOURS) -> Pace:
    """Time a step of both ways, turn and turn about, from everyday life into the epidemic."""
    told = scenario(residents, horizon_days=HORIZON_DAYS, table_hours=table_hours)
    ours = Simulation(told, 1)
    plain = PlainModel(told, 1, ours)
    spent, taken = {"ours": 0.0, "plain": 0.0}, 0
    with only_new_garbage():
        while not ours.ended:
            for name, step in (("ours", ours.step), ("plain", plain.step)):
                begin = time.process_time()
                for _ in range(BLOCK):
                    step()
                spent[name] += time.process_time() - begin
            taken += BLOCK
    return Pace(residents, table_hours, spent["plain"] / taken, spent["ours"] / taken)


@contextmanager
def only_new_garbage() -> Iterator[None]:
    """Neither way pays for looking through what stood before: Mesa 3.3 keeps every model."""
    gc.collect()
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


@dataclass(frozen=True)
class Bandwidth:
    """Memory that the influence kernel touches, and how fast, beside a copy of as much."""

    residents: int
    megabytes: float
    kernel: float  # GB/s
    copy: float  # GB/s


def bandwidth(residents: int) -> Bandwidth:
    """Influence on the ties of a community against `numpy.copyto` of as many bytes.

    Counted is what the loop must read and write once: for a tie its index, weight and the six
    attitudes at its other end, for a person its row of ties, attitudes, anchor and result.
    """
    from resilience_sim.kernels.influence import WIDTH, influence

    ties = Simulation(scenario(residents), 1).world.ties
    n, row = ties.n_rows, 8 * WIDTH
    random = np.random.default_rng(1)
    x, anchor = (tuple(map(frozen, random.random((WIDTH, n)))) for _ in range(2))
    side, out = np.empty((n, WIDTH)), np.empty((WIDTH, n))
    speed = np.full(WIDTH, 0.1)
    start, index, weight = frozen(ties.start), frozen(ties.index), frozen(ties.weight)
    touched = len(ties.index) * (4 + 8 + row) + n * (4 + 3 * row)
    one, two = np.ones(touched // 16), np.ones(touched // 16)

    def kernel() -> None:
        influence(start, index, weight, x, anchor, 0.5, speed, side, out)

    def copy() -> None:
        np.copyto(two, one)

    return Bandwidth(n, touched / 1e6, touched / best(kernel) / 1e9, touched / best(copy) / 1e9)


def best(what: Callable[[], None], times: int = 15) -> float:
    """Shortest of several times (s); the first call is not counted."""
    what()
    found = []
    for _ in range(times):
        begin = time.perf_counter()
        what()
        found.append(time.perf_counter() - begin)
    return min(found)


def fresh(code: str, times: int = 5) -> float:
    """Median time (s) of a fresh interpreter that runs some code, start included."""
    found = []
    for _ in range(times):
        begin = time.perf_counter()
        subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)
        found.append(time.perf_counter() - begin)
    return statistics.median(found)
