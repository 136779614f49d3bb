"""The shipped rules beside theory, with the bias measured: `python -m experiments.oracles`.

The limits are those of tests/oracles, on the shipped model through public parameters; the
tests hold them within a few standard errors, this table shows how far off they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import lambertw

from experiments.pages import Table, number, shown
from resilience_sim.crises import Epidemic
from resilience_sim.vocabulary import LAPSED
from tests.oracles import queues, test_dilemma, test_epidemic_limits, test_routing_chain
from tests.worlds import run_process, tiny_world

Array = NDArray[Any]
Row = tuple[object, ...]

SEEDS = (1, 2, 3)
STEPS = (24.0, 6.0, 1.0)
#: Name, posts, rate an hour, hours of service, hours of patience.
LIMITS = (
    ("M/M/1, 0.8 an hour, service 1 h", 1, 0.8, 1.0, 1e9),
    ("M/M/4, 10 an hour, service 20 min", 4, 10.0, 1 / 3, 1e9),
    ("M/M/4 for four pooled M/M/1", 4, 3.2, 1.0, 1e9),
    ("Erlang A, 10 posts, patience 2 h", 10, 10.0, 1.0, 2.0),
)
HOUSEHOLDS = 2000
#: An epidemic of constant durations without anything but what a limit needs.
BARE: dict[str, Any] = dict(test_epidemic_limits.BARE)


def queue_rows(seeds: Sequence[int] = SEEDS) -> list[Row]:
    """Mean waits of four queues; households of a finite source are in the theory."""
    rows: list[Row] = []
    for name, posts, rate, service, patience in LIMITS:
        theta = 1.0 / patience if patience < 1e9 else 0.0
        expected = queues.theory(rate, 1.0 / service, posts, theta, HOUSEHOLDS)
        settings = (12, posts, HOUSEHOLDS, rate, service, 60.0)
        found, errors, lapsed = [], [], []
        for seed in seeds:
            cases = queues.settled(queues.run(queues.queues(*settings, patience=patience), seed), 5)
            waits = queues.waits(cases)
            found.append(float(waits.mean()))
            errors.append(queues.batch_error(waits, cases["raised"], cases["building"]))
            lapsed.append(float((cases["ending"] == LAPSED).mean()))
        error = float(np.sqrt(np.mean(np.square(errors)) / len(seeds)))
        rows.append(row(f"{name}: mean wait, h", expected["wait"], float(np.mean(found)), error))
        if theta:
            error = float(np.std(lapsed, ddof=1) / np.sqrt(len(seeds)))
            given_up = float(np.mean(lapsed))
            rows.append(row(f"{name}: share given up", expected["given_up"], given_up, error))
    return rows


def same_at_every_step() -> str:
    """Whether one queue has the same journal, bit for bit, at 24, 6 and 1 h."""
    kept = {
        queues.run(
            queues.queues(3, 4, 200, 3.2, 1.0, 6.0, step_hours=step, table_hours=table), 5
        ).cases.tobytes()
        for step, table in ((24.0, 24.0), (6.0, 6.0), (1.0, 1.0))
    }
    return "the same bits" if len(kept) == 1 else "**different bits**"


def epidemic_rows() -> list[Row]:
    """Final size of a well-mixed epidemic, and outbreaks in households of three."""
    rows, n, initial = [], 12_000, 60
    for r0 in (1.5, 2.0, 3.0):
        expected = 1.0 + float(lambertw(-(1 - initial / n) * r0 * np.exp(-r0)).real) / r0
        epidemic = Epidemic(
            **BARE,
            initial=initial,
            tie_share=0.0,
            outside_reproduction=r0,
            household_attack=0.0,
            shape="exponential",
        )
        sizes = [
            float(attacked(tiny_world(np.ones(n, int), seed=seed), epidemic, 400.0).mean())
            for seed in range(6)
        ]
        error = float(np.std(sizes, ddof=1) / np.sqrt(len(sizes)))
        name = f"SIR final size, R0 {r0:g}, {initial} seeds in {n:,}"
        rows.append(row(name, expected, float(np.mean(sizes)), error))
    return [*rows, *household_rows()]


def household_rows() -> list[Row]:
    """Reed-Frost: shares of households of three with 1, 2 and 3 infected."""
    n, p = 20_000, 0.427
    q = 1.0 - p
    world = tiny_world(np.full(n, 3), communities=np.arange(n))
    epidemic = Epidemic(
        **BARE,
        initial=1,
        outside_reproduction=0.0,
        household_attack=p,
        shape="constant",
    )
    sizes = attacked(world, epidemic, 60.0).reshape(n, 3).sum(axis=1)
    rows = []
    for size, expected in enumerate((q**2, 2 * p * q**2, p**2 + 2 * p**2 * q), start=1):
        error = float(np.sqrt(expected * (1.0 - expected) / n))
        name = f"Reed-Frost, household of 3, {size} infected"
        rows.append(row(name, expected, float((sizes == size).mean()), error))
    return rows


def attacked(world: Any, epidemic: Epidemic, days: float) -> Array:
    """Who was ever infected."""
    own = run_process(world, epidemic, days, min(days, 10.0))
    return np.asarray(np.isfinite(own["infected_at"]))


def chain_rows(seeds: Sequence[int] = SEEDS) -> list[Row]:
    """Hops and cases nobody takes, against the absorbing chain solved for each world."""
    rows = []
    for most in (2, 8):
        scenario = test_routing_chain.world(4000, office=False, max_hops=most)
        expected, found = [], []
        for seed in seeds:
            cases = test_routing_chain.found(scenario, seed)
            expected.append(test_routing_chain.chain(scenario, seed))
            found.append((float(cases["hops"].mean()), float(cases["orphaned"].mean())))
        theory, mean = np.mean(expected, axis=0), np.mean(found, axis=0)
        gap = np.std(np.subtract(found, expected), axis=0, ddof=1) / np.sqrt(len(seeds))
        for at, what in enumerate(("hops", "share nobody takes")):
            name = f"hand-offs, at most {most}: {what}"
            rows.append(row(name, float(theory[at]), float(mean[at]), float(gap[at])))
    return rows


def dilemma_rows(seeds: Sequence[int] = SEEDS) -> list[Row]:
    """Volunteer's dilemma of two bodies: nobody, one or both at the first review."""
    rows = []
    for cost in (0.2, 0.6):
        runs = [test_dilemma.shares(test_dilemma.played(cost, seed)) for seed in seeds]
        for name, expected in test_dilemma.expected(cost).items():
            if name not in ("nobody", "one", "both"):
                continue
            n = sum(one[name][1] for one in runs)
            mean = float(np.mean([one[name][0] for one in runs]))
            error = float(np.sqrt(expected * (1.0 - expected) / n))
            what = f"volunteer's dilemma, cost / benefit {cost:g}: {name} acts"
            rows.append(row(what, expected, mean, error))
    return rows


def row(name: str, expected: float, found: float, error: float) -> Row:
    """A limit, its theory, what was measured, and the bias in per cent and standard errors."""
    bias = found - expected
    return (
        name,
        number(expected, 4),
        number(found, 4),
        number(error, 2),
        f"{bias / expected:+.1%}" if expected else "-",
        f"{bias / error:+.1f}" if error > 0.0 else "-",
    )


def tables() -> list[Table]:
    """The table of limits."""
    rows = [*queue_rows(), *epidemic_rows(), *chain_rows(), *dilemma_rows()]
    columns = ("limit", "theory", "measured", "standard error", "bias", "bias / error")
    note = (
        "Steps of 6 h where not said otherwise. With rules that do not change during a run the "
        f"journal of cases at steps of 24, 6 and 1 h has {same_at_every_step()}, so its bias "
        "cannot depend on the step."
    )
    return [Table("Limits where theory gives the answer", columns, rows, note)]


if __name__ == "__main__":
    print(shown(tables()))
