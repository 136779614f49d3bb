"""Places that a crisis may name: everywhere, a community, one of its grids or buildings."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from resilience_sim.errors import InputError, listed, nearest_name
from resilience_sim.world import World

Array = NDArray[Any]
PARTS = ("grid", "building")


def buildings_at(world: World, place: str, label: str) -> Array:
    """Buildings of a place, mask (B,).

    Raises
    ------
    InputError
        The community has no such place; it says which there are.
    """
    places = world.places
    inside = np.zeros(places.n_buildings, bool)
    if not place:
        inside[:] = True
        return inside
    name, *part = place.split("/")
    if name not in places.communities:
        raise _unknown(place, label, listed(places.communities),
                       nearest_name(name, places.communities))  # fmt: skip
    which = places.communities.index(name)
    grids = places.grid_of_community[which : which + 2]
    buildings = places.building_of_grid[grids]
    if not part:
        inside[buildings[0] : buildings[1]] = True
        return inside
    counts = {"grid": int(grids[1] - grids[0]), "building": int(buildings[1] - buildings[0])}
    allowed = f"{name}, {name}/grid/1 to {counts['grid']}, {name}/building/1 to " + str(
        counts["building"]
    )
    if len(part) != 2 or part[0] not in PARTS:
        raise _unknown(place, label, allowed, None)
    kind, number = part
    if not number.isascii() or not number.isdigit() or not 1 <= int(number) <= counts[kind]:
        raise _unknown(place, label, allowed, None)
    row = int(number) - 1
    if kind == "building":
        inside[buildings[0] + row] = True
    else:
        grid = int(grids[0]) + row
        inside[places.building_of_grid[grid] : places.building_of_grid[grid + 1]] = True
    return inside


def _unknown(place: str, label: str, allowed: str, near: str | None) -> InputError:
    return InputError(
        "the community has no such place", key=f"crises.{label}.place", value=place,
        allowed=allowed, nearest=near,
    )  # fmt: skip
