"""Every crisis has a ready scenario that says what is real in it, runs, and is listed."""

from __future__ import annotations

import numpy as np
import pytest

import resilience_sim as rs
from resilience_sim.describing import mechanism_rows, parameter_rows, scenario_rows
from resilience_sim.errors import InputError
from resilience_sim.registry import classes
from resilience_sim.scenario import Scenario
from resilience_sim.scenario_files import is_preset, ready_names
from resilience_sim.simulation import simulate

READY = [name for name, path in ready_names().items() if not is_preset(path)]
SHORT = {"community.residents": 150, "warmup_days": 10.0}


def needs_file(scenario: Scenario) -> bool:
    return any(getattr(one, "file", "") for one in scenario.crises)


@pytest.mark.parametrize("name", READY)
def test_it_runs_and_says_what_is_real_in_it(name: str, request: pytest.FixtureRequest) -> None:
    scenario = rs.load(name)
    for text, word in ((scenario.stylised, "assumed"), (scenario.stylised_zh, "假设")):
        assert word in text
    assert "no forecast" in scenario.stylised and "不是预测" in scenario.stylised_zh
    if needs_file(scenario):
        request.getfixturevalue("data_folder")
    days = 200.0 if name == "years_of_crises" else 20.0
    record = simulate(scenario.vary({**SHORT, "horizon_days": days}), 1)
    assert np.isfinite(record.series["functionality"]).all()


@pytest.mark.parametrize("name", READY)
def test_without_the_data_folder_a_file_is_asked_for_and_nothing_else_fails(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("RESILIENCE_SIM_DATA", raising=False)
    scenario = rs.load(name)
    assert parameter_rows(scenario)
    if needs_file(scenario):
        with pytest.raises(InputError, match="no such file of observations"):
            simulate(scenario.vary(SHORT), 1)


def test_every_crisis_has_a_scenario() -> None:
    used = {one.name() for name in READY for one in rs.load(name).crises}
    assert used == set(classes("crises"))


def test_there_are_compound_and_repeated_crises() -> None:
    kinds = {name: rs.load(name).crises for name in READY}
    compound = [name for name, crises in kinds.items() if len({type(c) for c in crises}) > 2]
    repeated = [name for name, crises in kinds.items()
                if any(getattr(c, "strikes", 1) > 1 for c in crises)]  # fmt: skip
    assert len(compound) >= 2 and len(repeated) >= 1


def test_lists_are_in_both_languages() -> None:
    for row in [
        *mechanism_rows("crises"),
        *(r for r in scenario_rows() if r["kind"] == "scenario"),
    ]:
        assert row["en"]
        assert any("\u4e00" <= sign <= "\u9fff" for sign in row["zh"]), row["name"]


def test_a_crisis_strikes_again_and_leaves_a_mark_each_time() -> None:
    scenario = rs.load("years_of_crises").vary(
        {**SHORT, "community.residents": 800, "horizon_days": 200.0, "crises.flood.repeat_days": 80,
         "crises.flood.crest": 4.0, "crises.heatwave.days": 0.0, "crises.disputes.days": 0.0}
    )  # fmt: skip
    record = simulate(scenario, 2)
    cases = record.cases[record.cases["need"] == 4]
    struck = [int(((cases["raised"] > day) & (cases["raised"] < day + 5)).sum()) for day in (0, 80)]
    calm = int(((cases["raised"] > 60) & (cases["raised"] < 65)).sum())
    assert min(struck) > calm + 10


def test_several_at_once_are_more_than_one() -> None:
    both, one = (
        rs.load("flood_outage_rumour").vary(
            {**SHORT, "community.residents": 900, "horizon_days": 20.0, **more}
        )
        for more in ({}, {"crises.power_outage.out": 0.0, "crises.water_outage.out": 0.0})
    )
    assert len(simulate(both, 1).cases) > len(simulate(one, 1).cases) + 20
