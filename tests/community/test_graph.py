"""The community goes to networkx and comes back; plain graphs become communities."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

import resilience_sim as rs
from resilience_sim.community.community import Community
from resilience_sim.community.generate import generate
from resilience_sim.community.graph import from_networkx, to_networkx
from resilience_sim.community.settings import CommunitySettings
from resilience_sim.community.ties import sources
from resilience_sim.errors import InputError
from resilience_sim.simulation import build_community, simulate
from tests.bits import bits, differing


@settings(max_examples=8)
@given(st.integers(1, 150), st.integers(1, 3), st.booleans(), st.integers(0, 9))
def test_there_and_back_is_equal(n: int, communities: int, shared: bool, seed: int) -> None:
    made = CommunitySettings(residents=n, communities=communities, shared_office=shared)
    community = generate(made, seed)
    back = Community.from_networkx(community.to_networkx())
    assert back.equals(community) and back.notes == community.notes


def test_attributes_say_what_the_columns_hold() -> None:
    community = generate(CommunitySettings(residents=60), 1)
    graph = to_networkx(community)
    person = graph.nodes["person", 3]
    assert person["node"] == "person" and person["age_band"] == community.people.age[3]
    body = graph.nodes["body", "community/residents_committee"]
    assert body["kind"] == "residents_committee" and body["staff"] == 5.0
    told = graph.edges[("body", "community/grid_1"), ("body", "community/residents_committee")]
    assert told["relation"] == "parent" and told["child"] == "community/grid_1"
    ties = [d for _, _, d in graph.edges(data=True) if d["relation"] == "tie"]
    assert ties and all(d["weight"] == pytest.approx(sum(d["layers"].values())) for d in ties)


def test_changes_made_in_the_graph_come_back() -> None:
    community = generate(CommunitySettings(residents=60), 1)
    graph = to_networkx(community)
    a, b = ("person", 0), ("person", 59)
    if graph.has_edge(a, b):
        graph.remove_edge(a, b)
    graph.add_edge(a, b, layer="kin", weight=2.5)
    graph.nodes[a]["identity"] = 0.9
    back = from_networkx(graph)
    assert back.people.identity[0] == 0.9
    row = slice(int(back.ties.start[0]), int(back.ties.start[1]))
    at = back.ties.index[row] == 59
    assert back.ties.weight[row][at].tolist() == [2.5] and back.ties.layer[row][at].tolist() == [1]


def test_a_plain_graph_becomes_a_community_and_says_what_it_assumed() -> None:
    graph = nx.karate_club_graph()
    community = from_networkx(graph)
    assert len(community.people) == 34 and sorted(community.labels) == list(range(34))
    told = "\n".join(community.notes)
    for word in ("'household'", "'age'", "'sex'", "'newcomer'", "'layer'", "'club'", "Bodies"):
        assert word in told
    inside = sum(
        community.people.household[community.labels.index(a)]
        == community.people.household[community.labels.index(b)]
        for a, b in graph.edges
    )
    assert len(community.ties.index) == 2 * (graph.number_of_edges() - inside)
    row = sources(community.ties)
    for i, j, w in zip(row, community.ties.index, community.ties.weight, strict=True):
        assert graph.edges[community.labels[i], community.labels[j]]["weight"] == w
    assert Community.from_networkx(community.to_networkx()).equals(community)


def test_given_attributes_stand() -> None:
    graph = nx.Graph([("li", "wang"), ("wang", "zhao"), ("zhao", "sun")])
    told = {
        "li": ("a", 71, "female"), "wang": ("b", 33, "male"),
        "zhao": ("b", 8, "female"), "sun": ("a", 69, "male"),
    }  # fmt: skip
    for name, (home, age, sex) in told.items():
        graph.nodes[name].update(household=home, age=age, sex=sex, newcomer=home == "b")
    community = from_networkx(graph)
    people = community.people
    by_name = {name: i for i, name in enumerate(community.labels)}
    assert people.household[by_name["li"]] == people.household[by_name["sun"]]
    assert [people.age[by_name[n]] for n in told] == [14, 6, 1, 13]
    assert [people.sex[by_name[n]] for n in told] == [1, 0, 1, 0]
    assert [bool(people.newcomer[by_name[n]]) for n in told] == [False, True, True, False]
    assert people.vulnerable[by_name["zhao"]]
    assert not any(note.startswith(("'age' was", "'household' was")) for note in community.notes)
    # wang and zhao live together: their tie is implicit
    assert len(community.ties.index) == 4


def test_buildings_of_the_graph_are_kept() -> None:
    graph = nx.path_graph(6)
    for i in graph:
        graph.nodes[i].update(household=i // 2, building="ab"[i // 2 == 1])
    community = from_networkx(graph)
    assert community.places.n_buildings == 2
    there = {v: int(community.households.building[community.people.household[r]])
             for r, v in enumerate(community.labels)}  # fmt: skip
    assert there[0] == there[1] == there[4] == there[5] != there[2] == there[3]


def bad(change: str) -> nx.Graph:
    graph = nx.path_graph(4)
    nx.set_node_attributes(graph, {i: i // 2 for i in graph}, "household")
    if change == "lacking":
        graph.nodes[1]["houshold"] = graph.nodes[1].pop("household")
    elif change == "misspelt":
        nx.set_node_attributes(graph, True, "newcommer")
    elif change == "range":
        nx.set_node_attributes(graph, {i: 30 * i + 40 for i in graph}, "age")
        graph.nodes[3]["age"] = 200
    elif change == "layer":
        graph.edges[0, 1]["layer"] = "kinn"
    elif change == "weight":
        graph.edges[0, 1]["weight"] = float("inf")
    return graph


@pytest.mark.parametrize(
    ("change", "problem", "nearest"),
    [
        ("lacking", "no attribute 'houshold'", "household"),
        ("misspelt", "no attribute 'newcommer'", "newcomer"),
        ("range", "'age' of a person", None),
        ("layer", "no such layer", "kin"),
        ("weight", "weight of a tie", None),
    ],
)
def test_graphs_that_cannot_be_used_say_why(change: str, problem: str, nearest: str | None) -> None:
    with pytest.raises(InputError, match=problem) as caught:
        from_networkx(bad(change))
    assert caught.value.nearest == nearest and caught.value.where == "graph"


def test_an_empty_graph_is_refused() -> None:
    with pytest.raises(InputError, match="at least one"):
        from_networkx(nx.Graph())


def test_a_full_graph_without_a_column_names_the_nearest() -> None:
    graph = to_networkx(generate(CommunitySettings(residents=30), 1))
    person = graph.nodes["person", 2]
    person["stigmata"] = person.pop("stigma")
    with pytest.raises(InputError, match="lacks the attribute 'stigma'") as caught:
        from_networkx(graph)
    assert caught.value.nearest == "stigmata"


def test_a_full_graph_with_a_person_removed_is_refused() -> None:
    graph = to_networkx(generate(CommunitySettings(residents=30), 1))
    graph.remove_node(("person", 4))
    with pytest.raises(InputError, match="without gaps"):
        from_networkx(graph)


def test_the_seed_decides_what_is_assumed() -> None:
    graph = nx.path_graph(40)
    assert from_networkx(graph, seed=1).equals(from_networkx(graph, seed=1))
    other = from_networkx(graph, seed=2)
    assert not np.array_equal(from_networkx(graph, seed=1).people.hours, other.people.hours)


@settings(max_examples=4)
@given(st.integers(0, 50), st.sampled_from([".graphml", ".gexf", ".json", ""]))
def test_the_whole_district_goes_there_and_back(seed: int, ending: str) -> None:
    """Subdistricts, departments, a district, units in need, circles: equal, and so are its runs."""
    district = rs.load("whole_district").vary(
        {"community.residents": 60, "warmup_days": 10.0, "horizon_days": 5.0}
    )
    community = build_community(district, seed)
    back = Community.from_networkx(community.to_networkx())
    assert back.equals(community) and back.places.districts == community.places.districts
    assert len(back.units_with_needs()) == len(community.units_with_needs()) > 0
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"district{ending}"
        assert community.to_file(path) == []
        assert Community.from_file(path) == community
    one, two = (simulate(district, seed, community=c) for c in (community, back))
    assert not differing(bits(one), bits(two))
