"""The epidemic kernel: compiled against uncompiled, and its pieces against their rules."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from resilience_sim.crises import Epidemic
from resilience_sim.kernels.epidemic import pressure_until, time_of
from tests.worlds import run_process, tiny_world

ROOT = Path(__file__).parents[2]
RING = [(i, (i + d) % 90) for i in range(90) for d in (1, 7)]


def outbreak() -> np.ndarray:
    """Persons after sixty days of a small outbreak."""
    world = tiny_world(np.full(30, 3), ties=RING, end=60.0)
    return run_process(world, Epidemic(initial=4, leakage=2.0), 60.0, 20.0)["person"]


def test_compiled_and_uncompiled_agree(tmp_path: Path) -> None:
    compiled = outbreak()
    assert 20 < np.isfinite(compiled["infected_at"]).sum() < 90
    file = tmp_path / "plain.npy"
    code = (
        "import numpy as np; from tests.kernels.test_epidemic import outbreak;"
        f"np.save({str(file)!r}, outbreak())"
    )
    environment = {**os.environ, "NUMBA_DISABLE_JIT": "1", "PYTHONPATH": str(ROOT)}
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT, env=environment)
    plain = np.load(file)
    for name in compiled.dtype.names or ():
        if compiled.dtype[name].kind == "f":
            assert np.allclose(plain[name], compiled[name], rtol=1e-9, equal_nan=True), name
        else:
            assert np.array_equal(plain[name], compiled[name]), name


@pytest.mark.parametrize("t", [0.0, 0.3, 1.0, 2.7, 4.0])
def test_pressure_and_its_inverse(t: float) -> None:
    knots, total = np.arange(5.0), np.array([0.0, 0.5, 0.5, 2.0, 3.0])
    level = pressure_until(t, knots, total)
    assert level == pytest.approx(np.interp(t, knots, total))
    assert pressure_until(time_of(level, knots, total), knots, total) == pytest.approx(level)
    assert time_of(3.1, knots, total) == np.inf
