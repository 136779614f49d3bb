"""Compiled, the engine does what its source says; and it keeps its books."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from resilience_sim import load
from resilience_sim.mechanism import ByNeed
from resilience_sim.observe.record import Record
from resilience_sim.scenario import Scenario
from resilience_sim.simulation import Simulation, simulate
from resilience_sim.vocabulary import CLOSED, HELPED, LAPSED, N_NEEDS, OPEN
from tests.engine.plain import plain


def small(**more: object) -> Scenario:
    """Every rule at work on forty people, with needs often enough to meet every path."""
    return load("epidemic_lockdown").vary(
        {
            "community.residents": 40,
            "community.stock": 300.0,
            "levers.clarity": 0.2,
            "levers.sharing": 0.6,
            "response.everyday_needs.rate": ByNeed(0.04),
            "warmup_days": 10.0,
            "horizon_days": 24.0,
            **more,
        }
    )


def assert_same(one: Record, two: Record) -> None:
    assert len(one.cases) == len(two.cases)
    for name in one.cases.dtype.names or ():
        a, b = one.cases[name], two.cases[name]
        if a.dtype.kind == "f":
            np.testing.assert_allclose(a, b, rtol=1e-12, atol=1e-12, err_msg=name)
        else:
            np.testing.assert_array_equal(a, b, err_msg=name)


def compared(seed: int, **more: object) -> np.ndarray:
    """The journal of a run that compiled and plain engine agree on."""
    compiled = simulate(small(**more), seed)
    with plain():
        written = simulate(small(**more), seed)
    assert_same(compiled, written)
    return compiled.cases


def test_compiled_and_plain_engine_agree_case_by_case() -> None:
    cases = compared(1, horizon_days=16.0)
    # the run met what it is meant to compare
    assert {OPEN, CLOSED, HELPED} <= set(cases["ending"].tolist())
    assert cases["hops"].max() >= 1 and cases["short"].any()


@pytest.mark.long
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_compiled_and_plain_engine_agree_through_a_lockdown(seed: int) -> None:
    cases = compared(seed, horizon_days=40.0, **{"community.residents": 80})
    assert {OPEN, CLOSED, HELPED, LAPSED} <= set(cases["ending"].tolist())
    assert cases["hops"].max() >= 2 and cases["escalations"].max() >= 1
    assert cases["duplicated"].any() and cases["short"].any() and (cases["attempts"] > 1).any()


def checked(run: Simulation) -> None:
    """Lists, posts, open bits and hours of a running engine agree with one another."""
    a = run.engine.arrays
    g, body = a["g"][0], a["body"]
    pool = a["case"][: int(g["n_slots"])]
    used = pool[pool["used"] == 1]
    real = used[used["double_of"] < 0]
    bits = np.zeros(len(a["home"]), np.int64)
    np.bitwise_or.at(bits, real["household"], 1 << real["need"].astype(np.int64))
    np.testing.assert_array_equal(bits, a["home"]["open"])
    pairs = real["household"].astype(np.int64) * N_NEEDS + real["need"]
    assert len(np.unique(pairs)) == len(pairs)
    for m in range(len(body)):
        busy = body["busy_service"][m] + body["busy_triage"][m] + body["busy_double"][m]
        assert 0 <= busy <= body["posts"][m]
        served = used[(used["stage"] == 5) & (used["desk"] == m)]
        assert body["busy_service"][m] == (served["double_of"] < 0).sum()
        assert body["busy_double"][m] == (served["double_of"] >= 0).sum()
        for which in (1, 2, 3):
            walked, i = [], int(body["head"][m, which])
            while i >= 0:
                assert pool["in_list"][i] == which
                walked.append(i)
                i = int(pool["next"][i])
            assert len(walked) == body["length"][m, which] == len(set(walked))
        # a free post and a ready case never stand side by side, unless nobody works
        if body["speed"][m] > 0.0 and busy < body["posts"][m]:
            assert body["length"][m, 1] == body["length"][m, 2] == 0
    assert (body["stock"] >= -1e-9).all()


@pytest.mark.parametrize("seed", [3, 4])
def test_lists_posts_and_bits_agree_after_every_step(seed: int) -> None:
    run = Simulation(small(), seed)
    while not run.ended:
        run.step()
        checked(run)


def test_parts_of_the_journey_add_up() -> None:
    cases = simulate(small(), 5).cases
    parts = sum(cases[f"in_{p}"] for p in ("detection", "routing", "supply", "hands", "service"))
    ended = np.isfinite(cases["closed"])
    np.testing.assert_allclose(parts[ended], (cases["closed"] - cases["raised"])[ended], atol=1e-9)
    order = [cases[name][ended] for name in ("raised", "detected", "held", "supplied", "started")]
    for before, after in itertools.pairwise(order):
        both = np.isfinite(before) & np.isfinite(after)
        assert (after >= before)[both].all()
