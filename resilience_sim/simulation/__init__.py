"""One run of one world: build it, make tables, let the engine pass time, watch, adapt."""

from resilience_sim.simulation.run import Simulation, simulate
from resilience_sim.simulation.setup import build_community

__all__ = ["Simulation", "build_community", "simulate"]
