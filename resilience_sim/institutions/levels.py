"""The bodies of a ladder, level by level, and the residents behind the lowest one."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from resilience_sim.community.measures import landing_desks
from resilience_sim.contributions import NewBody
from resilience_sim.institutions.visiting import person_draws
from resilience_sim.vocabulary import BODY_KINDS
from resilience_sim.world import World

Array = NDArray[Any]

FIRST_ADULT_BAND = 4  # twenty years
COMMITTEE = BODY_KINDS.index("residents_committee")


@dataclass(frozen=True, slots=True, kw_only=True)
class Preset:
    """One ladder: names of the bodies it brings by level ("" for those that stand already).

    `kind` of the bodies; `over_desks`: grid posts and the committee are put under them;
    `members`: only Party members stand behind the lowest level; `stairwells`: they look after
    households of their stairwell, else of their building.
    """

    kind: str
    building: str
    grid: str = ""
    community: str = ""
    over_desks: bool = False
    members: bool = False
    stairwells: bool = False


PRESETS: Final = MappingProxyType(
    {
        "party_four_levels": Preset(
            kind="party_committee", building="party_group", grid="party_branch",
            community="party_committee", over_desks=True, members=True,
        ),
        "five_level_grid": Preset(kind="chief", building="building_grid", stairwells=True),
        "three_chiefs": Preset(
            kind="chief", building="building_chief", grid="alley_chief", community="street_chief"
        ),
    }
)  # fmt: skip


# --- residents -------------------------------------------------------------------------------
def eyes(world: World, label: str, preset: str, span: int) -> tuple[Array, Array, Array]:
    """Groups of at most `span` neighbouring households and the resident who looks after each.

    The resident is drawn among the grown-ups of the group with hours to give, in proportion
    to these hours (the highest u^(1/hours) of keyed draws).

    Returns
    -------
    tuple
        Group of each household (H,), resident of each group (G,), -1 nobody, and building of
        each group (G,).
    """
    told, people = PRESETS[preset], world.people
    group, building = _groups(world, told.stairwells, span)
    person = np.full(len(building), -1, np.int64)
    fit = (people.age >= FIRST_ADULT_BAND) & (people.hours > 0.0)
    if told.members:
        fit &= people.party_member
    who = np.flatnonzero(fit)
    if len(who) == 0:
        return group, person, building
    lot = person_draws(world, label, "appointed", who) ** (1.0 / people.hours[who])
    of = group[people.household[who]]
    order = np.lexsort((lot, of))
    last = np.append(of[order][1:] != of[order][:-1], True)
    person[of[order][last]] = who[order][last]
    return group, person, building


def _groups(world: World, stairwells: bool, span: int) -> tuple[Array, Array]:
    """Group of each household, and building of each group."""
    homes = world.households
    place = homes.stairwell if stairwells else homes.building
    first = np.searchsorted(place, place, side="left")
    size = np.searchsorted(place, place, side="right") - first
    parts = -(-size // span)
    part = (np.arange(len(homes)) - first) * parts // np.maximum(size, 1)
    begins = np.ones(len(homes), bool)
    begins[1:] = (place[1:] != place[:-1]) | (part[1:] != part[:-1])
    return np.cumsum(begins) - 1, homes.building[begins].astype(np.int64)


# --- bodies ----------------------------------------------------------------------------------
def ladder(
    world: World,
    label: str,
    preset: str,
    manned: Array,
    decides: Array,
    staff: tuple[float, float],
) -> tuple[list[NewBody], list[str]]:
    """Bodies of every level, from the top, and the name of each building's body ("" none).

    Parameters
    ----------
    manned
        Buildings with somebody behind their body, (B,) bool.
    decides
        Lowest level that may decide, by need.
    staff
        Staff of a level at a grid and at a community.
    """
    told, places = PRESETS[preset], world.places
    made: list[NewBody] = []
    over = [_name(world, row) for row in _over(world)]
    if told.community:
        made += [
            _level(world, label, told, 2, k, over[k], decides, staff[1])
            for k in range(len(places.communities))
        ]
        over = _spread([one.name for one in made], places.building_of_community())
    if told.grid:
        grids = [
            _level(world, label, told, 1, g, over[int(first)], decides, staff[0])
            for g, first in enumerate(places.building_of_grid[:-1])
        ]
        made += grids
        over = _spread([one.name for one in grids], places.building_of_grid)
    if not told.community:
        post, committee = landing_desks(world.bodies, places.n_buildings)
        over = [_name(world, row) for row in np.where(post >= 0, post, committee)]
    names = [""] * places.n_buildings
    for b in np.flatnonzero(manned).tolist():
        made.append(_level(world, label, told, 0, b, over[b], decides, 0.0))
        names[b] = made[-1].name
    return made, names


def _level(
    world: World,
    label: str,
    told: Preset,
    level: int,
    place: int,
    parent: str | None,
    decides: Array,
    staff: float,
) -> NewBody:
    """The body of one place: a building (level 0), a grid (1) or a community (2)."""
    places = world.places
    of_community = places.building_of_community()
    if level == 0:
        first, end, word = place, place + 1, told.building
    elif level == 1:
        first, end = places.building_of_grid[place : place + 2]
        word = told.grid
    else:
        first, end = of_community[place : place + 2]
        word = told.community
    community = int(np.searchsorted(of_community, first, side="right")) - 1
    begins = (of_community[community], places.grid_of_community[community], place)[level]
    may = np.flatnonzero(decides < level + 2.0) if level else np.zeros(0, np.int64)
    return NewBody(
        name=f"{places.communities[community]}/{label}/{word}_{place - int(begins) + 1}",
        kind=told.kind,
        community=community,
        first_building=int(first),
        end_building=int(end),
        parent=parent,
        level=level,
        posts=max(1, round(staff)),
        staff=staff,
        authority=sum(1 << int(need) for need in may),
        above=_below(world, level, int(first), int(end), community) if told.over_desks else (),
    )


def _below(world: World, level: int, first: int, end: int, community: int) -> tuple[str, ...]:
    """Desks that a level is put over: grid posts of its grid, the committee."""
    bodies = world.bodies
    if level == 1:
        inside = (bodies.first_building >= first) & (bodies.end_building <= end)
        rows = np.flatnonzero((bodies.kind == BODY_KINDS.index("grid_post")) & inside)
    elif level == 2:
        rows = np.flatnonzero((bodies.kind == COMMITTEE) & (bodies.community == community))
    else:
        return ()
    return tuple(world.body_names[row] for row in rows)


def _over(world: World) -> list[int]:
    """What stands over the committee of each community, -1 nobody."""
    bodies, found = world.bodies, []
    for k in range(len(world.places.communities)):
        rows = np.flatnonzero((bodies.kind == COMMITTEE) & (bodies.community == k))
        found.append(int(bodies.parent[rows[0]]) if len(rows) else -1)
    return found


def _name(world: World, row: int) -> str | None:
    return world.body_names[row] if row >= 0 else None


def _spread(names: list[str], offsets: Array) -> list[str | None]:
    """The name of each range for every building in it."""
    return [name for name, n in zip(names, np.diff(offsets), strict=True) for _ in range(int(n))]
