"""Elections: who may be elected, what they hear, and trust at stake."""

from __future__ import annotations

import numpy as np
import pytest

from resilience_sim import contributions as c
from resilience_sim.institutions import ResidentElection
from resilience_sim.simulation import Simulation
from tests.institutions.made import acts, begun, days, hours_of, only, row, village


def voted(due: float = 10.0, **told: object) -> Simulation:
    """Four locals with hours, in the first building; the rest are newcomers."""
    community = village(hours=1.0)
    community.people.newcomer[4:] = True
    community.households.newcomer[4:] = True
    return begun(
        community, ResidentElection(**{"seats": 2, **told}),  # type: ignore[arg-type]
        need="care", rate=0.2, report=1.0, work=0.5, settings={"response.service.due": due},
    )  # fmt: skip


def test_locals_are_elected_and_work_for_the_committee() -> None:
    run = days(voted(), 1)
    elected = np.flatnonzero(run.own["resident_election"]["elected"])
    assert len(elected) == 2 and elected.max() < 4
    assert np.flatnonzero(run.people.chief).tolist() == elected.tolist()
    hours = only(run.scenario.institutions[0].staff(run.world), c.Hours)
    assert hours.bodies[row(run, "committee")] == pytest.approx(1.0)
    heard = only(run.scenario.institutions[0].detect(run.world), c.Channel).by_household
    assert heard.tolist() == [1.0] * 4 + [0.0] * 8  # their own stairwell alone
    assert hours_of(run, "resident_election") == pytest.approx(40.0)


def test_who_is_not_local_is_not_elected_unless_the_rule_says_so() -> None:
    for local_only, most in ((True, 4), (False, 12)):
        run = days(voted(seats=12, local_only=local_only), 1)
        assert int(run.own["resident_election"]["elected"].sum()) == most


@pytest.mark.parametrize(("due", "outcome"), [(1e3, "promise_kept"), (0.0, "promise_broken")])
def test_trust_is_at_stake_by_the_quarter(due: float, outcome: str) -> None:
    run = days(voted(due), 91)
    ((_, count, _),) = acts(run, outcome)
    assert count == 12


def test_a_new_term_elects_anew() -> None:
    run = days(voted(term_days=90.0), 91)
    assert len(acts(run, "elect")) == 2
    assert int(run.own["resident_election"]["elected"].sum()) == 2
    assert int(run.people.chief.sum()) == 2
