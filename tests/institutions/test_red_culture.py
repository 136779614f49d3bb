"""Red culture: each mechanism emits its own, and listeners tire."""

from __future__ import annotations

import numpy as np
import pytest

from resilience_sim.institutions import RedCulture
from resilience_sim.simulation import Simulation
from tests.institutions.made import acts, begun, days, hours_of, village

SWITCHES = ("consensus", "integration", "renewal", "permanence")


def culture(*on: str) -> Simulation:
    one = RedCulture(interval_days=10.0, listens=1.0, reserve=0.8,
                     **{name: name in on for name in SWITCHES})  # fmt: skip
    return days(begun(village(), one), 11)


@pytest.mark.parametrize(
    ("switch", "kinds"),
    [("consensus", {"norms"}), ("renewal", {"guidance"}), ("permanence", {"memory"}),
     ("integration", set())],
)  # fmt: skip
def test_each_mechanism_does_its_own(switch: str, kinds: set[str]) -> None:
    run = culture(switch)
    told = {act.act for act in run.acts} & {"norms", "guidance", "memory"}
    assert told == kinds
    assert bool(run.standing.agreed) == (switch == "integration")
    assert bool(acts(run, "gathering")) == (switch == "permanence")
    assert hours_of(run, "red_culture") == pytest.approx(6.0)


def test_integration_opens_a_little_of_what_bodies_have() -> None:
    offers = culture("integration").engine.arrays["offer"]
    assert offers["reserve"].max() == pytest.approx(8.0)  # all but 2 of 10 lots stay


def test_listeners_tire_whatever_is_told() -> None:
    """Twice the telling moves minds together by less than twice as much."""
    from resilience_sim.society import Norms
    from tests.worlds import adapt_once, built, tiny_world

    spread = []
    for number in (1.0, 2.0):
        w = tiny_world([1] * 50, people={"identity": np.linspace(0.0, 1.0, 50)})
        rule = Norms(tiring=2.0)
        built(w, rule)
        before = w.people.identity.std()
        for _ in range(20):
            w.messages = {"norms": np.full(50, number)}
            adapt_once(w, rule)
        spread.append(before - w.people.identity.std())
    assert 0.0 < spread[0] < spread[1] < 2.0 * spread[0]
