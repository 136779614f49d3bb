"""Seats for newcomers: whose homes are seen, and who sits at the meal."""

from __future__ import annotations

import numpy as np
import pytest

from resilience_sim import contributions as c
from resilience_sim.institutions import SelfManagement
from resilience_sim.simulation import Simulation
from tests.institutions.made import acts, begun, days, only, village


def seats(share: float = 0.5, newcomers: int = 6, **told: object) -> Simulation:
    community = village(hours=1.0)
    community.people.newcomer[12 - newcomers :] = True
    community.households.newcomer[12 - newcomers :] = True
    one = SelfManagement(
        **{"seats": 4, "newcomers": share, "hours_a_day": 0.5, **told}  # type: ignore[arg-type]
    )
    return begun(community, one, need="care", rate=0.2)


def rates(run: Simulation) -> np.ndarray:
    return only(run.scenario.institutions[0].detect(run.world), c.Channel).by_household


def test_seats_decide_whose_homes_are_seen() -> None:
    """Two members each: an hour of visits of a quarter over six homes, for both groups."""
    assert rates(seats(0.5)) == pytest.approx([1.0 / 0.25 / 6] * 12)
    assert rates(seats(0.25)) == pytest.approx([1.5 / 0.25 / 6] * 6 + [0.5 / 0.25 / 6] * 6)


def test_without_seats_newcomers_stay_unseen() -> None:
    run = days(seats(0.0), 40)
    cases = run.record().cases
    found = ~np.isnan(cases["detected"])
    assert set(cases["household"][found]) <= set(range(6))
    assert found.any()


def test_few_newcomers_have_no_seats() -> None:
    run = seats(0.5, newcomers=2)  # a sixth of residents, under the threshold of a fifth
    assert acts(run, "seat")[0][2]["newcomers"] == 0.0
    assert rates(run)[10:].sum() == 0.0


def test_meals_bring_both_groups_to_one_table() -> None:
    run = seats(guests=1.0, interval_days=5.0)
    days(run, 6)
    ((day, came, figures),) = acts(run, "gathering")
    assert (day, came, figures["hours"]) == (5.0, 12, 24.0)
