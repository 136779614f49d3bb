"""Verbs that last, each against what it must leave in a street of twelve households."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import pytest

from resilience_sim import contributions as c
from resilience_sim.errors import InputError
from resilience_sim.mechanism import Mechanism
from resilience_sim.simulation import Simulation
from resilience_sim.vocabulary import CLOSED, NEEDS, RESOURCES
from resilience_sim.world import World
from tests.institutions.made import begun, days, row, street

FUNDS, EQUIPMENT = RESOURCES.index("funds"), RESOURCES.index("equipment")
CARE = NEEDS.index("care")
SAYS: dict[str, Callable[[World], Sequence[c.Contribution]]] = {}
BUILDS: dict[str, Sequence[c.Contribution]] = {}


@dataclass(frozen=True, kw_only=True)
class Speaker(Mechanism):
    """An institution that says at each meeting what the test told it to."""

    family: ClassVar[str] = "institutions"
    en: ClassVar[str] = "Speaker"
    zh: ClassVar[str] = "发言者"

    def build(self, world: World) -> Sequence[c.Contribution]:
        return BUILDS.get(self.label, ())

    def convene(self, world: World) -> Sequence[c.Contribution]:
        return SAYS[self.label](world) if self.label in SAYS else ()

    def meet(self, world: World) -> Sequence[c.Contribution]:
        found = SAYS.get(f"{self.label} meets")
        return found(world) if found else ()

    def rank(self, world: World) -> Sequence[c.Contribution]:
        found = SAYS.get(f"{self.label} ranks")
        return found(world) if found else ()


@pytest.fixture(autouse=True)
def silence() -> None:
    SAYS.clear()
    BUILDS.clear()


def once(day: float, *given: c.Contribution) -> Callable[[World], Sequence[c.Contribution]]:
    """Say it at the end of one day of everyday life."""
    return lambda w: given if abs(w.t - w.begin - day) < 1e-9 else ()


def run_of(**told: object) -> Simulation:
    return begun(street(hours=1.0), Speaker(label="a"), Speaker(label="b"), **told)


def acts(run: Simulation, name: str) -> list[tuple[str, int]]:
    return [(act.author, act.count) for act in run.acts if act.act == name]


def test_points_and_hours_balance_and_points_never_fall_below_none() -> None:
    gain = np.arange(12.0)
    SAYS["a"] = once(1.0, c.Pay(currency="points", people=gain))
    SAYS["b"] = once(2.0, c.Pay(currency="points", people=np.full(12, -5.0)),
                     c.Pay(currency="hours", people=np.eye(12)[0] - np.eye(12)[1]))  # fmt: skip
    run = days(run_of(), 3)
    assert run.people.points == pytest.approx(np.maximum(gain - 5.0, 0.0))
    for of in run.world.purses.values():
        for purse in of.values():
            assert purse.people.sum() + purse.bodies.sum() + purse.till == pytest.approx(0.0)
    assert run.world.purses["a"]["points"].till == pytest.approx(-66.0)
    hours = run.world.purses["b"]["hours"]
    assert (hours.people[0], hours.people[1], hours.till) == (1.0, -1.0, 0.0)
    assert acts(run, "pay_points") == [("a", 11), ("b", 11)]


def test_funds_move_between_bodies_and_no_body_pays_what_it_lacks() -> None:
    run = run_of()
    give = np.zeros(4)
    give[row(run, "office")], give[row(run, "committee")] = -3.0, 3.0
    run.engine.arrays["body"]["stock"][row(run, "office"), FUNDS] = 2.0
    SAYS["a"] = once(1.0, c.Pay(currency="funds", bodies=give))
    days(run, 2)
    stock = run.engine.arrays["body"]["stock"][:, FUNDS]
    assert stock[row(run, "office")] == 0.0
    assert stock[row(run, "committee")] == 2.0
    assert run.world.purses["a"]["funds"].till == 0.0
    assert run.recording.sums.get("paid_lots", 0.0) == 0.0


def test_agreed_stock_is_drawn_on_until_the_agreement_ends() -> None:
    run = run_of()
    at = lambda name: np.array([row(run, name)])  # noqa: E731
    SAYS["a"] = once(1.0, c.Agree(
        asker=at("committee"), holder=at("property"), resource=np.array([EQUIPMENT]),
        reserve=np.zeros(1), delay=np.zeros(1), days=5.0,
    ))  # fmt: skip
    before = len(run.engine.arrays["offer"])
    days(run, 2)
    assert len(run.engine.arrays["offer"]) == before + 1
    days(run, 3)
    assert len(run.engine.arrays["offer"]) == before + 1
    days(run, 2)
    assert len(run.engine.arrays["offer"]) == before
    assert acts(run, "agree") == [("a", 1)]


def test_a_planned_body_has_no_hands_until_it_opens() -> None:
    body = c.NewBody(
        name="team", kind="social_organisation", community=0, first_building=0, end_building=3,
        parent="committee", posts=2, staff=2.0, hours=12.0, authority=1 << CARE, opens=False,
    )  # fmt: skip
    BUILDS["a"] = (body,)
    told = {"need": "care", "rate": 0.3, "report": 1e3, "work": 0.1}
    run = run_of(**told)
    team = row(run, "team")
    SAYS["a"] = once(10.0, c.OpenPost(bodies=np.array([team])),
                     c.Assign(need=np.full(3, CARE), building=np.arange(3),
                              first=np.full(3, team), second=np.full(3, -1)))  # fmt: skip
    days(run, 9)
    assert run.engine.arrays["body"]["speed"][team] == 0.0
    assert run.bodies.authority[team] == 0
    days(run, 21)
    assert run.engine.arrays["body"]["speed"][team] == pytest.approx(12.0)
    cases = run.record().cases
    closed = cases[cases["ending"] == CLOSED]
    early = closed["closed"] < run.world.begin + 10.0
    assert (closed["holder"][early] == row(run, "committee")).all()
    assert (closed["holder"] == team).any()
    assert acts(run, "open_post") == [("a", 1)]


def test_a_body_that_opens_later_cannot_stand_above_others() -> None:
    BUILDS["a"] = (
        c.NewBody(name="team", kind="unit", community=0, first_building=0, end_building=3,
                  opens=False, above=("post",)),
    )  # fmt: skip
    with pytest.raises(InputError, match="opens later"):
        run_of()


def test_roles_come_and_go_and_bodies_are_arranged() -> None:
    run = run_of()
    who = np.arange(12) < 3
    SAYS["a"] = once(1.0, c.Enrol(role="volunteer", people=who),
                     c.Arrange(column="administration", bodies=np.array([1]),
                               values=np.array([0.25])))  # fmt: skip
    SAYS["b"] = once(2.0, c.Enrol(role="volunteer", people=np.arange(12) < 1, enrolled=False))
    days(run, 2)
    assert np.flatnonzero(run.people.volunteer).tolist() == [1, 2]
    run.step()
    assert run.engine.arrays["body"]["speed"][1] == pytest.approx(24.0 * 0.75)
    assert acts(run, "enrol") == [("a", 3)]
    assert acts(run, "dismiss") == [("b", 1)]


def test_nobody_keeps_more_than_was_promised() -> None:
    SAYS["a"] = once(1.0, c.Promise(people=np.ones(12)))
    run = run_of()
    days(run, 1)
    assert run.standing.promised["a"].sum() == 12.0
    SAYS["a"] = once(2.0, c.Promise(people=np.full(12, 5.0), outcome="kept"))
    days(run, 1)
    assert run.messages["promise_kept"] == pytest.approx(np.ones(12))
    assert run.standing.promised["a"].sum() == 0.0


def test_obligations_count_as_compelled_and_takeovers_are_told() -> None:
    SAYS["a"] = once(1.0, c.Oblige(people=np.full(12, 0.5)), c.TakeOver(bodies=np.ones(4)))
    run = days(run_of(), 1)
    assert run.recording.sums["compelled_person_days"] == pytest.approx(6.0)
    assert run.messages["taken_over"].sum() == 4.0


def test_a_gathering_counts_once_and_costs_the_guests_own_time() -> None:
    def meets(w: World) -> Sequence[c.Contribution]:
        day = w.begin + 2.25
        return (c.Gathering(t=day, table=np.where(np.arange(12) < 5, 0, -1), hours=2.0),)

    SAYS["a meets"] = meets
    run = days(run_of(), 5)
    assert acts(run, "gathering") == [("a", 5)]
    assert run.recording.sums["gathered_hours"] == pytest.approx(10.0)


def test_a_tier_brings_a_household_forward() -> None:
    """One post, all report at once: the last house is served first where it was put first."""
    SAYS["a ranks"] = lambda w: (c.Tier(np.where(np.arange(12) == 11, 10.0, 0.0)),)
    told = {"need": "care", "rate": 1.0, "report": 1e6, "work": 12.0}

    def wait(run: Simulation) -> tuple[float, float]:
        cases = days(run, 60).record().cases
        done = cases[cases["ending"] == CLOSED]
        last = done["household"] == 11
        return float(done["in_hands"][last].mean()), float(done["in_hands"][~last].mean())

    mine, others = wait(run_of(**told))
    assert mine < 0.5 * others
    SAYS.clear()
    mine, others = wait(run_of(**told))
    assert mine == pytest.approx(others, rel=0.5)
