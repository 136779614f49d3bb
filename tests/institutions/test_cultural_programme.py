"""Events: who comes, who sits with whom, what they cost, and when they may not be held."""

from __future__ import annotations

import numpy as np
import pytest

from resilience_sim import contributions as c
from resilience_sim.community.community import Community
from resilience_sim.institutions import CulturalProgramme
from resilience_sim.society.gatherings import met_across
from tests.institutions.made import acts, begun, days, hours_of, money_of, only, village


def halves(n: int = 200) -> Community:
    community = village(n)
    community.people.newcomer[n // 2 :] = True
    return community


def test_an_event_every_fortnight_for_those_who_identify() -> None:
    run = begun(halves(), CulturalProgramme(comes=1.0, interval_days=14.0, duration=2.0))
    run.people.identity[:] = np.where(np.arange(200) < 100, 0.8, 0.0)
    days(run, 29)
    found = acts(run, "gathering")
    assert [day for day, _, _ in found] == [14.0, 28.0]
    assert all(65 <= count <= 95 for _, count, _ in found)  # .8 of a hundred
    assert run.recording.sums["gathered_hours"] == pytest.approx(2.0 * sum(n for _, n, _ in found))
    assert hours_of(run, "cultural_programme") == pytest.approx(20.0)
    assert money_of(run, "cultural_programme") == pytest.approx(3000.0)


@pytest.mark.parametrize(("mixed", "across"), [(0.0, 0.0), (1.0, 0.5)])
def test_mixed_tables_bring_groups_together_others_do_not(mixed: float, across: float) -> None:
    run = begun(halves(), CulturalProgramme(comes=1.0, mixed=mixed, interval_days=1.0))
    run.people.identity[:] = 1.0
    run.world.t, run.world.span = run.world.begin + 1.0, 1.0
    told = run.scenario.institutions[0].meet(run.world)
    seats = only(told, c.Gathering).table
    assert (seats >= 0).all()
    met = met_across(seats, run.world.people.newcomer)
    assert met.mean() == pytest.approx(across, abs=0.05)
    assert only(told, c.Contact).people == pytest.approx(1.0 + 10.0 / 14.6)


def test_in_lockdown_none_is_held_and_none_is_charged() -> None:
    run = begun(halves(), CulturalProgramme(comes=1.0, interval_days=1.0))
    run.world.conditions.mobility = np.full(200, 0.1)
    run.world.t, run.world.span = run.world.begin + 1.0, 1.0
    one = run.scenario.institutions[0]
    assert one.meet(run.world) == ()
    assert one.convene(run.world) == ()
