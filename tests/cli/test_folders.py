"""One answer a folder, and no file of the user's replaced or removed unasked."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from resilience_sim.cli.app import app
from resilience_sim.cli.folders import COMPARISON, DEMO, MANIFEST, RUN, answer_folder, files_of
from resilience_sim.errors import InputError
from resilience_sim.files import write_atomically
from resilience_sim.observe.manifest import manifest, write_json
from resilience_sim.report.demo import run_demo
from tests.records import LeverSimulator

SMALL = """
[scenario]
name = "small"
warmup_days = 10
horizon_days = 12
[community]
residents = 120
[[crises]]
kind = "epidemic"
initial = 3
"""


def ask(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def put(folder: Path, *files: str) -> None:
    """An answer of these files."""
    told = manifest({"files": list(files)})
    writers = {name: lambda path: path.write_text("answer") for name in files}
    write_atomically(folder, {**writers, MANIFEST: lambda path: write_json(path, told)})


@pytest.fixture
def small(tmp_path: Path) -> str:
    path = tmp_path / "small.toml"
    path.write_text(SMALL, encoding="utf-8")
    return str(path)


def test_the_names_told_beforehand_are_those_that_are_written(small: str, tmp_path: Path) -> None:
    run, compare, demo = (tmp_path / name for name in ("run", "compare", "demo"))
    assert ask("run", small, "--out", str(run)).exit_code == 0
    assert names(run) == set(files_of(RUN, "parquet"))
    words = ("--vary", "levers.clarity=1", "--replicates", "2", "--workers", "1")
    assert ask("compare", small, *words, "--out", str(compare), "--tables", "csv").exit_code == 0
    assert names(compare) == set(files_of(COMPARISON, "csv"))
    run_demo(demo, 2, 1, curve_replicates=2, simulator=LeverSimulator())
    assert names(demo) == set(files_of(DEMO, "parquet"))


def test_force_leaves_one_answer_and_what_is_not_of_it(small: str, tmp_path: Path) -> None:
    out = tmp_path / "out"
    put(out, "outcomes.csv", "differences.csv", "functionality.png", "run.png")
    (out / "mine.csv").write_text("mine")
    assert ask("run", small, "--out", str(out)).exit_code == 2
    assert ask("run", small, "--out", str(out), "--force").exit_code == 0
    assert names(out) == {*files_of(RUN, "parquet"), "mine.csv"}


def test_the_old_answer_stands_until_the_new_one_does(tmp_path: Path) -> None:
    put(tmp_path, "table.csv")
    with pytest.raises(KeyboardInterrupt), answer_folder(tmp_path, ["run.png"], force=True):
        raise KeyboardInterrupt
    assert names(tmp_path) == {"table.csv", MANIFEST}


def test_no_manifest_has_a_say_over_other_folders_or_is_taken_from_another_program(
    tmp_path: Path,
) -> None:
    out = tmp_path / "out"
    (tmp_path / "near.txt").write_text("mine")
    write_json(tmp_path / "told.json", manifest({"files": ["../near.txt", "..", 3, "gone"]}))
    out.mkdir()
    (out / MANIFEST).write_bytes((tmp_path / "told.json").read_bytes())
    with answer_folder(out, [MANIFEST], force=True):
        put(out, "new.csv")
    assert (tmp_path / "near.txt").read_text() == "mine"
    (out / "data.csv").write_text("mine")
    (out / MANIFEST).write_text('{"files": ["data.csv"]}')
    with answer_folder(out, [MANIFEST], force=True):
        put(out, "new.csv")
    assert (out / "data.csv").read_text() == "mine"


@pytest.mark.parametrize(
    ("words", "name"),
    [
        (("run",), "run.png"),
        (("compare", "--vary", "levers.clarity=1"), "differences.parquet"),
        (("demo",), "curves.png"),
    ],
)
def test_a_file_of_the_users_is_not_replaced_unasked(
    words: tuple[str, ...], name: str, small: str, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / name).write_text("mine")
    command, *more = words
    scenario = () if command == "demo" else (small,)
    told = ask(command, *scenario, *more, "--out", str(out))
    assert told.exit_code == 2
    assert name in told.stderr and "--force" in told.stderr
    assert (out / name).read_text() == "mine"


def test_a_demo_replaces_a_demo_and_nothing_else(tmp_path: Path) -> None:
    files = files_of(DEMO, "parquet")
    put(tmp_path, *files[:-1])
    with answer_folder(tmp_path, files, again=True):
        pass
    with pytest.raises(InputError, match="an answer already"), answer_folder(tmp_path, files):
        pass
    put(tmp_path, "run.png", "outcomes.parquet")
    with (
        pytest.raises(InputError, match="an answer already"),
        answer_folder(tmp_path, files, again=True),
    ):
        pass


@pytest.mark.parametrize("command", ["run", "compare", "demo"])
@pytest.mark.parametrize("given", ["", " "])
def test_an_empty_name_is_no_folder(
    command: str, given: str, small: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    scenario = () if command == "demo" else (small,)
    more = ("--vary", "levers.clarity=1") if command == "compare" else ()
    told = ask(command, *scenario, *more, "--out", given)
    assert told.exit_code == 2 and "names no folder" in told.stderr
    assert names(tmp_path) == {"small.toml"}
