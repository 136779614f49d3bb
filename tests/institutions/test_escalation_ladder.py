"""The escalation ladder against journeys one can count level by level."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from resilience_sim import contributions as c
from resilience_sim.institutions import EscalationLadder
from resilience_sim.mechanism import ByNeed
from resilience_sim.simulation import Simulation
from resilience_sim.vocabulary import CLOSED, NEEDS
from tests.communities import Desk, hand_made
from tests.institutions.made import begun, days, only, row, street

PRESETS = ("party_four_levels", "five_level_grid", "three_chiefs")
TOLD: dict[str, Any] = dict(span=4, hours=1.0, visiting=0.5, visit_hours=0.25)


def ladder(preset: str, need: str = "care", **told: Any) -> Simulation:
    """Everybody has an hour a day and may be appointed; nobody reports by himself."""
    community = street(hours=1.0, party_member=True)
    rules = {"need": need, "rate": told.pop("rate", 0.05), "work": told.pop("work", 0.0)}
    return begun(community, EscalationLadder(preset=preset, **{**TOLD, **told}), **rules)


def chain(run: Simulation, name: str) -> list[str]:
    """Names of what stands above a body, without the street and the label."""
    at, found = row(run, name), []
    while at >= 0:
        found.append(run.world.body_names[at].split("/")[-1])
        at = int(run.bodies.parent[at])
    return found


def test_the_levels_of_each_preset() -> None:
    run = ladder("three_chiefs")
    assert chain(run, "street/escalation_ladder/building_chief_2") == [
        "building_chief_2", "alley_chief_1", "street_chief_1", "office",
    ]  # fmt: skip
    assert chain(run, "post") == ["post", "committee", "office"]  # chiefs stand beside the desks
    run = ladder("party_four_levels")
    assert chain(run, "street/escalation_ladder/party_group_3") == [
        "party_group_3", "party_branch_1", "party_committee_1", "office",
    ]  # fmt: skip
    assert chain(run, "post") == ["post", "party_branch_1", "party_committee_1", "office"]
    assert chain(run, "committee") == ["committee", "party_committee_1", "office"]
    run = ladder("five_level_grid")
    assert chain(run, "street/escalation_ladder/building_grid_1") == [
        "building_grid_1", "post", "committee", "office",
    ]  # fmt: skip


@pytest.mark.parametrize("preset", PRESETS)
def test_one_resident_stands_behind_each_four_households(preset: str) -> None:
    run = ladder(preset)
    own = run.own["escalation_ladder"]
    assert list(own["group"]) == [0] * 4 + [1] * 4 + [2] * 4
    assert [p // 4 for p in own["person"]] == [0, 1, 2]  # a neighbour of theirs
    assert len(np.unique(ladder(preset, span=2).own["escalation_ladder"]["group"])) == 6


@pytest.mark.parametrize("preset", PRESETS)
def test_visits_and_hours(preset: str) -> None:
    """Half an hour of visits of a quarter each, over four homes; the other half at the body."""
    run = ladder(preset)
    one = run.scenario.institutions[0]
    told = only(one.detect(run.world), c.Channel)
    assert told.by_household == pytest.approx(0.5)
    bodies = np.unique(told.desk)
    assert len(bodies) == 3
    assert [np.flatnonzero(told.desk == body).tolist() for body in bodies] == [
        [0, 1, 2, 3], [4, 5, 6, 7], [8, 9, 10, 11],
    ]  # fmt: skip
    hours = only(one.staff(run.world), c.Hours)
    assert hours.bodies[bodies] == pytest.approx(0.5)
    assert hours.bodies.sum() == pytest.approx(1.5)
    assert hours.people.sum() == pytest.approx(3.0)


#: days from being found to being held: one a level, until one may decide
DELAYS = {
    ("three_chiefs", "information"): 0.0,  # the building keeps it
    ("three_chiefs", "food"): 1.0,  # the alley: nobody is accountable, so it holds
    ("three_chiefs", "care"): 2.0,  # the street assigns it to the committee
    ("three_chiefs", "departmental"): 3.0,  # the office
    ("party_four_levels", "information"): 0.0,
    ("party_four_levels", "care"): 2.0,
    ("party_four_levels", "repair"): 2.0,
    ("party_four_levels", "departmental"): 3.0,
    ("five_level_grid", "care"): 2.0,  # grid post, then the committee, which may decide
    ("five_level_grid", "repair"): 3.0,  # neither may: the office
}


@pytest.mark.parametrize(("preset", "need"), DELAYS)
def test_every_level_without_authority_adds_its_delay(preset: str, need: str) -> None:
    run = days(ladder(preset, need), 40)
    cases = run.record().cases
    held = cases[~np.isnan(cases["held"])]
    assert len(held) > 5
    assert held["held"] - held["detected"] == pytest.approx(DELAYS[preset, need], abs=1e-6)
    assert (held["escalations"] == DELAYS[preset, need]).all()
    first = {"care": "committee", "repair": "property", "departmental": "office"}
    if need in first:
        assert (held["holder"] == row(run, first[need])).all()


def test_more_authority_below_means_less_delay() -> None:
    run = days(ladder("three_chiefs", decides=ByNeed(2.0)), 40)
    cases = run.record().cases
    held = cases[~np.isnan(cases["held"])]
    assert held["held"] - held["detected"] == pytest.approx(1.0, abs=1e-6)


def test_who_may_hand_across_is_quicker_where_desks_know() -> None:
    run = days(ladder("three_chiefs", level_by_level=False), 40)
    cases = run.record().cases
    held = cases[~np.isnan(cases["held"])]
    assert held["held"] - held["detected"] == pytest.approx(0.0, abs=1e-6)
    assert (held["hops"] == 1).all()
    assert (held["holder"] == row(run, "committee")).all()


def test_the_lowest_level_may_lack_hours() -> None:
    """A tenth of an hour a day at each of three buildings serves 40 cases of .1 h in 40 days."""
    told = {"rate": 2.0, "work": 0.1, "visit_hours": 0.01}
    run = ladder("three_chiefs", "information", hours=0.2, **told)
    cases = days(run, 40).record().cases
    served = cases[cases["ending"] == CLOSED]
    chiefs = [row(run, f"street/escalation_ladder/building_chief_{b}") for b in (1, 2, 3)]
    assert np.isin(served["holder"], chiefs).all()
    assert 100 < len(served) <= 3 * 40
    plenty = days(ladder("three_chiefs", "information", hours=1.0, **told), 40)
    enough = plenty.record().cases
    assert served["in_hands"].mean() > 3.0 * enough[enough["ending"] == CLOSED]["in_hands"].mean()


def test_an_absent_chief_sees_nothing_and_does_nothing() -> None:
    run = ladder("three_chiefs")
    person = run.own["escalation_ladder"]["person"]
    run.world.absent = np.arange(12) == person[1]
    one = run.scenario.institutions[0]
    rate = only(one.detect(run.world), c.Channel).by_household
    assert rate[4:8].max() == 0.0
    assert rate[:4].min() > 0.0
    assert only(one.staff(run.world), c.Hours).people[person[1]] == 0.0


def test_where_nobody_can_be_appointed_there_is_no_body() -> None:
    community = street(hours=1.0)
    community.people.party_member[5] = True
    run = begun(community, EscalationLadder(preset="party_four_levels", **TOLD))
    groups = [name for name in run.world.body_names if "party_group" in name]
    assert groups == ["street/escalation_ladder/party_group_2"]
    desk = only(run.scenario.institutions[0].detect(run.world), c.Channel).desk
    assert (desk[:4] == -1).all()
    assert (desk[4:8] == row(run, groups[0])).all()


def test_bodies_without_a_root_fall_back_on_whom_they_believe_accountable() -> None:
    """No committee and no office: a chief with nobody above hands on instead of losing cases."""
    community = hand_made(
        4, [Desk("helpers", kind="social_organisation")], first={"care": "helpers"}
    )
    community.people.hours[:] = 1.0
    run = begun(
        community, EscalationLadder(preset="five_level_grid", **TOLD), need="care", rate=0.1
    )
    cases = days(run, 30).record().cases
    assert NEEDS[int(cases["need"][0])] == "care"
    assert not cases["orphaned"].any()
    assert (cases["ending"] == CLOSED).any()
