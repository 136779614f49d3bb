"""Departments at once or in turn: what a matter of three departments takes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from resilience_sim.institutions import DepartmentCoordination
from resilience_sim.simulation import Simulation
from resilience_sim.vocabulary import CLOSED
from tests.engine.test_joint import run_of
from tests.institutions.made import acts, days, hours_of

THREE = (1.0, 1.0, 1.0)


def coordinated(**told: float) -> Simulation:
    """Three departments of many hands; every matter takes all three."""
    plain = run_of(3, THREE)
    one = DepartmentCoordination(**told)  # type: ignore[arg-type]
    return Simulation(replace(plain.scenario, institutions=(one,)), 1)


def took(run: Simulation) -> float:
    """Days from being held to being closed, of matters raised after the first meeting."""
    cases = days(run, 40).record().cases
    done = cases[(cases["ending"] == CLOSED) & (cases["raised"] > run.world.begin + 2.0)]
    assert len(done) > 20
    return float(np.median(done["closed"] - done["raised"]))


def test_at_once_a_matter_takes_the_time_of_one_department() -> None:
    """Each takes half a day after half a day of hand-off: two days less than in turn."""
    in_turn, at_once = took(coordinated(comes=0.0)), took(coordinated(comes=1.0))
    assert in_turn - at_once == pytest.approx(2.0, abs=0.01)


def test_without_a_quorum_they_act_in_turn_and_who_came_has_paid() -> None:
    run = coordinated(comes=1.0, quorum=1.0, hours=2.0)
    days(run, 2)
    ((_, came, figures),) = acts(run, "meeting")
    assert figures["at_once"] == 1.0
    assert hours_of(run, "department_coordination") == pytest.approx(2.0 * came)
    away = coordinated(comes=0.0)
    days(away, 2)
    assert acts(away, "meeting")[0][2]["at_once"] == 0.0
    assert hours_of(away, "department_coordination") == 0.0
