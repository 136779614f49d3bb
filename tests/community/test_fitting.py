"""Iterative proportional fitting against results worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, strategies as st

from resilience_sim.community.fitting import apportion, fit
from resilience_sim.errors import InputError


def test_two_by_two_table_keeps_its_odds_ratio() -> None:
    # seed [[1, 2], [3, 4]], rows .4 and .6, columns .5 and .5: the first cell x solves
    # x (.1 + x) = 2/3 (.4 - x)(.5 - x), that is x^2 + 2.1 x - .4 = 0
    incidence = np.array([[1, 0, 1, 0], [1, 0, 0, 1], [0, 1, 1, 0], [0, 1, 0, 1]])
    weights = fit(np.array([1.0, 2.0, 3.0, 4.0]), incidence, np.array([0.4, 0.6, 0.5, 0.5]))
    x = (-2.1 + np.sqrt(2.1**2 + 1.6)) / 2
    assert weights == pytest.approx([x, 0.4 - x, 0.5 - x, 0.1 + x], abs=1e-9)


def test_households_and_persons_are_met_at_once() -> None:
    # ten households of one or two with sixteen members: four and six, whatever the seed
    incidence = np.array([[1, 1], [1, 2]])
    assert fit(np.array([9.0, 1.0]), incidence, np.array([10.0, 16.0])) == pytest.approx([4, 6])


def test_larger_incidences_give_the_nearest_weights_in_entropy() -> None:
    # nearest to equal weights with a given mean is geometric: w2^2 = w1 w3
    incidence = np.array([[1, 1], [1, 2], [1, 3]])
    w = fit(np.ones(3), incidence, np.array([1.0, 2.4]))
    assert w.sum() == pytest.approx(1) and w @ [1, 2, 3] == pytest.approx(2.4)
    assert w[1] ** 2 == pytest.approx(w[0] * w[2])


def test_marginals_that_contradict_each_other_are_refused() -> None:
    with pytest.raises(InputError, match="cannot be met"):
        fit(np.ones(2), np.array([[1, 1], [1, 2]]), np.array([1.0, 5.0]), rounds=50)


@given(
    st.integers(0, 5000),
    st.lists(st.floats(0.001, 10), min_size=1, max_size=30),
)
def test_apportioned_numbers_are_whole_and_near(total: int, shares: list[float]) -> None:
    weight = np.array(shares)
    whole = apportion(total, weight)
    assert whole.sum() == total
    assert np.all(np.abs(whole - total * weight / weight.sum()) < 1 + 1e-6)
