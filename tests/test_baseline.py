"""Outcomes of the ready scenario are those that were committed."""

from __future__ import annotations

import pytest

from experiments import baseline
from experiments.pages import PAGE

HOW = (
    "If the change is meant: run `python -m experiments.baseline`, which rewrites the baseline "
    "and prints what moved, explain it in CHANGELOG.md under `Results move`, and refresh "
    "docs/evidence.md with `python -m experiments.refresh`."
)


@pytest.fixture(scope="module")
def committed() -> dict:
    return baseline.read()


@pytest.fixture(scope="module")
def measured() -> baseline.Values:
    return baseline.measure()


def test_outcomes_are_those_committed(committed: dict, measured: baseline.Values) -> None:
    """Bit for bit on the versions that wrote the file, else as near as luck would have it."""
    same = committed["versions"] == baseline.versions()
    spread = None if same else committed["spread"]
    moved = baseline.differences(committed["values"], measured, spread)
    assert not moved, "\n".join([f"{len(moved)} values moved", *moved, HOW])


def test_every_outcome_and_every_run_is_in_the_baseline(committed: dict) -> None:
    assert set(committed["values"]) == set(baseline.worlds())
    for run in committed["values"].values():
        assert list(run) == list(baseline.OUTCOMES)


def test_the_scenario_is_the_one_that_was_measured(committed: dict) -> None:
    here = baseline.rs.load(baseline.SCENARIO).content_hash()
    assert committed["content_hash"] == here, f"the ready scenario changed. {HOW}"


def test_the_levers_change_something(committed: dict) -> None:
    """A baseline in which raising a lever moved nothing would guard nothing."""
    values = committed["values"]
    for lever in baseline.LEVERS:
        moved = baseline.differences({"run": values["today/1"]}, {"run": values[f"{lever}/1"]})
        assert moved, lever


def test_the_page_of_evidence_was_measured_with_this_baseline(committed: dict) -> None:
    assert committed["digest"] == baseline.digest(committed["values"])
    page = PAGE.read_text(encoding="utf-8")
    assert f"`{committed['digest']}`" in page, (
        "docs/evidence.md was measured with other code: run `python -m experiments.refresh`"
    )


def test_a_moved_value_is_seen_and_a_tolerance_forgives_little(committed: dict) -> None:
    values = committed["values"]
    other = {run: dict(found) for run, found in values.items()}
    loss = values["today/1"]["resilience_loss"]
    other["today/1"]["resilience_loss"] = loss * (1.0 + 1e-15) if loss > 8 else loss + 1e-14
    assert len(baseline.differences(values, other)) == 1
    assert not baseline.differences(values, other, committed["spread"])
    other["today/1"]["resilience_loss"] = 4.0 * loss
    assert len(baseline.differences(values, other, committed["spread"])) == 1
    del other["today/1"]["robustness"]
    assert len(baseline.differences(values, other, committed["spread"])) == 2
