"""Each right of the office by itself, and what it costs."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from resilience_sim import contributions as c
from resilience_sim.institutions import StreetEmpowerment
from resilience_sim.simulation import Simulation
from resilience_sim.vocabulary import CLOSED, NEEDS
from tests.institutions.made import begun, days, money_of, only, row, village

RIGHTS = ("propose", "planning", "manage", "appraise")
DEPARTMENTAL = NEEDS.index("departmental")


def with_rights(*rights: str, told: dict[str, Any] | None = None, **more: Any) -> Simulation:
    one = StreetEmpowerment(**{name: name in rights for name in RIGHTS}, **more)
    return begun(village(), one, **(told or {}))


def test_proposals_bring_power_to_duties_bit_by_bit() -> None:
    run = with_rights("propose", granted=0.5)
    run.responsibility.empowered[:] = False
    held = int((run.responsibility.first >= 0).sum())
    assert held == 6 * 3
    days(run, 1)
    first = int(run.responsibility.empowered.sum())
    assert 0 < first < held
    days(run, 90)
    assert int(run.responsibility.empowered.sum()) > first
    assert days(with_rights("manage"), 40).responsibility.empowered[0].all() is not False


def test_staff_sent_down_work_at_the_office_and_are_paid() -> None:
    run = with_rights("manage", sent_down=2.0, pay_a_day=100.0)
    hours = only(run.scenario.institutions[0].staff(run.world), c.Hours)
    assert hours.bodies[row(run, "office")] == pytest.approx(2 * 24.0)
    assert hours.bodies.sum() == pytest.approx(48.0)
    assert money_of(days(run, 29), "street_empowerment") == pytest.approx(2 * 30 * 100.0)


def test_what_it_is_judged_by_goes_first() -> None:
    run = with_rights("appraise", pressure=0.5)
    score = only(run.scenario.institutions[0].rank(run.world), c.Score)
    assert score.slope[DEPARTMENTAL] == pytest.approx(0.5)
    assert score.slope.sum() == pytest.approx(1.0)


def test_the_office_becomes_the_bottleneck() -> None:
    """All that is proposed needs no office; all that is departmental still waits for its hands."""
    told = {"need": "departmental", "rate": 0.5, "report": 1e3, "work": 24.0}
    alone = days(with_rights("propose", "appraise", told=told), 60).record().cases
    helped = days(with_rights("manage", sent_down=3.0, told=told), 60).record().cases
    waits = [
        float(cases["in_hands"][cases["ending"] == CLOSED].mean()) for cases in (alone, helped)
    ]
    assert waits[0] > 5.0
    assert waits[1] < 0.5 * waits[0]
    assert np.isfinite(waits).all()
