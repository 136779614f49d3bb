"""Burdens of needs given up heal exponentially: the loss of one is its severity times tau."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from resilience_sim.mechanism import ByNeed
from resilience_sim.observe.record import Record
from resilience_sim.response import (
    EverydayNeeds,
    OwnReport,
    Patience,
    Priority,
    Routing,
    Service,
    Supply,
)
from resilience_sim.scenario import Scenario
from resilience_sim.simulation import simulate
from resilience_sim.vocabulary import LAPSED
from tests.communities import Desk, bare, hand_made

SEVERITY = 0.7
TAU = 10.0


def giving_up(homes: int, rate: float, seed: int, **more: Any) -> Record:
    """Nobody reports; every case lapses after a day, long before it is overdue."""
    community = hand_made(homes, [Desk("desk")], first={"care": "desk"})
    rules = (
        EverydayNeeds(rate=ByNeed(0.0, care=rate), ceiling=ByNeed(1.0)),
        OwnReport(rate=ByNeed(0.0)),
        Routing(),
        Service(due=ByNeed(1000.0), severity=ByNeed(0.0, care=SEVERITY)),
        Supply(),
        Priority(),
        Patience(days=ByNeed(1.0), distribution="constant", burden_days=TAU),
    )
    settings = {
        "warmup_days": 10.0, "horizon_days": 200.0, "step_hours": 1.0, "table_hours": 24.0, **more
    }  # fmt: skip
    return simulate(bare(community, keep=rules, **settings), seed)


def lost(record: Record) -> float:
    """Integral of 1 - Q over the whole run, by the trapezium rule over the steps."""
    return float(np.trapezoid(1.0 - record.series["functionality"], record.times))


def only_lapse(seed_from: int, **more: Any) -> Record:
    """A household that gives up once, well before the end."""
    for seed in range(seed_from, seed_from + 200):
        record = giving_up(1, 0.006, seed, **more)
        if len(record.cases) == 1 and -9.0 < record.cases["raised"][0] < 60.0:
            return record
    raise AssertionError("no seed gave one lapse")


@pytest.mark.parametrize("step", [24.0, 6.0, 1.0])
def test_one_need_given_up_costs_severity_times_tau(step: float) -> None:
    record = only_lapse(1, step_hours=step)
    case = record.cases[0]
    assert case["ending"] == LAPSED
    assert case["closed"] == pytest.approx(case["raised"] + 1.0)
    after = record.times > case["closed"]
    q = record.series["functionality"]
    healed = SEVERITY * np.exp(-(record.times[after] - case["closed"]) / TAU)
    np.testing.assert_allclose(1.0 - q[after], healed, atol=1e-12)
    assert (q[~after] == 1.0).all()
    tail = SEVERITY * TAU * np.exp(-(record.end - case["closed"]) / TAU)
    # the jump falls somewhere inside a step
    assert lost(record) + tail == pytest.approx(SEVERITY * TAU, abs=SEVERITY * step / 24.0)


def test_many_losses_add_up() -> None:
    """Few enough that no household reaches the cut at 1."""
    record = giving_up(500, 0.0005, seed=3)
    lapsed = record.cases[record.cases["ending"] == LAPSED]
    assert len(lapsed) > 30
    each = SEVERITY * TAU * (1.0 - np.exp(-(record.end - lapsed["closed"]) / TAU))
    assert lost(record) == pytest.approx(each.sum() / 500, rel=0.01)


def test_repeated_burdens_pile_up_and_heal_together() -> None:
    """A household that gives up again and again: the sum of its burdens, cut at 1."""
    record = giving_up(1, 0.5, seed=2)
    lapsed = np.sort(record.cases["closed"][record.cases["ending"] == LAPSED])
    age = record.times[:, None] - lapsed[None, :]
    burden = np.where(age >= 0.0, SEVERITY * np.exp(-np.maximum(age, 0.0) / TAU), 0.0).sum(axis=1)
    np.testing.assert_allclose(
        1.0 - record.series["functionality"], np.minimum(burden, 1.0), atol=1e-9
    )


# --- patience ------------------------------------------------------------------------------
def impatient(
    factor: float, seed: int, load: float, days: float = 60.0, homes: int = 400
) -> Record:
    """One desk with two posts of `load`, a median patience of 8 days scaled by `factor`."""
    community = hand_made(homes, [Desk("desk", posts=2)], first={"care": "desk"})
    rules = (
        EverydayNeeds(rate=ByNeed(0.0, care=load * 48.0 / homes), ceiling=ByNeed(1.0)),
        OwnReport(rate=ByNeed(24.0), trust_to_report=0),
        Routing(),
        Service(
            work=ByNeed(1.0), due=ByNeed(1.0), equipment_lots=ByNeed(0.0),
            severity=ByNeed(0.0, care=SEVERITY),
        ),
        Supply(),
        Priority(),
        Patience(days=ByNeed(8.0 * factor), burden_days=TAU),
    )  # fmt: skip
    settings = {"warmup_days": 10.0, "horizon_days": days, "step_hours": 6.0}
    return simulate(bare(community, keep=rules, **settings), seed)


def mean_q(record: Record) -> float:
    return float(record.series["functionality"][record.times > 0.0].mean())


@pytest.mark.parametrize("load", [0.7, 1.0, 1.3, 2.0])
def test_shorter_patience_never_raises_functionality(load: float) -> None:
    """Where waits stay under the time a burden takes to heal; paired seeds."""
    factors = (2.0, 1.0, 0.3, 0.05)
    q = np.array([[mean_q(impatient(f, seed, load)) for f in factors] for seed in (1, 2)])
    assert (np.diff(q, axis=1) <= 0.002).all(), q
    assert (np.diff(q.mean(axis=0)) <= 0.0005).all(), q
    assert (q[:, -1] < q[:, 0] - 0.01).all()


def test_beyond_waits_of_months_giving_up_costs_less_than_waiting() -> None:
    """The limit of the rule above: a burden heals in ten days, a need past due never does.

    A queue that grows for most of a year keeps 4,000 households waiting far longer than ten
    days past due; there, and only there, giving up early shows as higher functionality.
    """
    patient = impatient(8.0, 1, 1.3, days=200.0, homes=4000)
    hasty = impatient(0.5, 1, 1.3, days=200.0, homes=4000)
    late = patient.cases["started"] - patient.cases["due"]
    assert np.nanmean(late[patient.cases["raised"] > 60.0]) > TAU
    assert mean_q(hasty) > mean_q(patient)


def whole(factor: float, seed: int) -> float:
    """Functionality of the ready scenario with patience scaled."""
    from resilience_sim import load

    scenario: Scenario = load("epidemic_lockdown").vary({"community.residents": 1500})
    patience = next(one for one in scenario.response if isinstance(one, Patience))
    shorter = replace(patience, days=ByNeed(factor * day for day in patience.days))
    others = tuple(one for one in scenario.response if one is not patience)
    return mean_q(simulate(replace(scenario, response=(*others, shorter)), seed))


@pytest.mark.long
def test_shorter_patience_never_raises_functionality_of_the_whole_model() -> None:
    q = np.array([[whole(factor, seed) for factor in (2.0, 1.0, 0.5, 0.25)] for seed in range(6)])
    print(q)
    assert (np.diff(q.mean(axis=0)) <= 0.0).all()
    assert (np.diff(q, axis=1) <= 0.002).all()
