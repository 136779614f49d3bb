"""Paperwork that moves, comes back without admission control, and papers passed on."""

from __future__ import annotations

import math

import numpy as np
import pytest

import resilience_sim as rs
from resilience_sim.community.community import Community
from resilience_sim.institutions import StationSeparation
from resilience_sim.simulation import simulate
from tests.institutions.made import begun, days, hours_of, row, village


def papered() -> Community:
    """Half of the committee's 24 hours goes to paperwork, none of the station's."""
    community = village()
    community.bodies.administration[1] = 0.5
    return community


def test_hours_of_paperwork_leave_the_committee_and_load_the_station() -> None:
    run = days(begun(papered(), StationSeparation(moved=0.5, first_day=2.0, hours=6.0)), 2)
    share = run.bodies.administration
    assert share[[row(run, "committee"), row(run, "station")]] == pytest.approx([0.25, 0.25])
    assert share @ (run.bodies.staff * run.bodies.hours) == pytest.approx(12.0)  # none is lost
    assert hours_of(run, "station_separation") == pytest.approx(6.0)
    days(run, 2)
    assert run.engine.arrays["body"]["speed"][row(run, "committee")] == pytest.approx(18.0)


def test_without_admission_control_the_paperwork_returns() -> None:
    """After twelve months of 30 days a rate of 1.5 a year leaves exp(-1.5 * 360 / 365)."""
    left = {}
    for admission in (True, False):
        one = StationSeparation(moved=1.0, first_day=0.0, admission=admission, returning=1.5)
        run = days(begun(papered(), one, settings={"warmup_days": 400.0}), 361)
        left[admission] = float(run.bodies.administration[row(run, "committee")])
    assert left[True] == pytest.approx(0.0)
    assert left[False] == pytest.approx(0.5 * (1.0 - math.exp(-1.5 * 360.0 / 365.0)))


def test_papers_are_passed_on_and_take_one_more_hand_off() -> None:
    told = {"need": "departmental", "rate": 0.1, "report": 1e3, "work": 0.0}
    hops = []
    for moved in (0.0, 0.5):
        run = begun(papered(), StationSeparation(moved=moved, first_day=0.0), **told,
                    settings={"response.own_report.desk": "residents_committee"})  # fmt: skip
        cases = days(run, 40).record().cases
        hops.append(float(cases["hops"][~np.isnan(cases["held"])].mean()))
    assert hops == [pytest.approx(1.0), pytest.approx(2.0)]


def test_the_move_before_the_strike_is_in_the_account() -> None:
    """Twenty hours on the fifth day of everyday life: spent before the strike, none after it."""
    today = rs.load("epidemic_lockdown").vary({"community.residents": 200, "horizon_days": 3.0})
    tallies = simulate(today.with_institutions(StationSeparation()), 1).tallies
    assert tallies["institution_hours_before.station_separation"] == pytest.approx(20.0)
    assert tallies.get("institution_hours.station_separation", 0.0) == 0.0
