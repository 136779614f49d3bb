"""The corps: who is listed, who is active, hours that are coordinated, rounds that find."""

from __future__ import annotations

import numpy as np
import pytest

from resilience_sim import contributions as c
from resilience_sim.institutions import VolunteerCorps
from resilience_sim.simulation import Simulation
from tests.institutions.made import acts, begun, days, only, row, village


def corps(**told: float) -> Simulation:
    community = village(hours=2.0)
    community.households.vulnerable[:4] = True
    whole = {"registers": 1.0, "active": 1.0, "hours_a_day": 0.5, **told}
    return begun(community, VolunteerCorps(**whole), need="care", rate=0.2)  # type: ignore[arg-type]


def test_hours_are_the_volunteers_own_and_coordination_is_the_committees() -> None:
    """12 give .5 h: 6 h; 40 % visits; 3.6 h placed do .9 of that and take .36 h to coordinate."""
    run = corps()
    told = run.scenario.institutions[0].staff(run.world)
    hours, planned = only(told, c.Hours), only(told, c.Planned)
    assert hours.people == pytest.approx(np.full(12, 0.5))
    assert hours.bodies[row(run, "committee")] == pytest.approx(3.6 * 0.9)
    assert planned.bodies.sum() == pytest.approx(0.36)


def test_rounds_find_the_vulnerable_and_nobody_else() -> None:
    """2.4 h of visits of a quarter hour over four homes: 2.4 visits a day each."""
    run = corps()
    rate = only(run.scenario.institutions[0].detect(run.world), c.Channel).by_household
    assert rate == pytest.approx([2.4] * 4 + [0.0] * 8)
    cases = days(run, 30).record().cases
    found = ~np.isnan(cases["detected"])
    assert set(cases["household"][found]) == {0, 1, 2, 3}


def test_registered_is_not_active() -> None:
    run = corps(active=0.0)
    assert int(run.people.volunteer.sum()) == 12
    ((_, listed, figures),) = acts(run, "register")
    assert (listed, figures["active"]) == (12, 0.0)
    assert only(run.scenario.institutions[0].staff(run.world), c.Hours).people.sum() == 0.0
    assert np.isnan(days(run, 20).record().cases["detected"]).all()


def test_in_an_emergency_the_active_give_more_up_to_what_they_have() -> None:
    run = corps(emergency=10.0)
    run.world.conditions.mobility = np.full(12, 0.1)
    hours = only(run.scenario.institutions[0].staff(run.world), c.Hours)
    assert hours.people == pytest.approx(np.full(12, 2.0))
