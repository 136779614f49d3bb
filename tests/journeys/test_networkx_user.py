"""A networkx user: a graph of one's own, a run on it, and the graph of what came of it."""

from __future__ import annotations

import json
from pathlib import Path

import networkx as nx
import numpy as np
import pytest

import resilience_sim as rs
from resilience_sim.model import ResilienceModel

SHORT = {"warmup_days": 10.0, "horizon_days": 10.0}


@pytest.fixture(scope="module")
def village() -> nx.MultiDiGraph:
    """A survey as it comes: names, directions, parallels, gaps, a loop and somebody alone."""
    graph = nx.MultiDiGraph()
    rng = np.random.default_rng(4)
    for i in range(120):
        graph.add_node(f"person {i}", household=f"house {i // 3}", age=int(rng.integers(1, 90)))
    for a, b in rng.integers(0, 120, (400, 2)).tolist():
        graph.add_edge(f"person {a}", f"person {b}", layer="kin" if a % 2 else "building")
    graph.add_edge("person 7", "person 7")
    graph.add_node("the hermit", newcomer=True)
    return graph


def test_from_a_survey_to_an_answer_and_back(village: nx.MultiDiGraph, tmp_path: Path) -> None:
    community = rs.Community.from_networkx(village, seed=2)
    told = "\n".join(community.notes)
    for word in ("self-loops", "directed", "'household' is missing for 1 of 121", "no tie"):
        assert word in told
    scenario = rs.load("epidemic_lockdown").vary(SHORT).with_community(community)
    result = rs.run(scenario, seed=1)
    assert result.outcomes.loc["cases_raised", "value"] > 0.0
    assert set(community.notes) <= set(result.record.notes)
    # the same people, kept in a file, give the same run
    community.to_file(tmp_path / "village.graphml")
    kept = rs.Community.from_file(tmp_path / "village.graphml")
    again = rs.run(scenario.with_community(kept), seed=1)
    assert again.outcomes["value"].equals(result.outcomes["value"])
    assert again.record.content_hash == result.record.content_hash


def test_an_answer_is_run_again_from_its_folder(village: nx.MultiDiGraph, tmp_path: Path) -> None:
    community = rs.Community.from_networkx(village, seed=2)
    result = rs.run(rs.load("epidemic_lockdown").vary(SHORT).with_community(community), seed=1)
    result.write(tmp_path)
    told = json.loads((tmp_path / "manifest.json").read_text(encoding="utf-8"))
    (tmp_path / "scenario.toml").write_text(told["scenario"], encoding="utf-8")
    scenario = rs.load(tmp_path / "scenario.toml", community=tmp_path / told["community"])
    assert scenario.content_hash() == told["content_hash"]
    again = rs.run(scenario, seed=told["seed"])
    assert again.record.cases.tobytes() == result.record.cases.tobytes()


def test_names_lead_from_the_graph_to_agents(village: nx.MultiDiGraph) -> None:
    community = rs.Community.from_networkx(village, seed=2)
    model = ResilienceModel(rs.Scenario().vary(SHORT).with_community(community), seed=1)
    row = community.labels.index("person 5")
    person = model.resident(row)
    assert person.age_band == min(village.nodes["person 5"]["age"] // 5, 17)
    mates = {community.labels[mate.row] for mate in person.housemates()}
    assert mates == {"person 3", "person 4"}
    named = set(village.successors("person 5")) | set(village.predecessors("person 5"))
    near = {community.labels[other.row] for other, _ in person.tied()}
    assert near == named - mates - {"person 5"}


def test_editing_an_exported_graph_changes_no_run(village: nx.MultiDiGraph) -> None:
    community = rs.Community.from_networkx(village, seed=2)
    scenario = rs.load("epidemic_lockdown").vary({**SHORT, "step_hours": 24.0})
    scenario = scenario.with_community(community)
    model = ResilienceModel(scenario, seed=1)
    before = scenario.content_hash()
    while model.running:
        model.step()
        for graph in (model.graph(), community.to_networkx()):
            for _, told in graph.nodes(data=True):
                for key in list(told):
                    if isinstance(told[key], list):
                        told[key][:] = [99.0] * len(told[key])
                    told[key] = None
            for *_, told in graph.edges(data=True):
                for value in told.values():
                    if isinstance(value, (list, dict)):
                        value.clear()
            for value in graph.graph["resilience_sim"].values():
                value.clear()
            graph.clear()
    assert scenario.content_hash() == before
    plain = rs.run(scenario, seed=1)
    assert model.record().cases.tobytes() == plain.record.cases.tobytes()
    for name, series in plain.record.series.items():
        assert model.record().series[name].tobytes() == series.tobytes(), name
    # nor does editing the graph that a community was made of
    village.remove_node("person 9")
    village.add_node("person 9", household="house 3", age=50)
    assert scenario.content_hash() == before
