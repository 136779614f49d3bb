"""Rules that answer to what institutions emit, against shares one can work out by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from resilience_sim import contributions as c
from resilience_sim.society import (
    Gatherings,
    Initiative,
    Motivation,
    Norms,
    Participation,
    Promises,
)
from resilience_sim.society.gatherings import met_across
from resilience_sim.world import World
from tests.worlds import adapt_once, built, tiny_world

N = 4


def world(**people: object) -> World:
    start = {"trust_institutions": 0.5, "identity": 0.4, "stigma": 0.2}
    return tiny_world([1] * N, people={**start, **people})


@pytest.mark.parametrize("rule", [Gatherings(), Initiative(), Motivation(), Norms(), Promises()])
def test_where_nothing_was_emitted_nothing_moves(rule: Promises) -> None:
    w = world()
    built(w, rule)
    assert rule.adapt(w) == ()
    assert not rule.staff(w)


def test_two_promises_kept_and_one_broken() -> None:
    """.5 gains 1 - .97^2 of what is missing, or loses .08 of what is there; half of it lasts."""
    w = world()
    w.messages = {
        "promise_kept": np.array([2.0, 0.0, 0.0, 0.0]),
        "promise_broken": np.array([0.0, 1.0, 0.0, 0.0]),
    }
    moved, held = Promises().adapt(w)
    assert moved.delta == pytest.approx([0.5 * (1 - 0.97**2), -0.5 * 0.08, 0.0, 0.0])
    assert held.delta == pytest.approx(0.5 * moved.delta)
    assert abs(moved.delta[1]) > moved.delta[0]  # one broken outweighs two kept


def test_who_sits_with_whom() -> None:
    table = np.array([0, 0, 0, 1, 1, -1])
    newcomer = np.array([True, False, False, False, False, True])
    assert met_across(table, newcomer) == pytest.approx([1.0, 0.5, 0.5, 0.0, 0.0, 0.0])


def test_an_event_moves_those_who_came_and_ties_as_far_as_groups_met() -> None:
    """Two of four meet across: mean .5; bridging gains 1 - exp(-.2 * .5) of the missing half."""
    rule = Gatherings(mixing=0.2, per_event=0.1)
    w = world(newcomer=np.array([True, False, False, False]))
    built(w, rule)
    w.gatherings = (c.Gathering(t=0.0, table=np.array([0, 0, -1, -1])),)
    moved = adapt_once(w, rule)
    assert moved["identity"] == pytest.approx([0.06, 0.06, 0.0, 0.0])
    gain = 0.5 * (1.0 - math.exp(-0.1))
    assert w.own["gatherings"]["bridging"][0] == pytest.approx(0.5 + gain)
    w.gatherings = ()
    adapt_once(w, rule)
    faded = 0.5 + gain * math.exp(-1.0 / 365.0)
    assert w.own["gatherings"]["bridging"][0] == pytest.approx(faded)


def test_insiders_who_meet_among_themselves_bridge_nothing() -> None:
    rule = Gatherings()
    w = world(newcomer=np.array([True, True, False, False]))
    built(w, rule)
    w.gatherings = (c.Gathering(t=0.0, table=np.array([0, 0, 1, 1])),)
    adapt_once(w, rule)
    assert w.own["gatherings"]["bridging"][0] == pytest.approx(0.5)


def test_honour_drives_obligation_drains_and_participation_adds_it() -> None:
    rule, part = Motivation(), Participation()
    w = world()
    built(w, rule)
    built(w, part)
    none = np.zeros(N)
    before = part._drive(w, none)
    w.messages = {"honour": np.array([1.0, 0, 0, 0]), "obliged": np.array([0, 1.0, 0, 0])}
    adapt_once(w, rule)
    drained = 1.0 - math.exp(-1.0 / 30.0)  # one day of thirty
    assert w.own["motivation"]["drive"] == pytest.approx([1.0, -drained, 0.0, 0.0])
    assert part._drive(w, none) - before == pytest.approx([1.0, -drained, 0.0, 0.0])
    w.messages = {}
    adapt_once(w, rule)
    assert w.own["motivation"]["drive"][0] == pytest.approx(math.exp(-1.0 / 60.0))


def test_norms_close_the_spread_and_keep_the_mean_and_tire() -> None:
    rule = Norms(consensus=0.1)
    w = world(identity=np.array([0.2, 0.4, 0.6, 0.8]))
    built(w, rule)
    w.messages = {"norms": np.ones(N)}
    first = adapt_once(w, rule)["identity"]
    assert first == pytest.approx([0.03, 0.01, -0.01, -0.03])
    second = adapt_once(w, rule)["identity"]
    assert abs(second[0]) < 0.9 * abs(first[0])


def test_a_day_of_work_taken_over_wears_initiative_which_returns() -> None:
    rule = Initiative(wear=0.05, most=0.5, heal_days=60.0)
    w = world()
    built(w, rule)
    w.messages = {"taken_over": np.array([8.0])}  # one member of staff, eight hours
    adapt_once(w, rule)
    lost = 0.5 * (1.0 - math.exp(-0.05))
    assert rule.staff(w)[0].bodies == pytest.approx([1.0 - lost])
    w.messages = {}
    adapt_once(w, rule)
    assert rule.staff(w)[0].bodies == pytest.approx([1.0 - lost * math.exp(-1.0 / 60.0)])
