"""Units with needs of their own: they queue where households do, and give less while in need."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

import resilience_sim as rs
from resilience_sim.mechanism import ByNeed
from resilience_sim.observe.frames import cases_frame
from resilience_sim.observe.record import Record
from resilience_sim.observe.severity import functionality_from_cases
from resilience_sim.scenario import Scenario
from resilience_sim.simulation import Simulation, build_community, simulate
from resilience_sim.vocabulary import BODY_KINDS, CLOSED, NEEDS, UNIT_NEEDS
from tests.bits import bits, differing

SEED = 2


@cache
def small(units: bool = True) -> Scenario:
    return rs.load("epidemic_lockdown").vary(
        {"community.residents": 400, "warmup_days": 10.0, "horizon_days": 60.0,
         "community.unit_needs": units, "response.unit_needs.rate": ByNeed(0.0, staff=0.05,
         customers=0.05, permits=0.03, protection=0.05), "levers.sharing": 0.9}
    )  # fmt: skip


@cache
def run_of(units: bool = True) -> Record:
    return simulate(small(units), SEED)


def of_units(record: Record) -> np.ndarray:
    return record.cases[record.cases["household"] >= record.sizes["households"]]


def test_units_raise_each_of_their_needs_and_only_those() -> None:
    cases = of_units(run_of())
    assert {NEEDS[k] for k in np.unique(cases["need"])} == set(UNIT_NEEDS)
    assert (cases["rate_class"] == 2).all()
    homes = run_of().cases[run_of().cases["household"] < run_of().sizes["households"]]
    assert homes["need"].max() < NEEDS.index("staff")
    channels = {run_of().channel_names[k] for k in np.unique(cases["channel"]) if k >= 0}
    assert channels == {"unit_needs.request"}


def test_as_many_as_the_rate_says() -> None:
    """Everyday life without restrictions, and bodies that serve at once."""
    from dataclasses import replace

    scenario = replace(
        small().vary({"horizon_days": 400.0, "response.service.work": 0.01,
                      "response.unit_needs.asks": 100.0, "response.patience.days": 1000.0}),
        crises=(),
    )  # fmt: skip
    record = simulate(scenario, SEED)
    cases = of_units(record)
    n = record.sizes["units"]
    staff = cases[cases["need"] == NEEDS.index("staff")]
    expected = n * 410.0 * 0.05
    assert abs(len(staff) - expected) < 4.0 * np.sqrt(expected)


def test_lockdown_raises_needs_of_units() -> None:
    cases = of_units(run_of())
    before = (cases["raised"] < 14.0).sum() / 24.0
    after = ((cases["raised"] >= 14.0) & (cases["raised"] < 60.0)).sum() / 46.0
    assert after > 1.5 * before


def test_bodies_accountable_for_units_serve_them() -> None:
    record, community = run_of(), build_community(small(), SEED)
    served = of_units(record)
    served = served[served["ending"] == CLOSED]
    assert len(served) > 50
    unit = BODY_KINDS.index("unit")
    parties = community.units_with_needs()
    assert (community.bodies.kind[parties] == unit).all()
    assert len(parties) == len(record.units) == record.sizes["units"] == 14
    staff = served[served["need"] == NEEDS.index("staff")]
    station = community.body_of("community/service_station")
    assert (staff["holder"] == station).mean() > 0.6


def test_units_compete_with_households_for_hands_and_goods() -> None:
    """With units in need, households of the same world wait differently, not only more cases."""
    homes = [r.cases[r.cases["household"] < r.sizes["households"]] for r in
             (run_of(True), run_of(False))]  # fmt: skip
    assert homes[0]["closed"].tobytes() != homes[1]["closed"].tobytes()


def test_a_giver_in_need_gives_less() -> None:
    """The more of its offer a unit holds back for a need, the less is given in the same world."""
    given = []
    for withheld in (0.0, 1.0):
        scenario = small().vary(
            {"response.unit_needs.withheld": withheld, "response.unit_needs.rate.customers": 0.5,
             "response.service.work.customers": 200.0, "community.stock": 600.0}
        )  # fmt: skip
        given.append(simulate(scenario, SEED).tallies["given_lots"])
    assert given[1] < 0.9 * given[0]


def test_what_is_kept_counts_open_needs() -> None:
    """Oracle on one offer: reserve plus `withheld` of the rest for each open need."""
    from resilience_sim.engine import supply
    from resilience_sim.engine.state import BODY, GLOBAL, HOUSEHOLD, OFFER

    class State:
        g = np.zeros(1, GLOBAL).view(np.recarray)
        home = np.zeros(3, HOUSEHOLD).view(np.recarray)
        body = np.zeros(1, BODY).view(np.recarray)
        offer = np.zeros(1, OFFER).view(np.recarray)

    s = State()
    s.g.withheld = 0.3
    s.body.capacity[0, 1] = 10.0
    s.offer.reserve = 4.0
    kept = supply.kept.py_func
    for party, needs, expected in ((-1, 0b111, 4.0), (2, 0, 4.0), (2, 0b1000, 5.8),
                                   (2, 0b1001, 7.6), (2, 0b11111, 10.0)):  # fmt: skip
        s.body.party[0] = party
        s.home.open[2] = needs
        assert kept(s, s.offer[0], s.body[0], 1) == pytest.approx(expected)


def test_functionality_counts_units_as_parties() -> None:
    record = run_of()
    units = record.series["functionality_units"]
    assert ((units >= 0.0) & (units <= 1.0)).all()
    assert units.min() < 1.0
    h, u = record.sizes["households"], record.sizes["units"]
    parts = (
        record.series["functionality_vulnerable"], record.series["functionality_others"]
    )  # fmt: skip
    homes = build_community(small(), SEED).households
    v = float(homes.vulnerable.mean())
    of_homes = v * parts[0] + (1.0 - v) * parts[1]
    both = (h * of_homes + u * units) / (h + u)
    assert record.series["functionality"] == pytest.approx(both)
    severity = np.array(small().document()["response"]["service"]["severity"].values(), object)
    weights = np.array([float(x) for x in severity.item()])
    again = functionality_from_cases(record, weights)
    assert again.shape == (61,)
    assert ((again >= 0.0) & (again <= 1.0)).all()


def test_the_frame_of_cases_names_the_unit() -> None:
    frame = cases_frame(run_of())
    units = frame[frame["unit"].notna()]
    assert len(units) == len(of_units(run_of()))
    assert units["household"].isna().all()
    assert set(units["unit"]) <= set(run_of().units)
    assert "unit" not in cases_frame(run_of(False))


def test_without_needs_nothing_is_different() -> None:
    """A community whose units have no needs keeps its bits, whatever the rule of units says."""
    plain = small(False).vary({"response.unit_needs.rate": 0.0})
    assert not differing(bits(run_of(False)), bits(simulate(plain, SEED)))
    assert not any(name.startswith("functionality_units") for name in run_of(False).series)


def test_conservation_holds_with_units() -> None:
    run = Simulation(small(), SEED)
    before = run.engine.arrays["body"]["stock"].sum(axis=0)
    while not run.ended:
        run.step()
    g, body, case = run.engine.arrays["g"][0], run.engine.arrays["body"], run.engine.arrays["case"]
    held = case["taken"][case["used"] == 1].sum(axis=0)
    came = g["delivered_lots"] + g["official_lots"] - g["consumed_lots"]
    assert (body["stock"].sum(axis=0) + held)[:4].sum() == pytest.approx(before[:4].sum() + came)
