"""Conditions and need rates that crises set, put in force when they are new."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from resilience_sim.community.tables import frozen
from resilience_sim.simulation import tables
from resilience_sim.simulation.asking import Authored

if TYPE_CHECKING:
    from resilience_sim.simulation.run import Simulation

Array = NDArray[Any]
COMPARED = ("access", "availability", "inflow", "self_supply", "channel", "outside")


def take_conditions(run: Simulation, struck: list[Authored], t: float) -> Array:
    """Combine what was contributed and put it in force; mobility as the crises have it, (P,)."""
    world = run.world
    told, old = tables.conditions(struck, world), world.conditions
    same = all(np.array_equal(getattr(old, name), getattr(told, name)) for name in COMPARED)
    if not same or not np.array_equal(run.recording.mobility, told.mobility):
        run.bump("conditions")
        run.recording.mobility = told.mobility.copy()
    world.conditions = told
    rates = tables.need_rates(struck)
    aimed = tables.household_rates(struck, len(run.community.households))
    if aimed is not None or run.aimed or not np.array_equal(rates, run.need_rates):
        run.need_rates, run.aimed = rates, aimed is not None
        run.engine.set_demand(rates[0], rates[1], aimed, t)
    run.engine.set_conditions(
        told.access, told.inflow * run.supply.inflow, run.supply.daily_cap * told.channel
    )
    return frozen(told.mobility)
