"""The shipped model under a comparison: same bits for any number of workers, Q from its cases."""

from __future__ import annotations

import json
from pathlib import Path

import networkx as nx
import numpy as np
import pandas as pd
import pytest

from resilience_sim import Community
from resilience_sim.observe.severity import functionality_from_cases
from resilience_sim.observe.view import View
from resilience_sim.observe.written import community_writers
from resilience_sim.scenario import Scenario
from resilience_sim.scenario_files import load
from resilience_sim.study.compare import compare
from resilience_sim.study.replicates import Shipped, replicate_seed


@pytest.fixture(scope="module")
def small() -> Scenario:
    return load("epidemic_lockdown").vary(
        {"community.residents": 400, "warmup_days": 12.0, "horizon_days": 40.0}
    )


def test_workers_and_order_change_no_bit(small: Scenario) -> None:
    worlds = {"today": small, "shared": small.vary({"levers.sharing": 0.9})}
    one = compare(worlds, 3, 2, 1)
    two = compare(dict(reversed(worlds.items())), 3, 2, 2)
    for world, values in one.values.items():
        np.testing.assert_array_equal(values, two.values[world])
    order = ["world", "replicate", "lever", "measure"]
    pd.testing.assert_frame_equal(
        one.twins.sort_values(order, ignore_index=True),
        two.twins.sort_values(order, ignore_index=True),
        check_exact=True,
    )


def test_a_community_shared_by_worlds_is_not_changed_by_a_run(small: Scenario) -> None:
    shipped, seed = Shipped(), replicate_seed(1, 0)
    community = shipped.build(small, seed)
    first = shipped.run(small, seed, community)
    shipped.run(small.vary({"levers.identity": 0.9}), seed, community)
    again = shipped.run(small, seed, community)
    assert first.cases.tobytes() == again.cases.tobytes()


def test_worlds_of_unequal_length_stand_in_one_set_of_arrays(small: Scenario) -> None:
    worlds = {"long": small, "short": small.vary({"horizon_days": 30.0})}
    found = compare(worlds, 2, 1, 1).to_xarray()
    assert found.sizes["day"] == 41
    short = found["functionality"].sel(world="short")
    assert np.isfinite(short[:, :31]).all() and np.isnan(short[:, 31:]).all()
    assert np.isfinite(found["functionality"].sel(world="long")).all()


def test_the_manifest_says_what_was_assumed_of_a_community(small: Scenario, tmp_path: Path) -> None:
    community = Community.from_networkx(nx.karate_club_graph())
    given = small.with_community(community)
    compare({"today": given, "clear": given.vary({"levers.clarity": 0.9})}, 1, 1, 1).write(tmp_path)
    told = json.loads((tmp_path / "manifest.json").read_text(encoding="utf-8"))["worlds"]
    assert any("was not given" in note for note in told["today"]["notes"])
    assert told["clear"]["notes"] == told["today"]["notes"] == list(community.notes)
    assert told["clear"]["community"] == told["today"]["community"] == "community.json"
    assert Community.from_file(tmp_path / "community.json").equals(community)
    other = Community.from_networkx(nx.path_graph(6))
    worlds = {"one": given, "other": given.with_community(other), "again": given}
    assert list(community_writers(worlds)[0]) == ["community.json", "community_2.json"]
    assert community_writers(worlds)[1]["again"] == "community.json"


def test_functionality_follows_from_the_journal_of_cases(small: Scenario) -> None:
    weights = next(r.value for r in small.parameters() if r.key == "response.service.severity")
    burden = next(r.value for r in small.parameters() if r.key.endswith(".burden_days"))
    record = Shipped().run(small, 5, Shipped().build(small, 5))
    found = functionality_from_cases(record, weights, burden)
    np.testing.assert_allclose(found, View(record).daily("functionality"), atol=1e-9)
    assert found.min() < 0.99  # something was past due, so the agreement says something
