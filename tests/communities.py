"""Communities made by hand: one-person households, chosen bodies, chosen duties, no ties."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from resilience_sim.community.community import Community, Duties
from resilience_sim.community.tables import Bodies, Households, People, Places, Ties
from resilience_sim.community.ties import symmetric
from resilience_sim.mechanism import Mechanism
from resilience_sim.rng import key32
from resilience_sim.scenario import Scenario
from resilience_sim.vocabulary import BODY_KINDS, N_NEEDS, NEEDS, RESOURCES

EVERY_NEED = (1 << N_NEEDS) - 1


@dataclass(frozen=True)
class Desk:
    """A body whose posts work round the clock unless told otherwise."""

    name: str
    posts: int = 1
    kind: str = "grid_post"
    #: buildings of its area, first and one past the last; None is all
    area: tuple[int, int] | None = None
    parent: str | None = None
    authority: int = EVERY_NEED
    #: normal stock by resource, held in full at the start
    stock: Mapping[str, float] = field(default_factory=dict)
    hours: float = 24.0
    #: rank at which it opens its stock to others
    openness: float = 0.5


def hand_made(
    households: int,
    desks: Sequence[Desk],
    *,
    buildings: int = 1,
    first: Mapping[str, Any] | None = None,
    second: Mapping[str, Any] | None = None,
    pairs: Sequence[tuple[int, int]] = (),
    skilled: bool = False,
    name: str = "hand-made",
) -> Community:
    """One community of one-person households in even buildings.

    `first` and `second` say by need which desk (a name, or one name a building) is naturally
    accountable; needs left out have nobody. `pairs` are ties of weight 1 between households.
    """
    names = [desk.name for desk in desks]
    cuts = np.round(np.linspace(0, households, buildings + 1)).astype(np.int64)
    return Community(
        people=_people(households, skilled),
        households=_households(cuts),
        places=_places(cuts, name),
        bodies=_bodies(desks, names, buildings),
        body_names=tuple(names),
        community_keys=np.array([key32(name)], np.int64),
        ties=_ties(households, pairs),
        duties=Duties(_duties(first, names, buildings), _duties(second, names, buildings)),
    )


def _people(n: int, skilled: bool) -> People:
    people = People.empty(n)
    people.household[:] = people.key[:] = np.arange(n)
    people.age[:] = 7
    people.employer[:] = -1
    people.rank[:] = (np.arange(n) + 0.5) / max(n, 1)
    if skilled:
        people.skills[:] = EVERY_NEED
        people.hours[:] = 24.0
    return people


def _households(cuts: np.ndarray) -> Households:
    n = int(cuts[-1])
    homes = Households.empty(n)
    homes.first[:] = homes.key[:] = np.arange(n)
    homes.size[:] = 1
    homes.building[:] = homes.stairwell[:] = np.repeat(np.arange(len(cuts) - 1), np.diff(cuts))
    homes.store_food[:] = homes.store_medicine[:] = 6.0
    return homes


def _places(cuts: np.ndarray, name: str) -> Places:
    n = len(cuts) - 1
    one = np.array([0, 1])
    return Places(
        household_of_stairwell=cuts,
        stairwell_of_building=np.arange(n + 1),
        building_of_grid=np.array([0, n]),
        grid_of_community=one,
        community_of_subdistrict=one,
        subdistrict_of_district=one,
        communities=(name,),
        subdistricts=("subdistrict",),
        districts=("district",),
    )


def _bodies(desks: Sequence[Desk], names: list[str], buildings: int) -> Bodies:
    bodies = Bodies.empty(len(desks))
    for row, desk in enumerate(desks):
        bodies.kind[row] = BODY_KINDS.index(desk.kind)
        bodies.first_building[row], bodies.end_building[row] = desk.area or (0, buildings)
        bodies.parent[row] = -1 if desk.parent is None else names.index(desk.parent)
        bodies.level[row] = desk.parent is None
        bodies.posts[row] = bodies.staff[row] = desk.posts
        bodies.hours[row] = desk.hours
        bodies.authority[row] = bodies.skills[row] = desk.authority
        bodies.openness[row] = desk.openness
        bodies.key[row] = key32(desk.name)
        for resource, lots in desk.stock.items():
            bodies.stock[row, RESOURCES.index(resource)] = lots
    bodies.capacity[:] = bodies.stock
    return bodies


def _ties(n: int, pairs: Sequence[tuple[int, int]]) -> Ties:
    edge = np.asarray(pairs, np.int64).reshape(-1, 2)
    return symmetric(n, edge[:, 0], edge[:, 1], np.ones(len(edge)), np.zeros(len(edge)))


def _duties(told: Mapping[str, Any] | None, names: list[str], buildings: int) -> np.ndarray:
    table = np.full((N_NEEDS, buildings), -1, np.int32)
    for need, who in (told or {}).items():
        each = [who] * buildings if isinstance(who, str) else who
        table[NEEDS.index(need)] = [-1 if one is None else names.index(one) for one in each]
    return table


def bare(community: Community, *, keep: Sequence[Mechanism], **settings: Any) -> Scenario:
    """A scenario of the given rules of response alone: society stands still, nothing strikes.

    Everybody is accountable for what is naturally theirs and known to be (clarity 1), unless
    `settings` (keys of `Scenario.vary`) say otherwise.
    """
    changes = {"levers.clarity": 1.0, "levers.sharing": 0.0, "levers.concept": 1.0, **settings}
    world = Scenario(use_community=community, response=tuple(keep), society=())
    return world.vary(changes)
