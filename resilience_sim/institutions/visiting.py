"""Residents who look after households: where what they find lands, and how often they come."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from resilience_sim.community.measures import landing_desks
from resilience_sim.world import World

Array = NDArray[Any]


def grid_desks(world: World) -> Array:
    """Grid post of each household, its committee where there is none, -1 for neither, (H,)."""
    post, committee = landing_desks(world.bodies, world.places.n_buildings)
    return np.asarray(np.where(post >= 0, post, committee)[world.households.building])


def visits_a_day(looked_after_by: Array, hours: Array, visit_hours: float) -> Array:
    """Visits a household gets a day, (H,): its visitor's hours, shared by all it looks after.

    Parameters
    ----------
    looked_after_by
        Visitor of each household, a row of `hours`, -1 none, (H,).
    hours
        Hours a day that each visitor spends on visits.
    visit_hours
        Hours of one visit.
    """
    some = looked_after_by >= 0
    who = np.where(some, looked_after_by, 0)
    homes = np.bincount(looked_after_by[some], minlength=len(hours))
    each = hours / visit_hours / np.maximum(homes, 1)
    return np.asarray(np.where(some, each[who], 0.0)) if len(hours) else np.zeros(len(some))


def person_draws(world: World, label: str, purpose: str, persons: Array) -> Array:
    """One uniform in (0, 1) for each of some persons, keyed by community and person."""
    people = world.people
    zero = np.zeros(len(persons), np.int64)
    return world.luck.uniform_each(
        label, purpose, world.community_key(people.household[persons]), people.key[persons],
        zero, zero,
    )  # fmt: skip
