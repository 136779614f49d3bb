"""Legal service: after what is tried below, before the ordinary way; a queue at few hours."""

from __future__ import annotations

import pytest

from resilience_sim.institutions import LegalService, LocalMediation
from resilience_sim.mechanism import Mechanism
from resilience_sim.simulation import Simulation
from resilience_sim.vocabulary import CLOSED
from tests.institutions.made import begun, days, money_of, row, village

ADVISER = "village/legal_service/adviser"


def disputes(*institutions: Mechanism, work: float = 0.5) -> Simulation:
    community = village()
    community.bodies.community[6] = -1
    run = begun(community, *institutions, need="mediation", rate=0.2, report=1e3, work=work,
                settings={"response.own_report.desk": "residents_committee"})  # fmt: skip
    # nobody is accountable for disputes but the office: the committee passes them on
    run.responsibility.first[8] = row(run, "office")
    run.engine.set_cells(run.responsibility)
    return days(run, 100)


def test_the_adviser_settles_its_share_and_the_rest_goes_on() -> None:
    run = disputes(LegalService(hours_a_day=24.0, chance=0.6))
    cases = run.record().cases
    done = cases[cases["ending"] == CLOSED]
    assert (done["holder"] == row(run, ADVISER)).mean() == pytest.approx(0.6, abs=0.12)
    assert money_of(run, "legal_service") == pytest.approx(2 * 3000.0)


def test_what_is_tried_below_comes_first() -> None:
    run = disputes(LegalService(hours_a_day=24.0, chance=1.0), LocalMediation(chance=1.0))
    cases = run.record().cases
    done = cases[cases["ending"] == CLOSED]
    assert (done["holder"] == row(run, "committee")).all()


def test_few_hours_make_a_queue() -> None:
    waits = []
    for hours in (1.0, 24.0):
        cases = disputes(LegalService(hours_a_day=hours), work=2.0).record().cases
        waits.append(float(cases["in_hands"].mean()))
    assert waits[0] > 10.0 * waits[1]
