"""The red grid against what one can count in a street of three buildings."""

from __future__ import annotations

import numpy as np
import pytest

from resilience_sim import contributions as c
from resilience_sim.community.community import Community
from resilience_sim.institutions import RedGrid
from resilience_sim.mechanism import ByNeed
from resilience_sim.response import MutualAid
from resilience_sim.simulation import Simulation
from resilience_sim.vocabulary import TIE_LAYERS
from tests.communities import Desk, hand_made
from tests.institutions.made import begun, days, only, row, street

TOLD = dict(active=1.0, visiting=0.5, serving=0.25, visit_hours=0.25, yield_of_hours=0.8)


def two_members() -> Community:
    """Persons 0 and 5, of the first and second building, are members with two hours a day."""
    community = street(hours=2.0)
    community.people.party_member[[0, 5]] = True
    return community


def grid(span: int = 4, **told: float) -> Simulation:
    return begun(two_members(), RedGrid(span=span, **{**TOLD, **told}))


def member(run: Simulation) -> list[int]:
    return list(run.own["red_grid"]["member_of_household"])


def test_members_take_the_households_of_their_building_and_the_span_binds() -> None:
    assert member(grid(4)) == [0] * 4 + [5] * 4 + [-1] * 4


def test_who_has_room_takes_households_of_the_grid_from_the_nearest_on() -> None:
    """Person 5 lives one building from the third, person 0 two: two households each are left."""
    got = member(grid(6))
    assert got[:8] == [0] * 4 + [5] * 4
    assert sorted(got[8:]) == [0, 0, 5, 5]
    assert member(grid(12))[8:] == [5] * 4


def test_kinship_may_weigh_more_than_nearness() -> None:
    community = hand_made(
        12, [Desk("post"), Desk("committee", kind="residents_committee")], buildings=3,
        pairs=[(0, 11)],
    )  # fmt: skip
    community.people.hours[:] = 2.0
    community.people.party_member[0] = True
    community.ties.layer[:] = TIE_LAYERS.index("kin")
    for nearness, expected in ((0.5, 11), (2.0, 1)):
        run = begun(community, RedGrid(span=2, active=1.0, nearness=nearness, convenience=0.0))
        looked_after = np.flatnonzero(np.array(member(run)) == 0)
        assert looked_after[0] == 0  # its own home first
        assert (looked_after[1] == 11) == (expected == 11)


def test_members_without_hours_or_who_do_not_take_it_up_look_after_nobody() -> None:
    community = two_members()
    community.people.hours[5] = 0.0
    run = begun(community, RedGrid(span=4, **TOLD))
    assert set(member(run)) == {0, -1}
    assert set(member(begun(community, RedGrid(span=4, active=0.0)))) == {-1}


def test_hours_of_visits_are_shared_by_the_households_of_a_member() -> None:
    """Two hours, half of them for visits of a quarter of an hour: 4 a day, over 4 or 8 homes."""
    for span, each in ((4, 1.0), (12, 0.5)):
        run = grid(span)
        told = only(run.scenario.institutions[0].detect(run.world), c.Channel)
        assert told.by_household[4] == pytest.approx(each)
        assert told.by_household[0] == pytest.approx(1.0)
        assert (told.desk == row(run, "post")).all()
        assert told.watches
    assert only(grid(4).scenario.institutions[0].detect(grid(4).world),
                c.Channel).by_household[8:].max() == 0.0  # fmt: skip


def test_an_absent_member_leaves_all_its_households_unseen() -> None:
    run = grid(4)
    run.world.absent = np.arange(12) == 0
    told = only(run.scenario.institutions[0].detect(run.world), c.Channel)
    assert told.by_household[:4].max() == 0.0
    assert told.by_household[4:8].min() == pytest.approx(1.0)
    hours = only(run.scenario.institutions[0].staff(run.world), c.Hours)
    assert hours.people[0] == 0.0


def test_hours_at_the_grid_post_are_taken_from_the_members() -> None:
    """2 members * 2 h * .25 * .8 = .8 h at the post; each gives 2 * .75 = 1.5 h in all."""
    run = grid(4)
    hours = only(run.scenario.institutions[0].staff(run.world), c.Hours)
    assert hours.bodies[row(run, "post")] == pytest.approx(0.8)
    assert hours.people[[0, 5]] == pytest.approx(1.5)
    assert hours.people.sum() == pytest.approx(3.0)
    run.step()
    assert run.engine.arrays["body"]["speed"][row(run, "post")] == pytest.approx(24.8)
    assert run.recording.sums["institution_hours.red_grid"] == pytest.approx(3.0)


def test_neighbours_get_what_hours_are_left() -> None:
    community = two_members()
    aid = MutualAid(rate=ByNeed(1.0), share_of_hours=0.4)
    run = begun(community, RedGrid(span=4, **TOLD), more=(aid,))
    run.step()
    rate = run.engine.arrays["spare"]["rate"]
    assert rate[0] == pytest.approx(0.4 * 0.5)
    assert rate[1] == pytest.approx(0.4 * 2.0)


def test_hours_run_out() -> None:
    """Whatever is asked of members, they give no more than the two hours they have."""
    run = grid(4, visiting=0.8, serving=0.8)
    one = run.scenario.institutions[0]
    assert only(one.staff(run.world), c.Hours).people[0] == pytest.approx(2.0)
    told = only(one.detect(run.world), c.Channel)
    assert told.by_household[0] == pytest.approx(1.0 / 0.25 / 4)


def test_who_is_beyond_the_span_is_not_found() -> None:
    """Nobody reports: visits find what arises in two buildings, the third is left out."""
    community = two_members()
    run = days(begun(community, RedGrid(span=4, **TOLD), need="care", rate=0.3), 30)
    cases = run.record().cases
    found = ~np.isnan(cases["detected"])
    third = cases["building"] == 2
    assert found[~third].sum() > 20
    assert third.sum() >= 3
    assert not found[third].any()
