"""Desks at which cases land."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from resilience_sim.community.measures import landing_desks
from resilience_sim.world import World

Array = NDArray[Any]


def desks_of_households(world: World, kind: str) -> Array:
    """Desk of each household, (H,) int64: its grid post or its committee; each for the other.

    -1 where a household has neither.
    """
    table = landing_desks(world.bodies, world.places.n_buildings)
    wanted, other = (table[0], table[1]) if kind == "grid_post" else (table[1], table[0])
    desk = np.where(wanted >= 0, wanted, other)
    return np.asarray(desk[world.households.building])
