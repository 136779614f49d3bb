"""Points: paid for days of taking part, exchanged for money, motivating or not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from resilience_sim.institutions import PointsSystem
from resilience_sim.simulation import Simulation
from resilience_sim.society import Participation
from tests.institutions.made import acts, begun, days, money_of, scenario, village


def test_a_week_of_taking_part_pays_seven_points() -> None:
    run = begun(village(), PointsSystem(exchanges=0.0))
    run.people.participation[:4] = 1.0
    days(run, 14)
    assert run.people.points == pytest.approx([14.0] * 4 + [0.0] * 8)
    assert run.world.purses["points_system"]["points"].till == pytest.approx(-56.0)


def test_points_exchanged_are_gone_and_cost_money() -> None:
    run = begun(village(), PointsSystem(exchanges=1.0, lot=10.0, money_a_point=2.0))
    run.people.participation[:3] = 1.0
    days(run, 21)  # 7, 14, then 21 - 10
    assert run.people.points[:3] == pytest.approx([11.0] * 3)
    assert acts(run, "exchange")[-1][1] == 3
    assert money_of(run, "points_system") == pytest.approx(3 * 10 * 2.0)


def takers(crowding: str, sign: int = 1) -> float:
    """Mean share that takes part in the second half of half a year."""
    community = village(120, hours=1.0)
    rule = Participation(crowding=crowding, crowding_size=0.9, threshold_high=3.0, from_reward=0.1,
                         reward_to_participation=sign, strain_up=0.2)  # fmt: skip
    told = scenario(community, PointsSystem(points_a_day=5.0, exchanges=0.0))
    run = Simulation(replace(told, society=(rule,)), 3)
    days(run, 60)
    shares = []
    for _ in range(60):
        run.step()
        shares.append(run.people.participation.mean())
    return float(np.mean(shares))


def test_rewards_crowd_motivation_in_or_out() -> None:
    """Who takes part tires: a reward that feeds the wish keeps it up, others do not."""
    assert takers("out") < takers("none") < takers("in")
