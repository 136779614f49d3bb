"""Files of observations: what they give, and one screen for everything wrong with them."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import resilience_sim as rs
from resilience_sim.crises import Epidemic, Flood, Lockdown, PowerOutage
from resilience_sim.errors import InputError
from resilience_sim.simulation import simulate
from tests.worlds import built, run_process, tiny_world

DAYS = [f"2020-01-{day:02d}" for day in range(1, 11)]


def written(folder: Path, lines: list[str], name: str = "seen.csv") -> str:
    (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return name


def good(values: list[object] | None = None) -> list[str]:
    found = values or [5 * k for k in range(1, 11)]
    return ["date,place,value", *(f"{d},a,{v}" for d, v in zip(DAYS, found, strict=True))]


def outage(folder: Path, file: str, end: float = 9.0, **more: Any) -> np.ndarray:
    """Shares that an outage reads off a file beside its scenario."""
    world = tiny_world(np.ones(20, int), communities=np.arange(20), end=end)
    world.folder = str(folder)
    return built(world, PowerOutage(file=file, **{"unit": "percent", **more}))["share"]


def test_shares_day_by_day_and_who_has_service(tmp_path: Path) -> None:
    file = written(tmp_path, good())
    assert outage(tmp_path, file).tolist() == pytest.approx([0.05 * k for k in range(1, 10)])
    later = outage(tmp_path, file, end=4.0, day_zero="2020-01-06")
    assert later.tolist() == pytest.approx([0.3, 0.35, 0.4, 0.45])
    world = tiny_world(np.ones(200, int), communities=np.arange(200), end=9.0)
    world.folder = str(tmp_path)
    power = PowerOutage(file=file, unit="percent")
    own = built(world, power)
    for day in (0.0, 3.0, 7.5):
        world.t = day
        out = power.without(world)
        assert out is not None and np.array_equal(out, own["rank"] >= 0.05 * (int(day) + 1))


def test_what_falls_again_fails_again(tmp_path: Path) -> None:
    file = written(tmp_path, good([50, 80, 40, 80, 90, 90, 90, 90, 90, 90]))
    world = tiny_world(np.ones(200, int), communities=np.arange(200), end=9.0)
    world.folder = str(tmp_path)
    power = PowerOutage(file=file, unit="percent")
    built(world, power)
    counts = []
    for day in range(4):
        world.t = float(day)
        counts.append(int(np.sum(power.without(world))))  # type: ignore[arg-type]
    assert counts[0] > counts[1] == counts[3] < counts[2]


def test_numbers_are_counted_against_the_whole(tmp_path: Path) -> None:
    file = written(tmp_path, good([34, 34, 51, 68, 70, 68, 68, 68, 68, 68]))
    found = outage(tmp_path, file, unit="number", whole=68.0)
    assert found[:5].tolist() == pytest.approx([0.5, 0.5, 0.75, 1.0, 1.0])


def test_gaps_and_ends_are_held_only_when_asked(tmp_path: Path) -> None:
    lines = good()
    del lines[4]
    file = written(tmp_path, lines)
    held = outage(tmp_path, file, gaps="hold", after_end="hold", end=14.0)
    assert held[2:5].tolist() == pytest.approx([0.15, 0.15, 0.25])
    assert held[10:].tolist() == pytest.approx([0.5] * 4)


def test_several_date_columns_and_a_filter(tmp_path: Path) -> None:
    lines = ["Y,M,D,what,v"]
    for day in range(1, 6):
        lines += [f"2017,Oct,{day},Water,{10 * day}", f"2017,Oct,{day},Power,{day}"]
    file = written(tmp_path, lines)
    found = outage(tmp_path, file, end=5.0, date_columns=("Y", "M", "D"), value_column="v",
                   date_format="%Y %b %d", where=("what=Water",))  # fmt: skip
    assert found.tolist() == pytest.approx([0.1, 0.2, 0.3, 0.4, 0.5])


# --- one screen for each slip -----------------------------------------------------------------
def replaced(line: int, text: str) -> list[str]:
    lines = good()
    lines[line - 1] = text
    return lines


SLIPS: dict[str, tuple[list[str], str, int]] = {
    "date missing": (replaced(4, ",a,15"), "the date is missing", 4),
    "no date": (replaced(4, "3rd,a,15"), "not a date", 4),
    "unsorted": (replaced(5, "2019-12-01,a,20"), "not in order", 5),
    "two lines changed places": (
        [*good()[:4], good()[5], good()[4], *good()[6:]],
        "not in order",
        6,
    ),
    "gap": ([*good()[:4], *good()[5:]], "days are missing", 5),
    "negative": (replaced(6, "2020-01-05,a,-3"), "out of range", 6),
    "over a hundred": (replaced(6, "2020-01-05,a,130"), "out of range", 6),
    "two lines a day": ([*good()[:4], "2020-01-03,b,7", *good()[4:]], "two lines for one day", 5),
    "no number": (replaced(3, "2020-01-02,a,many"), "not a number", 3),
    "value missing": (replaced(3, "2020-01-02,a,"), "value is missing", 3),
    "cells missing": (replaced(3, "2020-01-02,4"), "has 2 cells", 3),
    "marks": ([*good()[:3], "<<<<<<< HEAD", *good()[3:]], "version control", 4),
    "marks between": ([*good()[:6], "=======", *good()[6:]], "version control", 7),
    "empty": ([], "no observations", 1),
    "names alone": (good()[:1], "no observations", 1),
    "other names": (["day,place,value", *good()[1:]], "no such column", 1),
}


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_is_told_by_file_and_line(tmp_path: Path, slip: str) -> None:
    lines, words, line = SLIPS[slip]
    with pytest.raises(InputError, match=words) as told:
        outage(tmp_path, written(tmp_path, lines))
    assert told.value.where == f"{tmp_path / 'seen.csv'}, line {line}"
    assert told.value.allowed
    assert len(str(told.value).splitlines()) <= 8


def test_negative_counts_and_cumulative_ones_that_fall(tmp_path: Path) -> None:
    world = tiny_world(np.ones(5, int), end=9.0)
    world.folder = str(tmp_path)
    for unit, values, words, line in (
        ("cases", [1, 2, 3, -4, 5, 6, 7, 8, 9, 10], "a negative count", 5),
        ("cumulative cases", [1, 2, 3, 4, 3, 6, 7, 8, 9, 10], "cumulative count falls", 6),
    ):
        file = written(tmp_path, good(list(values)))
        epidemic = Epidemic(pressure="file", file=file, unit=unit, start_date="2020-01-01",
                            reporting_delay=0)  # fmt: skip
        with pytest.raises(InputError, match=words) as told:
            epidemic.build(world)
        assert str(told.value.where).endswith(f"line {line}")


def test_a_series_shorter_than_the_run(tmp_path: Path) -> None:
    file = written(tmp_path, good())
    with pytest.raises(InputError, match="shorter than the run") as told:
        outage(tmp_path, file, end=30.0)
    assert told.value.value == "2020-01-01 to 2020-01-10"
    assert "2020-01-30" in str(told.value.allowed)
    with pytest.raises(InputError, match="shorter than the run"):
        outage(tmp_path, file, day_zero="2019-12-30")


def test_units_that_say_nothing_and_units_that_are_none() -> None:
    with pytest.raises(InputError, match="says nothing about this crisis") as told:
        PowerOutage(file="x.csv", unit="cases")
    assert told.value.allowed == "percent, share, number"
    scenario = rs.load("outage")
    with pytest.raises(InputError) as told:
        scenario.vary({"crises.power_outage.unit": "procent"})
    assert told.value.nearest == "percent"
    with pytest.raises(InputError, match="not column=value"):
        PowerOutage(file="x.csv", unit="percent", where=("Wuhan",))
    with pytest.raises(InputError, match="do not fit each other"):
        Epidemic(file="x.csv")


def test_a_filter_that_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no line is left") as told:
        outage(tmp_path, written(tmp_path, good()), where=("place=b",))
    assert told.value.allowed == "place: a"
    with pytest.raises(InputError, match="no such column") as told:
        outage(tmp_path, written(tmp_path, good()), where=("plaice=a",))
    assert told.value.nearest == "place"


def test_a_file_that_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("RESILIENCE_SIM_DATA", raising=False)
    with pytest.raises(InputError, match="no such file of observations") as told:
        simulate(rs.load("outage_maria").vary({"community.residents": 100}))
    assert told.value.key == "crises.hospital_outage.file"
    assert "RESILIENCE_SIM_DATA" in str(told.value.allowed) and "not set" in str(told.value.allowed)
    other = tmp_path / "data"
    other.mkdir()
    written(other, good(), "there.csv")
    monkeypatch.setenv("RESILIENCE_SIM_DATA", str(other))
    assert len(outage(tmp_path, "there.csv")) == 9


def test_a_file_that_is_no_text(tmp_path: Path) -> None:
    (tmp_path / "seen.csv").write_bytes(b"date,value\n\xff\xfe,1\n")
    with pytest.raises(InputError, match="not text"):
        outage(tmp_path, "seen.csv")


def test_paths_are_relative_to_the_scenario_file(tmp_path: Path) -> None:
    written(tmp_path, good())
    text = (
        'use = ["communities/urban_community"]\n[scenario]\nhorizon_days = 6.0\n'
        "warmup_days = 10.0\n"
        '[community]\nresidents = 60\n[[crises]]\nkind = "power_outage"\nfile = "seen.csv"\n'
        'unit = "percent"\n'
    )
    (tmp_path / "mine.toml").write_text(text, encoding="utf-8")
    scenario = rs.load(tmp_path / "mine.toml")
    assert scenario.vary({"levers.clarity": 0.7}).folder == str(tmp_path)
    assert str(tmp_path) not in scenario.to_toml()
    simulate(scenario)
    (tmp_path / "seen.csv").write_text("\n".join(SLIPS["gap"][0]), encoding="utf-8")
    with pytest.raises(InputError, match="days are missing"):
        simulate(scenario)


# --- what crises make of them -----------------------------------------------------------------
def test_what_is_read_is_part_of_the_hash_and_nothing_else_of_the_file(tmp_path: Path) -> None:
    """Equal hashes are equal runs: a value that is read counts, a row that is not does not."""

    def of(lines: list[str], folder: str, **more: Any) -> tuple[str, dict[str, str]]:
        (tmp_path / folder).mkdir(exist_ok=True)
        written(tmp_path / folder, lines)
        power = PowerOutage(
            file="seen.csv", unit="percent", where=("place=a",), after_end="hold", **more
        )
        plain = rs.load("outage").vary({"horizon_days": 5.0})
        scenario = replace(plain, crises=(power,), folder=str(tmp_path / folder))
        return scenario.content_hash(), scenario.observations()

    base, told = of(good(), "one")
    assert set(told) == {"power_outage"} and len(told["power_outage"]) == 32
    assert of(good(), "two") == (base, told)  # wherever it lies
    assert of([*good(), "2020-01-03,b,77"], "three") == (base, told)  # a row of another place
    assert of(good([5, 10, 15, 21, 25, 30, 35, 40, 45, 50]), "four")[0] != base
    assert of(good(), "one", value_column="value", vulnerable=1.5)[0] != base
    later = [line.replace("2020-01", "2020-02") for line in good()]
    assert of(later, "five")[0] != base


def test_a_scenario_without_its_file_has_a_hash_and_none_of_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("RESILIENCE_SIM_DATA", raising=False)
    absent = replace(rs.load("outage"), crises=(PowerOutage(file="no.csv", unit="percent"),))
    assert absent.observations() == {} and len(absent.content_hash()) == 32
    assert rs.load("outage").observations() == {}


def test_a_preset_laid_over_keeps_where_files_are_sought(tmp_path: Path) -> None:
    written(tmp_path, good())
    (tmp_path / "mine.toml").write_text(
        '[scenario]\nhorizon_days = 5.0\n[[crises]]\nkind = "power_outage"\n'
        'file = "seen.csv"\nunit = "percent"\n', encoding="utf-8"
    )  # fmt: skip
    plain = rs.load(tmp_path / "mine.toml")
    over = rs.load(tmp_path / "mine.toml", "governance/fengqiao")
    assert over.observations() == plain.observations() != {}


def test_the_manifest_holds_what_was_read(tmp_path: Path) -> None:
    written(tmp_path, good([50] * 10))
    power = PowerOutage(file="seen.csv", unit="percent", after_end="hold")
    small = rs.load("outage").vary(
        {"community.residents": 300, "warmup_days": 10.0, "horizon_days": 3.0}
    )
    scenario = replace(small, crises=(power,), folder=str(tmp_path))
    rs.run(scenario, seed=1).write(tmp_path / "out")
    told = json.loads((tmp_path / "out" / "manifest.json").read_text(encoding="utf-8"))
    assert told["observations"] == scenario.observations()
    assert told["content_hash"] == scenario.content_hash()


def test_a_gauge_drives_a_flood(tmp_path: Path) -> None:
    file = written(tmp_path, good([0, 1, 2, 3, 2, 1, 0, 0, 0, 0]))
    world = tiny_world(np.ones(3, int), communities=[0, 1, 2], end=9.0,
                       households={"elevation": [0.0, 1.5, 9.0], "floor": 1})  # fmt: skip
    world.folder = str(tmp_path)
    flood = Flood(file=file, unit="m")
    built(world, flood)
    assert flood.depth(world, 3).tolist() == [3.0, 1.5, 0.0]


def test_reports_drive_imported_infections(tmp_path: Path) -> None:
    counts = [0, 0, 500, 500, 500, 0, 0, 0, 0, 0]
    file = written(tmp_path, good(list(counts)))
    world = tiny_world(np.ones(20_000, int), end=9.0)
    world.folder = str(tmp_path)
    epidemic = Epidemic(
        pressure="file", file=file, start_date="2020-01-01", reporting_delay=0, population=1e5,
        ascertainment=0.5, leakage=1.0, outside_reproduction=0.0, household_attack=0.0,
        child_susceptibility=1.0, elder_susceptibility=1.0,
    )  # fmt: skip
    times = run_process(world, epidemic, 9.0, 1.0)["infected_at"]
    infected = times[np.isfinite(times)]
    assert len(infected) / 20_000 == pytest.approx(1 - np.exp(-0.03), abs=0.005)
    assert infected.min() >= 2.0 and infected.max() <= 5.0


def test_reports_set_the_days_of_a_lockdown() -> None:
    lockdown = Lockdown(closes_at=2.0, reopens_at=0.5, least_days=5.0, population=1e5)
    reports = np.array([0, 0, 7, 14, 14, 14, 14, 0, 0, 0, 0, 0, 0, 0, 0, 0.0])
    first, last = lockdown.by_reports(reports)
    # the week's mean is 5.25 on day 3 (of four days), first over 2 on day 2: 7/3
    assert first == 3.0
    assert last == 14.0, "the mean of days 7 to 13 is the first under .5"
    assert lockdown.by_reports(np.zeros(9)) == (np.inf, np.inf)


# --- the real series --------------------------------------------------------------------------
def test_hubei_and_shanghai_drive_infections_and_dates(data_folder: Path) -> None:
    world = tiny_world(np.ones(3000, int), end=60.0)
    wuhan = {
        "file": "hubei_by_city_20200110_20200430.csv", "where": ("city=武汉市",),
        "unit": "cumulative cases", "value_column": "confirmed", "gaps": "hold",
        "start_date": "2020-01-12", "population": 11e6,
    }  # fmt: skip
    own = built(world, Epidemic(pressure="file", **wuhan))  # type: ignore[arg-type]
    reported = np.diff(own["total"]) > 0
    assert reported[5:40].mean() > 0.85, "days without a line hold the count"
    first, last = built(
        world,
        Lockdown(**wuhan, lockdown_date="2020-01-23", reopening_date="2020-04-08"),  # type: ignore[arg-type]
    )["period"]
    assert 11 <= first <= 20, "around 23 January to 1 February"
    assert np.isinf(last) or last > 40
    shanghai = {"file": "eastasia_shanghai.csv", "value_column": "daily_cases", "unit": "cases"}
    curve = built(world, Epidemic(pressure="file", **shanghai))["total"]  # type: ignore[arg-type]
    shipped = built(world, Epidemic())["total"]
    np.testing.assert_allclose(curve, shipped, rtol=1e-12)


def test_maria_brings_four_services_back_at_four_speeds(data_folder: Path) -> None:
    scenario = rs.load("outage_maria").vary({"community.residents": 200, "warmup_days": 10.0})
    from resilience_sim.simulation.run import Simulation

    run = Simulation(scenario, 1)
    at = {name: run.own[f"{name}_outage"]["share"] for name in
          ("power", "water", "telecom", "hospital")}  # fmt: skip
    assert at["power"][0] == pytest.approx(0.05)
    days = {name: int(np.argmax(share >= 0.7)) for name, share in at.items()}
    assert days["hospital"] < days["water"] < days["telecom"]
    assert at["power"].max() < 0.71, "electricity was not back after 80 days"
