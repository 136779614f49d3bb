"""The command line: answers, forms, exit codes, and nothing left behind."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from resilience_sim.cli.app import app
from resilience_sim.cli.folders import answer_folder
from resilience_sim.cli.options import key_and_text, value_of, values_of
from resilience_sim.cli.worlds import worlds_of
from resilience_sim.compiled import compiled_folder, needs_compiling
from resilience_sim.errors import InputError
from resilience_sim.mechanism import PHASES
from resilience_sim.scenario import Scenario
from resilience_sim.scenario_files import load

ROOT = Path(__file__).parents[1]
DEMO = "epidemic_lockdown"


def ask(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


def answer(*words: str) -> Any:
    """The JSON document on standard output, which must be all there is."""
    told = ask(*words, "--format", "json")
    assert told.exit_code == 0, told.stderr
    return json.loads(told.stdout)


def process(*words: str, **more: Any) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "resilience_sim", *words],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        **more,
    )


@pytest.fixture
def small(tmp_path: Path) -> str:
    """A scenario that runs in a moment."""
    path = tmp_path / "small.toml"
    path.write_text(
        '[scenario]\nname = "small"\nwarmup_days = 10\nhorizon_days = 12\n'
        '[community]\nresidents = 120\n[[crises]]\nkind = "epidemic"\ninitial = 3\n',
        encoding="utf-8",
    )
    return str(path)


# --- reading values ----------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0.9", 0.9),
        ("3", 3),
        ("true", True),
        ("lognormal", "lognormal"),
        ('"0.9"', "0.9"),
        ("[1, 2]", [1, 2]),
        ("{food = 0.5}", {"food": 0.5}),
    ],
)
def test_a_value_is_read_as_toml_reads_it(text: str, value: object) -> None:
    assert value_of(text) == value
    assert type(value_of(text)) is type(value)


def test_commas_separate_values_but_not_inside_brackets() -> None:
    assert values_of("0,0.5,1") == [0, 0.5, 1]
    assert values_of("[1, 2],[3, 4]") == [[1, 2], [3, 4]]
    assert values_of("lognormal,constant") == ["lognormal", "constant"]


@pytest.mark.parametrize("given", ["levers.clarity", "=0.5", "levers.clarity="])
def test_a_setting_has_two_sides(given: str) -> None:
    with pytest.raises(InputError) as told:
        key_and_text(given, "--set")
    assert told.value.value == given


# --- worlds ------------------------------------------------------------------------------------
def test_vary_makes_a_world_for_each_value_beside_the_base() -> None:
    worlds = worlds_of([DEMO], ["horizon_days=100"], ["levers.clarity=0,1"], None)
    assert list(worlds) == [DEMO, "levers.clarity=0", "levers.clarity=1"]
    assert [one.levers.clarity for one in worlds.values()] == [0.5, 0.0, 1.0]
    assert {one.horizon_days for one in worlds.values()} == {100.0}


def test_two_scenarios_are_compared_under_the_names_given(small: str) -> None:
    assert list(worlds_of([DEMO, small], None, None, None)) == [DEMO, small]


def test_one_world_is_nothing_to_compare() -> None:
    with pytest.raises(InputError, match="one world only"):
        worlds_of([DEMO], None, None, None)


# --- describing --------------------------------------------------------------------------------
def test_plan_shows_every_phase_in_order_and_every_mechanism() -> None:
    rows = answer("plan", DEMO)
    assert [row["phase"] for row in rows if row["phase"] != "engine"] == list(PHASES)
    shown = {who.split()[0] for row in rows for who in row["who"]}
    assert shown == {one.label for one in load(DEMO).mechanisms()}
    for row in rows:
        assert [who.split()[0] for who in row["who"]] == sorted(
            who.split()[0] for who in row["who"]
        )
    assert "疫情" in ask("plan", DEMO, "--lang", "zh").stdout


def test_describe_shows_every_parameter_its_source_and_every_sign() -> None:
    told = answer("describe", DEMO)
    rows = {row["key"]: row for row in told["parameters"]}
    assert set(rows) == {row.key for row in load(DEMO).parameters()}
    assert rows["levers.clarity"]["value"] == 0.5
    assert rows["levers.clarity"]["range"] == "0 .. 1"
    assert {row["source"] for row in rows.values()} == {s["source"] for s in told["sources"]}
    links = {row.key for row in load(DEMO).parameters() if row.link}
    assert {row["key"] for row in told["signs"]} == links
    assert links, "the signs are assumptions that stand above every claim"
    assert "tylised composite" in told["stylised"]


def test_describe_follows_set() -> None:
    told = answer("describe", DEMO, "--set", "levers.clarity=0.9")
    rows = {row["key"]: row["value"] for row in told["parameters"]}
    assert rows["levers.clarity"] == 0.9


@pytest.mark.parametrize(
    ("what", "name"),
    [
        ("scenarios", DEMO),
        ("crises", "epidemic"),
        ("institutions", "red_grid"),
        ("outcomes", "resilience_loss"),
    ],
)
def test_list_in_three_forms(what: str, name: str) -> None:
    rows = answer("list", what)
    assert name in [row["name"] for row in rows]
    table = list(csv.DictReader(io.StringIO(ask("list", what, "--format", "csv").stdout)))
    assert [row["name"] for row in table] == [row["name"] for row in rows]
    assert name in ask("list", what).stdout


def test_list_parameters_names_all_there_are() -> None:
    keys = {row["key"] for row in answer("list", "parameters")}
    assert {row.key for row in Scenario().parameters()} <= keys
    assert "crises.epidemic.ascertainment" in keys


def test_chinese_on_request() -> None:
    rows = answer("describe", DEMO, "--lang", "zh")["parameters"]
    assert {row["key"]: row for row in rows}["levers.clarity"]["meaning"] == "权责明晰"


# --- bad input ---------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "words",
    [
        ("run", "epidemic_lokdown"),
        ("run", DEMO, "--set", "levers.clarity=1.2"),
        ("run", DEMO, "--set", "levers.clarty=0.2"),
        ("run", DEMO, "--set", "levers.clarity"),
        ("run", DEMO, "--with", "red_gird"),
        ("run", DEMO, "--with", ""),
        ("compare", DEMO, "--with", " , "),
        ("run", DEMO, "--community", "nowhere.graphml"),
        ("run", DEMO, "--tables", "xlsx"),
        ("community", "pyproject.toml"),
        ("run", DEMO, "--seed", "-1"),
        ("run", DEMO, "--format", "xml"),
        ("plan", "."),
        ("describe", "pyproject.toml"),
        ("compare", DEMO),
        ("compare", DEMO, "--vary", "levers.clarity=0.5,2"),
        ("compare", DEMO, "--vary", "levers.clarity=0,1", "--replicates", "0"),
        ("list", "nothing"),
    ],
)
def test_bad_input_is_one_screen_and_exit_code_2(words: tuple[str, ...]) -> None:
    told = ask(*words)
    assert told.exit_code == 2
    assert told.stdout == ""
    assert 0 < len(told.stderr.splitlines()) <= 24
    assert "Traceback" not in told.stderr


def test_the_nearest_name_is_told() -> None:
    assert "did you mean: levers.clarity" in ask("run", DEMO, "--set", "levers.clarty=1").stderr


def test_an_unwritable_folder_is_found_before_the_run(
    tmp_path: Path, small: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def begun(*_: object, **__: object) -> None:
        raise AssertionError("a run was begun")

    monkeypatch.setattr("resilience_sim.simulation.run.Simulation.__init__", begun)
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    for words in (("run", small), ("compare", small, "--vary", "levers.clarity=0,1"), ("demo",)):
        told = ask(*words, "--out", str(blocked / "out"))
        assert told.exit_code == 2
        assert str(blocked) in told.stderr
    assert isinstance(ask("run", small).exception, AssertionError)  # else it would prove nothing


# --- running -----------------------------------------------------------------------------------
def test_run_gives_one_json_document_and_notes_elsewhere(small: str) -> None:
    child = process("run", small, "--seed", "3", "--format", "json")
    out, _ = child.communicate(timeout=300)
    assert child.returncode == 0
    told = json.loads(out)
    assert told["seed"] == 3
    assert told["content_hash"] == load(small).content_hash()
    assert "resilience_loss" in {row["outcome"] for row in told["outcomes"]}
    assert told == answer("run", small, "--seed", "3")


def test_run_writes_whole_files_only(small: str, tmp_path: Path) -> None:
    out = tmp_path / "out"
    told = ask("run", small, "--out", str(out))
    assert told.exit_code == 0, told.stderr
    names = {path.name for path in out.iterdir()}
    assert {"outcomes.parquet", "cases.parquet", "manifest.json"} <= names
    assert not any(name.startswith(".") for name in names)
    assert str(out / "manifest.json") in told.stderr


def test_run_in_csv(small: str) -> None:
    rows = list(csv.DictReader(io.StringIO(ask("run", small, "--format", "csv").stdout)))
    told = {row["outcome"]: row for row in rows}
    assert told["resilience_loss"]["direction"] == "-1"
    assert told["resilience_loss"]["unit"] == "days"


def test_an_answer_is_not_written_over_unasked(small: str, tmp_path: Path) -> None:
    out = tmp_path / "new" / "out"
    assert ask("run", small, "--out", str(out), "--tables", "csv").exit_code == 0
    before = (out / "outcomes.csv").read_bytes()
    told = ask("run", small, "--seed", "2", "--out", str(out), "--tables", "csv")
    assert told.exit_code == 2 and "--force" in told.stderr
    assert (out / "outcomes.csv").read_bytes() == before
    told = ask("run", small, "--seed", "2", "--out", str(out), "--tables", "csv", "--force")
    assert told.exit_code == 0
    assert (out / "outcomes.csv").read_bytes() != before


def test_a_run_that_fails_leaves_no_folder(small: str, tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt), answer_folder(tmp_path / "a" / "b", []):
        raise KeyboardInterrupt
    assert list(tmp_path.glob("a")) == []
    (tmp_path / "kept").mkdir()
    with pytest.raises(KeyboardInterrupt), answer_folder(tmp_path / "kept", []):
        raise KeyboardInterrupt
    assert (tmp_path / "kept").is_dir()


def test_compare_pairs_worlds(small: str) -> None:
    told = answer(
        "compare", small, "--vary", "levers.clarity=0,1", "--replicates", "2", "--workers", "1"
    )
    assert list(told["worlds"]) == ["small", "levers.clarity=0", "levers.clarity=1"]
    assert len(set(told["worlds"].values())) == 3
    assert {row["world"] for row in told["differences"]} == {"levers.clarity=0", "levers.clarity=1"}
    shown = ask(
        "compare", small, "--vary", "levers.clarity=1", "--replicates", "2", "--workers", "1"
    )
    assert shown.exit_code == 0
    assert "small" in shown.stdout


@pytest.mark.skipif(os.name == "nt", reason="no interrupt can be sent to a child there")
def test_an_interrupted_study_leaves_nothing_half_written(small: str, tmp_path: Path) -> None:
    out = tmp_path / "out"
    child = process(
        "compare", small, "--vary", "levers.clarity=0,1", "--replicates", "2000", "--workers", "1",
        "--out", str(out),
    )  # fmt: skip
    assert child.stderr is not None
    for line in child.stderr:  # interrupted in the middle of the runs, not before them
        if "/ 6000" in line:
            break
    child.send_signal(signal.SIGINT)
    child.communicate(timeout=300)
    assert child.returncode == 130
    assert not out.exists()


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "gbk"])
def test_consoles_without_some_characters_are_served(small: str, encoding: str) -> None:
    environment = {**os.environ, "PYTHONIOENCODING": encoding}
    for words in (("list", "institutions"), ("run", small, "--format", "json", "--lang", "zh")):
        child = subprocess.run(
            [sys.executable, "-m", "resilience_sim", *words],
            cwd=ROOT, env=environment, capture_output=True, timeout=300, check=False,
        )  # fmt: skip
        assert child.returncode == 0, child.stderr.decode(encoding)
        told = child.stdout.decode(encoding)
    assert json.loads(told)["content_hash"] == load(small).content_hash()


# --- the first run -----------------------------------------------------------------------------
def test_the_first_run_is_known_by_a_folder_that_belongs_to_the_sources(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path))
    assert needs_compiling()
    (tmp_path / "kernels-of-yesterday").mkdir()
    (tmp_path / "kernels-of-yesterday" / "loop.advance-40.py311.nbi").write_bytes(b"")
    assert needs_compiling()
    assert compiled_folder().parent == tmp_path
    (compiled_folder() / "engine_0").mkdir(parents=True)
    (compiled_folder() / "engine_0" / "loop.advance-40.py311.nbi").write_bytes(b"")
    assert not needs_compiling()
