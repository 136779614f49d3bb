"""Granovetter's two crowds, on the shipped participation rule."""

from __future__ import annotations

import numpy as np
import pytest

from resilience_sim.society import Participation
from tests.worlds import adapt_once, built, tiny_world

CROWD = [(i, j) for i in range(100) for j in range(i + 1, 100)]


@pytest.mark.parametrize(("second", "known"), [(1, 100), (2, 1)])
def test_one_threshold_decides_between_all_and_one(second: int, known: int) -> None:
    """Thresholds {0..99}: all take part; with 1 changed to 2: one does."""
    thresholds = [0, second, *range(2, 100)]
    rule = Participation(
        thresholds=tuple(k / 99 for k in thresholds),
        base=0.0,
        from_identity=0.0,
        from_peers=1.0,
        from_strain=0.0,
        from_reward=0.0,
        review_rate=1.0,
    )
    world = tiny_world(np.ones(100, int), ties=CROWD)
    built(world, rule)
    counts = []
    for _ in range(150):
        adapt_once(world, rule)
        counts.append(int(world.people.participation.sum()))
    assert counts[-1] == counts[-20] == known
    assert counts == sorted(counts)
