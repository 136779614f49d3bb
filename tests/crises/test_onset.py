"""When and where crises strike, and what is said of days and places that are not there."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import resilience_sim as rs
from resilience_sim.crises import Earthquake
from resilience_sim.crises.places import buildings_at
from resilience_sim.errors import InputError
from resilience_sim.simulation import simulate
from tests.worlds import tiny_world

WORLD = tiny_world(np.ones(9, int), communities=np.repeat([0, 1, 2], 3))


def test_once_and_again() -> None:
    once, thrice = Earthquake(onset_day=5.0), Earthquake(onset_day=5, repeat_days=30, strikes=3)
    assert once.onsets() == (5.0,)
    assert thrice.onsets() == (5.0, 35.0, 65.0)
    for t, known in ((4.9, None), (5.0, (0, 0.0)), (34.0, (0, 29.0)), (80.0, (2, 15.0))):
        WORLD.t = t
        assert thrice.now(WORLD) == (
            known if known is None else (known[0], pytest.approx(known[1]))
        )
    assert set(thrice.times(WORLD)) >= {5.0, 35.0, 65.0, 5.0 + 1 / 24}


@pytest.mark.parametrize(
    ("place", "rows"),
    [("", [0, 1, 2]), ("community 1", [1]), ("community 2/grid/1", [2]),
     ("community 0/building/1", [0])],
)  # fmt: skip
def test_places(place: str, rows: list[int]) -> None:
    assert np.flatnonzero(buildings_at(WORLD, place, "x")).tolist() == rows


@pytest.mark.parametrize(
    "place", ["community 7", "community 1/building/2", "community 1/building/0",
              "community 1/house/1", "community 1/grid", "community 1/building/one"],
)  # fmt: skip
def test_a_place_that_is_not_there(place: str) -> None:
    with pytest.raises(InputError) as told:
        buildings_at(WORLD, place, "quake")
    assert told.value.key == "crises.quake.place"
    assert "community" in str(told.value.allowed)


def test_a_run_does_not_start_with_a_place_or_a_day_that_is_not_there() -> None:
    scenario = rs.load("earthquake").vary({"community.residents": 200})
    with pytest.raises(InputError) as told:
        simulate(scenario.vary({"crises.earthquake.place": "comunity"}))
    assert told.value.nearest == "community"
    with pytest.raises(InputError, match="after the run has ended"):
        simulate(scenario.vary({"crises.earthquake.onset_day": 200.0}))


def test_what_is_found_with_the_community_is_told_by_file_and_line(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    lines = ["[scenario]", "warmup_days = 10.0", "horizon_days = 30.0", "[community]",
             "residents = 200", "[[crises]]", 'kind = "flood"', 'place = "comunity"',
             "[[crises]]", 'kind = "heatwave"', "onset_day = 40.0"]  # fmt: skip
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    with pytest.raises(InputError) as told:
        simulate(rs.load(file))
    assert told.value.where == f"{file}, line 8"
    lines[7] = 'place = "community"'
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    with pytest.raises(InputError) as told:
        simulate(rs.load(file))
    assert told.value.where == f"{file}, line 11"
    # what was varied stands in no line of the file
    with pytest.raises(InputError) as told:
        simulate(rs.load(file).vary({"crises.flood.place": "community/building/99"}))
    assert told.value.where == str(file)


def test_what_is_found_when_a_file_is_read_is_told_by_line(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    text = '[[crises]]\nkind = "power_outage"\nfile = "seen.csv"\nunit = "furlong"\n'
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as told:
        rs.load(file)
    assert told.value.where == f"{file}, line 4"


def test_again_needs_an_interval() -> None:
    with pytest.raises(InputError, match="does not say after how many days"):
        Earthquake(strikes=2)
