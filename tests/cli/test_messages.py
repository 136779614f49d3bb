"""What a slip on the command line or in a file is answered with."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from resilience_sim.cli.app import app
from resilience_sim.cli.group import worded
from resilience_sim.crises.observations import read

FLOOD = "flood"


def refused(*words: str) -> str:
    """What a line that cannot be used says, on one screen."""
    told = CliRunner().invoke(app, list(words))
    assert told.exit_code == 2, told.output
    assert "Traceback" not in told.stderr and len(told.stderr.splitlines()) < 25
    return told.stderr


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("run", FLOOD, "--set", "levers=0.4"), ("is a table", "levers.clarity")),
        (("run", FLOOD, "--set", "seed=1", "--set", "seed=2"), ("given twice", "seed")),
        (("run", FLOOD, "--with", "epidemic"), ("it is one of the crises",)),
        (("run", FLOOD, "--community", "nosuch.csv"), ("does not exist", ".graphml", "nodes.csv")),
        (("run", FLOOD, "--community", "a.pkl"), ("'.pkl'", ".graphml", ".csv")),
        (("run", ""), ("names no scenario file", "''")),
        (("run", FLOOD, "--seed", "-1"), ("--seed", "-1")),
        (("compare", FLOOD, "--workers", "0"), ("--workers", "0:")),
        (("compare", FLOOD, "--replicates", "0"), ("--replicates", "0:")),
        (
            ("compare", FLOOD, "--vary", "levers.clarity=0,1", "--replicates", "1000000000"),
            ("replicates", "1000000000", "to 1000000"),
        ),
        (("list", "institution"), ("'institution'", "Did you mean 'institutions'")),
        (("run", FLOOD, "--lang", "fr"), ("'fr' is not one of",)),
    ],
)
def test_a_slip_is_named(words: tuple[str, ...], told: tuple[str, ...]) -> None:
    said = refused(*words)
    for part in told:
        assert part in said, said
    assert "Value error" not in said and "Input should" not in said


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('institutions = ["red_grid"]', ("[[institutions]]", 'kind = "red_grid"')),
        ("institutions = [3]", ("is not a table",)),
        (
            "[levers]\nclarity = 0.1\nsharing = 0.2\nclarity = 0.3\n",
            ("clarity stands there twice", "line 4"),
        ),
        ("[levers]\n[scenario]\n[levers]\n", ("levers stands there twice", "line 3")),
        ("[levers]\nclarity = oops\n", ("not TOML", "line 2", "clarity = oops")),
        ("", ("says nothing",)),
        ("# a note\n\n", ("says nothing",)),
        ("a = " + "[" * 5000, ("nested too deeply",)),
    ],
)
def test_a_slip_in_a_scenario_file_is_named(
    text: str, told: tuple[str, ...], tmp_path: Path
) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(text, encoding="utf-8")
    said = refused("run", str(path))
    assert str(path) in said
    for part in told:
        assert part in said, said


def test_a_slip_in_a_file_of_a_community_is_named(tmp_path: Path) -> None:
    edges, matrix = tmp_path / "edges.csv", tmp_path / "matrix.npz"
    edges.write_text("from,to\na,b\nb,c\n")
    assert "columns source and target" in refused("community", str(edges))
    np.savez(matrix, weights=np.zeros((2, 2)))
    said = refused("community", str(matrix))
    assert "sparse" in said and "BytesIO" not in said
    said = refused("community", str(tmp_path))
    assert "folder" in said and "nodes.csv" in said


def test_a_message_that_shows_what_was_given_stays_as_it_is() -> None:
    assert worded("-1 is not in the range x>=0.", "-1") == "-1 is not in the range x>=0."
    assert worded("Input should be greater than 0", "-1") == "-1: it must be greater than 0"


def test_observations_may_be_parted_by_semicolons(tmp_path: Path) -> None:
    series = []
    for mark in ",;\t":
        path = tmp_path / f"cases {ord(mark)}.csv"
        rows = [("date", "place", "cases"), ("2020-01-23", "a", "3"), ("2020-01-24", "a", "5")]
        path.write_text("\n".join(mark.join(row) for row in rows), encoding="utf-8")
        found = read(str(path), 0, ("date",), "%Y-%m-%d", "cases", (), "cases", False)
        series.append(found.values.tolist())
    assert series[0] == series[1] == series[2] == [3.0, 5.0]


def test_a_preset_by_itself_is_told_to_have_no_crisis(tmp_path: Path) -> None:
    small = ("--set", "community.residents=60", "--set", "warmup_days=10")
    told = CliRunner().invoke(
        app, ["run", "governance/fengqiao", *small, "--set", "horizon_days=1"]
    )
    assert told.exit_code == 0, told.output
    assert "--with governance/fengqiao" in told.stderr
