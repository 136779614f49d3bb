"""The time bank: books that balance, withdrawals, and what happens when they fail."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from resilience_sim import contributions as c
from resilience_sim.institutions import TimeBank
from resilience_sim.simulation import Simulation
from tests.institutions.made import acts, begun, days, only, row, village


def bank(rate: float = 0.0, **told: float) -> Simulation:
    """Nine members with two hours a day, three frail."""
    community = village(hours=2.0)
    community.people.vulnerable[9:] = True
    one = TimeBank(**{"joins": 1.0, "hours_a_day": 0.5, **told})  # type: ignore[arg-type]
    run = begun(community, one, need="repair", rate=rate, report=1e3, work=24.0 * 30)
    own = run.own["time_bank"]
    own["member"][9:] = False
    own["served"][9:] = True
    return run


def test_hours_work_where_care_is_and_are_taken_from_members() -> None:
    run = bank()
    hours = only(run.scenario.institutions[0].staff(run.world), c.Hours)
    assert hours.people == pytest.approx([0.5] * 9 + [0.0] * 3)
    assert hours.bodies[row(run, "committee")] == pytest.approx(9 * 0.5 * 0.8)


def test_a_month_credits_members_and_debits_the_frail() -> None:
    run = days(bank(), 30)
    purse = run.world.purses["time_bank"]["hours"]
    assert purse.people == pytest.approx([15.0] * 9 + [-45.0] * 3)
    assert purse.till == pytest.approx(0.0)


def test_who_waits_asks_an_hour_back_and_goes_to_the_front() -> None:
    """Repairs take a month each, so members have open needs at the second month's books."""
    run = days(bank(rate=1.0, honoured=1.0), 61)
    ((_, none, _), (_, asked, figures)) = acts(run, "withdraw")
    assert none == 0  # no credit yet
    assert asked == figures["honoured"] > 0
    front = run.own["time_bank"]["front"]
    assert front.sum() == asked
    tier = only(run.scenario.institutions[0].rank(run.world), c.Tier)
    assert tier.by_household == pytest.approx(front)
    purse = run.world.purses["time_bank"]["hours"]
    assert purse.people[:9].sum() == pytest.approx(9 * 30.0 - asked)


def test_withdrawals_not_honoured_break_the_promise() -> None:
    run = days(bank(rate=1.0, honoured=0.0), 60)
    broken = [count for _, count, _ in acts(run, "promise_broken")]
    assert broken[-1] > 0
    assert run.own["time_bank"]["front"].sum() == 0.0
    assert run.messages["promise_broken"].sum() == broken[-1]


@settings(max_examples=8, deadline=None)
@given(st.floats(0.0, 1.0), st.floats(0.0, 2.0), st.floats(0.0, 2.0))
def test_credits_sum_to_nothing(honoured: float, hours: float, rate: float) -> None:
    run = days(bank(rate=rate, honoured=honoured, hours_a_day=hours), 92)
    purse = run.world.purses["time_bank"]["hours"]
    assert purse.people.sum() == pytest.approx(0.0, abs=1e-6)
    assert purse.till == pytest.approx(0.0, abs=1e-6)
    assert np.isfinite(purse.people).all()
