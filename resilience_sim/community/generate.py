"""Build communities from their settings and a seed, before any lever acts."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from resilience_sim.community.circles import draw_circles
from resilience_sim.community.community import Community
from resilience_sim.community.organisations import build_bodies, natural_duties
from resilience_sim.community.parts import Part, joined
from resilience_sim.community.residents import (
    ASSUMED_TRAITS,
    build_households,
    build_people,
    employ,
    offsets,
)
from resilience_sim.community.settings import CommunitySettings
from resilience_sim.community.synthesis import (
    ASSUMED_JOINTS,
    Marginals,
    Synthesis,
    synthesise,
)
from resilience_sim.community.tables import People, Ties
from resilience_sim.community.ties import draw_ties
from resilience_sim.errors import InputError
from resilience_sim.rng import Luck

Array = NDArray[Any]

__all__ = ["build_part", "community_names", "generate"]


def community_names(settings: CommunitySettings) -> tuple[str, ...]:
    """Names of the communities: the name itself, or numbered from 1 where there are several."""
    if settings.communities == 1:
        return (settings.name,)
    return tuple(f"{settings.name}_{k + 1}" for k in range(settings.communities))


def generate(settings: CommunitySettings, seed: int) -> Community:
    """Build the communities of the settings; no lever is looked at.

    Each community depends on (settings, seed, its name) alone, so it is the same whether it
    is built alone or beside others, except for the rows it starts at (and for an office
    that is shared).

    Raises
    ------
    InputError
        When there is nobody, or the marginals do not exist or cannot be met.
    """
    if settings.residents < 1 or settings.communities < 1:
        raise InputError(
            "a community needs at least one household", key="community.residents",
            value=settings.residents, allowed="1 or more residents and communities",
        )  # fmt: skip
    luck = Luck(seed)
    marginals = Marginals.read(settings.marginals)
    names = community_names(settings)
    parts = []
    for name in names:
        made = synthesise(marginals, settings.residents, luck, name)
        people = build_people(settings, luck, name, made)
        parts.append(build_part(settings, luck, name, made, people))
    return joined(settings, parts, names, [*ASSUMED_JOINTS, *ASSUMED_TRAITS])


def build_part(
    settings: CommunitySettings,
    luck: Luck,
    name: str,
    made: Synthesis,
    people: People,
    *,
    buildings: Array | None = None,
    ties: Ties | None = None,
) -> Part:
    """One community around its people: places, households, bodies, jobs and ties.

    Parameters
    ----------
    buildings
        Offsets of households by building; even ranges where not given.
    ties
        Ties between persons; drawn where not given.
    """
    homes = len(made.size)
    if buildings is None:
        buildings = offsets(homes, max(1, round(homes / settings.building)))
    n_buildings = len(buildings) - 1
    grids = min(n_buildings, max(1, round(homes / settings.grid)))
    stairs = [
        first + offsets(size, max(1, min(size, round(size / settings.stairwell))))[:-1]
        for first, size in zip(buildings[:-1], np.diff(buildings), strict=True)
    ]
    household_of_stairwell = np.append(np.concatenate(stairs), homes)
    stairwell_of_building = np.concatenate([[0], np.cumsum([len(s) for s in stairs])])
    building_of_grid = offsets(n_buildings, grids)
    households = build_households(
        settings, luck, name, made, people, household_of_stairwell, stairwell_of_building
    )
    bodies, body_names = build_bodies(settings, luck, name, building_of_grid)
    branch, club = employ(settings, luck, name, people, bodies)
    if ties is None:
        home = people.household
        grid = np.repeat(np.arange(grids), np.diff(building_of_grid))[households.building[home]]
        told = dict(
            household=home, stairwell=households.stairwell[home], newcomer=people.newcomer,
            employer=people.employer, branch=np.where(branch >= 0, grid, -1), club=club,
        )  # fmt: skip
        if settings.tie_model == "circles":
            ties = draw_circles(settings, luck, name, **told)
        else:
            place = households.building[home]
            ties = draw_ties(settings, luck, name, building=place, **told)
    return Part(
        people, households, bodies, body_names, ties, natural_duties(settings, building_of_grid),
        household_of_stairwell, stairwell_of_building, building_of_grid,
    )  # fmt: skip
