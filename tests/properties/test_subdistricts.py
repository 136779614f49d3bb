"""Subdistricts that share nothing leave each other as they were; a shared body joins them."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pytest

import resilience_sim as rs
from resilience_sim.community.generate import generate
from resilience_sim.community.settings import CommunitySettings
from resilience_sim.errors import InputError
from resilience_sim.observe.record import Record
from resilience_sim.scenario import Scenario
from resilience_sim.simulation import build_community, simulate
from tests.bits import case_bits, differing
from tests.properties.test_same_luck import Local

SEED = 3


@cache
def four(district: bool = False) -> Scenario:
    """Four small communities in two subdistricts, short of goods, with matters for offices."""
    return rs.load("epidemic_lockdown").vary(
        {
            "community.residents": 150,
            "warmup_days": 10.0,
            "horizon_days": 30.0,
            "community.communities": 4,
            "community.subdistricts": 2,
            "community.district": district,
            "community.departments": 2,
            "community.stock": 300.0,
            "levers.clarity": 0.2,
            "response.everyday_needs.rate.departmental": 0.08,
            "response.service.work.departmental": 12.0,
            "response.routing.escalation_days": 0.2,
            "society.turnover.rate": 2.0,
            "response.open_stores.open_share": 0.8,
            "crises.epidemic.initial": 3,
        }
    )


def of_communities(record: Record, scenario: Scenario, first: int, last: int) -> dict[str, bytes]:
    """What a record says of communities `first` to `last`: cases, people and bodies."""
    community = build_community(scenario, SEED)
    place = community.households.community
    homes = np.flatnonzero((place >= first) & (place <= last))
    there = np.isin(community.people.household, homes)
    cuts = community.places.building_of_community()
    bodies = np.flatnonzero(
        (community.bodies.first_building >= cuts[first])
        & (community.bodies.end_building <= cuts[last + 1])
    )
    found = case_bits(record, record.cases[np.isin(record.cases["household"], homes)])
    for name, values in record.finish.items():
        rows = there if len(values) == len(there) else bodies
        found[name] = np.ascontiguousarray(values[rows]).tobytes()
    return found


def pair(scenario: Scenario) -> tuple[Record, Record]:
    return simulate(scenario, SEED), simulate(scenario.with_institutions(Local()), SEED)


def test_what_is_done_in_one_subdistrict_leaves_the_other_as_it_was() -> None:
    plain, changed = pair(four())
    assert len(plain.cases) > 500
    one, other = (of_communities(record, four(), 2, 3) for record in (plain, changed))
    assert not differing(one, other)
    near = [of_communities(record, four(), 0, 0) for record in (plain, changed)]
    assert differing(*near)


def test_their_office_joins_communities_of_one_subdistrict() -> None:
    plain, changed = pair(four())
    beside = [of_communities(record, four(), 1, 1) for record in (plain, changed)]
    assert differing(*beside)


def test_a_district_decides_what_an_office_may_not_and_joins_nothing_by_deciding() -> None:
    """It assigns and holds nothing itself, so no queue or stock of its own is shared."""
    scenario = four(district=True)
    plain, changed = pair(scenario)
    one, other = (of_communities(record, scenario, 2, 3) for record in (plain, changed))
    assert not differing(one, other)
    community = build_community(scenario, SEED)
    top = community.body_of("community/district_office")
    offices = [community.body_of(f"community_subdistrict_{k}/subdistrict_office") for k in (1, 2)]
    assert community.bodies.parent[offices].tolist() == [top, top]
    assert community.bodies.parent[top] == -1
    # a root that lacks authority orphans what it must ask upward for; the district decides
    without = simulate(four(), SEED)
    assert plain.cases["orphaned"].sum() < without.cases["orphaned"].sum()


def test_subdistricts_are_contiguous_and_their_staff_is_that_of_their_communities() -> None:
    settings = CommunitySettings(
        residents=60, communities=5, subdistricts=2, departments=3, district=True
    )
    made = generate(settings, 1)
    assert made.places.community_of_subdistrict.tolist() == [0, 2, 5]
    assert made.places.subdistrict_of_district.tolist() == [0, 2]
    cuts = made.places.building_of_community()
    for k, (first, last) in enumerate(((0, 2), (2, 5))):
        office = made.body_of(f"community_subdistrict_{k + 1}/subdistrict_office")
        committees = [made.body_of(f"community_{c + 1}/residents_committee")
                      for c in range(first, last)]  # fmt: skip
        assert set(made.bodies.parent[committees]) == {office}
        assert made.bodies.staff[office] == (last - first) * settings.staff_office
        for name in ("civil_affairs", "housing", "urban_management"):
            row = made.body_of(f"community_subdistrict_{k + 1}/{name}")
            assert made.bodies.parent[row] == office
            assert made.bodies.first_building[row] == cuts[first]
            assert made.bodies.end_building[row] == cuts[last]
    assert made.bodies.staff[made.body_of("community/district_office")] == 2.5


def test_a_community_is_the_same_whatever_stands_above_it() -> None:
    plain = generate(CommunitySettings(residents=100, communities=2), 4)
    more = generate(
        CommunitySettings(residents=100, communities=2, subdistricts=2, district=True), 4
    )
    assert plain.people.equals(more.people)
    assert plain.households.equals(more.households)
    assert np.array_equal(plain.ties.index, more.ties.index)


@pytest.mark.parametrize("changes", [{"subdistricts": 3}, {"communities": 2, "subdistricts": 3}])
def test_more_subdistricts_than_communities_are_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(InputError, match="more subdistricts") as caught:
        CommunitySettings(**changes)
    assert caught.value.key == "subdistricts"
