"""The Diamond Princess: 3,711 people in cabins of two, and one case that came aboard.

He is infected so that he falls ill on the day he boards, 20 January 2020, and leaves on the 25th;
everybody stays in the cabin from 5 February. Infections are counted until 20 February, when
people began to leave, and set beside the cases found until 27 February.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from resilience_sim.crises import Epidemic, Lockdown
from tests.worlds import built, tiny_world

ABOARD, LEAVES, CABINS, END = 0.0, 5.0, 16.0, 31.0  # days since 20 January
PEOPLE = 3711


@dataclass(frozen=True)
class Ship:
    """R abroad before everybody stays in the cabin, and what is left of it then."""

    reproduction: float
    left: float


def ashore(epidemic: Epidemic, lockdown: Lockdown) -> Ship:
    """People meet as those of the city did, before and after its lockdown."""
    return Ship(epidemic.outside_reproduction, lockdown.mobility() ** 2)


def measured(epidemic: Epidemic, before: float, after: float) -> Ship:
    """R as it was estimated for the ship itself; an asymptomatic case counts for less."""
    weight = 1.0 - epidemic.asymptomatic * (1.0 - epidemic.asymptomatic_infectiousness)
    return Ship(before / weight, after / before)


def infected(epidemic: Epidemic, ship: Ship, seed: int) -> float:
    """People infected by 20 February, the one who brought it included."""
    lead = epidemic.latent_days + epidemic.presymptomatic_days
    world = tiny_world(np.append(np.full(PEOPLE // 2, 2), 1), seed=seed, end=100.0)
    carried = replace(epidemic, initial=1, tie_share=0.0, outside_reproduction=ship.reproduction)
    own = built(world, carried)
    who = int(np.flatnonzero(own["person"]["arrive"] == 0.0)[0])
    all_out, without = np.ones(PEOPLE), np.ones(PEOPLE)
    without[who] = 0.0  # before he boards and after he left
    spans: tuple[tuple[float, NDArray[np.float64]], ...] = (
        (lead + ABOARD, without),
        (lead + LEAVES, all_out),
        (lead + CABINS, without),
        (lead + END, without * np.sqrt(ship.left)),
    )
    for until, mobility in spans:
        world.conditions.mobility = mobility.copy()
        carried.process(world, own, until)
        world.t = until
    return float(np.isfinite(own["infected_at"]).sum())
