"""Any valid scenario runs and keeps what must be kept: hours, stock, people, time and shares."""

from __future__ import annotations

from dataclasses import fields, replace
from functools import cache
from typing import Any

import numpy as np
import pytest
from hypothesis import Phase, given, settings, strategies as st

import resilience_sim as rs
from resilience_sim.community.community import Community
from resilience_sim.contributions import Hours
from resilience_sim.mechanism import ByNeed
from resilience_sim.registry import classes
from resilience_sim.scenario import Scenario
from resilience_sim.simulation import Simulation, build_community
from resilience_sim.vocabulary import (
    CLOSED,
    CONSUMED,
    ENDINGS,
    HELPED,
    LAPSED,
    OCCUPIED,
    OPEN,
    SERVED,
    SOCIAL,
    STAGES,
)

CLOSE = 1e-7  # days or hours of rounding over a run


@cache
def everything() -> Scenario:
    """All crises and institutions there are, 150 residents."""
    scenario = rs.load("epidemic_lockdown").vary(
        {"community.residents": 150, "warmup_days": 10.0, "horizon_days": 30.0}
    )
    given_kinds = {type(one) for one in scenario.crises}
    more = [cls() for cls in classes("crises").values() if cls not in given_kinds]
    governed = [cls() for cls in classes("institutions").values()]
    return scenario.with_crises(*more).with_institutions(*governed)


def share() -> st.SearchStrategy[float]:
    return st.one_of(st.just(0.0), st.just(1.0), st.floats(0.0, 1.0))


#: Wide ranges, ends included, of what moves cases, hours, goods and people.
WIDE: dict[str, st.SearchStrategy[Any]] = {
    "step_hours": st.sampled_from([1.0, 6.0, 24.0]),
    "community.residents": st.integers(1, 150),
    "community.communities": st.integers(1, 3),
    "community.shared_office": st.booleans(),
    "community.newcomers": share(),
    "community.party_members": st.floats(0.0, 0.5),
    "community.staff_committee": st.floats(0.0, 5.0),
    "community.staff_property": st.floats(0.0, 5.0),
    "community.stock": st.sampled_from([0.0, 100.0, 3400.0, 1e5]),
    "community.units": st.integers(1, 20),
    "community.building": st.integers(1, 60),
    "community.food_days": st.floats(0.0, 30.0),
    "levers.clarity": share(),
    "levers.sharing": share(),
    "levers.identity": share(),
    "levers.bridging": share(),
    "levers.concept": share(),
    "response.everyday_needs.rate": st.builds(
        ByNeed,
        st.sampled_from([0.0, 0.005, 0.05, 0.2]),
        departmental=st.floats(0.0, 0.2),
        shelter=st.floats(0.0, 0.2),
    ),
    "response.service.work": st.floats(0.0, 20.0),
    "response.service.success": share(),
    "response.service.distribution": st.sampled_from(["exponential", "lognormal", "constant"]),
    "response.service.space_lots": st.floats(0.0, 2.0),
    "response.patience.days": st.sampled_from([0.01, 1.0, 30.0, 1e6]),
    "response.routing.max_hops": st.integers(0, 8),
    "response.routing.triage_hours": st.floats(0.0, 3.0),
    "response.routing.hand_off_days": st.floats(0.0, 5.0),
    "response.routing.escalation_days": st.floats(0.0, 5.0),
    "response.routing.refusal": share(),
    "response.routing.cost_to_benefit": share(),
    "response.supply.lead_days": st.floats(0.0, 20.0),
    "response.supply.daily_cap": st.sampled_from([(0.0,) * 4, (60.0, 20.0, 8.0, 2.0)]),
    "response.supply.credit_lots": st.sampled_from([0.01, 30.0]),
    "response.mutual_aid.rate": st.sampled_from([0.0, 0.5, 20.0]),
    "response.mutual_aid.keep_days": st.floats(0.0, 10.0),
    "response.mutual_aid.stops_at_detection": st.booleans(),
    "response.own_report.rate": st.sampled_from([0.0, 1.0, 1e4]),
    "society.participation.hours_a_day": st.floats(0.0, 8.0),
    "society.fatigue.rise": st.floats(0.0, 1.0),
    "community.unit_needs": st.booleans(),
    "community.departments": st.integers(0, 3),
    "community.district": st.booleans(),
    "response.joint_matters.matters": share(),
    "response.joint_matters.hours": st.floats(0.0, 10.0),
    "response.routing.blind_buying": st.booleans(),
    "response.unit_needs.rate": st.sampled_from([0.0, 0.01, 0.3]),
    "response.unit_needs.withheld": share(),
    "response.open_stores.open_share": share(),
    "response.open_stores.keep_food_days": st.floats(0.0, 10.0),
    "society.turnover.rate": st.sampled_from([0.0, 0.3, 10.0]),
    "society.turnover.arriving": share(),
    "crises.epidemic.initial": st.integers(0, 20),
    "crises.lockdown.access": share(),
    "institutions.escalation_ladder.preset": st.sampled_from(
        ["none", "party_four_levels", "five_level_grid", "three_chiefs"]
    ),
    "institutions.escalation_ladder.hours": st.floats(0.0, 8.0),
    "institutions.escalation_ladder.decides": st.sampled_from([1.0, 2.0, 3.0, 4.0]),
    "institutions.escalation_ladder.level_by_level": st.booleans(),
    "institutions.red_grid.span": st.integers(0, 30),
    "institutions.red_grid.visiting": share(),
    "institutions.red_grid.serving": share(),
    "institutions.responsibility_list.interval_days": st.sampled_from([0.0, 0.3, 1.0, 30.0]),
    "institutions.responsibility_list.hours": st.floats(0.0, 100.0),
    "institutions.responsibility_list.reach": share(),
    "institutions.responsibility_list.ageing": st.sampled_from([0.0, 1.0, 1000.0]),
}


@st.composite
def changes(draw: st.DrawFn) -> dict[str, Any]:
    """Some of the keys above with values of their ranges."""
    keys = draw(st.lists(st.sampled_from(sorted(WIDE)), min_size=4, max_size=30, unique=True))
    return {key: draw(WIDE[key]) for key in keys}


# no shrinking: a red example is a run of its own, and short enough to look at
@settings(max_examples=30, phases=[Phase.explicit, Phase.generate])
@given(changes(), st.integers(0, 10_000))
def test_any_valid_scenario_keeps_its_invariants(changes: dict[str, Any], seed: int) -> None:
    scenario = everything().vary(changes)
    run = Simulation(scenario, seed)
    stock = run.engine.arrays["body"]["stock"].copy()
    while not run.ended:
        run.step()
        # nobody gives more hours than they have
        assert (run.world.placed <= run.people.hours * (1.0 + 1e-9)).all()
    hours_are_kept(run)
    goods_are_kept(run, stock)
    people_are_kept(run, build_community(scenario, seed))
    cases_are_in_order(run)
    shares_are_shares(run)


def hours_are_kept(run: Simulation) -> None:
    """No body works more hours than it accrued; no household helps with hours it lacks."""
    run.engine.book(run.t)
    body = run.engine.arrays["body"]
    used = body["service"] + body["triage"] + body["double"]
    for column in ("service", "triage", "double", "available"):
        assert (body[column] >= -CLOSE).all()
    assert (used <= body["available"] + CLOSE).all()
    assert (body["busy_service"] + body["busy_triage"] + body["busy_double"] <= body["posts"]).all()
    assert (run.engine.arrays["spare"]["left"] >= -CLOSE).all()
    assert (run.engine.arrays["store"]["left"] >= -CLOSE).all()
    assert (run.recording.planned_hours >= -CLOSE).all()


def goods_are_kept(run: Simulation, before: np.ndarray) -> None:
    """What is there or taken by open cases is what was there, came in, less what was used."""
    g, body = run.engine.arrays["g"][0], run.engine.arrays["body"]
    case = run.engine.arrays["case"]
    taken = case["taken"][(case["used"] == 1)].sum(axis=0)
    now = body["stock"].sum(axis=0) + taken
    start = before.sum(axis=0)
    consumed = list(CONSUMED)
    came = float(g["delivered_lots"] + g["official_lots"] + g["opened_lots"])
    came += paid_in(run) - float(g["consumed_lots"])
    assert now[consumed].sum() == pytest.approx(start[consumed].sum() + came, abs=1e-6)
    for r in OCCUPIED:  # what is lent comes home to the body it was taken from
        lent, out = case["lender"][:, r], case["taken"][:, r] * (case["used"] == 1)
        there = np.bincount(np.maximum(lent, 0), weights=out, minlength=len(body))
        assert body["stock"][:, r] + there == pytest.approx(before[:, r], abs=1e-6)
    assert (body["stock"] >= -1e-9).all()
    assert now[6:] == pytest.approx(start[6:])


def paid_in(run: Simulation) -> float:
    """Lots of funds that payments brought to bodies; every purse balances in itself."""
    for of in run.world.purses.values():
        for purse in of.values():
            assert purse.people.sum() + purse.bodies.sum() + purse.till == pytest.approx(
                0.0, abs=1e-6
            )
    return sum(float(of["funds"].bodies.sum()) for of in run.world.purses.values()
               if "funds" in of)  # fmt: skip


def people_are_kept(run: Simulation, community: Community) -> None:
    """Nobody appears, vanishes or moves; what the run was given is as it was."""
    assert len(run.people) == len(community.people)
    assert np.array_equal(run.people.household, community.people.household)
    assert run.community.equals(community)


def cases_are_in_order(run: Simulation) -> None:
    """Time stamps in order, parts that sum to the whole, one open case a household and need."""
    record = run.record()
    cases = record.cases
    stamps = ("raised", "detected", "held", "supplied", "started", "closed")
    # a failed attempt begins anew: its stamps are those of the later one as far as it came
    first = (cases["stage"] == SERVED) & (cases["attempts"] == 1)
    once = cases[(cases["attempts"] == 0) | first]
    for at, early in enumerate(stamps):
        for late in stamps[at + 1 :]:
            both = ~np.isnan(once[early]) & ~np.isnan(once[late])
            assert (once[early][both] <= once[late][both] + CLOSE).all(), (early, late)
    over = cases["ending"] != OPEN
    assert np.isnan(cases["closed"][~over]).all()
    assert not np.isnan(cases["closed"][over]).any()
    until = np.where(over, cases["closed"], run.t)
    parts = sum(cases[f"in_{part}"] for part in
                ("detection", "routing", "supply", "hands", "service"))  # fmt: skip
    waited = until - cases["raised"]
    assert parts[over] == pytest.approx(waited[over], abs=CLOSE)
    assert (parts[~over] <= waited[~over] + CLOSE).all()  # the part it is in still runs
    assert ((cases["stage"] >= 0) & (cases["stage"] < len(STAGES))).all()
    assert ((cases["ending"] >= 0) & (cases["ending"] < len(ENDINGS))).all()
    served = cases["ending"] == CLOSED
    for stamp in ("detected", "held", "supplied", "started"):
        assert not np.isnan(cases[stamp][served]).any()
    assert (cases["helper"][cases["ending"] == HELPED] >= 0).all()
    assert (cases["helper"][cases["ending"] == LAPSED] < 0).all()
    key = cases["household"].astype(np.int64) * 100 + cases["need"]
    order = np.lexsort((cases["raised"], key))
    same = key[order][1:] == key[order][:-1]
    assert (until[order][:-1][same] <= cases["raised"][order][1:][same] + CLOSE).all()


def shares_are_shares(run: Simulation) -> None:
    """Social columns, fatigue and the series that are shares lie between 0 and 1."""
    for name in SOCIAL:
        column = getattr(run.people, name)
        assert ((column >= 0.0) & (column <= 1.0)).all(), name
    assert ((run.bodies.fatigue >= 0.0) & (run.bodies.fatigue <= 1.0)).all()
    series = run.record().series
    shares = [n for n in series if n.startswith("functionality") or n in (*SOCIAL, "absent")]
    for name in (*shares, "hands_used"):
        known = series[name][~np.isnan(series[name])]
        assert ((known >= -CLOSE) & (known <= 1.0 + CLOSE)).all(), name


def test_hours_asked_twice_are_given_once() -> None:
    """The balance above can fail: two mechanisms ask one person for all the hours there are."""
    from resilience_sim.simulation.staffing import rota

    run = Simulation(everything(), 1)
    half = np.zeros(len(run.bodies))
    half[0] = float(run.people.hours.sum())
    asked = Hours(half, run.people.hours.copy())
    here = np.ones(len(run.bodies))
    one, two = (
        rota([("a", asked), ("b", asked)][:n], run.bodies, here, here, run.people,
             run.community.households)
        for n in (1, 2)
    )  # fmt: skip
    assert two.placed == pytest.approx(run.people.hours)
    assert two.speed == pytest.approx(one.speed)
    again = replace(asked)
    assert all(getattr(again, one.name) is getattr(asked, one.name) for one in fields(asked))
