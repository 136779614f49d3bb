"""Five actors: referrals while it is active, pay while it is not."""

from __future__ import annotations

import pytest

from resilience_sim import contributions as c
from resilience_sim.institutions import FiveActorLinkage
from resilience_sim.simulation import Simulation
from resilience_sim.vocabulary import CLOSED
from tests.institutions.made import begun, days, money_of, only, row, village

AGENCY = "village/five_actor_linkage/agency"


def linked(active: float) -> Simulation:
    community = village(hours=1.0)
    community.people.volunteer[:5] = True
    one = FiveActorLinkage(active=active, workers=2.0, volunteers=0.4)
    return begun(community, one, need="care", rate=0.2, report=1e3, work=0.5)


def holders(run: Simulation) -> set[int]:
    cases = run.record().cases
    return set(cases["holder"][cases["ending"] == CLOSED].tolist())


def test_active_it_takes_referrals_and_volunteers_hours() -> None:
    run = linked(1.0)
    hours = only(run.scenario.institutions[0].staff(run.world), c.Hours)
    assert hours.bodies[row(run, AGENCY)] == pytest.approx(5 * 0.4)
    assert hours.people.sum() == pytest.approx(2.0)
    assert holders(days(run, 40)) == {row(run, AGENCY)}


def test_linked_yet_inactive_it_is_paid_and_does_nothing() -> None:
    run = linked(0.0)
    assert only(run.scenario.institutions[0].staff(run.world), c.Hours).people.sum() == 0.0
    assert holders(days(run, 65)) == {row(run, "committee")}
    assert money_of(run, "five_actor_linkage") == pytest.approx(250.0 * 30 * 2 * 1)


def test_months_are_active_by_their_own_draw() -> None:
    run = days(linked(0.5), 400)
    cases = run.record().cases
    done = cases[cases["ending"] == CLOSED]
    share = (done["holder"] == row(run, AGENCY)).mean()
    assert 0.15 < share < 0.85
