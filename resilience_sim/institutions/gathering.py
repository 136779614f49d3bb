"""Who comes to an event and at which table they sit."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from resilience_sim.institutions.parties import community_of_people, each_person
from resilience_sim.world import World

Array = NDArray[Any]

DAILY_CONTACTS = 14.6  # outside lockdown (zhang2020)


def seated(
    world: World, label: str, occasion: int, there: Array, *, table: int, mixed: float
) -> Array:
    """Table of each person at an event, (P,) int64, -1 for those who did not come.

    Tables have about `table` seats and belong to one community. A guest sits at any table
    with the chance `mixed`, else at one of its own group.
    """
    seats = np.full(len(there), -1, np.int64)
    if not there.any():
        return seats
    of = community_of_people(world)
    chooses = each_person(world, label, "mixes", occasion)
    place = each_person(world, label, "seat", occasion)
    sort = np.where(chooses < mixed, 0, 1 + world.people.newcomer.astype(np.int64))
    group = 3 * of + sort
    guests = np.bincount(group[there], minlength=int(group.max()) + 1)
    tables = np.maximum(1, -(-guests // table))
    first = np.concatenate([[0], np.cumsum(tables)[:-1]])
    at = first[group] + np.minimum((place * tables[group]).astype(np.int64), tables[group] - 1)
    return np.where(there, at, seats)


def crowding(there: Array, contacts: float) -> Array:
    """Factor on contacts of those who come to an event that day, (P,)."""
    return np.asarray(np.where(there, 1.0 + contacts / DAILY_CONTACTS, 1.0))
