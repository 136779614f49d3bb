"""Messy graphs are taken with a report of what was assumed: every case is counted by hand."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from resilience_sim.community.community import Community
from resilience_sim.community.ties import upper
from resilience_sim.errors import InputError
from resilience_sim.vocabulary import TIE_LAYERS


def alone(graph: nx.Graph) -> nx.Graph:
    """The graph with everybody in a household of their own, so that no tie is implicit."""
    nx.set_node_attributes(graph, {v: f"home of {v}" for v in graph}, "household")
    return graph


def taken(graph: nx.Graph) -> tuple[dict[tuple[object, object, str], float], str]:
    """Ties by sorted names and layer, and the notes as one text."""
    community = Community.from_networkx(graph)
    found = {}
    for a, b, weight, layer in zip(*upper(community.ties), strict=True):
        one, two = sorted((community.labels[a], community.labels[b]), key=str)
        found[one, two, TIE_LAYERS[layer]] = float(weight)
    return found, "\n".join(community.notes)


def test_self_loops_are_left_out_and_counted() -> None:
    ties, notes = taken(alone(nx.Graph([("a", "b"), ("b", "b"), ("c", "c")])))
    assert ties == {("a", "b", "building"): 1.0}
    assert "2 self-loops were left out" in notes


def test_isolates_and_parts_are_kept_and_counted() -> None:
    graph = nx.Graph([(1, 2), (3, 4)])
    graph.add_nodes_from([5, 6, 7])
    ties, notes = taken(alone(graph))
    assert set(ties) == {(1, 2, "building"), (3, 4, "building")}
    assert "3 persons have no tie" in notes
    assert "5 parts" in notes


def test_parallel_edges_add_up_by_layer() -> None:
    graph = nx.MultiGraph()
    graph.add_edge("a", "b", weight=1.0)
    graph.add_edge("b", "a", weight=2.5)
    graph.add_edge("a", "b", weight=4.0, layer="kin")
    ties, notes = taken(alone(graph))
    assert ties == {("a", "b", "building"): 3.5, ("a", "b", "kin"): 4.0}
    assert "1 parallel edges were added" in notes
    assert "'layer' is missing on 2 edges" in notes


def test_directions_are_dropped_and_mutual_naming_is_averaged() -> None:
    graph = nx.DiGraph()
    graph.add_edge("a", "b", weight=1.0)
    graph.add_edge("b", "a", weight=3.0)
    graph.add_edge("c", "a", weight=5.0)
    ties, notes = taken(alone(graph))
    assert ties == {("a", "b", "building"): 2.0, ("a", "c", "building"): 5.0}
    assert "directed" in notes
    assert "1 of 2 pairs name each other" in notes


def test_a_directed_graph_with_parallels_adds_first_and_averages_then() -> None:
    graph = nx.MultiDiGraph()
    for a, b, weight in [(1, 2, 1.0), (1, 2, 2.0), (2, 1, 5.0), (3, 3, 1.0)]:
        graph.add_edge(a, b, weight=weight)
    ties, notes = taken(alone(graph))
    assert ties == {(1, 2, "building"): 4.0}
    assert "1 parallel" in notes and "1 self-loops" in notes


def test_text_is_read_as_what_it_says() -> None:
    graph = nx.Graph([("1", "2")])
    graph.nodes["1"].update(household="x", age="71", sex="女", newcomer="yes", hours="1.5")
    graph.nodes["2"].update(household="y", age=" 8 ", sex="M", newcomer="False", hours="")
    graph.edges["1", "2"].update(weight="2", layer="kin")
    community = Community.from_networkx(graph)
    people, row = community.people, {name: i for i, name in enumerate(community.labels)}
    assert people.age[row["1"]] == 14 and people.age[row["2"]] == 1
    assert people.sex[row["1"]] == 1 and people.sex[row["2"]] == 0
    assert people.newcomer[row["1"]] and not people.newcomer[row["2"]]
    assert people.hours[row["1"]] == 1.5
    assert "'hours' is missing for 1 of 2 persons" in "\n".join(community.notes)
    assert community.ties.weight.tolist() == [2.0, 2.0]


def test_gaps_are_filled_and_told_and_what_was_given_stands() -> None:
    graph = nx.path_graph(40)
    for i in range(20):
        graph.nodes[i].update(
            household=i // 4, age=30 + i, sex="female", building="b", digital=True
        )
    graph.nodes[39]["age"] = None
    community = Community.from_networkx(graph)
    row = [community.labels.index(i) for i in range(40)]
    people = community.people
    assert people.age[row[:20]].tolist() == [(30 + i) // 5 for i in range(20)]
    assert (people.sex[row[:20]] == 1).all() and people.digital[row[:20]].all()
    homes = people.household[row]
    assert len(set(homes[:20].tolist())) == 5 and len(set(homes[20:].tolist())) == 20
    notes = "\n".join(community.notes)
    for name in ("household", "building", "age", "sex", "digital"):
        assert f"'{name}' is missing for 20 of 40 persons" in notes


def test_a_household_stands_in_the_building_that_any_member_names() -> None:
    graph = nx.Graph()
    graph.add_node("a", household=1)
    graph.add_node("b", household=1, building="north")
    graph.add_node("c", household=2, building="north")
    community = Community.from_networkx(graph)
    assert community.places.n_buildings == 1
    assert not any("building" in note for note in community.notes[:3])


@pytest.mark.parametrize(
    ("told", "problem", "nearest"),
    [
        ({"wieght": 2.0}, "no attribute 'wieght' of edges", "weight"),
        ({"weight": "much"}, "weight of a tie", None),
        ({"weight": -1.0}, "weight of a tie", None),
        ({"weight": True}, "weight of a tie", None),
        ({"layer": "kinn"}, "no such layer", "kin"),
    ],
)
def test_edges_that_cannot_be_used_say_why(
    told: dict[str, object], problem: str, nearest: str | None
) -> None:
    graph = alone(nx.Graph())
    graph.add_edge("a", "b", **told)
    with pytest.raises(InputError, match=problem) as caught:
        Community.from_networkx(graph)
    assert caught.value.nearest == nearest


def test_other_attributes_are_told_and_not_used() -> None:
    graph = nx.Graph()
    graph.add_edge("a", "b", since=1999, Label="x")
    graph.nodes["a"]["club"] = "chess"
    _, notes = taken(graph)
    for name in ("'since' of the edges", "'Label' of the edges", "'club' of the nodes"):
        assert f"{name} is not used" in notes


@settings(max_examples=40)
@given(
    st.sampled_from([nx.Graph, nx.DiGraph, nx.MultiGraph, nx.MultiDiGraph]),
    st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9), st.integers(1, 5)), max_size=30),
    st.integers(0, 3),
)
def test_every_graph_gives_the_ties_that_a_naive_reader_finds(
    kind: type[nx.Graph], edges: list[tuple[int, int, int]], isolates: int
) -> None:
    graph = kind()
    graph.add_nodes_from(range(9, 10 + isolates))
    for a, b, weight in edges:
        graph.add_edge(a, b, weight=float(weight))
    ties, _ = taken(alone(graph))
    forth: dict[tuple[int, int], float] = {}
    for a, b, weight in graph.edges(data="weight"):
        if a != b:
            pair = (a, b) if graph.is_directed() else (min(a, b), max(a, b))
            forth[pair] = forth.get(pair, 0.0) + weight
    wanted = {}
    for a, b in {(min(pair), max(pair)) for pair in forth}:
        told = [forth[pair] for pair in ((a, b), (b, a)) if pair in forth]
        one, two = sorted((a, b), key=str)
        wanted[one, two, "building"] = float(np.mean(told))
    assert ties == wanted
