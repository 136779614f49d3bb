"""Oversight: longer days, reports, and what is overdue first."""

from __future__ import annotations

import numpy as np
import pytest

from resilience_sim import contributions as c
from resilience_sim.institutions import Oversight
from resilience_sim.mechanism import ByNeed
from tests.institutions.made import acts, begun, days, hours_of, only, row, village


def test_days_are_longer_and_reports_take_their_part() -> None:
    run = begun(village(), Oversight(overtime=0.25, paperwork=0.125))
    told = run.scenario.institutions[0].staff(run.world)
    longer, reports = only(told, c.Hours).bodies, only(told, c.Planned).bodies
    four = [row(run, name) for name in ("post", "committee", "station", "property")]
    assert longer[four] == pytest.approx(6.0)
    assert reports[four] == pytest.approx(3.0)
    assert longer[row(run, "office")] == 0.0
    run.step()
    assert run.engine.arrays["body"]["speed"][four] == pytest.approx(27.0)


def test_paperwork_may_eat_what_effort_adds() -> None:
    run = begun(village(), Oversight(overtime=0.05, paperwork=0.2))
    run.step()
    assert run.engine.arrays["body"]["speed"][row(run, "committee")] < 24.0


def test_what_is_overdue_gains_and_the_panel_says_what_it_found() -> None:
    one = Oversight(pressure=ByNeed(0.3), interval_days=20.0, panel=1.0, hours=2.0)
    run = begun(village(), one, need="care", rate=0.2, report=1e3, work=1.0,
                settings={"response.service.due": 0.0})  # fmt: skip
    score = only(one.rank(run.world), c.Score)
    assert score.slope == pytest.approx(np.full(score.slope.shape, 0.3))
    days(run, 20)
    assert acts(run, "review")[0][2]["in_time"] == pytest.approx(0.0)
    assert run.messages["bad_account"] == pytest.approx(np.ones(12))
    assert hours_of(run, "oversight") == pytest.approx(8.0 + 20 * 4 * 0.05 * 24, rel=0.2)
