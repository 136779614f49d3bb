"""One door: who walks in, where it goes, and projects for what comes again."""

from __future__ import annotations

import numpy as np
import pytest

from resilience_sim import contributions as c
from resilience_sim.institutions import ServicePoint
from resilience_sim.mechanism import ByNeed
from resilience_sim.simulation import Simulation
from resilience_sim.vocabulary import CLOSED, NEEDS
from tests.institutions.made import acts, begun, days, money_of, only, row, village

PROJECT = "village/service_point/project_care"
CARE = NEEDS.index("care")


def door(rate: float = 0.2, work: float = 0.0, **told: object) -> Simulation:
    community = village(trust_institutions=1.0)
    one = ServicePoint(**{"projects": ByNeed(0.0), **told})  # type: ignore[arg-type]
    return begun(community, one, need="care", rate=rate, work=work)


def test_who_walks_in_lands_at_the_station_and_is_sent_right() -> None:
    run = door()
    run.responsibility.belief[:] = row(run, "property")
    run.engine.set_cells(run.responsibility)
    cases = days(run, 40).record().cases
    later = cases[(cases["raised"] > run.world.begin + 2.0) & (cases["ending"] == CLOSED)]
    assert len(later) > 30
    assert (later["landed"] == row(run, "station")).all()
    assert (later["hops"] == 1).all()  # the window knows
    hours = only(run.scenario.institutions[0].staff(run.world), c.Hours)
    assert hours.bodies[row(run, "station")] == pytest.approx(24.0)


def test_who_does_not_trust_does_not_walk_in() -> None:
    run = door()
    run.people.trust_institutions[6:] = 0.0
    cases = days(run, 30).record().cases
    found = ~np.isnan(cases["detected"])
    assert set(cases["household"][found]) <= set(range(6))
    assert found.any()


def test_a_project_opens_where_cases_pile_up_and_is_paid() -> None:
    told = {"projects": ByNeed(0.0, care=2.0), "recurring": 2.0, "review_days": 30.0}
    run = days(door(rate=2.0, work=12.0, **told), 35)
    assert acts(run, "open_post") != []
    assert run.bodies.staff[row(run, PROJECT)] == 2.0
    assert run.responsibility.first[CARE].tolist() == [
        row(run, PROJECT), row(run, "committee"), row(run, PROJECT),
    ]  # fmt: skip
    idle = days(door(rate=0.01, **told), 35)
    assert acts(idle, "open_post") == []
    assert money_of(days(run, 30), "service_point") == pytest.approx(200.0 * 30 * 3)


def test_all_queue_at_one_door() -> None:
    told = {"need": "information", "rate": 2.0, "work": 6.0}
    waits = []
    for window in (0.0, 2.0):
        community = village(trust_institutions=1.0)
        community.bodies.hours[2] = 8.0
        one = ServicePoint(window=window, projects=ByNeed(0.0), rate=ByNeed(1.0))
        cases = days(begun(community, one, **told), 30).record().cases
        waits.append(float(cases["in_hands"].mean()))
    assert waits[0] > 1.5 * waits[1]
