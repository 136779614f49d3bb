"""Talks: who comes, what they hear, what it costs."""

from __future__ import annotations

import numpy as np
import pytest

from resilience_sim.institutions import ScienceOutreach
from tests.institutions.made import acts, begun, days, hours_of, money_of, village


def audience(belief: float, households: int = 300) -> float:
    """Mean share of grown-ups at ten talks."""
    told = ScienceOutreach(interval_days=1.0, comes=0.5, doubters=0.2)
    run = begun(village(households), told)
    run.people.belief[:] = belief
    days(run, 10)
    return float(np.mean([count for _, count, _ in acts(run, "talk")])) / households


def test_a_talk_is_heard_by_who_comes() -> None:
    run = begun(village(), ScienceOutreach(interval_days=7.0, comes=1.0, doubters=1.0,
                                           corrections=2.0, against_blame=1.0))  # fmt: skip
    days(run, 7)
    assert run.messages["correction"] == pytest.approx(np.full(12, 2.0))
    assert run.messages["against_blame"] == pytest.approx(np.ones(12))
    days(run, 8)
    assert [day for day, _, _ in acts(run, "talk")] == [7.0, 14.0]
    assert hours_of(run, "science_outreach") == pytest.approx(12.0)
    assert money_of(run, "science_outreach") == pytest.approx(1600.0)


def test_those_who_doubt_stay_away() -> None:
    assert audience(1.0) == pytest.approx(0.5, abs=0.05)
    assert audience(0.0) == pytest.approx(0.1, abs=0.05)
