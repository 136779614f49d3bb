"""Who is accountable for what, and who knows it: the structure that clarity sets."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from resilience_sim.community.community import Duties
from resilience_sim.community.tables import Bodies, Places, Responsibility
from resilience_sim.rng import Luck
from resilience_sim.vocabulary import N_NEEDS, N_OF_HOMES

Array = NDArray[Any]

__all__ = ["belief_cells", "desks", "local_buildings", "responsibility", "wrong_desks"]


def responsibility(
    bodies: Bodies,
    duties: Duties,
    places: Places,
    community_keys: Array,
    clarity: float,
    seed: int,
    *,
    gaps0: float = 0.25,
    overlaps0: float = 0.30,
    knowledge0: float = 0.55,
    unempowered0: float = 0.25,
) -> Responsibility:
    """Accountability of every cell (need, building) and beliefs of every desk at a clarity.

    One uniform u a cell: nobody is accountable where ``u < gaps0 (1 - c)``, two are where the
    same ``u > 1 - overlaps0 (1 - c)``, so no rise in clarity c ever makes either. The first
    lacks authority where its own draw is under ``unempowered0 (1 - c)``. A desk knows the
    cell where its draw is under ``k0 + (1 - k0) c``: it then believes the right body (-1: it
    knows of the gap); else it believes a wrong desk of its community, by keyed hash. A body
    always knows its own duties. Draws are keyed by (community, building, need) and by
    (body, building, need): bodies added later change nobody's draws.

    Parameters
    ----------
    bodies
        All bodies; rows beyond those known to `duties` are those of institutions.
    duties
        Natural accountability, int32 (needs, buildings) each.
    places, community_keys
        Buildings by community and the keys of communities.
    clarity
        The lever, 0..1.
    seed
        Seed of the run.
    gaps0, overlaps0, knowledge0, unempowered0
        Shares at clarity 0.
    """
    luck = Luck(seed)
    away = 1.0 - clarity
    community, local = _buildings(places)
    cell = (community_keys[community][None, :], local[None, :], np.arange(N_NEEDS)[:, None])
    u = luck.uniform_each("community", "cell", *cell, np.array(0))
    v = luck.uniform_each("community", "authority", *cell, np.array(0))
    first = np.where(u < gaps0 * away, -1, duties.natural_first).astype(np.int32)
    second = np.where(u > 1.0 - overlaps0 * away, duties.natural_second, -1).astype(np.int32)
    second[(first < 0) | (first == second)] = -1
    belief, start = _beliefs(
        luck, bodies, first, second, (community, local, community_keys[community]),
        knowledge0 + (1.0 - knowledge0) * clarity,
    )  # fmt: skip
    return Responsibility(
        first=first,
        second=second,
        empowered=(v >= unempowered0 * away) & (first >= 0),
        belief=belief,
        belief_start=start,
        formality=1.0 - away * _informal(luck, bodies),
    )


def desks(bodies: Bodies) -> Array:
    """Mask of bodies that can hold a case: those with staff, below the root, shape (bodies,)."""
    return np.asarray((bodies.staff > 0.0) & (bodies.community >= 0))


def belief_cells(bodies: Bodies) -> tuple[Array, Array, Array, Array]:
    """Offsets by body, then body, need and building of every entry of `belief`, int64."""
    width = (bodies.end_building - bodies.first_building).astype(np.int64)
    start = np.concatenate([[0], np.cumsum(width * N_NEEDS)]).astype(np.int64)
    body = np.repeat(np.arange(len(bodies), dtype=np.int64), width * N_NEEDS)
    place = np.arange(int(start[-1]), dtype=np.int64) - start[body]
    wide = width[body]
    return start, body, place // wide, bodies.first_building[body] + place % wide


def local_buildings(places: Places, community_keys: Array) -> tuple[Array, Array]:
    """Key of the community of every building, and its number within the community, int64."""
    community, local = _buildings(places)
    return community_keys[community], local


def wrong_desks(
    luck: Luck,
    bodies: Bodies,
    places: Places,
    body: Array,
    need: Array,
    building: Array,
    right: Array,
) -> Array:
    """The desk that each of `body` believes accountable once it is wrong, int64.

    It is the one it would have believed had it never known (see `responsibility`); -1 where
    no other desk serves the building.
    """
    return _wrong(luck, bodies, _buildings(places)[0], body, need, building, right)


def _buildings(places: Places) -> tuple[Array, Array]:
    """Community of every building and its number within the community, int64."""
    starts = places.building_of_community()
    community = np.repeat(np.arange(len(starts) - 1), np.diff(starts))
    return community, np.arange(len(community)) - starts[community]


def _informal(luck: Luck, bodies: Bodies) -> Array:
    """How informal each body's ties to others are at clarity 0, 0..0.6."""
    zero = np.zeros(len(bodies), np.int64)
    return 0.6 * luck.uniform_each("community", "formality", bodies.key, zero, zero, zero)


def _beliefs(
    luck: Luck,
    bodies: Bodies,
    first: Array,
    second: Array,
    buildings: tuple[Array, Array, Array],
    knowledge: float,
) -> tuple[Array, Array]:
    start, body, need, building = belief_cells(bodies)
    local = buildings[1][building]
    key = bodies.key[body]
    v = luck.uniform_each("community", "knowledge", key, local, need, buildings[2][building])
    right = first[need, building].astype(np.int64)
    belief = right.copy()
    served = (first >= 0).any(axis=1) | (np.arange(N_NEEDS) < N_OF_HOMES)
    own = (right == body) | (second[need, building] == body)
    belief[own] = body[own]
    lost = np.flatnonzero((v >= knowledge) & ~own & served[need])
    belief[lost] = _wrong(
        luck, bodies, buildings[0], body[lost], need[lost], building[lost], right[lost]
    )
    return belief.astype(np.int32), start


def _wrong(
    luck: Luck,
    bodies: Bodies,
    community: Array,
    body: Array,
    need: Array,
    building: Array,
    right: Array,
) -> Array:
    """For each lost desk a wrong one of the same community: the one of highest keyed draw.

    Each candidate has a draw of its own for (asking desk, need), so a new desk takes over
    some beliefs and leaves the others as they were.
    """
    able = np.flatnonzero(desks(bodies))
    out = np.full(len(body), -1, np.int64)
    of_desk = bodies.community[able]
    for c in np.unique(community[building]):
        rows = np.flatnonzero(community[building] == c)
        near = able[of_desk == c]
        if len(near) == 0:
            continue
        asking, asked = np.unique(body[rows], return_inverse=True)
        draw = luck.uniform_each(
            "community", "wrong_desk",
            bodies.key[asking][:, None, None], bodies.key[near][None, None, :],
            np.arange(N_NEEDS)[None, :, None], np.array(0),
        )[asked, need[rows]]  # fmt: skip
        there = building[rows][:, None]
        fits = (bodies.first_building[near] <= there) & (there < bodies.end_building[near])
        fits &= (near != body[rows][:, None]) & (near != right[rows][:, None])
        draw = np.where(fits, draw, -1.0)
        best = np.argmax(draw, axis=1)
        out[rows] = np.where(draw[np.arange(len(rows)), best] < 0.0, -1, near[best])
    return out
