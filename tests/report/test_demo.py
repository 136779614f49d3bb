"""The demo from end to end, on records made by a stand-in for the model."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from resilience_sim.report.demo import LEVERS, RAISED, curve_values, demo_worlds, run_demo
from resilience_sim.scenario_files import load
from tests.records import LeverSimulator


def test_worlds_raise_one_lever_each_and_all() -> None:
    today = load("epidemic_lockdown")
    worlds = demo_worlds(today)
    assert list(worlds) == ["today", *LEVERS, "all"]
    for lever in LEVERS:
        changed = {
            name
            for name in LEVERS
            if getattr(worlds[lever].levers, name) != getattr(today.levers, name)
        }
        assert changed == {lever}
        assert getattr(worlds["all"].levers, lever) == RAISED


def test_answer_is_written_whole(tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    answer = run_demo(
        tmp_path,
        4,
        1,
        lambda done, total: seen.append((done, total)),
        curve_replicates=4,
        simulator=LeverSimulator(),
    )
    total = 6 * 4 + sum(map(len, curve_values(load("epidemic_lockdown")).values())) * 4
    assert seen[-1] == (total, total)
    told = json.loads((tmp_path / "manifest.json").read_text(encoding="utf-8"))
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted([*told["files"], "manifest.json"])
    for name in ("functionality", "waiting", "curves", "differences"):
        assert (tmp_path / f"{name}.png").read_bytes().startswith(b"\x89PNG")
    frame = pd.read_parquet(tmp_path / "curves.parquet")
    assert set(frame["key"]) == {f"levers.{lever}" for lever in LEVERS}
    text = answer.text("en", 150)
    assert max(map(len, text.split("\n\n")[0].splitlines())) <= 150
    assert "“sharing” against “today”: resilience loss" in text and "Not a forecast" in text
    assert "4 replicates a world, and 4 a point of a response curve" in text
    assert "levers.sharing, Resilience loss: more is better from 0 to 1" in text
    assert "并非预测" in (tmp_path / "summary.zh.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("width", [80, 120])
def test_narrow_terminals_get_the_worlds_in_blocks(tmp_path: Path, width: int) -> None:
    answer = run_demo(tmp_path, 2, 1, curve_replicates=2, simulator=LeverSimulator())
    from resilience_sim.report.console import console_table

    table = console_table(answer.comparison, ["robustness"], "en", width)
    assert all(len(line) <= width for line in table.splitlines())
    assert all(world in table for world in answer.comparison.worlds)
