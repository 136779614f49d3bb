"""Tables as Markdown, markers on the page, and what is gathered as failing."""

from __future__ import annotations

import pytest

from experiments import baseline, refresh
from experiments.pages import CRISES_PAGE, PAGE, Table, failing, number, put, spread


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"), (float("nan"), "undefined"), (1234.5, "1,234"), (0.12345, "0.123"),
        (-0.00004, "~0"), (0.00012, "0.00012"), (0.00006, "0.0001"), (1.0, "1"), (99.96, "100"),
    ],
)  # fmt: skip
def test_numbers(value: float, text: str) -> None:
    assert number(value) == text


def test_a_spread_names_mean_and_both_ends() -> None:
    assert spread([1.0, 2.0, 6.0]) == "3 (1 to 6)"


def test_a_table_has_a_row_for_each_row_and_no_stray_bar() -> None:
    lines = Table("T", ("a", "b"), [("x|y", 1)], "note").markdown().splitlines()
    assert lines[0] == "**T**"
    assert lines[2:5] == ["| a | b |", "| --- | --- |", "| x\\|y | 1 |"]
    assert lines[-1] == "note"


def test_put_changes_what_is_between_its_markers_and_nothing_else() -> None:
    page = "a\n<!-- begin one -->\nold\n<!-- end one -->\n<!-- begin two --><!-- end two -->\nz\n"
    once = put(page, "one", r"new \1")
    assert "old" not in once and r"new \1" in once
    assert once.startswith("a\n") and once.endswith("<!-- begin two --><!-- end two -->\nz\n")
    assert put(once, "one", r"new \1") == once


@pytest.mark.parametrize("page", ["", "<!-- begin one --><!-- end one -->" * 2])
def test_a_marker_that_is_missing_or_twice_there_is_refused(page: str) -> None:
    with pytest.raises(ValueError, match="one"):
        put(page, "one", "x")


def test_failing_rows_are_gathered_with_their_table() -> None:
    table = Table("T", ("a", "b"), [("good", "holds"), ("bad", "**fails**"), ("x", "**drifts**")])
    assert failing(table.markdown()) == ["- T: bad: fails.", "- T: x: drifts."]


def test_the_page_has_a_place_for_every_part_and_hides_no_failure() -> None:
    page = PAGE.read_text(encoding="utf-8")
    for marker in (*refresh.PARTS, "stamp", "failing"):
        assert put(page, marker, "x") != page, marker
    for line in failing(page):
        assert line in page.split("## Patterns")[0]


def test_the_page_of_crises_has_a_place_for_each_of_its_parts() -> None:
    page = CRISES_PAGE.read_text(encoding="utf-8")
    for marker in refresh.CRISES:
        assert put(page, marker, "x") != page, marker


def test_an_unknown_part_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        refresh.main(["patern"])
    assert stopped.value.code == 2
    assert "patern" in capsys.readouterr().err


def test_a_tolerance_is_wider_than_what_matters_and_narrower_than_the_outcome() -> None:
    told = baseline.read()
    mean = told["values"]["today/1"]["resilience_loss"]
    allowed = baseline.tolerance("resilience_loss", told["spread"])
    assert baseline.OUTCOMES["resilience_loss"].smallest < allowed < mean
