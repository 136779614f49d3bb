"""What is written is what was run, whatever became of the frames that were handed out."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import resilience_sim as rs
from resilience_sim.observe.result import Result
from resilience_sim.study.compare import compare
from resilience_sim.study.comparison import Comparison
from tests.records import FakeSimulator, FakeWorld


@pytest.fixture(scope="module")
def result() -> Result:
    crisis = rs.crises.Epidemic(initial=3)
    small = {"community.residents": 120, "warmup_days": 10, "horizon_days": 12}
    return rs.run(rs.Scenario(crises=(crisis,)).vary(small), seed=1)


def compared() -> Comparison:
    return compare(
        {"today": FakeWorld(1.0), "slow": FakeWorld(2.0)}, 3, 1, 1, simulator=FakeSimulator()
    )


def _spoil(frame: pd.DataFrame) -> None:
    for name in list(frame.columns):
        frame[name] = 7
    frame.attrs.clear()


@pytest.mark.parametrize("name", ["outcomes", "timeline", "cases", "journal", "twins"])
def test_a_changed_frame_of_a_run_is_the_users_own(
    result: Result, name: str, tmp_path: Path
) -> None:
    before = getattr(result, name)
    _spoil(getattr(result, name))
    pd.testing.assert_frame_equal(getattr(result, name), before, check_exact=True)
    assert getattr(result, name).attrs == before.attrs
    result.write(tmp_path)
    written = pd.read_parquet(tmp_path / f"{name}.parquet")
    pd.testing.assert_frame_equal(written, before, check_exact=True)


@pytest.mark.parametrize("name", ["outcomes", "timelines", "twins", "rankings"])
def test_a_changed_frame_of_a_comparison_is_the_users_own(name: str, tmp_path: Path) -> None:
    found = compared()
    before = getattr(found, name)
    _spoil(getattr(found, name))
    found.write(tmp_path)
    written = pd.read_parquet(tmp_path / f"{name}.parquet")
    pd.testing.assert_frame_equal(written, before, check_exact=True)


def test_values_that_the_tables_are_made_of_cannot_be_written_to() -> None:
    with pytest.raises(ValueError, match="read-only"):
        compared().values["today"][:] = 0.0
