"""Frames: stable names, units and meanings for every column, and no loss on the way to files."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import resilience_sim as rs
from resilience_sim.observe.columns import FRAMES, OPTIONAL, PREFIXES, told_of
from resilience_sim.observe.outcomes import OUTCOMES
from resilience_sim.observe.result import Result
from resilience_sim.simulation import build_community

#: Names that scripts of users rely on. New ones may follow; none of these may go or move.
STABLE = {
    "outcomes": "outcome value unit direction smallest group en zh undefined",
    "timeline": "day functionality functionality_others functionality_vulnerable "
    "functionality_locals functionality_newcomers open_undetected open_routing open_in_review "
    "open_waiting_resources open_waiting_hands open_in_service open_orphaned hands_used raised "
    "stock unmet identity trust_neighbours trust_institutions belief stigma panic participation "
    "absent mobility",
    "cases": "case household building need vulnerable stage ending channel landed desk holder "
    "second helper raised due detected held supplied started closed in_detection in_routing "
    "in_supply in_hands in_service hops escalations attempts work severity duplicated orphaned "
    "short_food short_medicine short_parts short_funds short_space short_equipment short_data "
    "short_skills",
    "journal": "day author phase act count",
    "twins": "lever measure at_strike at_end",
    "differences": "world against outcome value value_against difference low high share_better "
    "smallest verdict unit direction group n",
    "worlds": "world replicate seed outcome value",
    "timelines": "world day mean",
    "rankings": "weights world resilience_loss rank",
}


@pytest.fixture(scope="module")
def result() -> Result:
    """A short epidemic with two institutions that act."""
    base = rs.load("epidemic_lockdown").vary(
        {"community.residents": 150, "horizon_days": 15, "warmup_days": 10}
    )
    listed = base.with_institutions(rs.institutions.ResponsibilityList())
    return rs.run(listed.with_institutions(rs.institutions.RedGrid()), seed=1)


@pytest.fixture(scope="module")
def comparison() -> Any:
    """Two worlds under two seeds."""
    base = rs.Scenario().vary(
        {"community.residents": 100, "horizon_days": 10, "warmup_days": 10, "step_hours": 24}
    )
    worlds = {"today": base, "clear": base.vary({"levers.clarity": 0.9})}
    return rs.compare(worlds, replicates=2, seed=3, workers=1)


def frames_of(result: Result) -> dict[str, pd.DataFrame]:
    names = ("outcomes", "timeline", "cases", "journal", "twins")
    return {name: getattr(result, name) for name in names}


def names_of(frame: pd.DataFrame) -> list[str]:
    return [*(name for name in frame.index.names if name), *frame.columns]


@pytest.mark.parametrize("frame", STABLE)
def test_names_are_stable(frame: str) -> None:
    kept = STABLE[frame].split()
    assert list(FRAMES[frame])[: len(kept)] == kept


def test_every_column_of_a_run_is_declared_in_its_order(result: Result) -> None:
    for name, frame in frames_of(result).items():
        declared = list(FRAMES[name])
        found = names_of(frame)
        own = [column for column in found if column in declared]
        assert own == declared, name
        for column in set(found) - set(declared) - set(OPTIONAL.get(name, {})):
            assert any(column.startswith(prefix) for prefix in PREFIXES[name]), (name, column)
    assert {"infectious_epidemic", "attacked_epidemic"} <= set(result.timeline.columns)


def test_every_column_of_a_comparison_is_declared_in_its_order(comparison: Any) -> None:
    found = {
        "worlds": comparison.outcomes,
        "differences": comparison.differences(),
        "timelines": comparison.timelines,
        "rankings": comparison.rankings,
    }
    for name, frame in found.items():
        assert names_of(frame)[: len(FRAMES[name])] == list(FRAMES[name])
        assert list(frame.attrs["units"]) == names_of(frame)


def test_frames_carry_units_and_meanings(result: Result) -> None:
    for name, frame in frames_of(result).items():
        assert list(frame.attrs["units"]) == names_of(frame), name
        assert all(frame.attrs["meanings"].values()), name
    assert result.timeline.attrs["units"]["day"] == "d"
    assert result.cases.attrs["units"]["work"] == "h"
    with pytest.raises(KeyError):
        told_of("cases", "nothing")


def test_an_empty_journal_has_its_columns() -> None:
    quiet = rs.Scenario().vary({"community.residents": 40, "horizon_days": 1, "warmup_days": 10})
    journal = rs.run(quiet, seed=1).journal
    assert list(journal.columns[:5]) == list(FRAMES["journal"])
    assert "units" in journal.attrs


def test_frames_are_tidy(result: Result) -> None:
    assert result.timeline.index.is_monotonic_increasing and result.timeline.index.is_unique
    assert (result.timeline.dtypes == np.float64).all()
    assert result.outcomes.index.tolist() == list(OUTCOMES)
    for column in ("need", "stage", "ending", "desk"):
        assert isinstance(result.cases[column].dtype, pd.CategoricalDtype)
    for column in ("duplicated", "orphaned", "short_food", "vulnerable"):
        assert result.cases[column].dtype == bool


def test_parquet_keeps_values_types_and_units(result: Result, tmp_path: Path) -> None:
    result.write(tmp_path / "out")
    for name, frame in frames_of(result).items():
        back = pd.read_parquet(tmp_path / "out" / f"{name}.parquet")
        pd.testing.assert_frame_equal(back, frame)
        assert back.attrs == frame.attrs


def test_csv_is_what_a_spreadsheet_opens(result: Result, tmp_path: Path) -> None:
    result.write(tmp_path / "out", tables="csv")
    raw = (tmp_path / "out" / "outcomes.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    back = pd.read_csv(tmp_path / "out" / "outcomes.csv", index_col="outcome")
    np.testing.assert_allclose(back["value"], result.outcomes["value"].to_numpy(float))
    assert back["zh"].tolist() == result.outcomes["zh"].tolist()
    assert not (tmp_path / "out" / "outcomes.parquet").exists()
    with pytest.raises(rs.InputError, match="csv"):
        result.write(tmp_path / "other", tables="cvs")  # type: ignore[arg-type]
    assert not (tmp_path / "other").exists()


def test_xarray_has_the_series_with_units(result: Result) -> None:
    pytest.importorskip("xarray")
    found = result.to_xarray()
    assert found.sizes == {"day": len(result.timeline)}
    for name in result.timeline:
        np.testing.assert_array_equal(found[name].to_numpy(), result.timeline[name])
        assert found[name].attrs["units"] == result.timeline.attrs["units"][name]
    assert "Not a forecast" in found.attrs["notice"]
    assert float(found["functionality"].sel(day=slice(0, None)).mean()) <= 1.0


def test_xarray_has_outcomes_by_world_and_replicate(comparison: Any) -> None:
    pytest.importorskip("xarray")
    found = comparison.to_xarray()
    told = comparison.outcomes.set_index(["world", "replicate", "outcome"])["value"]
    for world in ("today", "clear"):
        for replicate in (0, 1):
            at = found.sel(world=world, replicate=replicate)
            for name in OUTCOMES:
                value = float(at[name])
                assert value == told[world, replicate, name] or np.isnan(value)
    assert found["functionality"].dims == ("world", "replicate", "day")
    assert found["resilience_loss"].attrs["units"] == "days"


def test_without_xarray_the_extra_is_named(result: Result, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "xarray", None)
    with pytest.raises(rs.InputError, match=r"resilience-sim\[xarray\]"):
        result.to_xarray()


def test_a_notebook_shows_one_line_and_not_every_array() -> None:
    scenario = rs.load("epidemic_lockdown").vary(
        {"community.residents": 40, "warmup_days": 10.0, "horizon_days": 2.0}
    )
    result = rs.run(scenario, seed=3)
    compared = rs.compare({"one": scenario, "two": scenario}, replicates=2, workers=1)
    community = build_community(scenario, 3)
    shown = [repr(one) for one in (result, compared, community)]
    assert "'epidemic_lockdown', seed 3" in shown[0] and f"{len(result.cases)} cases" in shown[0]
    assert f"{len(community.people)} people" in shown[2]
    assert all(len(text) < 120 and "\n" not in text for text in shown)
