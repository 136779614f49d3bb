"""What the engine refuses to be told, and room for what it is told."""

from __future__ import annotations

import pytest

from resilience_sim import load
from resilience_sim.engine.state import DETECT
from resilience_sim.errors import InputError
from resilience_sim.simulation import Simulation


def run() -> Simulation:
    small = {"community.residents": 40, "warmup_days": 10.0, "horizon_days": 2.0}
    return Simulation(load("epidemic_lockdown").vary(small))


def test_channels_stay_the_same_through_a_run() -> None:
    """The clocks of a case are kept by channel: another set would read one for the other."""
    one = run()
    one.step()
    found, _ = one.asking["detect"].ask(one.world, one.versions)
    assert len(found) > 1
    one.engine.set_channels(list(found))
    with pytest.raises(InputError, match="stay the same"):
        one.engine.set_channels(list(found)[1:])


def test_the_heap_has_room_for_every_clock_of_every_case() -> None:
    one = run()
    one.step()
    arrays = one.engine.arrays
    clocks = DETECT + int(arrays["g"]["n_channels"][0])
    assert len(arrays["heap"]) > clocks * len(arrays["case"])
