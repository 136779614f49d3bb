"""Compiling on two cores before the first run: most of the engine here, the rest beside it.

Each process writes what it compiled to the folder that both read. If the other one fails,
nothing is lost but time: what is not there is compiled when it is first called.
"""

from __future__ import annotations

import gc
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from resilience_sim.compiled import needs_compiling

OTHERS = (
    "import gc; gc.disable(); "
    "from resilience_sim.simulation.compiling import compile_others; compile_others()"
)


def compile_ahead() -> None:
    """Compile everything that a run needs, if that was not done before."""
    if not needs_compiling():
        return
    with subprocess.Popen([sys.executable, "-c", OTHERS], stderr=subprocess.DEVNULL) as other:
        try:
            with _uncollected():
                _compile_most_of_the_engine()
        except BaseException:
            other.kill()
            raise


@contextmanager
def _uncollected() -> Iterator[None]:
    """No garbage is looked for: of what compiling makes most stays, and looking costs a sixth."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _compile_most_of_the_engine() -> None:
    from numba import types

    from resilience_sim.engine import closing, demand, loop, routing

    state, whole, real = _state(), types.int64, types.float64
    # by the time these are done the other process has what the loop needs besides
    demand.candidate.compile((state, whole, whole, real))
    routing.arrive.compile((state, whole, whole, real))
    closing.close.compile((state, whole, whole, real))
    loop.retable.compile((state, real, real))
    loop.advance.compile((state, real))


def compile_others() -> None:
    """Compile what a run needs beside that: parts of the loop, then a small run without it."""
    from numba import types

    from resilience_sim.engine import service, supply
    from resilience_sim.engine.engine import Engine
    from resilience_sim.scenario_files import load
    from resilience_sim.simulation.run import Simulation

    for one in (supply.wake_all, service.dispatch):
        one.compile((_state(), types.int64, types.float64))

    class Still(Engine):
        def advance(self, end: float) -> None:
            """No event happens."""

        def retable(self, t: float, until: float) -> None:
            """No table is needed."""

    small = {"community.residents": 60, "warmup_days": 10.0, "horizon_days": 2.0}
    run = Simulation(load("epidemic_lockdown").vary(small), engine=Still)
    while not run.ended:
        run.step()
    run.record()


def _state() -> Any:
    import numpy as np

    from resilience_sim.engine.pointer import state_type
    from resilience_sim.engine.state import ARRAYS

    return state_type(tuple((name, np.dtype(of), n) for name, of, n, _ in ARRAYS))
