"""The page on adding an institution says the truth: its file, one line, and it is there."""

from __future__ import annotations

import importlib.util
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

import resilience_sim as rs
from docs import examples
from resilience_sim import institutions
from resilience_sim.errors import InputError
from resilience_sim.registry import classes

PAGE = examples.ROOT / "docs" / "adding_an_institution.md"


@pytest.fixture
def module(tmp_path: Path) -> Iterator[ModuleType]:
    """The file of the page, imported from where a reader would put it."""
    first = examples.examples(PAGE)[0]
    path = tmp_path / "notice_board.py"
    path.write_text(first.code + "\n", encoding="utf-8")
    spec = importlib.util.spec_from_file_location("notice_board", path)
    assert spec is not None and spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    sys.modules["notice_board"] = made
    spec.loader.exec_module(made)
    yield made
    del sys.modules["notice_board"]


@pytest.fixture
def imported(module: ModuleType, monkeypatch: pytest.MonkeyPatch) -> Iterator[type]:
    """After the import line."""
    monkeypatch.setattr(institutions, "NoticeBoard", module.NoticeBoard, raising=False)
    classes.cache_clear()
    yield module.NoticeBoard
    monkeypatch.undo()
    classes.cache_clear()


def small() -> rs.Scenario:
    return rs.load("epidemic_lockdown").vary({"community.residents": 300, "horizon_days": 10.0})


def test_without_the_import_line_a_file_cannot_name_it(tmp_path: Path) -> None:
    path = tmp_path / "one.toml"
    path.write_text('[[institutions]]\nkind = "notice_board"\n', encoding="utf-8")
    with pytest.raises(InputError, match="notice_board"):
        rs.load(path)


def test_with_it_a_file_a_list_and_a_switch_know_it(imported: type, tmp_path: Path) -> None:
    path = tmp_path / "one.toml"
    path.write_text('[[institutions]]\nkind = "notice_board"\nreaders = 0.5\n', encoding="utf-8")
    (found,) = rs.load(path).institutions
    assert isinstance(found, imported)
    assert found.readers == 0.5

    from typer.testing import CliRunner

    from resilience_sim.cli.app import app

    listed = CliRunner().invoke(app, ["list", "institutions", "--format", "json"])
    assert "公告栏" in {row["zh"] for row in json.loads(listed.stdout)}
    told = CliRunner().invoke(
        app, ["describe", "epidemic_lockdown", "--with", "notice_board", "--format", "json"]
    )
    keys = {row["key"] for row in json.loads(told.stdout)["parameters"]}
    assert "institutions.notice_board.readers" in keys


def test_its_parameters_are_checked_and_survive_a_file(imported: type, tmp_path: Path) -> None:
    today = small().with_institutions(imported(readers=0.5))
    path = tmp_path / "one.toml"
    path.write_text(today.to_toml(), encoding="utf-8")
    assert rs.load(path) == today
    with pytest.raises(InputError):
        today.vary({"institutions.notice_board.readers": 1.2})


def test_it_acts_costs_and_is_neutral_where_it_says(module: ModuleType) -> None:
    today = small()
    without = rs.run(today, seed=2)
    with_it = rs.run(today.with_institutions(module.NoticeBoard()), seed=2)
    assert (with_it.journal["author"] == "notice_board").any()
    assert with_it.outcomes["value"]["institution_hours"] > 0.0
    never = rs.run(today.with_institutions(module.NoticeBoard(interval_days=0.0)), seed=2)
    assert never.outcomes["value"].equals(without.outcomes["value"])
