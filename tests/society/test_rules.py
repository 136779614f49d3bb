"""What every rule of society must keep, and what single rules say."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from resilience_sim import contributions as c, society
from resilience_sim.mechanism import Mechanism, parameters
from resilience_sim.society import (
    Belief,
    Compliance,
    Fatigue,
    Identification,
    Influence,
    Panic,
    Participation,
    Trust,
)
from resilience_sim.vocabulary import SOCIAL
from resilience_sim.world import World
from tests.worlds import adapt_once, built, tiny_world, writable

RULES = [getattr(society, name) for name in society.__all__]
N = 24
RING = [(i, (i + d) % N) for i in range(N) for d in (1, 2)]


def lively(seed: int, days: float = 1.0) -> World:
    """A world in which everything that people may feel differs between them."""
    rng = np.random.default_rng(seed)
    world = tiny_world(
        np.full(N // 3, 3),
        ties=RING,
        span=days,
        seed=seed,
        people={k: rng.random(N) for k in SOCIAL if k != "participation"},
    )
    writable(world.people.points)[:] = rng.random(N) * 50
    relive(world, rng)
    return world


def relive(world: World, rng: np.random.Generator) -> None:
    h, m = len(world.households), len(world.bodies)
    for name in ("in_time", "late", "lapsed", "helped", "gave"):
        getattr(world.experience, name)[:] = rng.poisson(1.0, h)
    world.experience.unmet[:] = rng.random(h) * 3
    world.ledger.available += 8.0
    world.ledger.service += rng.random(m) * 10
    world.messages.update(
        {k: rng.random(N) * 4 for k in ("guidance", "correction", "against_blame", "appeal")}
    )
    world.conditions.mobility[:] = rng.random(N)


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10_000), days=st.sampled_from([0.04, 1.0, 7.0, 60.0]))
def test_states_stay_between_none_and_all(seed: int, days: float) -> None:
    world = lively(seed, days)
    rules = [cls() for cls in RULES]
    for rule in rules:
        built(world, rule)
    rng = np.random.default_rng(seed)
    for _ in range(6):
        for rule in rules:
            for given_ in rule.adapt(world):
                if isinstance(given_, c.Movement):
                    table = world.people if given_.table == "people" else world.bodies
                    after = getattr(table, given_.column) + given_.delta
                    assert (after > -1e-12).all() and (after < 1 + 1e-12).all()
        adapt_once(world, *rules)
        relive(world, rng)
        for label, columns in world.own.items():
            for name, column in columns.items():
                if name.startswith("anchor_") or name == "strain":
                    assert (column >= 0).all() and (column <= 1).all(), (label, name)


@pytest.mark.parametrize("cls", RULES, ids=lambda cls: cls.__name__)
def test_neutral_values_move_nothing_and_ask_nothing(cls: type[Mechanism]) -> None:
    rule = cls(**{k: d.neutral for k, (_, d) in parameters(cls).items() if d.neutral is not None})
    world = lively(3)
    built(world, rule)
    moved = adapt_once(world, rule)
    assert not any(np.any(delta) for delta in moved.values())
    for hook in (rule.staff, rule.meet, rule.demand):
        assert not hook(world)


@pytest.mark.parametrize("cls", RULES, ids=lambda cls: cls.__name__)
def test_an_empty_community_is_no_trouble(cls: type[Mechanism]) -> None:
    world = tiny_world([1])
    rule = cls()
    built(world, rule)
    adapt_once(world, rule)
    for hook in (rule.staff, rule.meet, rule.demand):
        hook(world)


def test_trust_falls_faster_than_it_rises() -> None:
    gains = {}
    for name in ("in_time", "late"):
        world = tiny_world([2], people={"trust_institutions": 0.5})
        getattr(world.experience, name)[:] = 1.0
        rule = Trust()
        built(world, rule)
        gains[name] = float(adapt_once(world, rule)["trust_institutions"][0])
    assert gains["in_time"] == pytest.approx(0.05 * 0.5)
    assert gains["late"] == pytest.approx(-0.10 * 0.5)


def test_experience_moves_the_anchor_and_is_forgotten() -> None:
    world = tiny_world([2], people={"trust_institutions": 0.5})
    rule = Trust()
    own = built(world, rule)
    world.experience.lapsed[:] = 3.0
    adapt_once(world, rule)
    low = own["anchor_trust_institutions"][0]
    assert low < 0.45
    world.experience.lapsed[:] = 0.0
    for _ in range(400):
        adapt_once(world, rule)
    assert own["anchor_trust_institutions"][0] == pytest.approx(0.5, abs=1e-3)


def test_influence_draws_toward_the_anchor_that_another_rule_keeps() -> None:
    world = tiny_world([1, 1], ties=[(0, 1)], people={"trust_institutions": 0.5})
    trust, influence = Trust(), Influence(openness=0.0, rate=5.0)
    own = built(world, trust)
    built(world, influence)
    own["anchor_trust_institutions"][:] = 0.9
    for _ in range(10):
        adapt_once(world, influence)
    assert world.people.trust_institutions == pytest.approx(0.9, abs=1e-6)


def test_messages_tire() -> None:
    world = tiny_world(np.ones(4, int), people={"belief": 0.5, "trust_institutions": 0.8})
    rule = Belief()
    built(world, rule)
    world.messages["guidance"] = np.full(4, 3.0)
    gains = [float(adapt_once(world, rule)["belief"][0]) for _ in range(5)]
    assert all(b < a for a, b in pairwise(gains))
    assert gains[-1] < 0.5 * gains[0]


def test_fatigue_heals_under_load_and_when_idle() -> None:
    world = tiny_world([1])
    rule = Fatigue()
    built(world, rule)
    for day in range(400):
        world.ledger.available[:] = world.ledger.service[:] = 8.0 * (day + 1)
        adapt_once(world, rule)
    # a (f_max - f) = b f at full overload
    assert world.bodies.fatigue[0] == pytest.approx(0.06 * 0.5 / 0.11, abs=1e-6)
    adapt_once(world, rule)
    assert world.bodies.fatigue[0] < 0.06 * 0.5 / 0.11


def test_bodies_added_later_tire_too() -> None:
    world = tiny_world([1], bodies=3)
    rule = Fatigue()
    own = built(tiny_world([1], bodies=2), rule)
    world.own = {rule.label: own}
    world.ledger.available[:], world.ledger.service[2] = 8.0, 8.0
    world.t = world.begin + 1.0
    adapt_once(world, rule)
    world.t = world.begin + 2.0
    world.ledger.available[:], world.ledger.service[2] = 16.0, 8.0
    tired = world.bodies.fatigue[2]
    assert tired > 0 and not world.bodies.fatigue[:2].any()
    adapt_once(world, rule)
    assert 0 < world.bodies.fatigue[2] < tired


def test_panic_fades_to_the_calm_of_the_person() -> None:
    world = tiny_world([1, 1], people={"panic": [0.05, 0.1], "identity": 0.5})
    rule = Panic()
    built(world, rule)
    writable(world.people.panic)[:] = 0.8
    for _ in range(200):
        adapt_once(world, rule)
    assert world.people.panic == pytest.approx([0.05, 0.1], abs=1e-6)


@pytest.mark.parametrize("cls", [Trust, Identification, Panic, Influence, Fatigue])
def test_two_half_days_are_about_one_day(cls: type[Mechanism]) -> None:
    """Adapting reads cumulative counts at boundaries; the tolerance is that of one day."""
    ends = []
    for days, times in ((1.0, 1), (0.5, 2)):
        world = lively(5, days)
        rule = cls()
        built(world, rule)
        for _ in range(times):
            adapt_once(world, rule)
            for name in ("in_time", "late", "lapsed", "helped", "gave"):
                getattr(world.experience, name)[:] = 0.0
        ends.append(np.concatenate([getattr(world.people, k) for k in SOCIAL]))
    assert np.abs(ends[0] - ends[1]).max() < 0.03


def test_who_reviews_does_not_depend_on_how_often_it_is_asked() -> None:
    """A review each week, daily or every six hours asked: the same people at the end of a week."""
    ends = []
    for span in (1.0, 0.25):
        world = tiny_world(np.ones(400, int), span=span, people={"identity": 0.6})
        rule = Participation(threshold_high=2.0, from_strain=0.0)
        built(world, rule)
        for _ in range(round(21 / span)):
            adapt_once(world, rule)
        ends.append(world.people.participation.copy())
    assert np.array_equal(*ends)
    assert 0.3 < ends[0].mean() < 0.8


def test_registered_far_outnumber_active() -> None:
    """Pattern P5, put in by the registry and kept by the dynamics."""
    n = 3000
    pairs = [(i, (i + d) % n) for i in range(n) for d in (1, 5, 50)]
    world = tiny_world(np.ones(n, int), ties=pairs, people={"identity": 0.5})
    rule = Participation()
    own = built(world, rule)
    for _ in range(60):
        adapt_once(world, rule)
    active = world.people.participation.mean()
    assert 0.07 < active < 0.14
    assert own["registered"].mean() > 2 * active


@pytest.mark.parametrize(("crowding", "sign"), [("in", 1), ("out", -1), ("none", 0)])
def test_rewards_crowd_motivation_in_or_out(crowding: str, sign: int) -> None:
    drives = []
    for points in (0.0, 1e6):
        world = tiny_world([1], people={"points": points, "identity": 0.5})
        rule = Participation(crowding=crowding, from_reward=0.0)
        built(world, rule)
        drives.append(float(rule._drive(world, np.zeros(1))[0]))
    assert np.sign(round(drives[1] - drives[0], 6)) == sign


def test_hours_of_participants_reach_the_committee_and_the_absent_give_none() -> None:
    world = tiny_world([2, 2], communities=[0, 1], people={"participation": 1.0})
    world.absent[0] = True
    rule = Participation()
    built(world, rule)
    (hours,) = rule.staff(world)
    assert hours.people == pytest.approx([0.0, 0.15, 0.15, 0.15])
    assert hours.bodies == pytest.approx([0.15 * 0.6, 0.3 * 0.6])


def test_compliance_waits_for_a_restriction() -> None:
    world = tiny_world([2], people={"trust_institutions": 0.5, "belief": 0.5})
    rule = Compliance()
    assert not rule.meet(world)
    world.conditions.mobility[:] = 0.14
    (contact,) = rule.meet(world)
    assert contact.people == pytest.approx(1.0)
