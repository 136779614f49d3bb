"""The experience kernel against a naive reading of its rule."""

from __future__ import annotations

import numpy as np
import pytest

from resilience_sim.kernels.experience import live


@pytest.mark.parametrize("run", [live, live.py_func], ids=["compiled", "python"])
@pytest.mark.parametrize("sign", [-1.0, 0.0, 1.0])
def test_it_is_the_rule(run, sign: float) -> None:  # type: ignore[no-untyped-def]
    rng = np.random.default_rng(2)
    n, rows = 50, 12
    x, anchor, first = rng.random((3, n))
    row = rng.integers(rows, size=n).astype(np.int32)
    up, down = rng.random((2, rows))
    delta, moved = np.zeros(n), np.empty(n)
    run(x, anchor, first, row, up, down, sign, 0.4, 0.1, delta, moved)

    def after(y: np.ndarray) -> np.ndarray:
        return (y + (1 - y) * up[row]) * (1 - down[row])

    assert delta == pytest.approx(np.clip(sign * (after(x) - x), -x, 1 - x))
    felt = anchor + 0.4 * sign * (after(anchor) - anchor)
    assert moved == pytest.approx(np.clip(felt + 0.1 * (first - felt), 0, 1))
