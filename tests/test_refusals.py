"""What cannot be used from Python is told as `InputError`, with the key and what is allowed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np
import pytest

import resilience_sim as rs
from resilience_sim.community.community import Community
from resilience_sim.model import ResilienceModel
from resilience_sim.study.compare import MOST_REPLICATES
from resilience_sim.vocabulary import N_NEEDS
from resilience_sim.whole import whole_number
from tests.records import FakeSimulator, FakeWorld

BASE = rs.Scenario().vary({"community.residents": 60, "warmup_days": 10, "horizon_days": 2})


def _graph(**of_first: Any) -> nx.Graph[Any]:
    graph: nx.Graph[Any] = nx.path_graph(5)
    graph.nodes[0].update(of_first)
    return graph


def _compare(worlds: Any = None, *more: Any, **named: Any) -> Any:
    return rs.compare({"a": BASE} if worlds is None else worlds, *more, **named)


REFUSED: dict[str, tuple[Callable[[], Any], str]] = {
    "run nothing": (lambda: rs.run(None), "scenario"),
    "compare an unknown name": (lambda: _compare({"a": "flod"}), ""),
    "compare a number": (lambda: _compare({"a": 3}), "worlds.a"),
    "compare a list": (lambda: _compare([BASE, BASE]), "worlds"),
    "compare a scenario": (lambda: _compare(BASE), "worlds"),
    "compare under numbers": (lambda: _compare({3: BASE}), "worlds"),
    "half a replicate": (lambda: _compare(None, 2.5), "replicates"),
    "replicates as text": (lambda: _compare(None, "3"), "replicates"),
    "replicates without end": (lambda: _compare(None, 10**9), "replicates"),
    "no replicate": (lambda: _compare(None, 0), "replicates"),
    "workers as text": (lambda: _compare(None, 2, workers="2"), "workers"),
    "no worker": (lambda: _compare(None, 2, workers=0), "workers"),
    "a seed as text": (lambda: _compare(None, 2, seed="x"), "seed"),
    "a seed below 0": (lambda: _compare(None, 2, seed=-1), "seed"),
    "a seed that is true": (lambda: rs.run(BASE, seed=True), "seed"),
    "few weights": (lambda: _compare(None, 2, weights={"x": [1, 2]}), "weights.x"),
    "weights in words": (lambda: _compare(None, 2, weights={"x": "abc"}), "weights.x"),
    "weights below 0": (lambda: _compare(None, 2, weights={"x": [-1] * N_NEEDS}), "weights.x"),
    "weights in a list": (lambda: _compare(None, 2, weights=[1]), "weights"),
    "vary nothing": (lambda: BASE.vary(None), "changes"),  # type: ignore[arg-type]
    "vary a list": (lambda: BASE.vary([("levers.clarity", 0.1)]), "changes"),  # type: ignore[arg-type]
    "vary a number": (lambda: BASE.vary({3: 4}), "changes"),  # type: ignore[dict-item]
    "load nothing": (lambda: rs.load(None), ""),  # type: ignore[arg-type]
    "load an empty name": (lambda: rs.load(""), ""),
    "lay an institution over": (lambda: rs.load("flood", rs.institutions.RedGrid()), ""),  # type: ignore[arg-type]
    "file of a number": (lambda: Community.from_file(3), "path"),  # type: ignore[arg-type]
    "write to a number": (lambda: Community.from_networkx(_graph()).to_file(3), "path"),  # type: ignore[arg-type]
    "settings of a table": (lambda: Community.from_networkx(_graph(), {}), "settings"),  # type: ignore[arg-type]
    "graph with a word for a seed": (lambda: Community.from_networkx(_graph(), seed="x"), "seed"),  # type: ignore[arg-type]
    "graph with a seed below 0": (lambda: Community.from_networkx(_graph(), seed=-1), "seed"),
    "a list for a household": (
        lambda: Community.from_networkx(_graph(household=[1, 2])), "node 0.household",
    ),
    "a graph for a community": (lambda: BASE.with_community(_graph()), "use_community"),
    "a word for a community": (lambda: BASE.with_community("x"), "use_community"),  # type: ignore[arg-type]
    "a name for an institution": (lambda: BASE.with_institutions("red_grid"), "institutions"),  # type: ignore[arg-type]
    "a number for institutions": (lambda: ResilienceModel(BASE, institutions=3), "institutions"),  # type: ignore[arg-type]
    "changes in a list": (lambda: ResilienceModel(BASE, changes=[1]), "changes"),  # type: ignore[arg-type]
    "a model of a number": (lambda: ResilienceModel(3), "base"),  # type: ignore[arg-type]
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_input_that_cannot_be_used_is_told(name: str) -> None:
    ask, key = REFUSED[name]
    with pytest.raises(rs.InputError) as caught:
        ask()
    assert (caught.value.key or "") == key
    assert caught.value.allowed


def test_a_study_that_no_memory_holds_is_refused_at_once() -> None:
    worlds = {str(k): FakeWorld(1.0) for k in range(20)}
    with pytest.raises(rs.InputError, match="500000"):
        rs.compare(worlds, MOST_REPLICATES, simulator=FakeSimulator())


@pytest.mark.parametrize("kind", [np.int64, np.uint8, np.int32, int])
def test_whole_numbers_of_any_type_are_whole_numbers(kind: type) -> None:
    found = rs.compare({"a": FakeWorld(1.0)}, kind(2), kind(3), kind(1), simulator=FakeSimulator())
    same = rs.compare({"a": FakeWorld(1.0)}, 2, 3, 1, simulator=FakeSimulator())
    assert type(found.seed) is int and found.outcomes.equals(same.outcomes)
    assert ResilienceModel(BASE, seed=kind(5)).seed == 5


@pytest.mark.parametrize("given", [True, False, np.True_, 1.0, np.float64(1), "1", None, [1]])
def test_nothing_else_is(given: object) -> None:
    with pytest.raises(rs.InputError, match="whole number of at least 0"):
        whole_number(given, "seed", 0)


def test_a_model_has_no_result_before_a_step_and_no_row_outside() -> None:
    model = ResilienceModel(BASE, institutions=["red_grid", "covenant"], seed=1)
    assert {one.label for one in model.simulation.scenario.institutions} == {"red_grid", "covenant"}
    with pytest.raises(rs.InputError, match="before a step"):
        model.result()
    for row in (-1, 10_000, "x"):
        with pytest.raises(rs.InputError) as caught:
            model.resident(row)  # type: ignore[arg-type]
        assert caught.value.key == "row"
    assert model.resident(np.int64(0)) is model.resident(0)


def test_a_result_is_explained_by_a_result_and_run_takes_the_seed_of_the_command_line() -> None:
    result = rs.run(BASE)
    assert result.record.seed == 1
    with pytest.raises(rs.InputError, match="no result"):
        result.explain("x")  # type: ignore[arg-type]


def test_a_file_nested_too_deeply_is_told(tmp_path: Path) -> None:
    path = tmp_path / "deep.toml"
    path.write_text("a = " + "[" * 5000 + "]" * 5000)
    with pytest.raises(rs.InputError, match="nested too deeply") as caught:
        rs.load(path)
    assert caught.value.where == str(path)


def test_a_slip_in_a_name_of_the_package_is_told() -> None:
    with pytest.raises(AttributeError, match="did you mean 'load'"):
        rs.laod  # type: ignore[attr-defined]  # noqa: B018
