"""Rates that strike single households: how often, whom, and beside everyday rates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import pytest

from resilience_sim import contributions as c
from resilience_sim.mechanism import ByNeed, Mechanism, param
from resilience_sim.observe.record import Record
from resilience_sim.response import EverydayNeeds, Patience, Priority, Routing, Service, Supply
from resilience_sim.scenario import Scenario
from resilience_sim.simulation import simulate
from resilience_sim.vocabulary import NEEDS
from resilience_sim.world import World
from tests.communities import Desk, bare, hand_made

HOMES = 400
DAYS = 200.0


@dataclass(frozen=True, kw_only=True)
class Aimed(Mechanism):
    """Household h has `slope` * (h mod 4) needs of food and of care a day."""

    family: ClassVar[str] = "crises"
    slope: float = param(0.02, en="slope", zh="斜率")
    until: float = param(1e9, en="until", zh="至")

    def strike(self, world: World) -> Sequence[c.Contribution]:
        if not 0.0 <= world.t < self.until:
            return ()
        steps = np.arange(len(world.households)) % 4
        return (c.HouseholdRate(np.asarray(ByNeed(food=1.0, care=1.0)), self.slope * steps),)


def run(*crises: Mechanism, everyday: float = 0.0, seed: int = 1, **more: object) -> Record:
    """Nobody finds a case and patience ends within minutes, so that nearly every need opens one."""
    community = hand_made(HOMES, [Desk("desk")])
    rules = (
        EverydayNeeds(rate=ByNeed(everyday), ceiling=ByNeed(2.5)),
        Routing(), Service(), Supply(), Priority(),
        Patience(days=ByNeed(0.001), distribution="constant"),
    )  # fmt: skip
    settings = {"warmup_days": 10.0, "horizon_days": DAYS, **more}
    world: Scenario = bare(community, keep=rules, **settings)
    return simulate(world.with_crises(*crises), seed)


def opened(record: Record, need: str) -> np.ndarray:
    """Cases by (household mod 4) after the strike."""
    cases = record.cases[(record.cases["need"] == NEEDS.index(need)) & (record.cases["raised"] > 0)]
    return np.bincount(cases["household"] % 4, minlength=4)


def test_each_household_is_struck_at_its_own_rate() -> None:
    record = run(Aimed())
    for need in ("food", "care"):
        found = opened(record, need)
        expected = 0.02 * np.arange(4) * DAYS * HOMES / 4
        assert found[0] == 0
        assert (np.abs(found - expected) < 4 * np.sqrt(expected + 1)).all()
    assert opened(record, "repair").sum() == 0


def test_it_adds_to_the_everyday_rate() -> None:
    found = opened(run(Aimed(), everyday=0.03), "care")
    expected = (0.03 + 0.02 * np.arange(4)) * DAYS * HOMES / 4
    assert (np.abs(found - expected) < 4 * np.sqrt(expected)).all()


def test_two_add_up_and_an_ended_one_leaves_nothing() -> None:
    both = opened(run(Aimed(), Aimed(label="again", until=100.0)), "care")
    expected = 0.02 * np.arange(4) * 1.5 * DAYS * HOMES / 4
    assert (np.abs(both - expected) < 4 * np.sqrt(expected + 1)).all()
    ended = run(Aimed(until=1.0))
    assert ended.cases["raised"].max() < 1.0 + 1e-9


def test_a_rate_of_nothing_changes_no_bit() -> None:
    with_it, without = run(Aimed(slope=0.0), everyday=0.05), run(everyday=0.05)
    assert with_it.cases.tobytes() == without.cases.tobytes()


@pytest.mark.parametrize("hours", [1.0, 24.0])
def test_the_step_does_not_matter(hours: float) -> None:
    whole, cut = run(Aimed()), run(Aimed(), step_hours=hours)
    assert whole.cases.tobytes() == cut.cases.tobytes()
