"""The council: stairwells that are seen, disputes that are tried, and stairwells left out."""

from __future__ import annotations

import numpy as np
import pytest

from resilience_sim import contributions as c
from resilience_sim.institutions import AdvisoryCouncil
from resilience_sim.simulation import Simulation
from resilience_sim.vocabulary import CLOSED
from tests.institutions.made import acts, begun, days, only, row, village


def council(need: str = "care", members: int = 1, **told: object) -> Simulation:
    """One resident of sixty in the first stairwell, with an hour a day."""
    community = village(hours=1.0)
    community.people.age[1] = 12
    one = AdvisoryCouncil(
        members=members,
        hours_a_day=1.0,
        visit_hours=0.5,
        **told,  # type: ignore[arg-type]
    )
    return begun(community, one, need=need, rate=0.2, work=0.2,
                 settings={"response.own_report.desk": "residents_committee"})  # fmt: skip


def test_a_member_visits_its_stairwell_and_others_are_left_out() -> None:
    """An hour of visits of half an hour over four homes."""
    run = council()
    rate = only(run.scenario.institutions[0].detect(run.world), c.Channel).by_household
    assert rate.tolist() == [0.5] * 4 + [0.0] * 8
    hours = only(run.scenario.institutions[0].staff(run.world), c.Hours)
    assert (hours.people[1], hours.people.sum(), hours.bodies.sum()) == (1.0, 1.0, 0.0)
    cases = days(run, 30).record().cases
    found = ~np.isnan(cases["detected"])
    assert set(cases["household"][found]) <= {0, 1, 2, 3}
    assert found.any()


def test_the_committee_tries_disputes_with_a_members_word() -> None:
    run = council("mediation", chance=1.0)
    done = days(run, 60).record().cases
    done = done[done["ending"] == CLOSED]
    assert (done["holder"] == row(run, "committee")).all()
    run.world.absent = np.ones(12, bool)
    told = only(run.scenario.institutions[0].route(run.world), c.Handling)
    assert not told.action.any()


def test_nobody_with_the_standing_no_council() -> None:
    community = village(hours=1.0)
    run = begun(community, AdvisoryCouncil())
    assert acts(run, "invite")[0][1] == 0
    assert only(run.scenario.institutions[0].detect(run.world), c.Channel).by_household.sum() == 0
    assert pytest.approx(0.0) == float(run.people.chief.sum())
