"""SEIR in time against `EoN`, on a graph and well mixed; households; a rumour; step sizes."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
import pytest

from resilience_sim.crises import Epidemic, Rumour
from resilience_sim.crises.epidemic_setup import household_hazard
from tests.oracles.test_epidemic_limits import BARE, attacked
from tests.worlds import run_process, tiny_world

LATENT, ILL, R = 2.0, 4.0, 2.5
TIMES = np.arange(0.0, 61.0, 2.0)


def seir(**more: Any) -> Epidemic:
    """Exponential durations and nothing but transmission."""
    return Epidemic(
        **{**BARE, "latent_days": LATENT, "ill_days": ILL, "shape": "exponential",
           "household_attack": 0.0, "outside_reproduction": R, **more}
    )  # fmt: skip


def configuration(n: int, mean: float) -> np.ndarray:
    """Pairs of a configuration-model graph with Poisson degrees."""
    rng = np.random.default_rng(11)
    stubs = np.repeat(np.arange(n), rng.poisson(mean, n))
    rng.shuffle(stubs)
    pairs = stubs[: len(stubs) // 2 * 2].reshape(-1, 2)
    return np.unique(np.sort(pairs[pairs[:, 0] != pairs[:, 1]], axis=1), axis=0)


def ours(n: int, pairs: Any, seeds: range, initial: int, **more: Any) -> np.ndarray:
    """Share ever infected at each of TIMES, (seeds, times)."""
    found = []
    for seed in seeds:
        world = tiny_world(np.ones(n, int), ties=pairs, seed=seed)
        own = run_process(world, seir(initial=initial, **more), 200.0, 50.0)
        at = np.sort(own["infected_at"][attacked(own)])
        found.append(np.searchsorted(at, TIMES, side="right") / n)
    return np.array(found)


def eon(graph: Any, rate: float, seeds: range, initial: int) -> np.ndarray:
    """The same by `EoN`'s Gillespie algorithm for simple contagions."""
    EoN = pytest.importorskip("EoN", reason="EoN is a test dependency")
    import networkx as nx

    alone, induced = nx.DiGraph(), nx.DiGraph()
    alone.add_edge("E", "I", rate=1.0 / LATENT)
    alone.add_edge("I", "R", rate=1.0 / ILL)
    induced.add_edge(("I", "S"), ("I", "E"), rate=rate)
    n, found = graph.number_of_nodes(), []
    for seed in seeds:
        # without a generator of its own EoN draws from one that nobody seeded
        rng = np.random.default_rng(seed)
        start = {node: "S" for node in graph}
        start.update(dict.fromkeys(rng.choice(n, initial, replace=False).tolist(), "E"))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            t, s, *_ = EoN.Gillespie_simple_contagion(
                graph, alone, induced, start, ("S", "E", "I", "R"), tmax=200.0, rng=rng
            )
        found.append(1.0 - s[np.searchsorted(t, TIMES, side="right") - 1] / n)
    return np.array(found)


def agree(one: np.ndarray, other: np.ndarray) -> None:
    """Means over seeds differ by no more than four standard errors, at every time."""
    error = np.sqrt(one.var(axis=0, ddof=1) / len(one) + other.var(axis=0, ddof=1) / len(other))
    assert (np.abs(one.mean(axis=0) - other.mean(axis=0)) < 4.0 * error + 0.004).all()


@pytest.mark.long
def test_time_course_on_a_configuration_model_graph() -> None:
    import networkx as nx

    n, pairs = 1500, configuration(1500, 6.0)
    graph = nx.Graph()
    graph.add_nodes_from(range(n))
    graph.add_edges_from(pairs.tolist())
    degree = 2.0 * len(pairs) / n
    known = eon(graph, R / (ILL * degree), range(12), 30)
    found = ours(n, pairs, range(30), 30, tie_share=1.0)
    assert 0.5 < known[:, -1].mean() < 0.95
    agree(found, known)
    # a rule that is off by a fifth would be seen
    with pytest.raises(AssertionError):
        agree(ours(n, pairs, range(30), 30, tie_share=1.0, outside_reproduction=0.8 * R), known)


@pytest.mark.long
def test_time_course_well_mixed() -> None:
    import networkx as nx

    n = 250
    known = eon(nx.complete_graph(n), R / (ILL * (n - 1)), range(24), 12)
    found = ours(n, (), range(60), 12, tie_share=0.0)
    agree(found, known)


def test_time_course_well_mixed_meets_the_differential_equations() -> None:
    from scipy.integrate import solve_ivp

    n, initial = 12_000, 240

    def flow(_: float, y: np.ndarray) -> list[float]:
        s, e, i = y
        new = R / ILL * s * i
        return [-new, new - e / LATENT, e / LATENT - i / ILL]

    i0 = initial / n
    known = 1.0 - solve_ivp(flow, (0, 60), [1 - i0, i0, 0.0], t_eval=TIMES, rtol=1e-8).y[0]
    found = ours(n, (), range(6), initial, tie_share=0.0)
    error = found.std(axis=0, ddof=1) / np.sqrt(len(found))
    assert (np.abs(found.mean(axis=0) - known) < 4.0 * error + 0.003).all()


# --- households -------------------------------------------------------------------------------
def percolated(size: int, of: Epidemic, homes: int) -> float:
    """Share of contacts infected in the end, chains included: who is reached from the index.

    Each member has its own infectious time D and infects each other member by 1 - exp(-b D).
    """
    rng = np.random.default_rng(3)
    b = household_hazard(of)
    days = np.zeros((homes, size))
    for mean, sd in ((of.presymptomatic_days, of.presymptomatic_sd), (of.ill_days, of.ill_sd)):
        sigma = np.sqrt(np.log1p((sd / mean) ** 2))
        days += mean * np.exp(sigma * rng.normal(size=(homes, size)) - sigma**2 / 2)
    hits = rng.random((homes, size, size)) < 1.0 - np.exp(-b * days[:, :, None])
    reached = np.zeros((homes, size), bool)
    reached[:, 0] = True
    for _ in range(size):
        reached |= (hits & reached[:, :, None]).any(axis=1)
    return float(reached[:, 1:].mean())


@pytest.mark.parametrize("attack", [0.155, 0.189, 0.427])
def test_household_attack_rates_come_back_with_chains_accounted_for(attack: float) -> None:
    n = 12_000
    plain = {"pressure": "none", "asymptomatic": 0.0, "found_ill": 0.0,
             "child_susceptibility": 1.0, "elder_susceptibility": 1.0}  # fmt: skip
    epidemic = Epidemic(**plain, initial=1, outside_reproduction=0.0, household_attack=attack)
    shares = {}
    for size in (2, 3, 4):
        world = tiny_world(np.full(n, size), communities=np.arange(n))
        infected = attacked(run_process(world, epidemic, 200.0, 200.0)).reshape(n, size)
        shares[size] = (infected.sum(axis=1) - 1).mean() / (size - 1)
        error = infected.sum(axis=1).std() / (size - 1) / np.sqrt(n)
        assert shares[size] == pytest.approx(percolated(size, epidemic, 40_000), abs=5 * error)
    # in a pair there is nobody else to pass it on: the published rate itself
    assert shares[2] == pytest.approx(attack, abs=4 * np.sqrt(attack * (1 - attack) / n))
    assert shares[2] < shares[3] < shares[4], "chains add to what is counted in larger households"


# --- rumour -----------------------------------------------------------------------------------
def test_a_rumour_leaves_a_fifth_untouched() -> None:
    """Maki & Thompson: theta = exp(-2 (1 - theta)), 0.203188 (Sudbury 1985)."""
    plain = Rumour(checks=0.0, tie_share=0.0, credulity=1.0, sources_of_it=10)
    left = []
    for seed in range(8):
        own = run_process(tiny_world(np.ones(10_000, int), seed=seed), plain, 300.0, 300.0)
        left.append(np.isnan(own["heard_at"]).mean())
    error = np.std(left, ddof=1) / np.sqrt(len(left))
    assert np.mean(left) == pytest.approx(0.203188, abs=4 * error)
    assert error < 0.003


@pytest.mark.parametrize("step", [1.0, 0.25, 1 / 24])
def test_steps_leave_no_trace(step: float) -> None:
    """Bits at 24, 6 and 1 h are those of one step over everything: there is no bias to shrink."""
    for one in (seir(initial=5, tie_share=0.5), Rumour(tie_share=0.3)):
        pairs = configuration(400, 5.0)
        worlds = [tiny_world(np.ones(400, int), ties=pairs, seed=2) for _ in range(2)]
        whole, cut = (
            run_process(w, one, 30.0, s) for w, s in zip(worlds, (30.0, step), strict=True)
        )
        name = "infected_at" if isinstance(one, Epidemic) else "heard_at"
        assert whole[name].tobytes() == cut[name].tobytes()
