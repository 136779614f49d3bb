"""The responsibility list against what one can count in a street of three buildings."""

from __future__ import annotations

import math

import numpy as np
import pytest

from resilience_sim.institutions import ResponsibilityList
from resilience_sim.simulation import Simulation
from resilience_sim.vocabulary import CLOSED, N_OF_HOMES, NEEDS
from tests.institutions.made import begun, days, row, street

CARE, REPAIR, FOOD = (NEEDS.index(need) for need in ("care", "repair", "food"))
ALL_COME = ResponsibilityList(reach=1.0, power=1.0, ageing=0.0)


def muddled(*institutions: ResponsibilityList) -> Simulation:
    """Nobody holds care in building 0, two hold repair in building 1, nobody has authority."""
    run = begun(street(), *institutions)
    run.responsibility.first[CARE, 0] = -1
    run.responsibility.second[REPAIR, 1] = row(run, "committee")
    run.responsibility.empowered[:] = False
    run.responsibility.belief[:] = row(run, "post")
    return run


def test_a_meeting_of_all_fills_gaps_ends_overlaps_pairs_power_and_teaches() -> None:
    run = days(muddled(ALL_COME), 2)
    cells = run.responsibility
    assert cells.first[CARE, 0] == row(run, "committee")
    assert (cells.second == -1).all()
    held = cells.first >= 0
    assert held.sum() == 9  # three needs have a natural body, in three buildings
    assert cells.empowered[held].all()
    assert not cells.empowered[~held].any()
    assert (cells.first[FOOD] == -1).all()  # no statute names anybody: the list cannot
    believed = cells.belief.reshape(4, len(NEEDS), 3)
    assert (believed == cells.first[None]).all()


def test_it_costs_two_hours_of_each_of_the_four_bodies_that_meet() -> None:
    run = days(muddled(ALL_COME), 1)
    assert run.recording.sums["institution_hours.responsibility_list"] == pytest.approx(8.0)
    run.step()
    # a post of 24 h a day works 22 on the day after the meeting, and 24 again afterwards
    assert run.engine.arrays["body"]["speed"] == pytest.approx(22.0)
    assert days(run, 1).engine.arrays["body"]["speed"] == pytest.approx(24.0)


def test_it_meets_on_its_schedule_and_notes_it() -> None:
    run = days(muddled(ResponsibilityList(interval_days=7.0, first_day=3.0)), 25)
    met = [act.t - run.world.begin for act in run.acts if act.act == "meeting"]
    assert met == [3.0, 10.0, 17.0, 24.0]


def test_a_body_binds_only_itself_and_those_who_stay_away_learn_nothing() -> None:
    told = ResponsibilityList(reach=0.5, power=1.0, ageing=0.0)
    seen: set[bool] = set()
    for label in "abcdef":  # each label draws another attendance
        run = muddled(ResponsibilityList(**{**vars(told), "label": label}))
        key = run.world.bodies.key
        zero = np.zeros(len(key), np.int64)
        came = run.luck.uniform_each(label, "attendance", key, zero, zero, zero) < 0.5
        days(run, 1)
        cells = run.responsibility
        for name, need in (("committee", CARE), ("property", REPAIR)):
            there = bool(came[row(run, name)])
            seen.add(there)
            assert cells.empowered[need, 2] == there
        assert (cells.first[CARE, 0] >= 0) == came[row(run, "committee")]
        assert (cells.second[REPAIR, 1] < 0) == came[row(run, "property")]
        believed = cells.belief.reshape(4, -1)
        stale = (believed == row(run, "post")).all(axis=1)
        assert np.array_equal(stale, ~came)
    assert seen == {True, False}


def test_duties_may_come_without_power() -> None:
    run = days(muddled(ResponsibilityList(reach=1.0, power=0.0, ageing=0.0)), 2)
    assert run.responsibility.first[CARE, 0] >= 0
    assert not run.responsibility.empowered.any()


def wrong_share(run: Simulation) -> float:
    cells = run.responsibility
    believed = cells.belief.reshape(4, *cells.first.shape)
    kept = slice(0, N_OF_HOMES)  # nobody here has the needs of units: lists say nothing of them
    return float((believed[:, kept] != cells.first[None, kept]).mean())


def test_a_list_that_is_not_renewed_misleads() -> None:
    """Entries go wrong at 3.65 a year: exp(-.5) are right 50 days after the meeting."""
    told = ResponsibilityList(reach=1.0, ageing=3.65, interval_days=60.0)
    run = days(begun(street(80, 80), told), 51)
    assert wrong_share(run) == pytest.approx(1.0 - math.exp(-0.5), abs=0.03)  # 3,200 entries
    days(run, 9)
    assert wrong_share(run) > 0.4
    days(run, 1)
    assert wrong_share(run) < 0.02  # the second meeting puts it right
    never = begun(street(80, 80), ResponsibilityList(reach=1.0, ageing=0.0))
    assert wrong_share(days(never, 51)) == 0.0


@pytest.mark.parametrize("hours", [6.0, 12.0])
def test_how_entries_age_does_not_depend_on_how_often_it_is_asked(hours: float) -> None:
    told = ResponsibilityList(reach=0.6, ageing=10.0, interval_days=20.0)
    daily, often = (
        days(begun(street(20, 20), told, settings={"table_hours": span}), 50)
        for span in (24.0, hours)
    )
    assert wrong_share(daily) > 0.1
    assert np.array_equal(daily.responsibility.belief, often.responsibility.belief)


def served(*institutions: ResponsibilityList) -> int:
    """Cases of care closed where the committee has no hands and property may act as well."""
    community = street(60)
    community.bodies.hours[community.body_of("committee")] = 0.0
    run = begun(
        community, *institutions, need="care", rate=0.2, report=1e3, work=0.1,
        cost_to_benefit=0.5,
    )  # fmt: skip
    run.responsibility.second[CARE] = row(run, "property")
    run.engine.set_cells(run.responsibility)
    cases = days(run, 30).record().cases
    later = cases["raised"] > run.world.begin + 2.0  # after the first meeting
    return int((cases["ending"][later] == CLOSED).sum())


def test_a_sole_body_becomes_the_bottleneck() -> None:
    """Without the list property acts where the committee does not; with it nobody may."""
    assert served() > 15
    assert served(ALL_COME) == 0
