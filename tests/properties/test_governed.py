"""Any set of institutions at any allowed values keeps hours, goods, funds and shares."""

from __future__ import annotations

from typing import Any

from hypothesis import Phase, given, settings, strategies as st

import resilience_sim as rs
from resilience_sim.errors import InputError
from resilience_sim.mechanism import ByNeed, Mechanism, parameters
from resilience_sim.registry import classes
from resilience_sim.simulation import Simulation
from tests.properties.test_invariants import goods_are_kept, hours_are_kept, shares_are_shares

EVERY = tuple(classes("institutions").values())
TOP = 50.0  # nobody meets more often than can be run in a test


def value(draw: st.DrawFn, default: Any, told: Any) -> Any:
    """An allowed value of a parameter, ends of its range included."""
    if told.choices is not None:
        return draw(st.sampled_from(told.choices))
    if isinstance(default, ByNeed):
        return ByNeed(draw(st.floats(told.low, min(told.high, 5.0))))
    if isinstance(default, int) and not isinstance(default, bool):
        return draw(st.integers(int(told.low), int(min(told.high, 60))))
    if isinstance(default, float):
        return draw(st.floats(told.low, max(told.low, min(told.high, max(TOP, 2.0 * default)))))
    return default


@st.composite
def governance(draw: st.DrawFn) -> list[Mechanism]:
    """Some institutions, each with some of its parameters drawn."""
    found = []
    for cls in draw(st.lists(st.sampled_from(EVERY), min_size=1, max_size=8, unique=True)):
        told = parameters(cls)
        names = draw(st.lists(st.sampled_from(sorted(told)), max_size=5, unique=True))
        try:
            found.append(cls(**{name: value(draw, *told[name]) for name in names}))
        except InputError:  # its values must fit each other: the defaults do
            found.append(cls())
    return found


# no shrinking: a red example is a run of its own, and short enough to look at
@settings(max_examples=25, phases=[Phase.explicit, Phase.generate])
@given(governance(), st.integers(0, 10_000))
def test_any_governance_keeps_what_must_be_kept(chosen: list[Mechanism], seed: int) -> None:
    scenario = rs.load("epidemic_lockdown").vary(
        {"community.residents": 100, "warmup_days": 70.0, "horizon_days": 20.0}
    )
    run = Simulation(scenario.with_institutions(*chosen), seed)
    stock = run.engine.arrays["body"]["stock"].copy()
    while not run.ended:
        run.step()
        assert (run.world.placed <= run.people.hours * (1.0 + 1e-9)).all()
    hours_are_kept(run)
    goods_are_kept(run, stock)
    shares_are_shares(run)
    assert (run.people.points >= 0.0).all()
    for still in run.standing.promised.values():
        assert (still >= -1e-9).all()
