"""Two bodies that cannot see each other's records buy for one shortage twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import pytest

import resilience_sim as rs
from resilience_sim import contributions as c
from resilience_sim.community.agreements import formats_match
from resilience_sim.engine import silos
from resilience_sim.mechanism import ByNeed, Mechanism
from resilience_sim.response import (
    EverydayNeeds,
    OwnReport,
    Patience,
    Priority,
    Routing,
    Service,
    Supply,
)
from resilience_sim.simulation import Simulation, build_community
from resilience_sim.world import World
from tests.communities import Desk, bare, hand_made


@dataclass(frozen=True, kw_only=True)
class Platform(Mechanism):
    """Everybody keeps the common format."""

    family: ClassVar[str] = "institutions"

    def share(self, world: World) -> Sequence[c.Contribution]:
        return (c.SharedRecords(np.ones(len(world.bodies), bool)),)


def overlap(
    blind: bool, formats: tuple[int, int], *, stock: float = 1000.0, platform: bool = False,
    cap: float = 0.0,
) -> Simulation:  # fmt: skip
    """Two bodies accountable for all food; a case takes one lot; both always act at once."""
    desks = [Desk("one", posts=40, stock={"food": stock}), Desk("two", posts=40,
             stock={"food": stock}), Desk("root", kind="subdistrict_office")]  # fmt: skip
    community = hand_made(200, desks, first={"food": "one"}, second={"food": "two"})
    community.bodies.data_format[:] = (*formats, 9)
    scenario = bare(
        community,
        keep=[
            EverydayNeeds(rate=ByNeed(0.0, food=0.03), food_use=0.0, medicine_use=0.0),
            OwnReport(rate=ByNeed(1e6)), Priority(), Patience(days=ByNeed(1e6)),
            Routing(cost_to_benefit=0.0, blind_buying=blind),
            Service(work=ByNeed(1.0), distribution="constant"),
            Supply(daily_cap=(cap, 0.0, 0.0, 0.0), inflow=0.0, lead_days=1.0),
        ],
        **{"levers.clarity": 0.0, "community.gaps_at_zero": 0.0,
           "community.overlaps_at_zero": 0.5, "horizon_days": 30.0, "warmup_days": 10.0,
           "community.unempowered_at_zero": 0.0},
    )  # fmt: skip
    if platform:
        scenario = scenario.with_institutions(Platform())
    run = Simulation(scenario, 5)
    run.engine.arrays["cell"]["second"][:] = community.duties.natural_second
    while not run.ended:
        run.step()
    return run


def figures(run: Simulation) -> tuple[float, float, int, float]:
    """Lots bought twice, lots consumed, doubled cases that are over, hours done twice."""
    g = run.engine.arrays["g"][0]
    cases = run.engine.journal()
    run.engine.book(run.t)
    over = (cases["duplicated"] == 1) & (cases["ending"] == 1)
    return (
        float(g["twice_lots"]), float(g["consumed_lots"]), int(over.sum()),
        float(run.engine.arrays["body"]["double"].sum()),
    )  # fmt: skip


def test_bodies_in_silos_both_supply_the_case() -> None:
    twice, consumed, over, hours = figures(overlap(True, (1, 2)))
    assert over > 50
    assert hours > 50.0
    assert twice == pytest.approx(over, abs=5)
    assert consumed == pytest.approx(over + twice, abs=5)


@pytest.mark.parametrize(
    ("blind", "formats", "platform"),
    [(True, (1, 1), False), (False, (1, 2), False), (True, (1, 2), True)],
)
def test_bodies_that_see_each_other_buy_once(
    blind: bool, formats: tuple[int, int], platform: bool
) -> None:
    twice, consumed, over, hours = figures(overlap(blind, formats, platform=platform))
    assert twice == 0.0
    assert over > 50
    assert hours > 50.0  # the work is still done twice
    assert consumed == pytest.approx(over, abs=5)


def test_what_is_ordered_twice_crowds_the_official_channel() -> None:
    """Nothing is in stock: the second body's orders queue ahead of cases that wait for theirs."""
    (twice, consumed, over, _), (none, needed, served, _) = (
        figures(overlap(True, formats, stock=0.0, cap=100.0)) for formats in ((1, 2), (1, 1))
    )
    assert (none, needed) == (0.0, served)
    assert twice > over > 50
    assert consumed > 1.3 * over  # goods that served nobody
    assert over < 0.9 * served


def test_goods_are_conserved() -> None:
    run = overlap(True, (1, 2), stock=30.0, cap=3.0)
    g, body, case = run.engine.arrays["g"][0], run.engine.arrays["body"], run.engine.arrays["case"]
    held = case["taken"][case["used"] == 1].sum(axis=0)[:4].sum()
    there = body["stock"][:, :4].sum() + held
    assert there == pytest.approx(60.0 + g["official_lots"] - g["consumed_lots"])
    assert (body["stock"] >= 0.0).all()


@pytest.mark.parametrize("sharing", [0.0, 0.5, 1.0])
def test_the_engine_sees_what_agreements_match(sharing: float) -> None:
    """`sees` on the engine's rows equals `formats_match` on the table, pair by pair."""
    scenario = rs.load("epidemic_lockdown").vary(
        {"community.residents": 100, "community.communities": 2, "levers.sharing": sharing}
    )
    run = Simulation(scenario, 3)
    bodies = build_community(scenario, 3).bodies
    one, two = np.divmod(np.arange(len(bodies) ** 2), len(bodies))
    expected = formats_match(bodies, one, two, sharing, 3)
    rows = run.engine.arrays["body"].view(np.recarray)
    found = [bool(silos.sees.py_func(rows[a], rows[b])) for a, b in zip(one, two, strict=True)]
    assert np.array_equal(found, expected)
    assert 0 < expected.sum() <= len(expected)


def test_transfers_across_formats_take_longer() -> None:
    scenario: Any = rs.load("epidemic_lockdown").vary(
        {"community.residents": 300, "levers.sharing": 0.5}
    )
    run = Simulation(scenario, 3)
    told = scenario.community
    offers = run.offers
    row = np.repeat(np.arange(len(offers.start) - 1), np.diff(offers.start))
    match = formats_match(run.bodies, row // 8, offers.holder, 0.5, 3)
    assert np.allclose(offers.delay[match], told.transaction_days)
    assert np.allclose(offers.delay[~match], told.transaction_days * told.format_factor)
    assert match.any() and not match.all()
