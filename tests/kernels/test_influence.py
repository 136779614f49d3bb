"""The influence kernel against a naive reading of its rule."""

from __future__ import annotations

import numpy as np
import pytest

from resilience_sim.kernels.influence import WIDTH, influence, sum_over_ties
from tests.worlds import ties_of


def case(seed: int):  # type: ignore[no-untyped-def]
    rng = np.random.default_rng(seed)
    n, columns = 30, WIDTH
    pairs = [(i, j) for i in range(n - 1) for j in range(i + 1, n - 1) if rng.random() < 0.2]
    ties = ties_of(n, pairs, rng.random(len(pairs)))
    start = rng.random((2, n, columns))
    return ties, start[0], start[1], 0.3, rng.random(columns)


def naive(ties, x, anchor, own, speed):  # type: ignore[no-untyped-def]
    n = len(x)
    w = np.zeros((n, n))
    for i in range(n):
        for e in range(int(ties.start[i]), int(ties.start[i + 1])):
            w[i, ties.index[e]] += ties.weight[e]
    heard = np.array([w[i] @ x / w[i].sum() if w[i].sum() else x[i] for i in range(n)])
    return speed * (own * anchor + (1 - own) * heard - x)


@pytest.mark.parametrize("run", [influence, influence.py_func], ids=["compiled", "python"])
@pytest.mark.parametrize("seed", range(3))
def test_it_is_the_rule(run, seed: int) -> None:  # type: ignore[no-untyped-def]
    ties, x, anchor, own, speed = case(seed)
    out = np.empty((WIDTH, len(x)))
    run(
        ties.start,
        ties.index,
        ties.weight,
        tuple(np.ascontiguousarray(x.T)),
        tuple(np.ascontiguousarray(anchor.T)),
        own,
        speed,
        np.empty_like(x),
        out,
    )
    assert pytest.approx(naive(ties, x, anchor, own, speed), abs=1e-12) == out.T


@pytest.mark.parametrize("run", [sum_over_ties, sum_over_ties.py_func], ids=["compiled", "python"])
def test_the_sum_over_ties(run) -> None:  # type: ignore[no-untyped-def]
    ties, x, *_ = case(1)
    out = np.empty(len(x))
    run(ties.start, ties.index, ties.weight, x[:, 0].copy(), out)
    known = np.zeros(len(x))
    for i in range(len(x)):
        for e in range(int(ties.start[i]), int(ties.start[i + 1])):
            known[i] += ties.weight[e] * x[ties.index[e], 0]
    assert out == pytest.approx(known)
