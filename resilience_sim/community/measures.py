"""Measured twins of the levers: what the structure is, whoever made it so."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from resilience_sim.community.bridging import assortativity, cross_share
from resilience_sim.community.responsibility import belief_cells, desks
from resilience_sim.community.tables import (
    Bodies,
    Offers,
    People,
    Responsibility,
    Ties,
)
from resilience_sim.vocabulary import BODY_KINDS, N_NEEDS, N_OF_HOMES, N_RESOURCES, NOT_RIVAL

Array = NDArray[Any]

__all__ = ["expected_hops", "landing_desks", "needs_in_use", "reachable_idle", "twins"]


def twins(
    people: People,
    bodies: Bodies,
    ties: Ties,
    responsibility: Responsibility,
    offers: Offers,
    stock: Array | None = None,
) -> dict[str, dict[str, float]]:
    """What the levers set, measured as it stands now.

    ``clarity``: ``gaps`` and ``overlaps`` (shares of cells), ``empowered`` (share of cells with
    somebody accountable whose body has the authority), ``knowledge`` (share of what desks
    believe of cells not their own that is right), ``hops`` (see `expected_hops`).
    ``sharing``: ``reachable`` (see `reachable_idle`). ``identity``: ``mean``, ``dispersion``.
    ``bridging``: ``assortativity`` and ``cross_share`` of person ties by group.
    A figure that does not exist (no ties, nothing idle) is nan.

    Parameters
    ----------
    stock
        Lots now, (bodies, resources); the bodies' column where not given.
    """
    used = needs_in_use(responsibility)
    first, empowered = responsibility.first[used], responsibility.empowered[used]
    cells = first >= 0
    held = int(cells.sum())
    nan = float("nan")
    some = len(people) > 0
    return {
        "clarity": {
            "gaps": float(1.0 - cells.mean()) if cells.size else nan,
            "overlaps": float((responsibility.second[used] >= 0).mean()) if cells.size else nan,
            "empowered": float(empowered[cells].mean()) if held else nan,
            "knowledge": _knowledge(bodies, responsibility),
            "hops": expected_hops(bodies, responsibility),
        },
        "sharing": {
            "reachable": reachable_idle(
                bodies, responsibility, offers, bodies.stock if stock is None else stock
            ),
        },
        "identity": {
            "mean": float(people.identity.mean()) if some else nan,
            "dispersion": float(people.identity.std()) if some else nan,
        },
        "bridging": {
            "assortativity": assortativity(people, ties),
            "cross_share": cross_share(people, ties),
        },
    }


def needs_in_use(responsibility: Responsibility) -> Array:
    """Mask of the needs that count: those of households, and of units where a body serves them."""
    served = (responsibility.first >= 0).any(axis=1)
    return np.asarray(served | (np.arange(N_NEEDS) < N_OF_HOMES))


def _knowledge(bodies: Bodies, responsibility: Responsibility) -> float:
    _, body, need, building = belief_cells(bodies)
    first = responsibility.first[need, building]
    second = responsibility.second[need, building]
    asked = desks(bodies)[body] & (first != body) & (second != body)
    asked &= needs_in_use(responsibility)[need]
    if not asked.any():
        return float("nan")
    belief = responsibility.belief[asked]
    right = (belief == first[asked]) | ((belief >= 0) & (belief == second[asked]))
    return float(right.mean())


def landing_desks(bodies: Bodies, buildings: int) -> Array:
    """Desks where cases land: of every building its grid post and its committee, (2, B).

    -1 where there is none.
    """
    table = np.full((2, buildings), -1, np.int64)
    for which, kind in enumerate(("grid_post", "residents_committee")):
        for row in np.flatnonzero(bodies.kind == BODY_KINDS.index(kind)):
            table[which, bodies.first_building[row] : bodies.end_building[row]] = row
    return table


def expected_hops(
    bodies: Bodies,
    responsibility: Responsibility,
    landing: Array | None = None,
    max_hops: int = 4,
) -> float:
    """Mean hand-offs of a case of every cell, started where cases land.

    A desk accountable for the cell with authority ends the chain. Otherwise the case goes to
    the desk it believes accountable; it goes to the level above where the desk knows of a gap,
    lacks authority, believes in a desk that saw the case, or `max_hops` are used up. Levels
    above end the chain where they have the authority for the need, the root always. Every
    move is one hop. Refusals are left out: this is structure, not luck.

    Parameters
    ----------
    landing
        Bodies by (way of landing, building), -1 none; default `landing_desks`.
    """
    buildings = responsibility.first.shape[1]
    where = landing_desks(bodies, buildings) if landing is None else landing
    way, need, building = np.indices((len(where), N_NEEDS, buildings)).reshape(3, -1)
    desk = where[way, building]
    keep = (desk >= 0) & needs_in_use(responsibility)[need]
    desk, need, building = desk[keep], need[keep], building[keep]
    if len(desk) == 0:
        return float("nan")
    hops = np.zeros(len(desk), np.int64)
    rising = np.zeros(len(desk), bool)
    seen = np.full((len(desk), max_hops + 1), -1, np.int64)
    alive = np.ones(len(desk), bool)
    # nobody is met twice on the way up, so every chain ends within the bodies there are
    for _ in range(max_hops + int(bodies.level.max(initial=0)) + len(bodies) + 1):
        alive &= ~_ends(bodies, responsibility, desk, need, building, rising)
        if not alive.any():
            break
        seen[np.arange(len(desk)), np.minimum(hops, max_hops)] = desk
        following = _believed(bodies, responsibility, desk, need, building)
        known = (seen == following[:, None]).any(axis=1) | (following == desk)
        rising |= alive & ((following < 0) | known | (hops >= max_hops))
        moved = np.where(rising, bodies.parent[desk], following)
        hops += alive
        alive &= moved >= 0  # orphaned where there is no root
        desk = np.where(alive, moved, desk)
    return float(hops.mean())


def _ends(
    bodies: Bodies,
    responsibility: Responsibility,
    desk: Array,
    need: Array,
    building: Array,
    rising: Array,
) -> Array:
    first = (responsibility.first[need, building] == desk) & responsibility.empowered[
        need, building
    ]
    second = responsibility.second[need, building] == desk
    power = (bodies.authority[desk] >> need.astype(np.uint32)) & 1 == 1
    root = bodies.parent[desk] < 0
    return np.asarray(first | second | (rising & (power | root)))


def _believed(
    bodies: Bodies, responsibility: Responsibility, desk: Array, need: Array, building: Array
) -> Array:
    first = bodies.first_building[desk].astype(np.int64)
    width = bodies.end_building[desk].astype(np.int64) - first
    inside = (building >= first) & (building < first + width)
    at = responsibility.belief_start[desk] + need * width + (building - first)
    found = responsibility.belief[np.where(inside, at, 0)] if len(responsibility.belief) else desk
    return np.where(inside, found, -1).astype(np.int64)


def reachable_idle(
    bodies: Bodies,
    responsibility: Responsibility,
    offers: Offers,
    stock: Array,
    *,
    within_days: float = 1.0,
    kept: float = 0.2,
) -> float:
    """Share of others' idle stock that a needing body can reach within a day.

    Needing bodies are those accountable for some cell; idle is what a holder of the same
    community (or of an area over it) has above `kept` of its normal stock; reachable is what
    offers with a short enough delay let a needing body take, never more than is idle. Kinds
    that are never used up do not count. nan where nothing is idle.
    """
    rival = np.array([r not in NOT_RIVAL for r in range(N_RESOURCES)])
    idle = np.maximum(stock - kept * bodies.capacity, 0.0) * rival
    needing = np.unique(responsibility.first[responsibility.first >= 0])
    if len(needing) == 0:
        return float("nan")
    near = (bodies.community[needing][:, None] == bodies.community[None, :]) | (
        (bodies.first_building[needing][:, None] < bodies.end_building[None, :])
        & (bodies.end_building[needing][:, None] > bodies.first_building[None, :])
        & ((bodies.community[needing] < 0)[:, None] | (bodies.community < 0)[None, :])
    )
    near &= needing[:, None] != np.arange(len(bodies))[None, :]
    total = float((near @ idle.sum(axis=1)).sum())
    if total <= 0.0:
        return float("nan")
    start = offers.start.astype(np.int64)
    row = np.repeat(np.arange(len(start) - 1), start[1:] - start[:-1])
    asker, resource = row // N_RESOURCES, row % N_RESOURCES
    used = np.isin(asker, needing) & (offers.delay <= within_days) & rival[resource]
    holder, resource = offers.holder[used], resource[used]
    can = np.maximum(stock[holder, resource] - offers.reserve[used], 0.0)
    return float(np.minimum(can, idle[holder, resource]).sum()) / total
