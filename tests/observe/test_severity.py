"""Functionality worked out from the journal, by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from resilience_sim.observe.record import MOVE
from resilience_sim.observe.severity import functionality_from_cases, loss_from_cases
from resilience_sim.vocabulary import CLOSED, LAPSED, MOVED, N_NEEDS
from tests.records import no_cases, random_cases, record


def test_one_late_case_and_one_given_up() -> None:
    cases = no_cases(2)
    cases["household"] = [0, 1]
    cases["need"] = [0, 1]
    cases["raised"] = [0.0, 0.0]
    cases["due"] = [2.0, 3.5]
    cases["closed"] = [5.0, 6.0]
    cases["ending"] = [CLOSED, LAPSED]
    weights = np.zeros(N_NEEDS)
    weights[:2] = [0.5, 1.0]
    q = functionality_from_cases(record(cases=cases, households=4), weights, burden_days=10.0)
    lost = 4 * (1 - q)
    assert lost[:2] == pytest.approx([0, 0])
    assert lost[2:6] == pytest.approx([0.5, 0.5, 0.5 + 1.0, 1.0])
    assert lost[6:9] == pytest.approx([1.0, math.exp(-0.1), math.exp(-0.2)])


def test_a_household_loses_at_most_everything() -> None:
    cases = no_cases(3)
    cases["household"] = 0
    cases["need"] = [0, 1, 2]
    cases["due"] = 1.0
    q = functionality_from_cases(record(cases=cases, households=2), np.ones(N_NEEDS))
    assert q[0] == 1.0 and (q[1:] == 0.5).all()


def test_burdens_end_with_the_first_move_after_them_and_cases_with_theirs() -> None:
    """Three households give up on day 2; one moves on day 5, one before and on day 7, one never."""
    cases = no_cases(4)
    cases["household"] = [0, 1, 2, 3]
    cases["need"] = 0
    cases["due"] = [9.0, 9.0, 9.0, 1.5]
    cases["closed"] = [2.0, 2.0, 2.0, 5.0]
    cases["ending"] = [LAPSED, LAPSED, LAPSED, MOVED]
    run = record(cases=cases, households=8)
    run.moves = np.array([(0, 1.0), (3, 5.0), (1, 5.0), (0, 7.0), (7, 3.0), (1, 6.0)], MOVE)
    weights = np.zeros(N_NEEDS)
    weights[0] = 0.5
    lost = 8 * (1 - functionality_from_cases(run, weights, burden_days=10.0))
    # who moves on a day stands in what is read that day, and in nothing after
    for day, burdens, late in ((1, 0, 0), (2, 3, 1), (5, 3, 1), (6, 2, 0), (7, 2, 0), (8, 1, 0)):
        left = 0.5 * burdens * math.exp(-0.1 * (day - 2)) + 0.5 * late
        assert lost[day] == pytest.approx(left), day


def test_against_a_slow_reading_of_the_rule() -> None:
    rng = np.random.default_rng(3)
    cases = random_cases(rng, 300, 40, -10.0, 30.0, slow=4.0)
    weights = rng.uniform(0.1, 0.6, N_NEEDS)
    found = functionality_from_cases(record(cases=cases), weights, 10.0)
    for day in range(31):
        owed = np.zeros(40)
        for case in cases:
            closed = case["closed"] if not math.isnan(case["closed"]) else math.inf
            weight = weights[case["need"]]
            if case["due"] <= day < closed:
                owed[case["household"]] += weight
            if case["ending"] == LAPSED and closed <= day:
                owed[case["household"]] += weight * math.exp(-(day - closed) / 10.0)
        assert found[day] == pytest.approx(1 - np.minimum(owed, 1.0).mean()), day
    assert loss_from_cases(record(cases=cases), weights) == pytest.approx(
        np.trapezoid(1 - found), rel=1e-12
    )


def test_wrong_number_of_weights_is_refused() -> None:
    with pytest.raises(ValueError, match="severity"):
        functionality_from_cases(record(), [1.0, 2.0])
