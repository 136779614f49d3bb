"""Clarity adds, cell by cell and desk by desk, and never takes away."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, strategies as st

from resilience_sim.community.community import Community
from resilience_sim.community.generate import generate
from resilience_sim.community.responsibility import belief_cells, desks, responsibility
from resilience_sim.community.settings import CommunitySettings
from resilience_sim.community.tables import Responsibility
from resilience_sim.kernels.luck import uniform
from resilience_sim.rng import Luck, key32
from resilience_sim.vocabulary import N_NEEDS

WORLD = generate(CommunitySettings(residents=900, unit_needs=True), 3)
SHARE = st.floats(0.0, 1.0)


def at(clarity: float, seed: int = 3, community: Community = WORLD) -> Responsibility:
    return responsibility(
        community.bodies,
        community.duties,
        community.places,
        community.community_keys,
        clarity,
        seed,
    )


@given(SHARE, SHARE, st.integers(0, 3))
def test_clarity_is_monotone_entity_by_entity(one: float, two: float, seed: int) -> None:
    low, high = (at(c, seed) for c in sorted((one, two)))
    assert not ((high.first < 0) & (low.first >= 0)).any()
    assert not ((high.second >= 0) & (low.second < 0) & (low.first >= 0)).any()
    held = low.first >= 0
    assert not (low.empowered & ~high.empowered)[held].any()
    assert np.all(high.formality >= low.formality)
    _, _, need, building = belief_cells(WORLD.bodies)
    knew = low.belief == low.first[need, building]
    knew |= (low.belief >= 0) & (low.belief == low.second[need, building])
    knows = high.belief == high.first[need, building]
    knows |= (high.belief >= 0) & (high.belief == high.second[need, building])
    # a second body that believed in itself may stop being accountable: that is no unteaching
    stays = low.second[need, building] == high.second[need, building]
    assert not (knew & ~knows & stays).any()


def test_full_clarity_is_one_empowered_body_known_to_all() -> None:
    full = at(1.0)
    assert np.array_equal(full.first, WORLD.duties.natural_first)
    assert np.all(full.second == -1) and full.empowered.all() and np.all(full.formality == 1)
    _, _, need, building = belief_cells(WORLD.bodies)
    assert np.array_equal(full.belief, full.first[need, building])


def test_shares_at_zero_are_the_declared_ones() -> None:
    wide = generate(CommunitySettings(residents=3000, communities=4, unit_needs=True), 1)
    none = at(0.0, 1, wide)
    cells = none.first.size
    for found, share in (
        ((none.first < 0).mean(), 0.25),
        ((none.second >= 0).mean(), 0.30),
        ((~none.empowered[none.first >= 0]).mean(), 0.25),
    ):
        assert found == pytest.approx(share, abs=4 * np.sqrt(share * (1 - share) / cells))
    _, body, need, building = belief_cells(wide.bodies)
    first, second = none.first[need, building], none.second[need, building]
    other = (first != body) & (second != body)
    right = (none.belief == first)[other].mean()
    assert right == pytest.approx(0.55, abs=0.02)


def test_no_cell_is_a_gap_and_an_overlap() -> None:
    none = at(0.0)
    assert not ((none.first < 0) & (none.second >= 0)).any()
    assert not none.empowered[none.first < 0].any()


def test_wrong_desks_are_staffed_others_of_the_area() -> None:
    none = at(0.0)
    _, body, need, building = belief_cells(WORLD.bodies)
    first, second = none.first[need, building], none.second[need, building]
    wrong = (none.belief != first) & (none.belief != second) & (none.belief >= 0)
    assert wrong.any()
    desk = none.belief[wrong]
    assert desks(WORLD.bodies)[desk].all() and np.all(desk != body[wrong])
    assert np.all(WORLD.bodies.first_building[desk] <= building[wrong])
    assert np.all(WORLD.bodies.end_building[desk] > building[wrong])


def test_a_body_knows_its_own_duties() -> None:
    none = at(0.0)
    _, body, need, building = belief_cells(WORLD.bodies)
    own = (none.first[need, building] == body) | (none.second[need, building] == body)
    assert own.any() and np.array_equal(none.belief[own], body[own])


def with_one_more_body() -> Community:
    bodies = WORLD.bodies.extended(1)
    bodies.kind[-1] = 4
    bodies.end_building[-1] = WORLD.places.n_buildings
    bodies.staff[-1] = bodies.posts[-1] = 1
    bodies.key[-1] = key32("community/chief_1")
    names = (*WORLD.body_names, "community/chief_1")
    return Community(
        people=WORLD.people,
        households=WORLD.households,
        places=WORLD.places,
        bodies=bodies,
        body_names=names,
        community_keys=WORLD.community_keys,
        ties=WORLD.ties,
        duties=WORLD.duties,
    )


def test_a_body_added_later_changes_nobodys_draws() -> None:
    before, more = at(0.2), with_one_more_body()
    after = at(0.2, community=more)
    assert np.array_equal(before.first, after.first)
    assert np.array_equal(before.second, after.second)
    assert np.array_equal(before.empowered, after.empowered)
    old = after.belief[: len(before.belief)]
    new = len(more.bodies) - 1
    assert np.all((old == before.belief) | (old == new))
    assert len(after.belief) == len(before.belief) + N_NEEDS * WORLD.places.n_buildings


def test_a_community_is_responsible_as_it_is_alone() -> None:
    both = generate(CommunitySettings(residents=400, communities=2, shared_office=False), 5)
    alone = generate(CommunitySettings(name="community_2", residents=400), 5)
    one, two = at(0.3, 5, alone), at(0.3, 5, both)
    b = both.places.n_buildings - alone.places.n_buildings

    def named(community: Community, rows: np.ndarray) -> list[str]:
        return [community.body_names[r] if r >= 0 else "" for r in rows.ravel()]

    assert named(alone, one.first) == named(both, two.first[:, b:])
    assert named(alone, one.second) == named(both, two.second[:, b:])
    for row, name in enumerate(alone.body_names):
        there = both.body_of(name)
        mine = one.belief[one.belief_start[row] : one.belief_start[row + 1]]
        theirs = two.belief[two.belief_start[there] : two.belief_start[there + 1]]
        assert named(alone, mine) == named(both, theirs)


def test_draws_by_key_are_those_of_the_kernel() -> None:
    keys = [np.array([5, 6]), np.array([1, 2]), np.array([0, 9]), np.array([3, 4])]
    luck = Luck(8)
    drawn = luck.uniform_each("a", "b", *keys)
    stream = luck.stream("a", "b")
    expected = [uniform(stream, c, r, k, 0, o) for c, r, k, o in zip(*keys, strict=True)]
    assert drawn.tolist() == expected
    wide = luck.uniform_each("a", "b", keys[0][:, None], keys[1][None, :], np.array(0), np.array(3))
    assert wide.shape == (2, 2) and wide[0, 0] == uniform(stream, 5, 1, 0, 0, 3)
