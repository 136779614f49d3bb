"""Certificates, appraisal, dismissal after three years, and places left empty."""

from __future__ import annotations

import pytest

from resilience_sim import contributions as c
from resilience_sim.institutions import WorkforceIncentives
from resilience_sim.simulation import Simulation
from tests.institutions.made import acts, begun, days, money_of, only, row, village


def force(n: float, **told: object) -> Simulation:
    one = WorkforceIncentives(
        **{"held": 0.2, "passes": 0.5, "fails": 0.0, **told}  # type: ignore[arg-type]
    )
    run = begun(village(), one, settings={"warmup_days": 1300.0, "step_hours": 24.0})
    return days(run, n)


def certified(run: Simulation) -> float:
    return float(run.own["workforce_incentives"]["certified"][row(run, "committee")])


def test_half_of_those_without_pass_each_year_and_do_more_in_an_hour() -> None:
    run = force(366, skilled=1.5)
    assert certified(run) == pytest.approx(0.2 + 0.5 * 0.8)
    told = run.scenario.institutions[0].staff(run.world)
    pace = only(told, c.Pace).bodies
    assert pace[row(run, "committee")] == pytest.approx((1 + 0.5 * 0.6) / (1 + 0.5 * 0.2))
    assert pace[row(run, "property")] == 1.0  # a company's staff is its own affair
    assert only(told, c.Planned).bodies[row(run, "committee")] == pytest.approx(24.0 / 365.0)
    assert money_of(run, "workforce_incentives") == pytest.approx(3 * 0.6 * 2000.0)


def test_after_three_years_who_has_none_must_go_and_places_stay_empty() -> None:
    """.2, .6, .8, .9 hold one after one, two, three years; a tenth of the staff goes."""
    run = force(1095)
    assert run.bodies.staff[row(run, "committee")] == pytest.approx(0.9)
    assert certified(run) == 1.0
    days(run, 59)
    assert run.bodies.staff[row(run, "committee")] == pytest.approx(0.9)
    days(run, 2)
    assert run.bodies.staff[row(run, "committee")] == pytest.approx(1.0)
    assert certified(run) == pytest.approx(0.9)  # who comes has none
    assert acts(run, "appraise")[-1][2]["dismissed"] == pytest.approx(3 * 0.1)


def test_two_failed_years_in_a_row_end_the_job() -> None:
    run = force(731, fails=0.5, passes=1.0)
    assert run.bodies.staff[row(run, "committee")] == pytest.approx(0.75)
