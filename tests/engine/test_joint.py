"""Matters of several departments: in turn, at once, and what happens to their parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar

import numpy as np
import pytest

import resilience_sim as rs
from resilience_sim import contributions as c
from resilience_sim.errors import InputError
from resilience_sim.mechanism import ByNeed, Mechanism
from resilience_sim.response import (
    EverydayNeeds,
    JointMatters,
    OwnReport,
    Patience,
    Priority,
    Routing,
    Service,
    Supply,
)
from resilience_sim.simulation import Simulation, simulate
from resilience_sim.vocabulary import CLOSED, LAPSED, N_NEEDS, NEEDS
from resilience_sim.world import World
from tests.bits import bits, differing
from tests.communities import Desk, bare, hand_made

MATTER = NEEDS.index("departmental")
HAND_OFF, WORK, PART = 0.5, 6.0, 12.0
NAMES = ("civil_affairs", "housing", "urban_management")


@dataclass(frozen=True, kw_only=True)
class AtOnce(Mechanism):
    """Departments act all at once."""

    family: ClassVar[str] = "institutions"

    def route(self, world: World) -> Sequence[c.Contribution]:
        return (c.Parallel(np.arange(N_NEEDS) == MATTER),)


def run_of(
    departments: int, shares: tuple[float, ...], *, at_once: bool = False, posts: int = 400,
    patience: float = 1e6, **settings: Any,
) -> Simulation:  # fmt: skip
    """Constant times: 6 h at the office, half a day of hand-off, 12 h at each department."""
    office = Desk("office", posts=400)
    others = [Desk(name, posts=posts, kind="department") for name in NAMES[:departments]]
    community = hand_made(100, [office, *others], first={"departmental": "office"})
    scenario = bare(
        community,
        keep=[
            EverydayNeeds(rate=ByNeed(0.0, departmental=0.05), vulnerable=1.0),
            OwnReport(rate=ByNeed(1e6)), Priority(), Supply(),
            Patience(days=ByNeed(patience), distribution="constant"),
            Routing(hand_off_days=HAND_OFF, distribution="constant"),
            Service(work=ByNeed(WORK), distribution="constant", funds_lots=ByNeed(0.0)),
            JointMatters(departments=shares, hours=PART),
        ],
        **{"horizon_days": 40.0, "warmup_days": 10.0, **settings},
    )  # fmt: skip
    if at_once:
        scenario = scenario.with_institutions(AtOnce())
    run = Simulation(scenario, 1)
    while not run.ended:
        run.step()
    return run


def days(run: Simulation) -> np.ndarray:
    cases = run.engine.journal()
    over = cases[cases["ending"] == CLOSED]
    assert len(over) > 50
    return np.asarray(over["closed"] - over["detected"])


@pytest.mark.parametrize("departments", [0, 1, 2, 3])
def test_in_turn_takes_a_hand_off_and_the_work_of_each(departments: int) -> None:
    run = run_of(departments, (1.0, 1.0, 1.0))
    expected = WORK / 24.0 + departments * (HAND_OFF + PART / 24.0)
    assert days(run) == pytest.approx(expected, abs=1e-9)
    cases = run.engine.journal()
    assert (cases["attempts"][cases["ending"] == CLOSED] == 1 + departments).all()


@pytest.mark.parametrize("departments", [1, 2, 3])
def test_at_once_takes_as_long_as_one(departments: int) -> None:
    run = run_of(departments, (1.0, 1.0, 1.0), at_once=True)
    assert days(run) == pytest.approx(WORK / 24.0 + HAND_OFF + PART / 24.0, abs=1e-9)


def test_hours_of_departments_are_the_same_either_way() -> None:
    for at_once in (False, True):
        run = run_of(3, (1.0, 0.6, 0.3), at_once=at_once)
        body = run.engine.arrays["body"]
        run.engine.book(run.t)
        cases = run.engine.journal()
        closed = int((cases["ending"] == CLOSED).sum())
        open_ = int((cases["ending"] == 0).sum())
        hours = body["service"][1:].sum() / PART
        # 1 + .6 + .3 departments a case; those under way have had some of it
        assert abs(hours - 1.9 * closed) < 2.0 * open_ + 4.0 * np.sqrt(closed)
        assert body["double"].sum() == 0.0


def test_the_shares_of_cases_by_number_of_departments() -> None:
    run = run_of(3, (0.8, 0.5, 0.2))
    cases = run.engine.journal()
    cases = cases[cases["ending"] == CLOSED]
    found = np.bincount(cases["attempts"] - 1, minlength=4) / len(cases)
    expected = np.array([0.2, 0.3, 0.3, 0.2])
    assert (np.abs(found - expected) < 4.0 * np.sqrt(expected / len(cases))).all()


def test_the_first_department_is_drawn_evenly() -> None:
    run = run_of(3, (1.0, 0.0, 0.0))
    run.engine.book(run.t)
    hours = run.engine.arrays["body"]["service"][1:] / PART
    assert (np.abs(hours - hours.mean()) < 4.0 * np.sqrt(hours.mean())).all()


def test_parts_of_a_case_that_is_given_up_are_dropped() -> None:
    """One post a department and little patience: queued parts of lapsed cases take no hours."""
    run = run_of(2, (1.0, 1.0, 0.0), at_once=True, posts=1, patience=3.0)
    cases = run.engine.journal()
    assert (cases["ending"] == LAPSED).sum() > 30
    assert (cases["ending"] == CLOSED).sum() > 10
    body, work = run.engine.arrays["body"], run.engine.arrays["case"]
    assert (body["busy_service"] <= body["posts"]).all()
    assert (body["busy_service"] >= 0).all()
    used = work["used"] == 1
    assert (work["part"][used & (work["double_of"] < 0)] == 0).all()
    run.engine.book(run.t)
    assert (body["service"] <= body["available"] + 1e-9).all()


def test_bits_do_not_depend_on_the_step() -> None:
    """With tables that stand for a day, steps of 24, 6 and 1 h give the same journal."""
    journals = []
    for step in (24.0, 6.0, 1.0):
        for at_once in (False, True):
            run = run_of(3, (1.0, 0.6, 0.3), at_once=at_once, posts=1, step_hours=step)
            journals.append(run.engine.journal().tobytes())
    assert journals[0] == journals[2] == journals[4]
    assert journals[1] == journals[3] == journals[5]


def test_without_departments_nothing_is_different() -> None:
    plain = rs.load("epidemic_lockdown").vary(
        {"community.residents": 200, "warmup_days": 10.0, "horizon_days": 20.0}
    )
    bare_ = replace(
        plain, response=tuple(one for one in plain.response if not isinstance(one, JointMatters))
    )
    assert not differing(bits(simulate(plain, 1)), bits(simulate(bare_, 1)))


@pytest.mark.parametrize("shares", [(1.0, 0.5), (0.2, 0.5, 0.1)])
def test_shares_that_do_not_fall_are_refused(shares: tuple[float, ...]) -> None:
    with pytest.raises(InputError, match="do not fall"):
        JointMatters(departments=shares)
