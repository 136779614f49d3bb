"""Bound units, members who report, and what taking over does to those whose work it is."""

from __future__ import annotations

import numpy as np
import pytest

from resilience_sim import contributions as c
from resilience_sim.community.community import Community
from resilience_sim.institutions import BigPartyCommittee
from resilience_sim.mechanism import ByNeed
from resilience_sim.simulation import Simulation
from resilience_sim.society import Initiative
from resilience_sim.vocabulary import CLOSED
from tests.institutions.made import acts, begun, days, only, row, scenario, village

NAME = "village/big_party_committee/big_committee"


def with_members() -> Community:
    """Three Party members work in the shop, one at the committee, one nowhere here."""
    community = village(hours=1.0)
    community.people.party_member[:5] = True
    community.people.employer[:3] = 4
    community.people.employer[3] = 1
    return community


def test_members_in_units_report_and_work_at_the_committee() -> None:
    run = begun(with_members(), BigPartyCommittee(reports=1.0, bound=1.0, hours_a_day=0.5))
    hours = only(run.scenario.institutions[0].staff(run.world), c.Hours)
    assert hours.people == pytest.approx([0.5] * 3 + [0.0] * 9)
    assert hours.bodies[row(run, "committee")] == pytest.approx(1.5)
    assert acts(run, "report")[0][1] == 3


def test_bound_units_open_what_they_hold_above_their_reserve() -> None:
    run = days(begun(with_members(), BigPartyCommittee(bound=1.0, reserve=0.5)), 2)
    offers = run.engine.arrays["offer"]
    of_shop = offers["reserve"][offers["holder"] == row(run, "shop")]
    assert sorted(set(of_shop.tolist())) == [2.0, 5.0]  # of 4 parts and 10 lots of food
    unbound = days(begun(with_members(), BigPartyCommittee(bound=0.0, reports=1.0)), 2)
    assert len(unbound.engine.arrays["offer"]) == 0


def taking_over(initiative: Initiative) -> Simulation:
    one = BigPartyCommittee(reports=1.0, hours_a_day=1.0, takes_over=ByNeed(0.0, care=1.0))
    told = scenario(with_members(), one, need="care", rate=0.4, report=1e3, work=1.0)
    from dataclasses import replace

    return days(Simulation(replace(told, society=(initiative,)), 1), 95)


def test_what_it_takes_over_it_does_itself_and_the_committee_loses_the_habit() -> None:
    run = taking_over(Initiative(wear=1.0))
    done = run.record().cases
    done = done[done["ending"] == CLOSED]
    assert (done["holder"] == row(run, NAME)).all()
    taken = acts(run, "take_over")
    assert len(taken) >= 2
    # all its hours of service were the committee's, whose duty care is
    told = sum(figures["hours"] for _, _, figures in taken)
    assert told == pytest.approx(run.world.own["big_party_committee"]["served"][0])
    lost = run.world.own["initiative"]["lost"]
    assert lost[row(run, "committee")] > 0.1
    assert np.count_nonzero(lost) == 1
    assert run.engine.arrays["body"]["speed"][row(run, "committee")] < 24.0 * 0.9


def test_with_the_sign_off_nothing_is_lost() -> None:
    run = taking_over(Initiative(wear=1.0, takeover_to_initiative=0))
    assert not run.world.own["initiative"]["lost"].any()
