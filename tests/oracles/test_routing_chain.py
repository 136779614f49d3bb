"""Wrong hand-offs: each case against a plain walk, all of them against a Markov chain of desks.

A desk that is not accountable sends a case to the desk it believes accountable. Whether it
knows a building's right desk is drawn once a desk and building; where it does not, it believes
in one and the same wrong desk for all buildings. So over many buildings a case walks a Markov
chain over (desk, desks seen, hops), which linear algebra absorbs: at the right desk, at the
level above, or nowhere.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from resilience_sim.community.responsibility import responsibility
from resilience_sim.community.tables import Responsibility
from resilience_sim.kernels.luck import uniform
from resilience_sim.mechanism import ByNeed
from resilience_sim.response import (
    EverydayNeeds,
    OwnReport,
    Patience,
    Priority,
    Routing,
    Service,
    Supply,
)
from resilience_sim.rng import Luck
from resilience_sim.scenario import Scenario
from resilience_sim.simulation import simulate
from resilience_sim.vocabulary import CLOSED, NEEDS, ORPHANED
from tests.communities import Desk, bare, hand_made

NEED = "mediation"
K = NEEDS.index(NEED)
DESKS = 6
KNOWS = 0.4
TRIAGE, HAND_OFF, CLIMB = 0.1, 0.1, 1.0  # hours, days, days
State = tuple[int, tuple[int, ...], int]


def world(
    buildings: int, office: bool, max_hops: int = 4, refusal: float = 0.0, **more: Any
) -> Scenario:
    """Cases land at the first of six desks; the last is accountable; plenty of posts.

    Two households a building, the same path for both unless a desk sends a case elsewhere.
    """
    above = "office" if office else None
    desks = [
        Desk(
            f"desk {k}",
            posts=400,
            kind="grid_post" if k == 0 else "social_organisation",
            parent=above,
        )
        for k in range(DESKS)
    ]
    if office:
        desks.append(Desk("office", posts=400, kind="subdistrict_office"))
    community = hand_made(
        2 * buildings, desks, buildings=buildings, first={NEED: f"desk {DESKS - 1}"}
    )
    if office:
        community.bodies.community[-1] = -1
    rules = (
        EverydayNeeds(rate=ByNeed(0.0, **{NEED: 0.2}), ceiling=ByNeed(1.0)),
        OwnReport(rate=ByNeed(1e9), trust_to_report=0),
        Routing(
            max_hops=max_hops,
            refusal=refusal,
            triage_hours=TRIAGE,
            hand_off_days=HAND_OFF,
            escalation_days=CLIMB,
            distribution="constant",
        ),
        Service(work=ByNeed(0.01), success=ByNeed(1.0)),
        Supply(),
        Priority(),
        Patience(days=ByNeed(1e9)),
    )
    settings = {
        "levers.clarity": 0.0,
        "community.gaps_at_zero": 0.0,
        "community.overlaps_at_zero": 0.0,
        "community.unempowered_at_zero": 0.0,
        "community.knowledge_at_zero": KNOWS,
        "step_hours": 24.0,
        "warmup_days": 10.0,
        "horizon_days": 20.0,
        **more,
    }
    return bare(community, keep=rules, **settings)


def cells(scenario: Scenario, seed: int) -> Responsibility:
    """Who believes what: the structure that the lever builds."""
    community, told = scenario.use_community, scenario.community
    assert community is not None
    return responsibility(
        community.bodies,
        community.duties,
        community.places,
        community.community_keys,
        scenario.levers.clarity,
        seed,
        gaps0=told.gaps_at_zero,
        overlaps0=told.overlaps_at_zero,
        knowledge0=told.knowledge_at_zero,
        unempowered0=told.unempowered_at_zero,
    )


class Walk:
    """The rule of routing written out plainly, with the run's own luck."""

    def __init__(self, scenario: Scenario, seed: int) -> None:
        self.table = cells(scenario, seed)
        self.community = scenario.use_community
        self.luck = Luck(seed)
        rule = next(one for one in scenario.response if isinstance(one, Routing))
        self.max_hops, self.refusal = rule.max_hops, rule.refusal

    def draw(self, purpose: str, case: Any, leg: int) -> float:
        stream = self.luck.stream("engine", purpose)
        key = int(self.community.community_keys[0])
        return float(uniform(stream, key, int(case["household"]), K, leg, int(case["ordinal"])))

    def refuses(self, case: Any, desk: int, target: int, hops: int) -> bool:
        keys = self.community.bodies.key
        tie = uniform(self.luck.stream("engine", "formal"), keys[desk], keys[target], 0, 0, 0)
        if tie < self.table.formality[desk]:
            return False
        return self.draw("refuse", case, hops) < self.refusal

    def path(self, case: Any) -> tuple[list[int], bool]:
        """Desks that the case visits, and whether it found the right one."""
        building, right = int(case["building"]), DESKS - 1
        width = len(self.table.first[K])
        desk, seen = 0, [0]
        while desk != right:
            if len(seen) - 1 >= self.max_hops:
                return seen, False
            target = int(self.table.belief[self.table.belief_start[desk] + K * width + building])
            hops = len(seen) - 1
            if target in seen or self.refuses(case, desk, target, hops):
                offset = int(self.draw("elsewhere", case, hops) * DESKS)
                ring = [(offset + j) % DESKS for j in range(DESKS)]
                target = next((other for other in ring if other not in seen), -1)
            if target < 0:
                return seen, False
            desk = target
            seen.append(desk)
        return seen, True


def chain(scenario: Scenario, seed: int) -> tuple[float, float]:
    """Mean hops and share that finds nobody, from the absorbing chain by a linear solve."""
    table = cells(scenario, seed)
    right = DESKS - 1
    width = len(table.first[K])
    wrong = []
    for desk in range(DESKS - 1):
        at = table.belief_start[desk] + K * width
        believed = table.belief[at : at + width]
        wrong.append(int(believed[believed != right][0]))
    rule = next(one for one in scenario.response if isinstance(one, Routing))

    def leave(state: State) -> dict[int, float]:
        desk, seen, hops = state
        if hops >= rule.max_hops:
            return {-1: 1.0}
        to = {right: KNOWS}
        if wrong[desk] not in seen:
            to[wrong[desk]] = 1.0 - KNOWS
            return to
        # a keyed start in the ring of desks, then the first that has not seen the case
        for start in range(DESKS):
            ring = [(start + j) % DESKS for j in range(DESKS)]
            other = next((one for one in ring if one not in seen), -1)
            to[other] = to.get(other, 0.0) + (1.0 - KNOWS) / DESKS
        return to

    states: list[State] = [(0, (0,), 0)]
    moves: list[tuple[int, int, float]] = []
    lost: dict[int, float] = {}
    for row, state in enumerate(states):
        for to, chance in leave(state).items():
            if to == -1:
                lost[row] = lost.get(row, 0.0) + chance
            elif to != right:
                after = (to, tuple(sorted((*state[1], to))), state[2] + 1)
                if after not in states:
                    states.append(after)
                moves.append((row, states.index(after), chance))
    q = np.zeros((len(states), len(states)))
    for row, column, chance in moves:
        q[row, column] += chance
    gone = np.array([lost.get(row, 0.0) for row in range(len(states))])
    fundamental = np.linalg.inv(np.eye(len(states)) - q)[0]
    # every state costs one hop, but for the share that goes up or nowhere from it
    return float(fundamental @ (1.0 - gone)), float(fundamental @ gone)


def found(scenario: Scenario, seed: int) -> np.ndarray:
    """The first case of every household: a lost case keeps its household from raising others."""
    record = simulate(scenario, seed)
    cases = record.cases[record.cases["raised"] < record.end - 5.0]
    return np.asarray(cases[np.unique(cases["household"], return_index=True)[1]])


@pytest.mark.parametrize("max_hops", [1, 4, 8])
@pytest.mark.parametrize("refusal", [0.0, 0.6])
def test_every_case_walks_as_the_rule_says(max_hops: int, refusal: float) -> None:
    scenario = world(150, office=False, max_hops=max_hops, refusal=refusal)
    cases = found(scenario, 4)
    walk = Walk(scenario, 4)
    assert len(cases) > 290
    for case in cases:
        path, right = walk.path(case)
        assert case["hops"] == len(path) - 1
        assert case["orphaned"] == (not right)
        assert (case["stage"] == ORPHANED) == (not right)
        if right:
            assert case["holder"] == path[-1]
            hop = HAND_OFF + TRIAGE / 24.0
            assert case["held"] - case["detected"] == pytest.approx((len(path) - 1) * hop)


def test_hops_time_and_nobody_meet_the_absorbing_chain() -> None:
    scenario = world(3000, office=False)
    hops, nobody = chain(scenario, 7)
    cases = found(scenario, 7)
    buildings = len(np.unique(cases["building"]))
    error = cases["hops"].std() / np.sqrt(buildings)
    assert 0.05 < nobody < 0.6
    assert cases["hops"].mean() == pytest.approx(hops, abs=4 * error)
    share = cases["orphaned"].mean()
    assert share == pytest.approx(nobody, abs=4 * np.sqrt(nobody * (1 - nobody) / buildings))


def test_a_level_above_takes_what_would_be_lost() -> None:
    """After the last hop it escalates; the level above assigns it to the accountable desk."""
    lost = found(world(400, office=False), 5)
    up = found(world(400, office=True), 5)
    assert np.array_equal(lost["hops"], up["hops"])
    assert np.array_equal(lost["orphaned"] == 1, up["escalations"] == 1)
    assert not up["orphaned"].any()
    assert (up["holder"][up["ending"] == CLOSED] == DESKS - 1).all()
    days = (up["held"] - up["detected"])[up["escalations"] == 1]
    hops = up["hops"][up["escalations"] == 1]
    # triage at each desk, a hand-off a hop, the climb, and the assignment back down
    expected = hops * HAND_OFF + (hops + 1) * TRIAGE / 24.0 + CLIMB + HAND_OFF
    np.testing.assert_allclose(days, expected, atol=1e-7)


def test_exponential_hand_offs_keep_the_mean_time() -> None:
    exact = found(world(1500, office=False), 9)
    spread = found(world(1500, office=False, **{"response.routing.distribution": "exponential"}), 9)
    assert np.array_equal(exact["hops"], spread["hops"])
    held = np.isfinite(exact["held"]) & np.isfinite(spread["held"])
    a = (exact["held"] - exact["detected"])[held]
    b = (spread["held"] - spread["detected"])[held]
    assert b.mean() == pytest.approx(a.mean(), abs=4 * b.std() / np.sqrt(held.sum()))
    assert b.std() > 1.2 * a.std()


def test_full_knowledge_needs_one_hop_and_no_duty_none() -> None:
    knowing = found(world(100, office=False, **{"community.knowledge_at_zero": 1.0}), 2)
    assert (knowing["hops"] == 1).all()
    at_home = found(
        world(100, office=False, **{"community.knowledge_at_zero": 1.0, "levers.clarity": 1.0}), 2
    )
    assert (at_home["hops"] == 1).all()


@pytest.mark.long
@pytest.mark.parametrize("max_hops", [2, 4, 8])
def test_powered_chain(max_hops: int) -> None:
    gaps, errors = [], []
    for seed in range(1, 9):
        scenario = world(4000, office=False, max_hops=max_hops)
        hops, nobody = chain(scenario, seed)
        cases = found(scenario, seed)
        n = len(np.unique(cases["building"]))
        gaps.append((cases["hops"].mean() - hops, cases["orphaned"].mean() - nobody))
        errors.append((cases["hops"].std() / np.sqrt(n), cases["orphaned"].std() / np.sqrt(n)))
    mean = np.mean(gaps, axis=0)
    error = np.sqrt(np.mean(np.square(errors), axis=0) / len(gaps))
    assert (np.abs(mean) <= 3.5 * error).all()
