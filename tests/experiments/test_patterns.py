"""Contacts by hand, stock that is moved and not made, and seeds that decide."""

from __future__ import annotations

import numpy as np
import pytest

import resilience_sim as rs
from experiments import patterns
from resilience_sim.scenario import Scenario
from resilience_sim.simulation import build_community
from resilience_sim.simulation.run import Simulation


@pytest.fixture(scope="module")
def small() -> Scenario:
    return rs.load(patterns.SCENARIO).vary({"community.residents": 300, "warmup_days": 10.0})


def test_contacts_by_hand(small: Scenario) -> None:
    run = Simulation(small, 1)
    people = run.world.people
    home = float(np.mean(run.community.households.size[people.household] - 1))
    run.world.conditions.mobility = np.ones(len(people))
    assert patterns.contacts(run, 18.8) == pytest.approx((1.0, home / 18.8))
    run.world.conditions.mobility = np.full(len(people), 0.1)
    left = home + (18.8 - home) * 0.01
    assert patterns.contacts(run, 18.8) == pytest.approx((18.8 / left, home / left))


@pytest.mark.parametrize("name", ["fit", "even", "few"])
def test_stock_is_moved_not_made(small: Scenario, name: str) -> None:
    plain = build_community(small, 1)
    before = plain.bodies.capacity.copy()
    load = patterns.use_by_body(small.vary({"horizon_days": 5.0}), 1, plain)
    assert load.sum() > 0.0
    moved = patterns.with_stock(plain, patterns.shares(name, plain, load))
    np.testing.assert_allclose(moved.bodies.capacity.sum(axis=0), before.sum(axis=0))
    np.testing.assert_allclose(moved.bodies.stock.sum(axis=0), before.sum(axis=0))
    assert not np.allclose(moved.bodies.capacity, before)
    np.testing.assert_array_equal(plain.bodies.capacity, before)
    lots = moved.bodies.capacity[:, : patterns.GOODS].sum(axis=1)
    holders = [body.split("/")[-1] for body, n in zip(plain.body_names, lots, strict=True) if n > 0]
    if name == "few":
        assert sorted(holders) == sorted(patterns.FEW)


def test_a_range_and_a_sign_can_fail() -> None:
    assert patterns.inside(np.array([7.0, 8.0]), (7.0, 8.2))
    assert not patterns.inside(np.array([8.5, 8.6]), (7.0, 8.2))
    assert patterns.low(np.array([1.0, 1.1, 1.2])) > 0.0
    assert patterns.low(np.array([-1.0, 1.1, 1.2])) < 0.0
    assert patterns.verdict(False) == "**fails**"
