"""A spreadsheet user: two tables in, an answer in tables out, and every slip told by its cell."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from resilience_sim.cli.app import app


def ask(*words: str | Path) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


@pytest.fixture
def village(tmp_path: Path) -> Path:
    """People and ties as a spreadsheet in Chinese saves them, with semicolons."""
    folder = tmp_path / "village"
    folder.mkdir()
    people = [f"居民{i};{i // 3};{20 + i};{'女' if i % 2 else '男'};{'是' if i > 50 else '否'}"
              for i in range(60)]  # fmt: skip
    nodes = "\r\n".join(["id;household;age;sex;newcomer", *people])
    (folder / "nodes.csv").write_bytes(nodes.encode("gb18030"))
    ties = [f"居民{i};居民{(i * 7 + 3) % 60};kin" for i in range(60)]
    edges = "\r\n".join(["source;target;layer", *ties])
    (folder / "edges.csv").write_bytes(edges.encode("gb18030"))
    return folder


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_from_two_tables_to_tables(village: Path, tmp_path: Path) -> None:
    told = ask("community", village, "--lang", "zh")
    assert told.exit_code == 0, told.stderr
    assert "居民" in told.stdout and "60" in told.stdout
    assert "GB 18030" in told.stdout and "未给出“hours”" in told.stdout
    found = json.loads(ask("community", village, "--format", "json").stdout)
    sizes = {row["what"]: row["count"] for row in found["sizes"]}
    assert (sizes["people"], sizes["households"], sizes["newcomers"]) == (60, 20, 9)
    short = ("--set", "warmup_days=10", "--set", "horizon_days=5")
    out = tmp_path / "answer"
    told = ask("run", "epidemic_lockdown", "--community", village, *short, "--out", out,
               "--tables", "csv")  # fmt: skip
    assert told.exit_code == 0, told.stderr
    outcomes = {row["outcome"]: row for row in rows_of(out / "outcomes.csv")}
    assert float(outcomes["cases_raised"]["value"]) >= 0.0
    assert outcomes["resilience_loss"]["zh"]
    assert len(rows_of(out / "timeline.csv")) == 15
    assert not list(out.glob("*.parquet"))
    notes = json.loads((out / "manifest.json").read_text(encoding="utf-8"))["notes"]
    assert any("GB 18030" in note for note in notes)


def test_worlds_are_compared_on_these_people(village: Path, tmp_path: Path) -> None:
    told = ask("compare", "epidemic_lockdown", "--community", village, "--vary",
               "levers.clarity=0.9", "--set", "warmup_days=10", "--set", "horizon_days=5",
               "--replicates", "2", "--workers", "1", "--out", tmp_path / "answer",
               "--tables", "csv")  # fmt: skip
    assert told.exit_code == 0, told.stderr
    verdicts = {row["verdict"] for row in rows_of(tmp_path / "answer" / "differences.csv")}
    assert verdicts


def test_the_whole_community_is_kept_for_next_time(village: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    assert ask("community", village, "--to", kept).exit_code == 0
    people = [row for row in rows_of(kept / "nodes.csv") if row["node"] == "person"]
    assert len(people) == 60
    short = ("--set", "warmup_days=10", "--set", "horizon_days=5", "--format", "json")
    answers = [json.loads(ask("run", "epidemic_lockdown", "--community", folder, *short).stdout)
               for folder in (village, kept)]  # fmt: skip
    assert answers[0]["outcomes"] == answers[1]["outcomes"]


@pytest.mark.parametrize(
    ("table", "old", "new", "told"),
    [
        ("nodes.csv", "居民7;", "居民6;", "row 9.id"),
        ("nodes.csv", ";27;", ";二十七;", "居民7"),
        ("nodes.csv", "newcomer", "newcommer", "did you mean: newcomer"),
        ("edges.csv", "居民3;kin", "居民333;kin", "edges.csv, row 2.target"),
        ("edges.csv", ";kin", ";亲属", "allowed: building, kin"),
    ],
)
def test_a_slip_is_told_by_its_cell(
    village: Path, tmp_path: Path, table: str, old: str, new: str, told: str
) -> None:
    text = (village / table).read_bytes().decode("gb18030")
    assert old in text
    (village / table).write_bytes(text.replace(old, new, 1).encode("gb18030"))
    out = tmp_path / "answer"
    found = ask("run", "epidemic_lockdown", "--community", village, "--out", out)
    assert found.exit_code == 2
    assert told in found.stderr and len(found.stderr.splitlines()) <= 12
    assert not out.exists()
