"""The series of cases that ships with the package."""

from __future__ import annotations

import csv
import os
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from resilience_sim.crises.series import SERIES, load_series


@pytest.mark.parametrize("name", SERIES)
def test_series_are_whole(name: str) -> None:
    series = load_series(name)
    assert series.population > 1e6
    assert (series.daily >= 0).all() and series.daily.sum() > 0


def test_days_outside_the_series_are_empty() -> None:
    series = load_series("shanghai_2022")
    assert series.from_date(date(2022, 2, 24), 4).tolist() == [0, 0, 55, 56]
    assert series.from_date(date(2022, 6, 11), 3).tolist() == [33, 0, 0]
    assert series.from_date(date(2030, 1, 1), 2).tolist() == [0, 0]


def test_there_is_no_series_of_another_name() -> None:
    with pytest.raises(KeyError):
        load_series("atlantis")


def test_figures_are_those_of_the_source() -> None:
    folder = os.environ.get("RESILIENCE_SIM_DATA")
    if not folder or not (Path(folder) / "eastasia_shanghai.csv").exists():
        pytest.skip("RESILIENCE_SIM_DATA names no folder with eastasia_shanghai.csv")
    with (Path(folder) / "eastasia_shanghai.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    series = load_series("shanghai_2022")
    assert series.first == date.fromisoformat(rows[0]["date"])
    assert np.array_equal(series.daily, [float(r["daily_cases"]) for r in rows])
