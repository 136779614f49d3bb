"""What institutions say is checked where they say it, and the one who said it is named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import pytest
from hypothesis import given, strategies as st

import resilience_sim as rs
from resilience_sim import contributions as c
from resilience_sim.errors import InputError
from resilience_sim.mechanism import Mechanism
from resilience_sim.simulation import Simulation
from resilience_sim.world import World


@given(st.lists(st.floats(0.0, 1e9), max_size=5), st.floats(0.0, 1e9))
def test_prices_of_at_least_nothing_are_taken(hours: list[float], money: float) -> None:
    assert c.Spend(hours=np.array(hours), money=money).money == money


@pytest.mark.parametrize("wrong", [-1.0, np.nan, np.inf])
def test_a_price_is_no_gain_and_no_nothing(wrong: float) -> None:
    with pytest.raises(InputError, match="hours must be finite"):
        c.Spend(hours=np.array([0.0, wrong]))
    with pytest.raises(InputError, match="money must be finite"):
        c.Spend(hours=np.zeros(2), money=wrong)
    with pytest.raises(InputError, match="people must be finite"):
        c.Message(kind="guidance", people=np.array([wrong]))


def test_a_message_of_no_kind_that_society_knows_is_refused() -> None:
    with pytest.raises(InputError) as caught:
        c.Message(kind="guidence", people=np.zeros(1))  # type: ignore[arg-type]
    assert caught.value.nearest == "guidance"


@dataclass(frozen=True, kw_only=True)
class Says(Mechanism):
    """Gives back whatever it was made with."""

    family: ClassVar[str] = "institutions"
    what: Any = None

    def convene(self, world: World) -> Sequence[c.Contribution]:
        if self.what == "spend":
            return (c.Spend(hours=np.full(len(world.bodies), -1.0)),)
        return self.what  # type: ignore[no-any-return]


@pytest.mark.parametrize("what", [None, "text", 3, "spend"])
def test_who_said_it_is_named(what: Any) -> None:
    plain = rs.load("epidemic_lockdown").vary(
        {"community.residents": 60, "warmup_days": 10.0, "horizon_days": 5.0}
    )
    run = Simulation(plain.with_institutions(Says(what=what)), 1)
    with pytest.raises(InputError) as caught:
        run.step()
    assert "says" in str(caught.value.where)
