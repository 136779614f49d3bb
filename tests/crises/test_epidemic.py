"""The epidemic: step sizes, luck, quarantine and what it asks of others."""

from __future__ import annotations

import numpy as np
import pytest

from resilience_sim import contributions as c
from resilience_sim.crises import Epidemic
from tests.worlds import built, run_process, tiny_world

LATTICE = [(i, (i + d) % 600) for i in range(600) for d in (3, 17, 101)]


def town(seed: int = 3, **people: object):  # type: ignore[no-untyped-def]
    return tiny_world(np.full(200, 3), ties=LATTICE, seed=seed, end=90.0, people=people)


def busy(**more: object) -> Epidemic:
    return Epidemic(**{"leakage": 3.0, **more})  # type: ignore[arg-type]


def test_bits_do_not_depend_on_the_step_size() -> None:
    whole = run_process(town(), busy(), 60.0, 1.0)
    assert 50 < np.isfinite(whole["infected_at"]).sum() < 600
    for step in (0.25, 1 / 24, 60.0):
        cut = run_process(town(), busy(), 60.0, step)
        assert cut["person"].tobytes() == whole["person"].tobytes()
        for name in ("infected_at", "infected_by", "ill", "quarantined", "infectious"):
            assert np.array_equal(cut[name], whole[name], equal_nan=True), name


def test_nothing_happens_before_the_strike() -> None:
    own = run_process(tiny_world([3, 3], t=-10.0), busy(initial=3), 0.0, 0.25)
    assert not own["events"][0]


def test_two_communities_do_not_touch_each_other() -> None:
    sizes = np.full(120, 3)
    both = tiny_world(sizes, communities=np.repeat([0, 1], 60), end=90.0)
    one = run_process(both, busy(), 60.0, 1.0)
    changed = tiny_world(sizes, communities=np.repeat([0, 1], 60), end=90.0)
    changed.conditions.mobility[180:] = 0.1
    other = run_process(changed, busy(), 60.0, 1.0)
    assert one["person"][:180].tobytes() == other["person"][:180].tobytes()
    assert one["person"][180:].tobytes() != other["person"][180:].tobytes()


def test_communities_of_equal_make_have_luck_of_their_own() -> None:
    world = tiny_world(np.full(120, 3), communities=np.repeat([0, 1], 60), end=90.0)
    at = run_process(world, busy(), 60.0, 1.0)["infected_at"]
    assert not np.array_equal(at[:180], at[180:], equal_nan=True)


def mean_attacked(mobility: float, **more: object) -> float:
    shares = []
    for seed in range(6):
        world = town(seed)
        world.conditions.mobility[:] = mobility
        shares.append(
            np.isfinite(run_process(world, busy(**more), 75.0, 5.0)["infected_at"]).mean()
        )
    return float(np.mean(shares))


def test_less_mobility_and_more_isolation_infect_fewer() -> None:
    free = mean_attacked(1.0)
    assert mean_attacked(0.3) < free - 0.1
    assert mean_attacked(1.0, found_ill=0.0, found_well=0.0) > free


def test_mobility_counts_at_each_end() -> None:
    """Halving mobility of everybody quarters transmission: R0 4 at .5 is R0 1 at 1."""
    shares = []
    for mobility, r in ((1.0, 1.5), (0.5, 6.0)):
        world = tiny_world(np.ones(8000, int), end=300.0)
        world.conditions.mobility[:] = mobility
        epidemic = Epidemic(
            pressure="none",
            initial=40,
            outside_reproduction=r,
            tie_share=0.0,
            found_ill=0.0,
            found_well=0.0,
            asymptomatic_infectiousness=1.0,
            child_susceptibility=1.0,
            elder_susceptibility=1.0,
        )
        shares.append(np.isfinite(run_process(world, epidemic, 300.0, 10.0)["infected_at"]).mean())
    assert shares[0] == pytest.approx(shares[1], abs=0.05)


def test_found_cases_take_their_household_into_quarantine() -> None:
    world = tiny_world([4] * 50, end=90.0)
    epidemic = Epidemic(
        pressure="none",
        initial=1,
        outside_reproduction=0.0,
        household_attack=0.0,
        found_ill=1.0,
        found_well=1.0,
        finding_days=0.5,
        quarantine_days=7.0,
        shape="constant",
    )
    seen = np.zeros((400, 200), bool)
    own = built(world, epidemic)
    for k in range(400):
        world.t = k * 0.1
        epidemic.process(world, own, (k + 1) * 0.1)
        seen[k] = own["quarantined"]
    house = np.flatnonzero(np.isfinite(own["infected_at"]))[0] // 4
    rows = slice(4 * house, 4 * house + 4)
    contacts = np.flatnonzero(~np.isfinite(own["infected_at"][rows])) + 4 * house
    assert seen[:, contacts].sum(axis=0) == pytest.approx(70, abs=1)
    assert not seen[:, : rows.start].any() and not seen[:, rows.stop :].any()
    assert not seen[-1].any()


def test_the_ill_and_the_quarantined_are_absent_and_need_care() -> None:
    world = town()
    epidemic = busy()
    own = run_process(world, epidemic, 25.0, 1.0)
    told = epidemic.strike(world)
    assert [a.why for a in told if isinstance(a, c.Absence)] == ["sick", "quarantined"]
    assert np.array_equal(told[0].people, own["ill"])
    assert own["quarantined"].sum() > own["ill"].sum() > 0
    (factor,) = epidemic.demand(world)
    assert factor.by_household.sum() == own["ill"].sum()
    assert factor.by_need[2] > 0


def test_age_shapes_susceptibility() -> None:
    ages = np.tile([0, 7, 15], 400)
    world = tiny_world(np.ones(1200, int), people={"age": ages}, end=90.0)
    own = run_process(world, busy(), 40.0, 5.0)
    hit = np.isfinite(own["infected_at"])
    child, adult, elder = (hit[ages == a].mean() for a in (0, 7, 15))
    assert child < adult < elder


def test_a_case_is_infected_before_it_infects() -> None:
    own = run_process(town(), busy(), 75.0, 1.0)
    by, at = own["infected_by"], own["infected_at"]
    inside = by >= 0
    assert inside.sum() > 20
    assert (at[inside] > at[by[inside]]).all()
