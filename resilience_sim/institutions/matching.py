"""Who looks after whom: households matched to visitors by closeness, within a span."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from resilience_sim.vocabulary import TIE_LAYERS
from resilience_sim.world import World

Array = NDArray[Any]

KIN = TIE_LAYERS.index("kin")
MANY_HOURS = 2.0  # hours a day at which a visitor is as convenient as can be


def matched(
    world: World,
    label: str,
    members: Array,
    span: int,
    *,
    kinship: float,
    nearness: float,
    convenience: float,
) -> Array:
    """Person who looks after each household, (H,) int32, -1 nobody.

    Pairs are taken in order of closeness, each household once and each member `span` times:
    first those of one building or of kin, then whoever of the same grid has room left.
    Closeness is `nearness` times 1 (same stairwell, own home), a half (building) or less,
    plus `kinship` times the weight of the kin tie (at most 1), plus `convenience` times the
    member's hours relative to two a day (at most 1); ties by a draw keyed by both.
    """
    people, homes = world.people, world.households
    chosen = np.full(len(homes), -1, np.int32)
    room = np.zeros(len(people), np.int64)
    room[members] = span
    easy = convenience * np.minimum(people.hours / MANY_HOURS, 1.0)
    buildings = world.places.household_of_building().astype(np.int64)
    home, member, tie, near = _close(world, members, buildings)
    score = kinship * tie + nearness * near + easy[member]
    _take(chosen, room, home, member, score, _lots(world, label, home, member))
    left = members[room[members] > 0]
    grids = buildings[world.places.building_of_grid]
    grid = np.searchsorted(grids, people.household[left], side="right") - 1
    home, member = _within(left, grid, grids, chosen < 0)
    apart = np.abs(homes.building[home] - homes.building[people.household[member]])
    score = nearness * 0.5 / (1.0 + apart) + easy[member]
    _take(chosen, room, home, member, score, _lots(world, label, home, member))
    return chosen


def _close(world: World, members: Array, buildings: Array) -> tuple[Array, Array, Array, Array]:
    """Pairs of one building or of kin: household, member, strength of kin, nearness."""
    people, homes = world.people, world.households
    kin_home, kin_member, kin_weight = _kin(world, members)
    at_home = homes.building[people.household[members]]
    near_home, near_member = _within(members, at_home, buildings)
    home, member, tie = _once(
        np.concatenate([near_home, kin_home]),
        np.concatenate([near_member, kin_member]),
        np.concatenate([np.zeros(len(near_home)), kin_weight]),
        len(people),
    )
    own = people.household[member]
    tie = np.where(home == own, 1.0, np.minimum(tie, 1.0))
    near = np.where(homes.building[home] == homes.building[own], 0.5, 0.0)
    near = np.where(homes.stairwell[home] == homes.stairwell[own], 1.0, near)
    return home, member, tie, near


def _within(
    members: Array, area: Array, offsets: Array, wanted: Array | None = None
) -> tuple[Array, Array]:
    """All pairs of (household of the member's area, member); only `wanted` households."""
    first, end = offsets[area], offsets[area + 1]
    if wanted is None:
        rows = np.arange(int(offsets[-1]))
    else:
        before = np.concatenate([[0], np.cumsum(wanted)])
        first, end, rows = before[first], before[end], np.flatnonzero(wanted)
    count = (end - first).astype(np.int64)
    member = np.repeat(members, count)
    inside = np.arange(len(member)) - np.repeat(np.cumsum(count) - count, count)
    return rows[np.repeat(first, count) + inside], member


def _kin(world: World, members: Array) -> tuple[Array, Array, Array]:
    """Households in which members have kin: household, member, weight of the tie."""
    ties = world.ties
    start = ties.start.astype(np.int64)
    count = (start[1:] - start[:-1])[members]
    member = np.repeat(members, count)
    inside = np.arange(len(member)) - np.repeat(np.cumsum(count) - count, count)
    edge = np.repeat(start[:-1][members], count) + inside
    edge = edge[ties.layer[edge] == KIN] if len(edge) else edge
    owner = np.searchsorted(start, edge, side="right") - 1
    return world.people.household[ties.index[edge]], owner, ties.weight[edge]


def _once(home: Array, member: Array, tie: Array, n_people: int) -> tuple[Array, Array, Array]:
    """Each pair once, with its strongest tie."""
    code = home.astype(np.int64) * n_people + member
    pairs, back = np.unique(code, return_inverse=True)
    strongest = np.zeros(len(pairs))
    np.maximum.at(strongest, back, tie)
    return pairs // max(n_people, 1), pairs % max(n_people, 1), strongest


def _lots(world: World, label: str, home: Array, member: Array) -> Array:
    """One draw for each pair, keyed by community, household and member."""
    none = np.zeros(len(home), np.int64)
    return world.luck.uniform_each(
        label, "match", world.community_key(home), world.households.key[home], none,
        world.people.key[member],
    )  # fmt: skip


def _take(chosen: Array, room: Array, home: Array, member: Array, score: Array, lot: Array) -> None:
    """Take pairs from the closest on while the household is free and the member has room."""
    order = np.lexsort((lot, -score))
    for h, m in zip(home[order].tolist(), member[order].tolist(), strict=True):
        if chosen[h] < 0 and room[m] > 0:
            chosen[h] = m
            room[m] -= 1
