"""Worlds of a ``compare`` line on people from a file."""

from __future__ import annotations

from pathlib import Path

import networkx as nx
import pytest
from typer.testing import CliRunner

from resilience_sim.cli.app import app
from resilience_sim.cli.worlds import worlds_of
from resilience_sim.errors import InputError

DEMO = "epidemic_lockdown"


@pytest.fixture
def people(tmp_path: Path) -> Path:
    graph = nx.gnm_random_graph(60, 150, seed=1)
    nx.set_node_attributes(graph, {v: v // 3 for v in graph}, "household")
    nx.write_graphml(graph, tmp_path / "people.graphml")
    return tmp_path / "people.graphml"


def test_what_the_file_leaves_open_is_settled_for_each_value(people: Path) -> None:
    key = "community.staff_committee"
    worlds = worlds_of([DEMO], None, [f"{key}=0,50"], None, people)
    given = [world.use_community for world in worlds.values()]
    today, none, many = (float(one.bodies.staff.sum()) for one in given if one is not None)
    assert none < today < many
    assert {len(one.people) for one in given if one is not None} == {60}
    levers = worlds_of([DEMO], None, ["levers.clarity=0,1"], None, people)
    assert len({id(world.use_community) for world in levers.values()}) == 1


def test_a_preset_cannot_change_people_who_were_given(people: Path) -> None:
    with pytest.raises(InputError, match="do not apply"):
        worlds_of([DEMO], None, None, ["communities/village_ties"], people)


def test_people_who_stand_in_the_folder_are_not_written_over(people: Path, tmp_path: Path) -> None:
    (tmp_path / "community.json").write_text("mine")
    words = ("run", DEMO, "--community", str(people), "--out", str(tmp_path))
    told = CliRunner().invoke(app, list(words))
    assert told.exit_code == 2 and "community.json" in told.stderr
    assert (tmp_path / "community.json").read_text() == "mine"


def test_the_scenario_that_lacks_a_key_is_named() -> None:
    with pytest.raises(InputError) as caught:
        worlds_of(["flood", "rumour"], None, ["crises.flood.crest=1,2"], None)
    assert "rumour" in str(caught.value.where)
    with pytest.raises(InputError) as caught:
        worlds_of(["flood", "rumour"], ["crises.flood.crest=1"], None, ["red_grid"])
    assert "rumour" in str(caught.value.where)
