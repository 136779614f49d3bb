"""Governance presets: any of them on any community and any crisis, by name."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import resilience_sim as rs
from resilience_sim.errors import InputError
from resilience_sim.scenario_files import is_preset, ready_names
from resilience_sim.simulation import Simulation, simulate

READY = ready_names()
PRESETS = [name for name in READY if name.startswith("governance/") and name != "governance/today"]
CRISES = [name for name, path in READY.items() if not is_preset(path)]
SMALL = {"community.residents": 120, "warmup_days": 100.0, "horizon_days": 15.0}


def test_there_are_presets_and_crises() -> None:
    assert len(PRESETS) >= 21
    assert len(CRISES) >= 2


@pytest.mark.parametrize("preset", PRESETS)
def test_a_preset_runs_on_every_crisis_and_acts(preset: str) -> None:
    for crisis in CRISES[:2]:
        base = rs.load(crisis)
        governed = rs.load(crisis, preset)
        assert governed.crises == base.crises
        assert len(governed.institutions) > len(base.institutions)
        record = simulate(governed.vary(SMALL), 1)
        assert np.isfinite(record.series["functionality"]).all()
        authors = {act.author for act in record.acts}
        idle = {one.label for one in governed.institutions} - authors
        assert not idle, idle


@pytest.mark.long
@pytest.mark.parametrize("preset", PRESETS)
def test_a_preset_runs_with_any_crisis_and_another_community_by_name(preset: str) -> None:
    for crisis in CRISES:
        if crisis.startswith("years_"):
            continue
        world = rs.load(crisis, "communities/village_ties", preset)
        assert world.community.tie_model == "circles"
        assert world.crises == rs.load(crisis).crises
        record = simulate(world.vary({**SMALL, "warmup_days": 10.0, "horizon_days": 30.0}), 2)
        assert np.isfinite(record.series["functionality"]).all()
        assert len(record.cases) > 0


def test_presets_join_and_do_not_repeat() -> None:
    both = rs.load("epidemic_lockdown", "governance/fengqiao", "governance/red_culture")
    assert {one.label for one in both.institutions} == {
        "advisory_council", "local_mediation", "red_culture",
    }  # fmt: skip
    with pytest.raises(InputError, match="label"):
        rs.load("epidemic_lockdown", "governance/red_culture", "governance/red_culture")


def test_a_whole_scenario_is_no_preset() -> None:
    with pytest.raises(InputError, match="whole scenario"):
        rs.load("epidemic_lockdown", "earthquake")


def test_the_command_line_takes_presets_by_name() -> None:
    from typer.testing import CliRunner

    from resilience_sim.cli.app import app

    told = CliRunner().invoke(
        app, ["describe", "epidemic_lockdown", "--with", "governance/tongxiang", "--format", "json"]
    )
    assert told.exit_code == 0
    assert "institutions.covenant.signs" in told.stdout


@pytest.mark.parametrize("name", ["years_of_lists", "years_of_newcomers"])
def test_slow_institutions_have_the_years_they_take(name: str) -> None:
    """Everyday life is longer than every interval: three-year certificates, ageing, turnover."""
    scenario = rs.load(name)
    assert scenario.warmup_days >= 730.0
    run = Simulation(scenario.vary({"community.residents": 100}), 1)
    first = run.people.age.copy()
    while run.t < 0.0:
        run.step()
    changed = float((run.people.age != first).mean())
    assert changed > 0.2  # other people live there
    told = {act.act for act in run.acts}
    wanted = {"years_of_lists": {"appraise", "pay_hours", "teach", "outdate", "agree"},
              "years_of_newcomers": {"gathering", "seat"}}  # fmt: skip
    assert wanted[name] <= told


@pytest.mark.parametrize(
    ("told", "key"),
    [('[preset]\ntitel = "x"', "preset.titel"), ("[preset]\ntitle = 3", "preset.title"),
     ("preset = 3", "preset"), ('[scenario]\nname = "a"\n[preset]\ntitle = "x"', "preset")],
)  # fmt: skip
def test_a_table_of_titles_holds_titles_and_stands_in_presets_alone(
    tmp_path: Path, told: str, key: str
) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(f"{told}\n", encoding="utf-8")
    with pytest.raises(InputError) as found:
        rs.load(path)
    assert found.value.key == key
    assert str(path) in str(found.value)
