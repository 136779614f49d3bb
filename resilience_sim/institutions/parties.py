"""Who sits at the table: bodies by kind and community, who comes, and what it costs them."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from resilience_sim import contributions as c
from resilience_sim.vocabulary import BODY_KINDS, N_NEEDS, N_RESOURCES, NEEDS
from resilience_sim.world import World

Array = NDArray[Any]

FIRST_ADULT_BAND = 4  # twenty years


def of_kind(world: World, *kinds: str) -> Array:
    """Rows of bodies of some kinds, in order."""
    wanted = [BODY_KINDS.index(kind) for kind in kinds]
    return np.flatnonzero(np.isin(world.bodies.kind, wanted))


def one_each(world: World, kind: str) -> Array:
    """The first body of a kind in each community, (C,), -1 where there is none."""
    found = np.full(len(world.community_keys), -1, np.int64)
    for row in of_kind(world, kind)[::-1]:
        if world.bodies.community[row] >= 0:
            found[world.bodies.community[row]] = row
    return found


def over(world: World, row: int) -> int:
    """The root above a body: the office that its community belongs to."""
    while row >= 0 and world.bodies.parent[row] >= 0:
        row = int(world.bodies.parent[row])
    return row


def bits(*needs: str) -> int:
    """Bit mask of needs by name."""
    return sum(1 << NEEDS.index(need) for need in needs)


def mask(needs: Array) -> int:
    """Bit mask of the needs that are not 0."""
    return sum(1 << int(k) for k in np.flatnonzero(np.asarray(needs)))


def new_body(world: World, label: str, word: str, community: int, **told: Any) -> c.NewBody:
    """A body that serves a whole community, named after it, the institution and `word`."""
    places = world.places
    first, end = places.building_of_community()[community : community + 2]
    return c.NewBody(
        name=f"{places.communities[community]}/{label}/{word}", community=community,
        first_building=int(first), end_building=int(end), **told,
    )  # fmt: skip


def named(world: World, label: str, word: str) -> Array:
    """Rows of the bodies that an institution brought to each community, (C,), -1 none."""
    rows = {name: row for row, name in enumerate(world.body_names)}
    wanted = (f"{name}/{label}/{word}" for name in world.places.communities)
    return np.array([rows.get(name, -1) for name in wanted], np.int64)


def came(world: World, label: str, rows: Array, meeting: int, share: float) -> Array:
    """Which of some bodies come to a meeting, bool: each by its own draw."""
    zero = np.zeros(len(rows), np.int64)
    drawn = world.luck.uniform_each(
        label, "attendance", world.bodies.key[rows], zero, zero, zero + meeting
    )
    return np.asarray(drawn < share)


def each_person(world: World, label: str, purpose: str, occasion: int = 0) -> Array:
    """One uniform in (0, 1) a person, (P,), keyed by community, person and occasion."""
    people = world.people
    zero = np.zeros(len(people), np.int64)
    return world.luck.uniform_each(
        label, purpose, world.community_key(people.household), people.key, zero, zero + occasion
    )


def adults(world: World) -> Array:
    """Mask of grown-ups, (P,)."""
    return np.asarray(world.people.age >= FIRST_ADULT_BAND)


def hours_given(world: World, givers: Array, hours_a_day: float) -> Array:
    """Hours a day of some people (mask), (P,): of those who are there, as many as they have."""
    hours = np.minimum(hours_a_day, world.people.hours)
    return np.asarray(np.where(givers & ~world.absent, hours, 0.0))


def first_of_each(world: World, fit: Array, score: Array, seats: int) -> Array:
    """The `seats` people of each community with the highest score, (P,) bool, of those fit."""
    of = community_of_people(world)
    taken = np.zeros(len(fit), bool)
    for k in range(len(world.community_keys)):
        rows = np.flatnonzero(fit & (of == k))
        taken[rows[np.argsort(-score[rows], kind="stable")[:seats]]] = True
    return taken


def community_of_people(world: World) -> Array:
    """Community of each person, (P,)."""
    return np.asarray(world.households.community[world.people.household])


def restricted(world: World) -> bool:
    """Whether movement is restricted now, for more than half of contacts on the mean."""
    mobility = world.conditions.mobility
    return bool(len(mobility)) and float(mobility.mean()) < 0.5


def charge(world: World, rows: Array, hours: float, money: float = 0.0) -> c.Spend:
    """So many hours of each of some bodies, and money in all."""
    each = np.zeros(len(world.bodies))
    np.add.at(each, np.asarray(rows)[np.asarray(rows) >= 0], hours)
    return c.Spend(hours=each, money=money)


def no_handling(world: World) -> tuple[Array, Array, Array]:
    """Action, target and chance of handling that leaves all to the rules, (M, N) each."""
    shape = (len(world.bodies), N_NEEDS)
    return np.zeros(shape, np.int32), np.full(shape, -1, np.int32), np.zeros(shape)


def handling(tables: tuple[Array, Array, Array], precedence: int) -> c.Handling:
    """The contribution behind these tables."""
    action, target, chance = tables
    return c.Handling(action=action, target=target, chance=chance, precedence=precedence)


def agreed(
    world: World,
    holders: Array,
    askers: Array,
    *,
    reserve: float,
    delay: float,
    days: float = np.inf,
    resources: tuple[int, ...] = tuple(range(N_RESOURCES - 2)),
) -> c.Agree | None:
    """Each holder lets each asker draw what it normally has, above a share it keeps.

    None where nobody has anything, or nobody is to get it.
    """
    bodies = world.bodies
    one, two = np.repeat(holders, len(askers)), np.tile(askers, len(holders))
    one, two = one[one != two], two[one != two]
    pair, which = np.nonzero(bodies.capacity[one][:, list(resources)] > 0.0)
    if len(pair) == 0:
        return None
    resource = np.asarray(resources)[which]
    return c.Agree(
        asker=two[pair], holder=one[pair], resource=resource,
        reserve=reserve * bodies.capacity[one[pair], resource],
        delay=np.full(len(pair), delay), days=days,
    )  # fmt: skip
