"""Two accountable bodies play the volunteer's dilemma at each review; one alone always acts."""

from __future__ import annotations

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
from resilience_sim.simulation import simulate
from resilience_sim.vocabulary import CLOSED
from tests.communities import Desk, bare, hand_made

NEED = "mediation"
REVIEW = 1.0  # days
WORK = 0.1  # hours


def played(
    cost: float, seed: int, days: float = 15.0, work: float = WORK, posts: int = 300
) -> Record:
    """Half of 400 buildings have two accountable desks; posts enough, so that nothing waits."""
    desks = [
        Desk("first", posts=posts),
        Desk("second", posts=posts, kind="residents_committee"),
    ]
    community = hand_made(800, desks, buildings=400, first={NEED: "first"}, second={NEED: "second"})
    rules = (
        EverydayNeeds(rate=ByNeed(0.0, **{NEED: 0.5}), ceiling=ByNeed(1.0)),
        OwnReport(rate=ByNeed(1e9), trust_to_report=0),
        Routing(cost_to_benefit=cost, review_days=REVIEW),
        Service(work=ByNeed(work), success=ByNeed(1.0), distribution="constant"),
        Supply(),
        Priority(),
        Patience(days=ByNeed(1e9)),
    )
    settings = {
        "levers.clarity": 0.0,
        "community.gaps_at_zero": 0.0,
        "community.overlaps_at_zero": 0.5,
        "community.unempowered_at_zero": 0.0,
        "community.knowledge_at_zero": 1.0,
        "step_hours": 24.0,
        "warmup_days": 10.0,
        "horizon_days": days,
    }
    return simulate(bare(community, keep=rules, **settings), seed)


def shares(record: Record, margin: float = 12.0) -> dict[str, tuple[float, int]]:
    """Shares among overlaps: nobody, one or both acted at the first review; both in the end."""
    cases = record.cases[record.cases["raised"] < record.end - margin]
    two = cases[cases["second"] >= 0]
    n = len(two)
    at_once = two["held"] - two["detected"] < REVIEW / 2
    both = at_once & (two["duplicated"] == 1)
    return {
        "nobody": (float((~at_once).mean()), n),
        "one": (float((at_once & ~both).mean()), n),
        "both": (float(both.mean()), n),
        "duplicated": (float((two["duplicated"] == 1).mean()), n),
        "reviews": (float(np.round((two["held"] - two["detected"]) / REVIEW).mean()), n),
    }


def expected(cost: float) -> dict[str, float]:
    """Closed forms for two players: each acts with 1 - (c/b)^(1/(n-1))."""
    act = 1.0 - cost
    nobody = cost**2
    return {
        "nobody": nobody,
        "one": 2.0 * act * cost,
        "both": act**2,
        "duplicated": act**2 / (1.0 - nobody),
        "reviews": nobody / (1.0 - nobody),
    }


def test_the_reference_value() -> None:
    assert expected(0.2)["nobody"] == pytest.approx(0.04)


@pytest.mark.parametrize("cost", [0.2, 0.6])
def test_who_acts_at_the_first_review(cost: float) -> None:
    found = shares(played(cost, seed=1))
    for name, value in expected(cost).items():
        share, n = found[name]
        assert n > 2000
        spread = np.sqrt(max(value * (1.0 + value if name == "reviews" else 1.0 - value), 1e-4))
        assert share == pytest.approx(value, abs=4 * spread / np.sqrt(n)), name


def test_one_alone_always_acts_at_once() -> None:
    cases = played(0.9, seed=2).cases
    alone = cases[(cases["second"] < 0) & np.isfinite(cases["detected"])]
    assert len(alone) > 2000
    assert (alone["held"] == alone["detected"]).all()
    assert not alone["duplicated"].any()


def test_sure_actors_and_sure_bystanders() -> None:
    eager, idle = played(0.0, seed=3).cases, played(1.0, seed=3).cases
    assert (eager[eager["second"] >= 0]["duplicated"] == 1).all()
    assert not np.isfinite(idle[idle["second"] >= 0]["held"]).any()


def test_both_acting_wastes_the_hours_of_one() -> None:
    record = played(0.2, seed=4)
    cases = record.cases[(record.cases["raised"] > 0) & (record.cases["raised"] < record.end - 1)]
    twice = int(((cases["duplicated"] == 1) & (cases["ending"] == CLOSED)).sum())
    wasted = record.tallies["duplicated_hours"]
    assert wasted == pytest.approx(twice * WORK, rel=0.1)


def test_the_second_acts_later_only_if_service_has_not_started() -> None:
    """Few posts and long work: later reviews add doubles, but never to a case on a post."""
    record = played(0.6, seed=5, work=24.0, posts=30)
    cases = record.cases
    two = cases[(cases["second"] >= 0) & np.isfinite(cases["started"])]
    free = shares(played(0.6, seed=5))["duplicated"][0]
    waited = two["started"] - two["held"] > 2 * REVIEW
    assert waited.sum() > 50
    assert (two["duplicated"][waited] == 1).mean() > free
    at_once = two["started"] == two["held"]
    error = np.sqrt(free * (1 - free) / max(at_once.sum(), 1))
    assert (two["duplicated"][at_once] == 1).mean() == pytest.approx(free, abs=4 * error)


@pytest.mark.long
@pytest.mark.parametrize("cost", [0.1, 0.2, 0.4, 0.8])
def test_powered_dilemma(cost: float) -> None:
    runs = [shares(played(cost, seed, days=200.0), margin=60.0) for seed in range(1, 5)]
    for name, value in expected(cost).items():
        share = np.mean([one[name][0] for one in runs])
        n = sum(one[name][1] for one in runs)
        spread = np.sqrt(max(value * (1.0 + value if name == "reviews" else 1.0 - value), 1e-4))
        assert share == pytest.approx(value, abs=3.5 * spread / np.sqrt(n)), name
