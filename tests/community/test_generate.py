"""A generated community: shares, contiguity, ties, and communities keyed by their names."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from resilience_sim.community.community import Community
from resilience_sim.community.generate import generate
from resilience_sim.community.settings import CommunitySettings
from resilience_sim.community.ties import sources
from resilience_sim.errors import InputError
from resilience_sim.vocabulary import BODY_KINDS, N_NEEDS, N_OF_HOMES, TIE_LAYERS

DEFAULT = CommunitySettings()


@pytest.fixture(scope="module")
def community() -> Community:
    return generate(DEFAULT, 1)


def test_shares_of_people_follow_the_settings(community: Community) -> None:
    people = community.people
    assert len(people) == 3000 and len(community.households) == pytest.approx(1299, abs=2)
    assert people.newcomer.mean() == pytest.approx(DEFAULT.newcomers, abs=0.002)
    assert people.party_member.mean() == pytest.approx(DEFAULT.party_members, abs=1e-9)
    assert people.disabled.mean() == pytest.approx(DEFAULT.disabled, abs=1e-9)
    assert not people.party_member[people.age < 4].any()
    assert people.vulnerable[people.age < 3].all()


def test_newcomers_live_in_whole_households(community: Community) -> None:
    assert np.array_equal(
        community.households.newcomer[community.people.household], community.people.newcomer
    )


def test_places_are_contiguous_and_filled(community: Community) -> None:
    homes, places = community.households, community.places
    assert np.array_equal(np.repeat(np.arange(len(homes)), homes.size), community.people.household)
    assert np.array_equal(
        np.repeat(np.arange(places.n_buildings), np.diff(places.household_of_building())),
        homes.building,
    )
    stairs = np.diff(places.household_of_stairwell)
    assert np.array_equal(np.repeat(np.arange(len(stairs)), stairs), homes.stairwell)
    assert homes.floor.min() == 1 and stairs.min() >= 1
    assert places.building_of_community()[-1] == places.n_buildings


def test_silence_has_the_share_declared_by_need(community: Community) -> None:
    for k, share in enumerate(DEFAULT.silent):
        found = ((community.households.silent >> k) & 1).mean()
        assert found == pytest.approx(share, abs=4 * np.sqrt(share * (1 - share) / 1299))


def test_ties_are_symmetric_and_leave_households(community: Community) -> None:
    ties, home = community.ties, community.people.household
    row, index = sources(ties), ties.index.astype(np.int64)
    assert np.all(home[row] != home[index])
    there = sorted(zip(row, index, ties.layer, ties.weight, strict=True))
    back = sorted(zip(index, row, ties.layer, ties.weight, strict=True))
    assert there == back
    assert ties.start.dtype == ties.index.dtype == np.uint32


def test_degrees_and_homophily_are_those_asked_for(community: Community) -> None:
    ties, people = community.ties, community.people
    counts = np.bincount(ties.layer, minlength=len(TIE_LAYERS)) / len(people)
    assert counts[0] == pytest.approx(DEFAULT.ties_building, rel=0.03)
    assert counts[1] == pytest.approx(DEFAULT.ties_kin, rel=0.03)
    kin = ties.layer == 1
    same = people.newcomer[sources(ties)[kin]] == people.newcomer[ties.index[kin]]
    assert same.mean() == pytest.approx(DEFAULT.homophily, abs=0.03)


def test_neighbours_share_a_building_and_colleagues_an_employer(community: Community) -> None:
    ties, people, homes = community.ties, community.people, community.households
    row = sources(ties)
    near = ties.layer == 0
    building = homes.building[people.household]
    assert np.array_equal(building[row[near]], building[ties.index[near]])
    work = ties.layer == 2
    assert work.any()
    assert np.array_equal(people.employer[row[work]], people.employer[ties.index[work]])


def test_bodies_have_staff_posts_parents_and_stock(community: Community) -> None:
    bodies = community.bodies
    assert len(set(community.body_names)) == len(bodies)
    committee = community.body_of("community/residents_committee")
    office = community.body_of("community/subdistrict_office")
    assert (bodies.staff[committee], bodies.posts[committee]) == (5.0, 5)
    assert bodies.administration[committee] == 0.5
    assert bodies.parent[office] == -1 and bodies.community[office] == -1
    assert np.all(bodies.parent[np.arange(len(bodies)) < committee + 1] == office)
    others = [r for r in range(len(bodies)) if r not in (committee, office)]
    assert np.all(bodies.parent[others] == committee)
    assert (bodies.kind == BODY_KINDS.index("unit")).sum() == DEFAULT.units
    assert bodies.stock[:, :6].sum() == pytest.approx(DEFAULT.stock, rel=0.001)
    assert np.array_equal(bodies.stock, bodies.capacity)


def test_every_cell_has_two_different_natural_bodies_of_its_area(community: Community) -> None:
    bodies = community.bodies
    duties = generate(replace(DEFAULT, unit_needs=True), 1).duties
    assert duties.natural_first.min() >= 0 and duties.natural_second.min() >= 0
    assert np.all(duties.natural_first != duties.natural_second)
    building = np.arange(community.places.n_buildings)
    for table in (duties.natural_first, duties.natural_second):
        assert np.all(bodies.first_building[table] <= building)
        assert np.all(bodies.end_building[table] > building)
    first = duties.natural_first
    able = (bodies.authority[first] >> np.arange(N_NEEDS, dtype=np.uint32)[:, None]) & 1
    assert np.all(able == 1)


def test_staff_are_residents_of_working_age(community: Community) -> None:
    people, bodies = community.people, community.bodies
    employed = np.bincount(people.employer[people.employer >= 0], minlength=len(bodies))
    staffed = bodies.staff > 0
    assert np.array_equal(employed[staffed], np.maximum(1, np.round(bodies.staff[staffed])))
    assert people.age[people.employer >= 0].min() >= 4
    grid = bodies.kind == BODY_KINDS.index("grid_post")
    assert people.grid_worker.sum() == employed[grid].sum()


def test_same_seed_same_bits_and_another_seed_others() -> None:
    small = CommunitySettings(residents=200)
    assert generate(small, 1).equals(generate(small, 1))
    assert not generate(small, 1).equals(generate(small, 2))


def alone_and_together() -> tuple[Community, Community]:
    both = generate(CommunitySettings(residents=400, communities=2, shared_office=False), 5)
    alone = generate(CommunitySettings(name="community_2", residents=400), 5)
    return alone, both


def test_a_community_is_the_same_alone_and_beside_another() -> None:
    alone, both = alone_and_together()
    n, h = len(both.people) - len(alone.people), len(both.households) - len(alone.households)
    moved = {"household": h, "first": n, "community": 1, "parent": None, "employer": None}
    b = both.places.n_buildings - alone.places.n_buildings
    s = len(both.places.household_of_stairwell) - len(alone.places.household_of_stairwell)
    moved |= {"building": b, "stairwell": s}
    for one, two, start in (
        (alone.people, both.people, n),
        (alone.households, both.households, h),
    ):
        for name, array in one.items():
            shift = moved.get(name, 0)
            if shift is not None:
                assert np.array_equal(array + shift if shift else array, getattr(two, name)[start:])
    assert both.community_keys[1] == alone.community_keys[0]
    first = int(both.ties.start[n])
    assert np.array_equal(both.ties.index[first:], alone.ties.index + n)
    assert np.array_equal(both.ties.weight[first:], alone.ties.weight)


def test_bodies_of_a_community_are_the_same_alone_and_beside_another() -> None:
    alone, both = alone_and_together()
    b = both.places.n_buildings - alone.places.n_buildings
    for row, name in enumerate(alone.body_names):
        there = both.body_of(name)
        for column, array in alone.bodies.items():
            if column == "parent":
                above = array[row]
                expected = both.body_of(alone.body_names[above]) if above >= 0 else -1
                assert both.bodies.parent[there] == expected
            elif column == "community":
                assert both.bodies.community[there] == (array[row] + 1 if array[row] >= 0 else -1)
            else:
                shift = b if column in ("first_building", "end_building") else 0
                assert np.array_equal(getattr(both.bodies, column)[there], array[row] + shift)
    for k in range(N_OF_HOMES):
        mine = [alone.body_names[r] for r in alone.duties.natural_first[k]]
        assert [both.body_names[r] for r in both.duties.natural_first[k, b:]] == mine


def test_no_tie_and_no_employer_leaves_a_community() -> None:
    both = generate(CommunitySettings(residents=300, communities=3), 2)
    community = both.households.community[both.people.household]
    row = sources(both.ties)
    assert np.array_equal(community[row], community[both.ties.index])
    employed = both.people.employer >= 0
    of_body = both.bodies.community[both.people.employer[employed]]
    assert np.all((of_body == community[employed]) | (of_body == -1))


def test_a_shared_office_adds_up_and_stands_above_all() -> None:
    both = generate(CommunitySettings(residents=300, communities=3), 2)
    office = both.body_of("community/subdistrict_office")
    assert both.bodies.staff[office] == 3 * DEFAULT.staff_office
    assert both.bodies.end_building[office] == both.places.n_buildings
    assert (both.bodies.parent == office).sum() == 3


@pytest.mark.parametrize("residents", [1, 2, 5, 46])
def test_small_communities_can_be_built(residents: int) -> None:
    small = generate(CommunitySettings(residents=residents), 1)
    assert len(small.people) == residents and small.places.n_buildings >= 1


def test_nobody_is_no_community() -> None:
    with pytest.raises(InputError, match="at least one household"):
        generate(CommunitySettings(residents=0), 1)
