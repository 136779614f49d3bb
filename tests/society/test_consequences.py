"""What crises do to people and they to crises: each gone when its rule is switched off.

On a few hundred residents; a sign of 1 is the rule as stated, 0 is off, -1 reversed.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

import resilience_sim as rs
from resilience_sim.observe.record import Record
from resilience_sim.simulation import simulate
from resilience_sim.simulation.run import Simulation
from resilience_sim.vocabulary import NEEDS

SMALL = {"community.residents": 600, "warmup_days": 10.0}
SEEDS = (1, 2, 3)


@cache
def found(name: str, days: float, *changes: tuple[str, float]) -> tuple[Record, ...]:
    scenario = rs.load(name).vary({**SMALL, "horizon_days": days, **dict(changes)})
    return tuple(simulate(scenario, seed) for seed in SEEDS)


# --- blame hides infection --------------------------------------------------------------------
def isolated(sign: int) -> tuple[float, float]:
    """Share of cases ever put in isolation among who fears blame much, and little."""
    scenario = rs.load("epidemic_lockdown").vary(
        {**SMALL, "horizon_days": 60.0, "society.hiding.hides": 0.9,
         "society.hiding.blame_to_hiding": sign, "crises.epidemic.leakage": 4.0,
         "crises.epidemic.found_ill": 0.7, "crises.epidemic.found_well": 0.7}
    )  # fmt: skip
    much, little = [], []
    for seed in SEEDS:
        run = Simulation(scenario, seed)
        quarantined = np.zeros(len(run.people), bool)
        while not run.ended:
            run.step()
            quarantined |= run.own["epidemic"]["person"]["isolated"] == 1
        cases = np.isfinite(run.own["epidemic"]["infected_at"])
        fear = run.people.stigma
        middle = np.median(fear)
        much.append(quarantined[cases & (fear > middle)])
        little.append(quarantined[cases & (fear <= middle)])
    return float(np.concatenate(much).mean()), float(np.concatenate(little).mean())


def test_blame_hides_infection() -> None:
    gaps = {sign: float(np.subtract(*isolated(sign)[::-1])) for sign in (1, 0, -1)}
    assert gaps[1] > gaps[0] + 0.04
    assert gaps[-1] < gaps[0] - 0.02
    assert sum(isolated(1)) < sum(isolated(0)) - 0.1


# --- a rumour raises demand at shops that run out ---------------------------------------------
def lowest_share_sold(sign: int, appetite: float = 4.0, people: int = 3) -> float:
    scenario = rs.load("rumour").vary(
        {**SMALL, "horizon_days": 25.0, "society.shops.appetite": appetite,
         "society.shops.rumour_to_buying": sign, "society.shops.panic_to_buying": 0,
         "crises.rumour.sources_of_it": people}
    )  # fmt: skip
    lowest = []
    for seed in SEEDS:
        run = Simulation(scenario, seed)
        sold = 1.0
        while not run.ended:
            run.step()
            sold = min(sold, *run.own["shops"]["sold"])
        lowest.append(sold)
    return float(np.mean(lowest))


def test_a_rumour_raises_demand_at_shops_that_run_out() -> None:
    assert lowest_share_sold(1) < 0.8
    assert lowest_share_sold(0) == 1.0
    assert lowest_share_sold(-1) == 1.0
    assert lowest_share_sold(1, people=0) == 1.0
    assert lowest_share_sold(1, appetite=0.05) == 1.0


def test_empty_shelves_leave_others_short() -> None:
    """Who never heard the rumour has less at home than without it."""
    stores = []
    for appetite in (4.0, 1e-9):
        scenario = rs.load("rumour").vary(
            {**SMALL, "horizon_days": 15.0, "society.shops.appetite": appetite}
        )
        run = Simulation(scenario, 1)
        while not run.ended:
            run.step()
        store = run.engine.arrays["store"]["left"]
        heard = np.isfinite(run.own["rumour"]["heard_at"])
        never = np.bincount(run.people.household, weights=heard) == 0
        stores.append((store[never, 0].mean(), store[~never, 0].mean()))
    (short, ahead), (usual, _) = stores
    assert short < usual - 0.2
    assert ahead > usual


# --- a heatwave reaches elders alone first ----------------------------------------------------
def first_days(sign: int) -> dict[str, float]:
    """Mean need rate in the first three days by who lives there."""
    from resilience_sim.crises import Heatwave
    from resilience_sim.simulation import build_community

    scenario = rs.load("heatwave").vary(
        {**SMALL, "crises.heatwave.company_to_strain": sign, "horizon_days": 30.0}
    )
    run = Simulation(scenario, 1, community=build_community(scenario, 1))
    wave = next(one for one in run.mechanisms if isinstance(one, Heatwave))
    people, homes = run.people, run.community.households
    elder = np.bincount(people.household, weights=people.age >= 13) > 0
    fit = np.bincount(people.household, weights=(people.age >= 3) & (people.age < 13)) > 0
    weight = np.zeros(len(homes))
    for day in (0.0, 1.0, 2.0):
        run.world.t, run.world.span = day, 1.0
        weight += wave.strike(run.world)[0].by_household  # type: ignore[union-attr]
    alone = elder & (homes.size == 1)
    return {
        "alone": float(weight[alone].mean()),
        "company": float(weight[elder & fit & (homes.size > 1)].mean()),
        "none": float(weight[~elder].mean()),
    }


def test_a_heatwave_reaches_elders_alone_first() -> None:
    on, off, turned = (first_days(sign) for sign in (1, 0, -1))
    assert on["alone"] > 1.3 * on["company"] > 1.3 * on["none"]
    assert off["alone"] == pytest.approx(off["company"])
    assert turned["alone"] < turned["company"]


def test_needs_follow_strain() -> None:
    hot, mild = found("heatwave", 20.0), found("heatwave", 20.0, ("crises.heatwave.days", 0.0))
    counts = []
    for records in (hot, mild):
        cases = np.concatenate([record.cases for record in records])
        care = cases["need"] == NEEDS.index("care")
        counts.append(int((care & (cases["raised"] > 0)).sum()))
    assert counts[0] > 1.15 * counts[1]


# --- an unresolved dispute draws in neighbours ------------------------------------------------
def disputes(sign: int, grace: float = 7.0) -> int:
    changes = (
        ("society.quarrels.draws_in", 0.05), ("society.quarrels.dispute_to_dispute", sign),
        ("society.quarrels.grace_days", grace), ("community.staff_mediation", 0.1),
    )  # fmt: skip
    cases = np.concatenate([record.cases for record in found("disputes", 60.0, *changes)])
    return int(((cases["need"] == NEEDS.index("mediation")) & (cases["raised"] > 0)).sum())


def test_an_unresolved_dispute_draws_in_neighbours() -> None:
    on, off, turned = (disputes(sign) for sign in (1, 0, -1))
    assert on > 1.3 * off
    assert turned < off
    # what is settled in time draws nobody in: with endless grace nothing counts as unresolved
    assert disputes(1, 365.0) == off


# --- weak identification feeds panic, panic costs trust ---------------------------------------
def state(name: str, *changes: tuple[str, float]) -> float:
    records = found("earthquake", 30.0, *changes)
    return float(np.mean([record.series[name][-60:].mean() for record in records]))


def test_weak_identification_feeds_panic() -> None:
    def gap(sign: float) -> float:
        key = ("society.panic.identity_to_panic", sign)
        weak, strong = (
            state("panic", key, ("levers.identity", x), ("response.mutual_aid.identity_to_help", 0))
            for x in (0.15, 0.85)
        )
        return weak - strong

    assert gap(1) > gap(0) + 0.01
    assert gap(-1) < gap(0) - 0.01


def test_panic_costs_trust() -> None:
    worn = {
        sign: state("trust_institutions", ("society.panic.panic_to_trust", sign),
                    ("society.panic.cost_of_trust", 0.2))
        for sign in (1, 0, -1)
    }  # fmt: skip
    assert worn[1] < worn[0] < worn[-1]
