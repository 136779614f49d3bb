"""The indexed heap against sorting."""

from __future__ import annotations

import numpy as np
import pytest

from resilience_sim.kernels.heap import rekey


@pytest.mark.parametrize("run", [rekey, rekey.py_func], ids=["compiled", "python"])
def test_the_top_is_always_the_least(run) -> None:  # type: ignore[no-untyped-def]
    rng = np.random.default_rng(4)
    n = 40
    heap, place, key = np.zeros(n, np.int64), np.full(n, -1, np.int64), np.full(n, np.inf)
    size = 0
    for _ in range(1500):
        row = int(rng.integers(n))
        value = np.inf if rng.random() < 0.3 else float(rng.integers(12))
        size = run(heap, place, size, key, row, value)
        inside = [r for r in range(n) if np.isfinite(key[r])]
        assert size == len(inside) == (place >= 0).sum()
        assert all(heap[place[r]] == r for r in inside)
        if inside:
            assert heap[0] == min(inside, key=lambda r: (key[r], r))
