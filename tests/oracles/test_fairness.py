"""No house number is served better than another, and no two tie-breaks follow the rows."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from resilience_sim.engine.lists import before, scrambled
from tests.oracles.queues import queues, run, settled, waits


def rank_correlation(seed: int, days: float) -> tuple[float, int]:
    cases = settled(run(queues(1, 2, 400, 1.9, 1.0, days), seed), 5.0)
    found = stats.spearmanr(cases["household"], waits(cases))
    return float(found.statistic), len(cases)


def test_waits_do_not_follow_house_numbers() -> None:
    """Neighbouring waits depend on each other, rows do not: the plain error bound holds."""
    for seed in (1, 2, 3):
        rho, n = rank_correlation(seed, 60.0)
        assert n > 1500
        assert abs(rho) < 4.0 / np.sqrt(n)


def test_every_tenth_of_the_house_numbers_is_served_alike() -> None:
    cases = settled(run(queues(1, 2, 400, 1.9, 1.0, 200.0), 7), 5.0)
    late = waits(cases) > np.median(waits(cases))
    tenth = cases["household"] // 40
    table = np.array(
        [[np.sum(late & (tenth == k)), np.sum(~late & (tenth == k))] for k in range(10)]
    )
    assert stats.chi2_contingency(table).pvalue > 1e-3


class Case:
    """What the tie-break reads of a case."""

    def __init__(self, household: int, need: int, raised: float = 1.0) -> None:
        self.household, self.need, self.raised = household, need, raised


@pytest.mark.parametrize("need", [0, 5, 9])
def test_ties_are_broken_by_a_hash_that_ignores_the_row(need: int) -> None:
    rows = np.arange(5000)
    drawn = np.array([scrambled.py_func(Case(int(row), need)) for row in rows])
    assert len(np.unique(drawn)) == len(rows)
    assert abs(stats.spearmanr(rows, drawn).statistic) < 4.0 / np.sqrt(len(rows))
    assert stats.kstest(drawn / 2.0**32, "uniform").pvalue > 1e-4
    # neighbours: low against the next house number is a fair coin
    assert np.mean(drawn[1:] < drawn[:-1]) == pytest.approx(0.5, abs=0.06)


def test_older_cases_go_first_whatever_the_hash() -> None:
    for row in range(50):
        assert before.py_func(Case(row, 3, 1.0), Case(50 - row, 3, 2.0))
        assert not before.py_func(Case(row, 3, 2.0), Case(50 - row, 3, 1.0))


@pytest.mark.long
def test_powered_rank_correlation() -> None:
    found = [rank_correlation(seed, 400.0) for seed in range(1, 13)]
    rho = np.array([one[0] for one in found])
    n = sum(one[1] for one in found)
    assert abs(rho.mean()) < 3.5 / np.sqrt(n)
