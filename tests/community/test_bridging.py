"""Bridging moves weight across groups, never the total."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, strategies as st

from resilience_sim.community.bridging import assortativity, bridge, cross_share, help_ties
from resilience_sim.community.generate import generate
from resilience_sim.community.settings import CommunitySettings
from resilience_sim.community.tables import Ties
from resilience_sim.community.ties import sources, symmetric

WORLD = generate(CommunitySettings(residents=700, communities=2), 2)
PEOPLE, HOMES = WORLD.people, WORLD.households
ROW = sources(WORLD.ties)
CROSS = PEOPLE.newcomer[ROW] != PEOPLE.newcomer[WORLD.ties.index]


def at(bridging: float) -> Ties:
    return bridge(PEOPLE, HOMES, WORLD.ties, bridging)


@given(st.floats(0, 1), st.floats(0, 1))
def test_cross_ties_only_gain_and_totals_stay(one: float, two: float) -> None:
    low, high = (at(b) for b in sorted((one, two)))
    assert np.all(high.weight[CROSS] >= low.weight[CROSS] - 1e-12)
    assert np.all(high.weight[~CROSS] <= low.weight[~CROSS] + 1e-12)
    group = HOMES.community[PEOPLE.household[ROW]] * 4 + WORLD.ties.layer
    totals = [np.bincount(group, weights=t.weight) for t in (low, high, WORLD.ties)]
    assert totals[0] == pytest.approx(totals[2]) and totals[1] == pytest.approx(totals[2])


def test_ends_and_today() -> None:
    assert cross_share(PEOPLE, at(0.0)) == 0.0
    assert assortativity(PEOPLE, at(0.0)) == pytest.approx(1.0)
    assert at(0.5).weight == pytest.approx(WORLD.ties.weight)
    today, full = cross_share(PEOPLE, at(0.5)), cross_share(PEOPLE, at(1.0))
    assert today < full < 2 * today


def test_assortativity_is_that_of_networkx() -> None:
    draw = np.random.default_rng(1)
    graph = nx.gnm_random_graph(60, 200, seed=1)
    n = graph.number_of_nodes()
    new = draw.random(n) < 0.3
    nx.set_node_attributes(graph, dict(enumerate(new.tolist())), "newcomer")
    ends = np.array(graph.edges, np.int64)
    ones = np.ones(len(ends))
    ties = symmetric(n, ends[:, 0], ends[:, 1], ones, np.zeros(len(ends), np.int8))
    people = type(PEOPLE).empty(n)
    people.newcomer[:] = new
    oracle = nx.attribute_assortativity_coefficient(graph, "newcomer")
    assert assortativity(people, ties) == pytest.approx(oracle)


def test_help_ties_have_mean_one_at_every_bridging() -> None:
    for bridging in (0.0, 0.5, 1.0):
        ties = help_ties(PEOPLE, HOMES, at(bridging))
        sums = np.bincount(sources(ties), weights=ties.weight, minlength=len(HOMES))
        for c in range(2):
            assert sums[HOMES.community == c].mean() == pytest.approx(1.0)


def test_help_ties_are_symmetric_and_between_households() -> None:
    ties = help_ties(PEOPLE, HOMES, WORLD.ties)
    row, index = sources(ties), ties.index.astype(np.int64)
    assert ties.n_rows == len(HOMES) and np.all(row != index)
    there = {(a, b): w for a, b, w in zip(row, index, ties.weight, strict=True)}
    assert len(there) == len(row)
    assert all(there[b, a] == pytest.approx(w) for (a, b), w in there.items())


def test_help_ties_sum_the_ties_of_their_members() -> None:
    people, homes = type(PEOPLE).empty(4), type(HOMES).empty(3)
    people.household[:] = [0, 0, 1, 2]
    homes.size[:] = [2, 1, 1]
    # household 0 has two ties to 1 and a kin tie to 2; the colleague tie is no mutual aid
    ties = symmetric(
        4,
        np.array([0, 1, 0, 2]),
        np.array([2, 2, 3, 3]),
        np.array([1.0, 2.0, 3.0, 9.0]),
        np.array([0, 0, 1, 2], np.int8),
    )
    found = help_ties(people, homes, ties)
    assert found.index.tolist() == [1, 2, 0, 0]
    assert found.layer.tolist() == [0, 1, 0, 1]
    # 3, 3, 3, 3 scaled so that three households have 1 on average
    assert found.weight == pytest.approx([0.75] * 4)


def test_a_layer_of_one_sort_only_is_left_alone() -> None:
    people, homes = type(PEOPLE).empty(3), type(HOMES).empty(3)
    people.household[:] = [0, 1, 2]
    layer = np.zeros(2, np.int8)
    ties = symmetric(3, np.array([0, 1]), np.array([1, 2]), np.ones(2), layer)
    assert np.array_equal(bridge(people, homes, ties, 0.0).weight, ties.weight)
    assert np.isnan(assortativity(people, ties))
