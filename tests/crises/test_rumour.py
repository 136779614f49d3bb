"""The rumour: how far it gets, step sizes, corrections, places and repeats."""

from __future__ import annotations

import numpy as np
import pytest

from resilience_sim.crises import Rumour
from tests.worlds import built, run_process, tiny_world

PLAIN = {"checks": 0.0, "tie_share": 0.0, "credulity": 1.0}


def heard(own: dict[str, np.ndarray]) -> float:
    return float(np.isfinite(own["heard_at"]).mean())


def test_bits_do_not_depend_on_the_step_size() -> None:
    ring = [(i, (i + d) % 300) for i in range(300) for d in (1, 7)]
    whole = run_process(tiny_world(np.ones(300, int), ties=ring), Rumour(), 20.0, 20.0)
    for step in (1.0, 0.25):
        cut = run_process(tiny_world(np.ones(300, int), ties=ring), Rumour(), 20.0, step)
        assert cut["heard_at"].tobytes() == whole["heard_at"].tobytes()
        assert np.array_equal(cut["rumour"], whole["rumour"])


def test_who_checks_stops_it_earlier() -> None:
    far = []
    for checks in (0.0, 2.0):
        rumour = Rumour(**{**PLAIN, "checks": checks})
        world = tiny_world(np.ones(3000, int), seed=4)
        far.append(heard(run_process(world, rumour, 60.0, 60.0)))
    assert far[0] > far[1] + 0.2


def test_on_ties_alone_it_stays_on_them() -> None:
    pairs = [(i, i + 1) for i in range(99)]  # a path over the first hundred
    world = tiny_world(np.ones(200, int), ties=pairs)
    own = run_process(world, Rumour(**{**PLAIN, "tie_share": 1.0, "sources_of_it": 40}), 30.0, 30.0)
    at_first = own["heard_at"] == 0.0
    assert np.isfinite(own["heard_at"][100:]).sum() == at_first[100:].sum()
    assert np.isfinite(own["heard_at"][:100]).sum() > at_first[:100].sum()


def test_who_knows_better_does_not_pass_it_on() -> None:
    world = tiny_world(np.ones(2000, int), seed=4)
    knows = np.arange(2000) % 2 == 0
    world.own = {"hearsay": {"corrected": knows}}
    own = run_process(world, Rumour(**PLAIN, sources_of_it=20), 60.0, 60.0)
    later = own["heard_at"] > 0.0
    assert not later[knows].any()
    plain = run_process(tiny_world(np.ones(2000, int), seed=4), Rumour(**PLAIN), 60.0, 60.0)
    assert heard(own) < heard(plain) / 2


def test_it_begins_at_its_place_and_again() -> None:
    world = tiny_world(np.ones(90, int), communities=np.repeat([0, 1, 2], 30), end=90.0)
    rumour = Rumour(place="community 1", onset_day=2.0, repeat_days=20.0, strikes=2, tell=5.0)
    own = built(world, rumour)
    begins = []
    for t in (0.0, 2.0, 10.0, 22.0):
        world.t = t
        rumour.process(world, own, t + 1.0)
        begins.append(set(np.flatnonzero(own["heard_at"] == t).tolist()))
    assert begins[0] == set() and len(begins[1]) == 3 and len(begins[3]) == 3
    assert all(30 <= row < 60 for row in begins[1] | begins[3])
    assert begins[1] != begins[3]


@pytest.mark.parametrize("tell", [0.5, 8.0])
def test_speed_does_not_decide_how_far(tell: float) -> None:
    world = tiny_world(np.ones(4000, int), seed=2)
    own = run_process(world, Rumour(**PLAIN, tell=tell), 400.0, 400.0)
    assert heard(own) == pytest.approx(0.797, abs=0.03)
