"""The pointer through which compiled code reaches the arrays of the engine."""

from __future__ import annotations

import sys

import numpy as np
import pytest

from resilience_sim.engine.pointer import State
from resilience_sim.kernels.compiled import entry

ROW = np.dtype([("count", "i4"), ("value", "f8", (3,))], align=True)


@entry
def turn(s):  # type: ignore[no-untyped-def]
    """Read and write through every kind of array there is."""
    total = 0.0
    for i in range(s.row.shape[0]):
        r = s.row[i]
        r.count += 1
        r.value[2] = r.count * 10.0
        total += r.value[2]
    for i in range(s.table.shape[0]):
        for k in range(s.table.shape[1]):
            s.table[i, k] = s.table[i, k] + 100 * i + k
    return total


def arrays() -> dict[str, np.ndarray]:
    return {"row": np.zeros(4, ROW), "table": np.zeros((2, 3), np.int32), "none": np.zeros(0)}


def test_compiled_code_reads_and_writes_the_arrays_themselves() -> None:
    own = arrays()
    assert turn(State(own)) == 40.0
    assert turn(State(own)) == 80.0
    assert own["row"]["count"].tolist() == [2, 2, 2, 2]
    assert own["row"]["value"][0].tolist() == [0.0, 0.0, 20.0]
    assert own["table"].tolist() == [[0, 2, 4], [200, 202, 204]]


def test_nothing_is_counted_or_kept() -> None:
    own = arrays()
    state = State(own)
    before = sys.getrefcount(own["row"])
    for _ in range(100):
        turn(state)
    after = sys.getrefcount(own["row"])
    del state
    gone = sys.getrefcount(own["row"])
    assert (after, gone) == (before, before - 1)


def test_arrays_that_cannot_be_shared_are_refused() -> None:
    for wrong in (np.zeros((4, 4))[:, ::2], np.zeros((3, 4)).T):
        with pytest.raises(ValueError, match="wrong must be a writeable array in row order"):
            State({"wrong": wrong})
    shut = np.zeros(3)
    shut.setflags(write=False)
    with pytest.raises(ValueError, match="shut"):
        State({"shut": shut})
