"""Ties from circles: shape of the network, layers, and what they leave alone."""

from __future__ import annotations

import os
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, strategies as st

from experiments import ties as experiment
from resilience_sim.community.circles import pairs_within
from resilience_sim.community.community import Community
from resilience_sim.community.generate import generate
from resilience_sim.community.settings import CommunitySettings
from resilience_sim.community.ties import sources, upper
from resilience_sim.vocabulary import TIE_LAYERS


@cache
def made(seed: int = 1) -> Community:
    return generate(experiment.preset_settings(), seed)


@given(st.lists(st.integers(-1, 4), max_size=30))
def test_pairs_within_are_all_pairs_of_a_label_once(label: list[int]) -> None:
    one, two = pairs_within(np.array(label, np.int64))
    expected = {
        (i, j) for i in range(len(label)) for j in range(i + 1, len(label))
        if label[i] == label[j] >= 0
    }  # fmt: skip
    found = list(zip(one.tolist(), two.tolist(), strict=True))
    assert {tuple(sorted(pair)) for pair in found} == expected
    assert len(found) == len(expected)


def test_clustering_and_assortativity_are_those_of_villages() -> None:
    found = experiment.mean_shape(experiment.persons(made(seed)) for seed in (1, 2, 3))
    assert found.clustering == pytest.approx(experiment.VILLAGE["clustering"], abs=0.05)
    assert found.assortativity == pytest.approx(experiment.VILLAGE["assortativity"], abs=0.1)
    assert found.largest > 0.95
    assert 7.0 < found.degree < 12.0


def test_pairs_drawn_one_by_one_are_far_from_it() -> None:
    """The comparison above can fail: the pairs of the ready scenario fail it."""
    pairs = experiment.shape(experiment.persons(generate(CommunitySettings(), 1)))
    assert pairs.clustering < 0.2
    assert pairs.assortativity < 0.15


def test_colleagues_are_tied_as_in_an_office() -> None:
    settings = experiment.preset_settings()
    found = experiment.mean_shape(experiment.offices(settings))
    assert found.degree == pytest.approx(16.4, abs=1.0)
    assert found.clustering == pytest.approx(0.43, abs=0.05)


@pytest.mark.skipif("RESILIENCE_SIM_DATA" not in os.environ, reason="no folder of contact data")
def test_the_figures_of_the_contact_data() -> None:
    hours, office = experiment.contact_data(Path(os.environ["RESILIENCE_SIM_DATA"]))
    assert hours["within"][0] == pytest.approx(343.0, abs=0.1)
    assert hours["across"][0] == pytest.approx(1.8, abs=0.05)
    seen = experiment.shape(office)
    assert (office.number_of_nodes(), office.number_of_edges()) == (92, 755)
    assert seen.clustering == pytest.approx(0.426, abs=0.001)
    per_pair = {k: h / n / 3 for k, (h, n) in hours.items()}
    per_colleague = 54.594 / 755 / 10
    weights = experiment.preset_settings().tie_weights
    assert weights[2] / weights[0] == pytest.approx(per_colleague / per_pair["across"], abs=0.01)


def test_ties_are_symmetric_within_a_community_and_never_within_a_household() -> None:
    settings = replace(experiment.preset_settings(), residents=400, communities=2)
    both = generate(settings, 3)
    row, to = sources(both.ties), both.ties.index.astype(np.int64)
    assert (both.people.household[row] != both.people.household[to]).all()
    place = both.households.community[both.people.household]
    assert (place[row] == place[to]).all()
    forth = set(zip(row.tolist(), to.tolist(), both.ties.layer.tolist(), strict=True))
    assert forth == {(b, a, k) for a, b, k in forth}
    alone = generate(replace(settings, communities=1, name="community_2"), 3)
    n = len(alone.people)
    mine = both.ties.index[int(both.ties.start[n]) :].astype(np.int64) - n
    assert np.array_equal(mine, alone.ties.index)


def test_layers_join_who_they_should() -> None:
    one, two, _, layer = upper(made().ties)
    people, homes = made().people, made().households
    stair = homes.stairwell[people.household]
    near = layer == TIE_LAYERS.index("building")
    assert (stair[one[near]] == stair[two[near]]).all()
    work = layer == TIE_LAYERS.index("colleague")
    assert (people.employer[one[work]] == people.employer[two[work]]).all()
    kin = layer == TIE_LAYERS.index("kin")
    same = people.newcomer[one[kin]] == people.newcomer[two[kin]]
    assert same.mean() > 0.75
    assert set(np.unique(layer)) == {0, 1, 2, 3}


def test_nothing_but_ties_differs() -> None:
    pairs = generate(replace(experiment.preset_settings(), tie_model="pairs"), 1)
    assert pairs.people.equals(made().people)
    assert pairs.households.equals(made().households)
    assert pairs.bodies.equals(made().bodies)
