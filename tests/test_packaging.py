"""What is shipped: the wheel, its metadata, the names at the top, the bibliography."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
import tomllib
import zipfile
from dataclasses import fields
from pathlib import Path

import pytest

import resilience_sim as rs
from resilience_sim.bibliography import CONFIDENCE, bibliography, source_of
from resilience_sim.community.levers import Levers
from resilience_sim.community.settings import CommunitySettings
from resilience_sim.errors import InputError
from resilience_sim.mechanism import parameters
from resilience_sim.registry import families
from resilience_sim.scenario import Scenario
from resilience_sim.text import PHASE_TEXT, WORDS

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
HEAVY = ("numba", "pandas", "networkx", "mesa", "matplotlib.pyplot")
DECLARING = [
    Scenario,
    CommunitySettings,
    Levers,
    *(cls for found in families().values() for cls in found.values()),
]


def loaded_after(code: str) -> list[str]:
    """Heavy modules that a fresh process has loaded after some code."""
    script = f"{code}\nimport sys\nprint(*[m for m in {HEAVY!r} if m in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT, check=True
    )
    return done.stdout.splitlines()[-1].split()


def test_importing_loads_nothing_heavy() -> None:
    assert loaded_after("import resilience_sim") == []


def test_help_loads_nothing_heavy() -> None:
    ask = (
        "import sys\nfrom resilience_sim.cli import main\nsys.argv = ['resilience-sim', {!r}]\n"
        "try:\n    main()\nexcept SystemExit as told:\n    assert told.code == 0"
    )
    assert loaded_after(ask.format("--help")) == []


def test_stating_a_scenario_loads_nothing_heavy() -> None:
    code = "import resilience_sim as rs\nrs.load('epidemic_lockdown').vary({'levers.clarity': .9})"
    assert loaded_after(code) == []


def test_every_public_name_is_there() -> None:
    assert len(rs.__all__) <= 15
    assert sorted(rs.__all__) == rs.__all__ or set(dir(rs)) == set(rs.__all__)
    for name in rs.__all__:
        assert getattr(rs, name) is not None
    with pytest.raises(AttributeError):
        rs.nothing  # noqa: B018


def test_families_are_reached_by_their_name() -> None:
    for family in ("crises", "institutions", "response", "society"):
        assert getattr(rs, family).__name__ == f"resilience_sim.{family}"


def test_versions_agree() -> None:
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert f"version: {rs.__version__}" in citation
    assert f"## {rs.__version__}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_upper_bounds_stand_only_where_a_break_is_known() -> None:
    bounded = [one for one in PROJECT["project"]["dependencies"] if "<" in one]
    assert bounded == ["mesa>=3.3,<4"]


@pytest.mark.skipif(importlib.util.find_spec("hatchling") is None, reason="hatchling is missing")
def test_the_wheel_carries_scenarios_and_data(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        cwd=ROOT,
        check=True,
        capture_output=True,
        env={**os.environ, "SOURCE_DATE_EPOCH": "1600000000"},
    )
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as packed:
        names = set(packed.namelist())
        packed.extractall(tmp_path / "site")
    assert "resilience_sim/py.typed" in names
    assert "resilience_sim/data/bibliography.toml" in names
    for path in (ROOT / "scenarios").rglob("*.toml"):
        assert f"resilience_sim/{path.relative_to(ROOT).as_posix()}" in names
    assert not any(name.startswith(("tests/", "notebooks/")) for name in names)
    elsewhere = subprocess.run(
        [sys.executable, "-c", "import resilience_sim as rs; "
         "print(rs.__file__); print(rs.load('epidemic_lockdown').content_hash())"],
        cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(tmp_path / "site")},
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    place, found = elsewhere.stdout.splitlines()
    assert place.startswith(str(tmp_path))
    assert found == rs.load("epidemic_lockdown").content_hash()


@pytest.mark.parametrize("cls", DECLARING, ids=lambda cls: cls.__name__)
def test_every_declared_source_stands_in_the_bibliography(cls: type) -> None:
    declared = {told.source for _, told in parameters(cls).values()}
    missing = (declared | set(getattr(cls, "sources", ()))) - set(bibliography())
    assert not missing


@pytest.mark.parametrize("cls", DECLARING, ids=lambda cls: cls.__name__)
def test_evidence_is_not_claimed_without_a_source(cls: type) -> None:
    for name, (_, told) in parameters(cls).items():
        if told.source == "assumed":
            assert told.grade == "assumed", f"{name} has a grade and no source"
        assert told.en and told.zh


def test_sources_say_how_sure_we_are() -> None:
    for key, source in bibliography().items():
        assert key == key.lower()
        assert source.confidence in CONFIDENCE
        assert source.reference and source.gives
        assert source_of(key) is source


def test_an_unknown_source_is_answered_with_the_nearest() -> None:
    with pytest.raises(InputError) as told:
        source_of("zhang2021")
    assert told.value.nearest is not None


def test_data_files_name_sources_of_the_bibliography() -> None:
    for path in (ROOT / "resilience_sim" / "data").glob("*.toml"):
        if path.name != "bibliography.toml":
            told = tomllib.loads(path.read_text(encoding="utf-8"))
            key = told.get("source", told.get("key"))
            assert key in bibliography(), path.name


def test_the_catalogue_speaks_both_languages() -> None:
    texts = [*WORDS.values(), *(one for text in PHASE_TEXT.values() for one in text)]
    for text in texts:
        assert text.en
        assert any("\u4e00" <= sign <= "\u9fff" for sign in text.zh), text.en


def test_scenario_fields_are_declared() -> None:
    own = {f.name for f in fields(Scenario)} - set(parameters(Scenario))
    assert own == {
        "community", "levers", "crises", "institutions", "response", "society",
        "use_community", "folder", "path", "given",
    }  # fmt: skip
