"""Run one scenario once."""

from __future__ import annotations

from resilience_sim.observe.result import Result
from resilience_sim.scenario import Scenario
from resilience_sim.study.replicates import Shipped, Simulator

__all__ = ["run"]


def run(scenario: Scenario, seed: int = 0, *, simulator: Simulator | None = None) -> Result:
    """Simulate a scenario under one seed.

    Parameters
    ----------
    scenario
        What to run.
    seed
        Any integer from 0 up; the same seed gives the same bits.
    simulator
        What runs it; None: the model of this package.
    """
    runs = simulator or Shipped()
    return Result(runs.run(scenario, seed, runs.build(scenario, seed)), scenario)
