"""What is shipped works where nothing of the checkout is: built, installed offline, tested."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

import resilience_sim as rs

ROOT = Path(__file__).parents[1]
#: Tests that are run on the installed package, with the modules they share.
CHOSEN = ("kernels", "test_model.py", "test_mesa.py", "test_scenario.py", "community", "observe",
          "journeys")  # fmt: skip
pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("hatchling") is None, reason="hatchling is missing"
)


def ask(*words: str | Path, cwd: Path, **environment: str) -> str:
    """Standard output of a command that must succeed, run without our own paths."""
    kept = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "NUMBA_CACHE_DIR")}
    done = subprocess.run(
        [str(word) for word in words],
        cwd=cwd,
        env={**kept, "PYTHONIOENCODING": "utf-8", **environment},
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=1200,
    )
    assert done.returncode == 0, f"{words}\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
    return done.stdout


def built(kind: str, source: Path, into: Path) -> Path:
    """The one file that a build of a source folder makes."""
    ask(sys.executable, "-m", "hatchling", "build", "-t", kind, "-d", into, cwd=source,
        SOURCE_DATE_EPOCH="1600000000")  # fmt: skip
    (found,) = into.glob("*.tar.gz" if kind == "sdist" else "*.whl")
    return found


def contents(wheel: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(wheel) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def unpacked(sdist: Path, into: Path) -> Path:
    with tarfile.open(sdist) as packed:
        packed.extractall(into, filter="data")
    (folder,) = into.iterdir()
    return folder


def test_the_source_archive_makes_the_same_wheel(tmp_path: Path) -> None:
    source = unpacked(built("sdist", ROOT, tmp_path / "sdist"), tmp_path / "unpacked")
    assert (source / "tests" / "test_installation.py").is_file()
    assert (source / "scenarios" / "epidemic_lockdown.toml").is_file()
    assert not list(source.rglob("*.pyc")) and not list(source.rglob("*.nb?"))
    from_source = contents(built("wheel", source, tmp_path / "one"))
    from_checkout = contents(built("wheel", ROOT, tmp_path / "two"))
    assert from_source == from_checkout
    assert "resilience_sim/py.typed" in from_source


def test_declared_extras_are_in_the_metadata(tmp_path: Path) -> None:
    wheel = contents(built("wheel", ROOT, tmp_path))
    (metadata,) = (text for name, text in wheel.items() if name.endswith("/METADATA"))
    for extra in ("notebook", "xarray", "test", "dev"):
        assert f"Provides-Extra: {extra}".encode() in metadata


def installed(place: Path) -> Path:
    """A fresh environment, filled from a wheelhouse alone; skipped where none can be made."""
    made = subprocess.run(
        ["make", "wheelhouse", f"PYTHON={sys.executable}", f"VENV={place / 'building'}",
         f"WHEELHOUSE={place / 'wheelhouse'}", "EXTRAS=test"],
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=1200,
    )  # fmt: skip
    if made.returncode:
        pytest.skip(f"no wheelhouse could be made: {made.stderr.strip()[-300:]}")
    ask(sys.executable, "-m", "venv", place / "fresh", cwd=place)
    ask(place / "fresh" / "bin" / "python", "-m", "pip", "install", "--quiet", "--no-index",
        "--disable-pip-version-check", "--find-links", place / "wheelhouse",
        "resilience-sim[test]", cwd=place, PIP_CONFIG_FILE=os.devnull)  # fmt: skip
    return place


@pytest.mark.long
def test_it_runs_and_passes_its_tests_from_a_wheelhouse_without_a_network(tmp_path: Path) -> None:
    # one test, not two: with several workers each would make a wheelhouse of its own
    place = installed(tmp_path)
    runs_elsewhere(place)
    passes_tests_elsewhere(place)


def runs_elsewhere(installed: Path) -> None:
    """The program works outside the checkout and says what it says in the checkout."""
    binaries = installed / "fresh" / "bin"
    python = binaries / "python"
    where = ask(python, "-c", "import resilience_sim; print(resilience_sim.__file__)",
                cwd=installed)  # fmt: skip
    assert where.startswith(str(installed / "fresh"))
    ask(python, "-m", "pip", "check", "--disable-pip-version-check", cwd=installed)
    program = binaries / "resilience-sim"
    listed = ask(program, "list", "scenarios", "--format", "json", cwd=installed)
    assert "epidemic_lockdown" in {row["name"] for row in json.loads(listed)}
    small = ("--set", "community.residents=150", "--set", "horizon_days=10",
             "--set", "warmup_days=10")  # fmt: skip
    told = json.loads(ask(program, "run", "epidemic_lockdown", *small, "--format", "json",
                          "--out", installed / "out", cwd=installed))  # fmt: skip
    changes = {"community.residents": 150, "horizon_days": 10, "warmup_days": 10}
    here = rs.load("epidemic_lockdown").vary(changes)
    assert told["content_hash"] == here.content_hash()
    assert (installed / "out" / "manifest.json").is_file()


def passes_tests_elsewhere(installed: Path) -> None:
    """Tests pass on the package as it was installed."""
    place = installed / "tested"
    # Tests read experiments and pages of documents too; only the package itself stays behind.
    for folder in ("tests", "experiments", "docs"):
        shutil.copytree(ROOT / folder, place / folder, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", place)
    chosen = [f"tests/{name}" for name in CHOSEN if (ROOT / "tests" / name).exists()]
    told = ask(installed / "fresh" / "bin" / "python", "-m", "pytest", "-q", "-m", "not long",
               "-p", "no:cacheprovider", *chosen, cwd=place)  # fmt: skip
    assert " passed" in told and "failed" not in told
