"""Running one scenario from Python."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from resilience_sim.whole import checked_seed

if TYPE_CHECKING:
    from resilience_sim.observe.result import Result
    from resilience_sim.scenario import Scenario


def run(scenario: Scenario | str | Path, seed: int = 1) -> Result:
    """Run a scenario once and give back its outcomes, time series, cases and journal.

    Parameters
    ----------
    scenario
        What to run: a scenario, or what `resilience_sim.load` takes (a name or a path).
    seed
        Seed of all luck of the run, a whole number of at least 0.
        `ResilienceModel` draws one from the system where none is given, as Mesa does.

    Raises
    ------
    InputError
        The seed is not such a number, or this is no scenario.
    """
    from resilience_sim.observe.result import Result
    from resilience_sim.scenario_files import as_scenario
    from resilience_sim.simulation import simulate
    from resilience_sim.simulation.compiling import compile_ahead

    scenario = as_scenario(scenario)
    seed = checked_seed(seed)
    compile_ahead()
    record = simulate(scenario, seed, community=scenario.use_community)
    return Result(record, scenario)
