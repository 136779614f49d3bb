"""Goods: the official channel is a queue with constant work, and pooling shortens waits (P7)."""

from __future__ import annotations

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
from resilience_sim.rng import key32
from resilience_sim.simulation import simulate
from tests.communities import Desk, bare, hand_made
from tests.oracles.queues import batch_error

#: A departmental case takes one lot of funds; households keep none of it.
NEED = "departmental"
HOMES = 3000  # the daily cap is stated for 3,000 people
LEAD = 3.0


def goods(
    rate: ByNeed,
    desks: list[Desk],
    duty: Any,
    seed: int,
    *,
    cap: float = 0.0,
    inflow: float = 0.0,
    days: float = 100.0,
    buildings: int = 1,
    transaction: float = 0.0,
    **more: Any,
) -> Record:
    """Cases that wait for funds alone: posts enough, hardly any work, nobody gives up."""
    community = hand_made(HOMES, desks, buildings=buildings, first={NEED: duty})
    rules = (
        EverydayNeeds(rate=rate, ceiling=ByNeed(1.0)),
        OwnReport(rate=ByNeed(1e9), trust_to_report=0),
        Routing(),
        Service(work=ByNeed(0.001), success=ByNeed(1.0), funds_lots=ByNeed(1.0)),
        Supply(
            lead_days=LEAD,
            daily_cap=(0.0, 0.0, 0.0, cap),
            inflow=inflow,
            credit_lots=1e9,
        ),
        Priority(),
        Patience(days=ByNeed(1e9)),
    )
    settings = {
        "warmup_days": 10.0,
        "horizon_days": days,
        "step_hours": 24.0,
        "community.transaction_days": transaction,
        "community.reserve_open": 0.0,
        **more,
    }
    return simulate(bare(community, keep=rules, **settings), seed)


def daily(lots: float) -> ByNeed:
    """Rate of households that together raise `lots` cases a day."""
    return ByNeed(0.0, **{NEED: lots / HOMES})


def supplied(record: Record, from_day: float = 20.0) -> np.ndarray:
    """Cases that got their goods, raised from `from_day` on and not near the end."""
    cases = record.cases
    keep = (cases["raised"] > from_day) & (cases["raised"] < 0.9 * record.end)
    return np.asarray(cases[keep & np.isfinite(cases["supplied"])])


def channel_wait(load: float, cap: float) -> float:
    """Days from order to arrival: lead, one lot's turn, and the wait of M/D/1."""
    rho = load / cap
    return LEAD + 1.0 / cap + rho / (2.0 * cap * (1.0 - rho))


@pytest.mark.parametrize("step", [24.0, 6.0])
def test_every_order_waits_its_turn_and_the_lead(step: float) -> None:
    record = goods(
        daily(8.0), [Desk("desk", posts=200)], "desk", 1, cap=10.0, days=40.0,
        step_hours=step, table_hours=step,
    )  # fmt: skip
    cases = record.cases[np.argsort(record.cases["detected"])]
    assert len(cases) > 300
    free = -np.inf
    for case in cases:
        free = max(free, case["detected"]) + 1.0 / 10.0
        if np.isfinite(case["supplied"]):
            assert case["supplied"] == pytest.approx(free + LEAD, abs=1e-7)
        else:
            assert free + LEAD >= record.end
    assert (cases["short"] == 1 << 3).all()


def test_the_official_channel_waits_as_a_queue_of_constant_work() -> None:
    record = goods(daily(8.0), [Desk("desk", posts=200)], "desk", 2, cap=10.0, days=1500.0)
    cases = supplied(record)
    wait = cases["in_supply"]
    error = batch_error(wait, cases["raised"], np.arange(len(wait)) * 8 // len(wait))
    assert wait.mean() == pytest.approx(channel_wait(8.0, 10.0), abs=4 * error)
    assert error < 0.02 * wait.mean()


def test_above_the_cap_the_wait_grows_with_the_days() -> None:
    """Load L over cap D: an order placed on day t waits t (L / D - 1) longer."""
    record = goods(daily(15.0), [Desk("desk", posts=400)], "desk", 3, cap=10.0, days=100.0)
    cases = record.cases[np.isfinite(record.cases["supplied"])]
    slope = np.polyfit(cases["raised"], cases["in_supply"], 1)[0]
    # households with a case open raise no other, which slows the load over time
    load = len(record.cases) / (record.end + 10.0)
    assert slope == pytest.approx(load / 10.0 - 1.0, rel=0.25)
    assert slope > 0.3


def two_desks(
    sharing: float, uneven: float, seed: int, days: float, load: float = 16.0, **more: Any
) -> Record:
    """Two desks of equal stock and equal deliveries, 10 lots a day each; `load` cases a day.

    `uneven` is the share of cases at the first desk beyond one half. Cases land at the first.
    """
    share = round(100 * (0.5 + uneven))
    duty = ["left"] * share + ["right"] * (100 - share)
    stock = {"funds": 10.0}
    desks = [
        Desk("left", posts=400, stock=stock),
        Desk("right", posts=400, kind="residents_committee", stock=stock),
    ]
    return goods(
        daily(load), desks, duty, seed, inflow=1.0, days=days, buildings=100,
        **{"levers.sharing": sharing, **more},
    )  # fmt: skip


def waited(record: Record) -> np.ndarray:
    """Days waited for goods, until the end of the run where they never came."""
    cases = record.cases
    cases = cases[(cases["raised"] > 0.0) & (cases["raised"] < record.end - 30.0)]
    end = np.where(np.isfinite(cases["supplied"]), cases["supplied"], record.end)
    return np.asarray(end - np.fmin(cases["held"], end))


def plainly(record: Record, shared: bool) -> np.ndarray:
    """When each case gets its lot, by a second engine; among those who wait the oldest first."""
    cases = record.cases
    desk = cases["holder"]
    stock, waiting = [10.0, 10.0], [[], []]  # type: ignore[var-annotated]
    out = np.full(len(cases), np.inf)
    held = np.isfinite(cases["held"])
    events = [(float(cases["held"][i]), 1, int(i)) for i in np.flatnonzero(held)]
    for m, name in enumerate(("left", "right")):
        # once a day, at an hour that the key of the body fixes
        hour = key32(name) * 2654435761 % 2**32 / 2**32
        events += [(record.begin + day + hour, 0, m) for day in range(round(record.end) + 10)]
    for t, arises, row in sorted(events):
        if not arises:
            stock[row] = 10.0
            for m in (row, 1 - row) if shared else (row,):
                while waiting[m] and stock[row] >= 1.0:
                    oldest = min(waiting[m], key=lambda i: cases["raised"][i])
                    waiting[m].remove(oldest)
                    out[oldest] = t
                    stock[row] -= 1.0
            continue
        own = desk[row]
        for m in (own, 1 - own) if shared else (own,):
            if stock[m] >= 1.0:
                stock[m] -= 1.0
                out[row] = t
                break
        else:
            waiting[own].append(row)
    return out


@pytest.mark.parametrize("sharing", [0.0, 1.0])
@pytest.mark.parametrize("uneven", [0.0, 0.2])
def test_every_lot_goes_where_a_second_engine_says(sharing: float, uneven: float) -> None:
    record = two_desks(sharing, uneven, 4, 60.0, load=19.5)
    cases = record.cases
    expected = plainly(record, sharing > 0.0)
    expected[expected >= record.end] = np.nan
    assert (cases["short"] > 0).sum() > 20
    np.testing.assert_allclose(cases["supplied"], expected, atol=1e-9)


def test_pooling_shortens_waits_most_where_load_is_uneven() -> None:
    gain = {}
    for uneven in (0.0, 0.08, 0.3):
        alone = [waited(two_desks(0.0, uneven, seed, 150.0)).mean() for seed in (1, 2)]
        pooled = [waited(two_desks(1.0, uneven, seed, 150.0)).mean() for seed in (1, 2)]
        assert np.mean(pooled) < np.mean(alone)
        gain[uneven] = np.mean(alone) - np.mean(pooled)
    assert gain[0.0] < gain[0.08] < gain[0.3]


def test_goods_are_conserved() -> None:
    desks = [
        Desk("left", posts=50, stock={"funds": 40.0}),
        Desk("right", posts=50, kind="residents_committee", stock={"funds": 40.0}),
    ]
    record = goods(
        daily(20.0), desks, ["left"] * 7 + ["right"] * 3, 5, cap=6.0, inflow=0.1, buildings=10,
        days=60.0, **{"levers.sharing": 1.0},
    )  # fmt: skip
    after = record.tallies
    before, now = (
        record.start["bodies.stock"][:, 3].sum(),
        record.finish["bodies.stock"][:, 3].sum(),
    )
    held = {}
    for name, t in (("before", 0.0), ("now", record.end)):
        case = record.cases
        began = np.isfinite(case["supplied"]) & (case["supplied"] < t)
        ended = np.isfinite(case["closed"]) & (case["closed"] < t)
        held[name] = int((began & ~ended).sum())
    came = after["delivered_lots"] + after["official_lots"]
    spent = after["consumed_lots"]
    assert before + came - spent - now == pytest.approx(held["now"] - held["before"], abs=1e-6)


@pytest.mark.long
@pytest.mark.parametrize("load", [5.0, 8.0, 9.0])
def test_powered_channel(load: float) -> None:
    found, errors = [], []
    for seed in range(1, 5):
        record = goods(daily(load), [Desk("desk", posts=400)], "desk", seed, cap=10.0, days=4000.0)
        cases = supplied(record, 100.0)
        wait = cases["in_supply"]
        found.append(wait.mean())
        errors.append(batch_error(wait, cases["raised"], np.arange(len(wait)) * 8 // len(wait)))
    error = np.sqrt(np.mean(np.square(errors)) / len(found))
    assert np.mean(found) == pytest.approx(channel_wait(load, 10.0), abs=3.5 * error)


@pytest.mark.long
def test_powered_pooling() -> None:
    for uneven in (0.0, 0.04, 0.08, 0.15, 0.3, 0.45):
        for seed in range(1, 9):
            alone, pooled = (waited(two_desks(s, uneven, seed, 400.0)).mean() for s in (0.0, 1.0))
            assert pooled <= alone
