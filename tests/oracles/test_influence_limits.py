"""The shipped influence settles where the Friedkin-Johnsen equation says."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.sparse import csr_matrix, diags, identity
from scipy.sparse.linalg import spsolve

from resilience_sim.society import Influence
from tests.worlds import adapt_once, built, tiny_world


@pytest.mark.parametrize("openness", [0.2, 0.5, 0.9])
@pytest.mark.parametrize("span", [0.25, 1.0, 5.0])
def test_fixed_point_is_that_of_the_sparse_solve(openness: float, span: float) -> None:
    n, rng = 120, np.random.default_rng(5)
    pairs = np.array([(i, j) for i in range(n) for j in range(i + 1, n) if rng.random() < 0.06])
    weight = rng.uniform(0.2, 3.0, len(pairs))
    start = {k: rng.random(n) for k in ("identity", "trust_neighbours", "stigma", "panic")}
    world = tiny_world(np.ones(n, int), ties=pairs, weight=weight, people=start, span=span)
    rule = Influence(rate=1.0, panic_rate=2.0, openness=openness)
    built(world, rule)
    for _ in range(int(400 / span)):
        adapt_once(world, rule)
    w = csr_matrix((world.ties.weight, world.ties.index.astype(int), world.ties.start.astype(int)))
    strength = np.asarray(w.sum(axis=1)).ravel()
    lonely = strength == 0
    w = diags(1.0 / np.where(lonely, 1.0, strength)) @ w + diags(lonely.astype(float))
    for name, x0 in start.items():
        known = spsolve((identity(n) - openness * w).tocsc(), (1 - openness) * x0)
        assert getattr(world.people, name) == pytest.approx(known, abs=1e-9)


def test_the_way_there_is_the_exponential_approach() -> None:
    """One person who hears a constant neighbour: x(t) = x* + (x0 - x*) exp(-nu t) for l = 0."""
    world = tiny_world([1, 1], ties=[(0, 1)], people={"identity": [0.2, 0.8]}, span=0.5)
    rule = Influence(rate=0.3, openness=0.0)
    built(world, rule)
    world.people.identity.base[:] = [0.9, 0.8]
    for k in range(1, 6):
        adapt_once(world, rule)
        assert world.people.identity[0] == pytest.approx(0.2 + 0.7 * np.exp(-0.3 * 0.5 * k))
