"""Setting a world up: the community, the bodies that mechanisms bring, what the levers set."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from resilience_sim.community.agreements import offers
from resilience_sim.community.bridging import bridge, help_ties
from resilience_sim.community.community import Community
from resilience_sim.community.identification import initial_social
from resilience_sim.community.responsibility import responsibility
from resilience_sim.community.settings import CommunitySettings
from resilience_sim.community.tables import Bodies, Offers, People, Responsibility, Ties
from resilience_sim.contributions import NewBody
from resilience_sim.errors import InputError, nearest_name
from resilience_sim.rng import key32
from resilience_sim.scenario import Scenario
from resilience_sim.vocabulary import BODY_KINDS, RESOURCES

Array = NDArray[Any]


@dataclass(slots=True)
class Structure:
    """A community with everything that levers and mechanisms set in it."""

    community: Community
    people: People
    bodies: Bodies
    body_names: tuple[str, ...]
    ties: Ties
    help_ties: Ties
    responsibility: Responsibility
    offers: Offers


def build_community(scenario: Scenario, seed: int) -> Community:
    """The lever-independent community of a scenario; all worlds of one seed share it."""
    if scenario.use_community is not None:
        return scenario.use_community
    from resilience_sim.community.generate import generate

    return generate(scenario.community, seed)


def settings_of(scenario: Scenario) -> CommunitySettings:
    """Settings of the community (those of a given community are the defaults)."""
    return scenario.community


def with_people(scenario: Scenario, community: Community, seed: int) -> tuple[People, Ties, Ties]:
    """People with their first attitudes, and ties as bridging has them."""
    levers, told = scenario.levers, settings_of(scenario)
    people = community.people.copy()
    social = initial_social(
        people, community.households, community.community_keys, levers.identity, levers.concept,
        seed, dispersion=told.identity_dispersion,
    )  # fmt: skip
    for name, values in social.items():
        getattr(people, name)[:] = values
    ties = bridge(people, community.households, community.ties, levers.bridging)
    return people, ties, help_ties(people, community.households, ties)


def with_bodies(
    community: Community, new: list[tuple[str, NewBody]]
) -> tuple[Bodies, tuple[str, ...]]:
    """Bodies of the community and those that mechanisms bring, new ones last.

    Raises
    ------
    InputError
        Two bodies share a name, or a body names one that does not exist.
    """
    names = list(community.body_names)
    bodies = community.bodies.extended(len(new))
    for at, (label, body) in enumerate(new):
        row = len(community.body_names) + at
        if body.name in names:
            raise InputError("two bodies share a name", where=label, key="name", value=body.name)
        names.append(body.name)
        bodies.kind[row] = BODY_KINDS.index(body.kind)
        for column in ("level", "community", "first_building", "end_building", "posts", "staff",
                       "hours", "administration", "skills", "authority"):  # fmt: skip
            getattr(bodies, column)[row] = getattr(body, column)
        if not body.opens:
            bodies.staff[row], bodies.authority[row] = 0.0, 0
            if body.above:
                raise InputError(
                    "a body that opens later cannot stand above others", where=label,
                    key="above", value=body.above, allowed="none, where opens is false",
                )  # fmt: skip
        for resource, lots in body.stock.items():
            bodies.stock[row, RESOURCES.index(resource)] = lots
        bodies.openness[row] = 1.0
        bodies.key[row] = key32(body.name)
        bodies.parent[row] = -1
    for at, (label, body) in enumerate(new):
        row = len(community.body_names) + at
        if body.parent is not None:
            bodies.parent[row] = _row(names, body.parent, label)
        for below in body.above:
            bodies.parent[_row(names, below, label)] = row
    _no_circles(bodies, names)
    return bodies, tuple(names)


def _row(names: list[str], name: str, label: str) -> int:
    if name not in names:
        raise InputError(
            "there is no such body", where=label, key="parent", value=name,
            nearest=nearest_name(name, names),
        )  # fmt: skip
    return names.index(name)


def _no_circles(bodies: Bodies, names: list[str]) -> None:
    for row in range(len(bodies)):
        at, steps = row, 0
        while at >= 0 and steps <= len(bodies):
            at = int(bodies.parent[at])
            steps += 1
        if steps > len(bodies):
            raise InputError("bodies stand above each other in a circle", value=names[row])


def structured(
    scenario: Scenario, community: Community, seed: int, new: list[tuple[str, NewBody]]
) -> Structure:
    """Everything that stands when everyday life begins."""
    told, levers = settings_of(scenario), scenario.levers
    people, ties, aid = with_people(scenario, community, seed)
    bodies, names = with_bodies(community, new)
    return Structure(
        community=community,
        people=people,
        bodies=bodies,
        body_names=names,
        ties=ties,
        help_ties=aid,
        responsibility=responsibility(
            bodies, community.duties, community.places, community.community_keys, levers.clarity,
            seed, gaps0=told.gaps_at_zero, overlaps0=told.overlaps_at_zero,
            knowledge0=told.knowledge_at_zero, unempowered0=told.unempowered_at_zero,
        ),
        offers=offers(
            bodies, levers.sharing, seed, told.transaction_days, told.format_factor,
            reserve_closed=told.reserve_closed, reserve_open=told.reserve_open,
        ),
    )  # fmt: skip


def abilities(people: People, households: int) -> Array:
    """Needs that somebody in each household is able to help with, bits, (H,) uint32."""
    able = np.zeros(households, np.uint32)
    np.bitwise_or.at(able, people.household, people.skills)
    return able
