"""Running one scenario from Python."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from resilience_sim.errors import InputError

if TYPE_CHECKING:
    from resilience_sim.observe.result import Result
    from resilience_sim.scenario import Scenario


def run(scenario: Scenario | str | Path, seed: int = 0) -> Result:
    """Run a scenario once and give back its outcomes, time series, cases and journal.

    Parameters
    ----------
    scenario
        What to run: a scenario, or what `resilience_sim.load` takes (a name or a path).
    seed
        Seed of all luck of the run, a whole number of at least 0.

    Raises
    ------
    InputError
        The seed is not such a number, or there is no such scenario.
    """
    from resilience_sim.observe.result import Result
    from resilience_sim.scenario_files import load
    from resilience_sim.simulation import simulate
    from resilience_sim.simulation.compiling import compile_ahead

    if isinstance(scenario, (str, Path)):
        scenario = load(scenario)
    seed = checked_seed(seed)
    compile_ahead()
    record = simulate(scenario, seed, community=scenario.use_community)
    return Result(record, scenario)


def checked_seed(seed: int) -> int:
    """The seed, if it is a whole number of at least 0.

    Raises
    ------
    InputError
        It is not.
    """
    if isinstance(seed, bool) or not isinstance(seed, int) or seed < 0:
        raise InputError(
            "the seed is not a whole number of at least 0",
            key="seed",
            value=seed,
            allowed="a whole number of at least 0",
        )
    return seed
