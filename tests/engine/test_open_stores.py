"""Households that opened their stores: who gives, what it keeps, and where goods go back."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pytest

import resilience_sim as rs
from resilience_sim.mechanism import ByNeed
from resilience_sim.response import (
    EverydayNeeds,
    OpenStores,
    OwnReport,
    Patience,
    Priority,
    Routing,
    Service,
    Supply,
)
from resilience_sim.scenario import Scenario
from resilience_sim.simulation import Simulation
from tests.bits import bits, differing
from tests.communities import Desk, bare, hand_made

FOOD = 0


def rules(**store: Any) -> list[Any]:
    """A case of food takes one lot, which is five days of a household; nothing else arrives."""
    return [
        EverydayNeeds(rate=ByNeed(0.0, food=0.03), food_use=0.0, medicine_use=0.0,
                      ceiling=ByNeed(1.0), stock_up_days=100.0),
        OwnReport(rate=ByNeed(1000.0)), Routing(), Priority(),
        Patience(days=ByNeed(1000.0)),
        Service(work=ByNeed(0.01), distribution="constant", food_days=5.0),
        Supply(daily_cap=(0.0,) * 4, inflow=0.0),
        OpenStores(open_share=1.0, taking_part=0.0, **store),
    ]  # fmt: skip


def finished(opens: float, keeps: float = 3.0, **settings: Any) -> Simulation:
    community = hand_made(
        200, [Desk("desk"), Desk("root", kind="subdistrict_office")], first={"food": "desk"}
    )
    community.households.opens[:] = np.where(np.arange(200) % 2 == 0, 0.0, opens)
    community.households.store_food[:] = 20.0
    scenario = bare(
        community, keep=rules(keep_food_days=keeps),
        **{"levers.sharing": 0.5, "horizon_days": 20.0, "warmup_days": 10.0, **settings},
    )  # fmt: skip
    run = Simulation(scenario, 1)
    run.full_store[:] = 0.0  # nobody buys: what is at home is all there is
    run.start_stores = run.engine.arrays["store"]["left"][:, 0].copy()  # type: ignore[attr-defined]
    while not run.ended:
        run.step()
    return run


def test_what_bodies_take_is_debited_from_stores_above_what_is_kept() -> None:
    run = finished(opens=0.9)  # every second household is open
    g, store = run.engine.arrays["g"][0], run.engine.arrays["store"]
    case = run.engine.arrays["case"]
    assert g["opened_lots"] > 20
    served = float(g["consumed_lots"])
    under_way = float(case["taken"][case["used"] == 1][:, FOOD].sum())
    assert g["opened_lots"] == pytest.approx(served + under_way)
    gone = run.start_stores.sum() - store["left"][:, 0].sum()  # type: ignore[attr-defined]
    # a case that is served brings its five days to the household that had none
    assert gone == pytest.approx(5.0 * g["opened_lots"] - 5.0 * served)
    closed = np.arange(200) % 2 == 1
    assert (store["left"][closed, 0] >= run.start_stores[closed]).all()  # type: ignore[attr-defined]
    assert (store["left"][~closed, 0] >= 3.0).all()


def test_nothing_is_given_below_what_is_kept() -> None:
    run = finished(opens=0.0, keeps=15.5)
    assert run.engine.arrays["g"]["opened_lots"][0] == 0.0
    run = finished(opens=0.0, keeps=15.0)
    assert run.engine.arrays["g"]["opened_lots"][0] > 0.0


def test_nobody_is_open_where_nothing_is_shared() -> None:
    run = finished(opens=0.0, **{"levers.sharing": 0.0})
    assert run.engine.arrays["g"]["opened_lots"][0] == 0.0
    assert (run.engine.journal()["ending"] == 0).all()  # no other food came


def test_givers_are_asked_evenly() -> None:
    """Who is asked first is drawn: low house numbers give no more than high ones."""
    run = finished(opens=0.0, **{"response.everyday_needs.rate.food": 0.02})
    store = run.engine.arrays["store"]
    drawn = run.start_stores - store["left"][:, 0]  # type: ignore[attr-defined]
    given = np.where(drawn > 0.0, drawn, 0.0)
    low, high = given[:100].sum(), given[100:].sum()
    lots = (low + high) / 5.0
    assert lots > 40
    assert abs(low - high) / 5.0 < 4.0 * np.sqrt(lots)


@cache
def small() -> Scenario:
    return rs.load("epidemic_lockdown").vary(
        {"community.residents": 300, "warmup_days": 10.0, "horizon_days": 40.0,
         "community.stock": 200.0, "levers.sharing": 0.8}
    )  # fmt: skip


def test_goods_of_a_case_that_ends_otherwise_come_home() -> None:
    """With neighbours settling most cases, what households lent goes back where it was."""
    scenario = small().vary(
        {"response.open_stores.open_share": 1.0, "response.mutual_aid.rate": 5.0,
         "response.service.work": 20.0}
    )  # fmt: skip
    run = Simulation(scenario, 2)
    while not run.ended:
        run.step()
    case = run.engine.arrays["case"]
    held = case["used"] == 1
    lent = case["taken"][:, :2] * (case["lender"][:, :2] <= -2) * held[:, None]
    net = float(run.engine.arrays["g"]["opened_lots"][0])
    assert net >= lent.sum() - 1e-9
    assert (run.engine.arrays["store"]["left"] >= 0.0).all()


def test_open_stores_let_more_cases_be_served() -> None:
    closed, opened = (
        rs.run(small().vary({"response.open_stores.open_share": share}), 3).record
        for share in (0.0, 1.0)
    )
    assert opened.tallies["opened_lots"] > 0.0
    assert closed.tallies["opened_lots"] == 0.0
    assert differing(bits(closed), bits(opened))
