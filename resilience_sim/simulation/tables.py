"""Combining contributions by type into the tables that stand until the next boundary."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from resilience_sim import contributions as c
from resilience_sim.community.agreements import offers_from_rows
from resilience_sim.community.tables import Bodies, Offers
from resilience_sim.errors import InputError
from resilience_sim.simulation.asking import Authored, of_type
from resilience_sim.vocabulary import N_NEEDS, N_RESOURCES
from resilience_sim.world import Conditions, World

Array = NDArray[Any]
T = TypeVar("T")


def the_one(found: Sequence[Authored], kind: type[T]) -> T:
    """The one rule of a kind that a run needs.

    Raises
    ------
    InputError
        No mechanism, or more than one, gives it.
    """
    given = of_type(found, kind)
    if len(given) != 1:
        authors = [label for label, one in found if isinstance(one, kind)]
        raise InputError(
            f"a run needs exactly one {kind.__name__}",
            key="response",
            value=", ".join(authors) or "none",
            allowed="one mechanism that gives it (leave the others out of the scenario)",
        )
    return given[0]


def need_rates(found: Sequence[Authored]) -> Array:
    """Sum of need rates and of their part with an empty store, (2, N, K)."""
    rate = np.zeros((N_NEEDS, 2))
    unstocked = np.zeros((N_NEEDS, 2))
    for one in of_type(found, c.NeedRate):
        rate += one.rate
        if one.unstocked.size:
            unstocked += one.unstocked
    return np.stack([rate, unstocked])


def household_rates(found: Sequence[Authored], n_households: int) -> Array | None:
    """Sum of the rates that strike households one by one, (N, H); None where nothing does."""
    aimed = of_type(found, c.HouseholdRate)
    if not aimed:
        return None
    rate = np.zeros((N_NEEDS, n_households))
    for one in aimed:
        rate += np.outer(one.by_need, one.by_household)
    return rate


def conditions(found: Sequence[Authored], world: World) -> Conditions:
    """Product of all conditions."""
    told = Conditions(
        mobility=np.ones(len(world.people)),
        access=np.ones(world.places.n_buildings),
        availability=np.ones(len(world.bodies)),
        inflow=np.ones(N_RESOURCES),
        self_supply=np.ones(len(world.households)),
    )
    for one in of_type(found, c.Condition):
        if one.name in ("channel", "outside"):
            setattr(told, one.name, getattr(told, one.name) * float(one.value))
        else:
            array = getattr(told, one.name)
            array *= one.value
    return told


def absences(found: Sequence[Authored], n_people: int) -> Array:
    """People absent for any reason, (P,) bool."""
    gone = np.zeros(n_people, bool)
    for one in of_type(found, c.Absence):
        gone |= one.people
    return gone


def scores(found: Sequence[Authored]) -> tuple[Array, Array]:
    """Sum of scores, base and slope (N, K)."""
    base = np.zeros((N_NEEDS, 2))
    slope = np.zeros((N_NEEDS, 2))
    for one in of_type(found, c.Score):
        base += one.base
        slope += one.slope
    return base, slope


def handling(found: Sequence[Authored], n_bodies: int) -> tuple[Array, Array, Array]:
    """What bodies do with cases: the highest precedence wins a cell, ties the first label."""
    action = np.zeros((n_bodies, N_NEEDS), np.int32)
    target = np.full((n_bodies, N_NEEDS), -1, np.int32)
    chance = np.zeros((n_bodies, N_NEEDS))
    rank = np.full((n_bodies, N_NEEDS), -(2**31), np.int64)
    for one in of_type(found, c.Handling):
        wins = (one.action > 0) & (one.precedence > rank)
        rank[wins] = one.precedence
        action[wins] = one.action[wins]
        target[wins] = one.target[wins]
        chance[wins] = one.chance[wins]
    return action, target, chance


def united(bodies: Bodies, standing: Offers, more: Sequence[c.Offer]) -> Offers:
    """Standing offers and those of mechanisms, as one table."""
    per_row = np.asarray(np.diff(standing.start.astype(np.int64)), np.int64)
    rows = np.repeat(np.arange(len(per_row)), per_row)
    return offers_from_rows(
        bodies,
        asker=np.concatenate([rows // N_RESOURCES, *(one.asker for one in more)]),
        holder=np.concatenate([standing.holder, *(one.holder for one in more)]),
        resource=np.concatenate([rows % N_RESOURCES, *(one.resource for one in more)]),
        reserve=np.concatenate([standing.reserve, *(one.reserve for one in more)]),
        delay=np.concatenate([standing.delay, *(one.delay for one in more)]),
    )


def channels(found: Sequence[Authored]) -> list[tuple[str, c.Channel]]:
    """Channels of detection with the labels that key their luck."""
    return [(label, one) for label, one in found if isinstance(one, c.Channel)]


def store_use(found: Sequence[Authored], n_households: int) -> Array:
    """Net use of stores, (H, 2) days a day."""
    use = np.zeros((n_households, 2))
    for one in of_type(found, c.StoreUse):
        use[:, 0] += one.food
        use[:, 1] += one.medicine
    return use
