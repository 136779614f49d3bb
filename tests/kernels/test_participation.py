"""The decision to take part against a naive reading of its rule."""

from __future__ import annotations

import numpy as np
import pytest

from resilience_sim.kernels.participation import decide
from tests.worlds import ties_of


@pytest.mark.parametrize("run", [decide, decide.py_func], ids=["compiled", "python"])
@pytest.mark.parametrize("follows", [0.0, 2.0])
def test_it_is_the_rule(run, follows: float) -> None:  # type: ignore[no-untyped-def]
    rng = np.random.default_rng(3)
    n = 40
    pairs = [(i, j) for i in range(n - 1) for j in range(i + 1, n - 1) if rng.random() < 0.2]
    ties = ties_of(n, pairs, rng.random(len(pairs)))
    taking = (rng.random(n) < 0.4).astype(np.float64)
    given, threshold, phase, drive = rng.random((4, n))
    strain, registered, delta = rng.random(n), rng.random(n) < 0.2, np.empty(n)
    weight = np.zeros((n, n))
    for i in range(n):
        for e in range(int(ties.start[i]), int(ties.start[i + 1])):
            weight[i, ties.index[e]] += ties.weight[e]
    whole = weight.sum(axis=1)
    share = np.where(whole > 0.0, weight @ taking / np.where(whole > 0.0, whole, 1.0), 0.0)
    tired = (strain + 0.1 * given * (1.0 - strain)) * 0.9
    wants = drive - 0.5 * tired + follows * share >= threshold
    due = np.floor(2.4 + phase) > np.floor(2.0 + phase)
    was = registered.copy()
    run(
        ties.start, ties.index, ties.weight, taking, given, threshold, phase, drive,
        0.1, 0.9, 0.5, follows, 2.4, 2.0, strain, registered, delta,
    )  # fmt: skip
    assert 0 < due.sum() < n
    assert strain == pytest.approx(tired)
    assert delta == pytest.approx(np.where(due, wants - taking, 0.0))
    assert (registered == (was | (taking + delta > 0.5))).all()
