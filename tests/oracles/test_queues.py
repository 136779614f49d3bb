"""Posts meet queueing theory at any length of step: M/M/1, M/M/4, M/G/1, feedback, Erlang A."""

from __future__ import annotations

import numpy as np
import pytest

from resilience_sim.vocabulary import LAPSED
from tests.oracles.queues import (
    batch_error,
    erlang_c,
    first_come,
    queues,
    run,
    settled,
    theory,
    waits,
)

STEPS = (24.0, 6.0, 1.0)


def measured(record: object) -> tuple[float, float, np.ndarray]:
    """Mean wait in hours, its standard error, and the cases."""
    cases = settled(record, 5.0)  # type: ignore[arg-type]
    w = waits(cases)
    return float(w.mean()), batch_error(w, cases["raised"], cases["building"]), cases


def test_theory_gives_the_reference_values() -> None:
    assert theory(10, 3, 4)["wait"] == pytest.approx(0.32886, abs=1e-5)
    assert theory(10, 3, 4)["delayed"] == pytest.approx(0.65772, abs=1e-5)
    assert erlang_c(10, 3, 4) == pytest.approx(0.65772, abs=1e-5)
    assert theory(0.8, 1, 1)["wait"] == pytest.approx(4.0, abs=1e-9)
    assert theory(3.2, 1, 4)["wait"] == pytest.approx(0.7455, abs=1e-4)
    given_up = theory(10, 1, 10, theta=0.5)
    assert given_up["given_up"] == pytest.approx(0.10391, abs=1e-5)
    assert given_up["wait"] == pytest.approx(0.20783, abs=1e-5)
    # households of 4,000 a queue move the answer by this much, which the tests allow for
    assert theory(10, 3, 4, households=4000)["wait"] == pytest.approx(0.32138, abs=1e-5)


@pytest.mark.parametrize(("posts", "rate", "service"), [(1, 0.8, 1.0), (4, 10.0, 1 / 3)])
@pytest.mark.parametrize("distribution", ["exponential", "lognormal", "constant"])
def test_every_case_starts_when_a_second_engine_says(
    posts: int, rate: float, service: float, distribution: str
) -> None:
    cases = run(queues(3, posts, 300, rate, service, 10.0, distribution=distribution), seed=3).cases
    assert len(cases) > 300
    for desk in range(3):
        mine = cases[cases["building"] == desk]
        # work of cases that have not started is not drawn yet: they come last and delay nobody
        expected = first_come(mine["raised"], mine["work"] / 24.0, posts)
        started = np.isfinite(mine["started"])
        # reports take about a billionth of a day
        np.testing.assert_allclose(mine["started"][started], expected[started], atol=1e-7)
        closed = np.isfinite(mine["closed"])
        assert np.allclose(
            (mine["closed"] - mine["started"])[closed] * 24.0, mine["work"][closed], atol=1e-9
        )


@pytest.mark.parametrize("posts", [1, 4])
def test_no_step_and_no_table_leaves_a_trace_in_the_journal(posts: int) -> None:
    kept = {
        (step, table): run(
            queues(3, posts, 200, 0.8 * posts, 1.0, 6.0, step_hours=step, table_hours=table), 5
        ).cases.tobytes()
        for step, table in [(24.0, 24.0), (6.0, 24.0), (1.0, 24.0), (6.0, 6.0), (1.0, 1.0)]
    }
    assert len(set(kept.values())) == 1


@pytest.mark.parametrize(
    ("posts", "rate", "service", "patience"),
    [(1, 0.8, 1.0, 1e9), (4, 10.0, 1 / 3, 1e9), (10, 10.0, 1.0, 2.0)],
    ids=["M/M/1", "M/M/4", "Erlang A"],
)
def test_waits_meet_theory(posts: int, rate: float, service: float, patience: float) -> None:
    theta = 1.0 / patience if patience < 1e9 else 0.0
    expected = theory(rate, 1 / service, posts, theta, 2000)
    mean, error, cases = measured(
        run(queues(12, posts, 2000, rate, service, 60.0, patience=patience), seed=1)
    )
    assert error < 0.12 * expected["wait"]
    assert mean == pytest.approx(expected["wait"], abs=4 * error)
    delayed = float((waits(cases) > 1e-5).mean())
    assert delayed == pytest.approx(expected["delayed"], abs=0.03)
    lapsed = float((cases["ending"] == LAPSED).mean())
    assert lapsed == pytest.approx(expected["given_up"], abs=0.01)


def test_pooled_posts_beat_split_ones_as_theory_says() -> None:
    split, error, _ = measured(run(queues(12, 1, 1000, 0.8, 1.0, 60.0), seed=2))
    pooled, small, _ = measured(run(queues(3, 4, 4000, 3.2, 1.0, 60.0), seed=2))
    one, four = theory(0.8, 1, 1, households=1000), theory(3.2, 1, 4, households=4000)
    assert split == pytest.approx(one["wait"], abs=4 * error)
    assert pooled == pytest.approx(four["wait"], abs=4 * small)
    assert split / pooled > 3.0


@pytest.mark.parametrize("distribution", ["constant", "lognormal"])
def test_shapes_of_work_meet_pollaczek_and_khinchine(distribution: str) -> None:
    service = 1.0 if distribution == "constant" else np.exp(-0.125)  # median of mean 1
    spread = 0.0 if distribution == "constant" else np.exp(0.25) - 1.0
    mean, error, _ = measured(
        run(queues(12, 1, 4000, 0.8, service, 60.0, distribution=distribution), seed=4)
    )
    assert mean == pytest.approx(4.0 * (1.0 + spread) / 2.0, abs=4 * error)


def test_failed_attempts_make_a_queue_with_feedback() -> None:
    record = run(queues(12, 1, 4000, 0.6, 1.0, 60.0, success=0.75), seed=6)
    cases = settled(record, 5.0)
    stay = (cases["closed"] - cases["raised"]) * 24.0
    error = batch_error(stay, cases["raised"], cases["building"])
    expected = 1.0 / (0.75 - 0.6)
    assert cases["attempts"].mean() == pytest.approx(1.0 / 0.75, abs=0.03)
    assert stay.mean() == pytest.approx(expected, abs=4 * error)


def test_patience_stops_during_service() -> None:
    """Patience far shorter than service: whoever starts is served to the end."""
    cases = run(queues(2, 1, 400, 2.0, 5.0, 20.0, patience=1.0), seed=2).cases
    lapsed = cases["ending"] == LAPSED
    assert lapsed.mean() > 0.5
    assert not np.isfinite(cases["started"][lapsed]).any()
    served = np.isfinite(cases["started"]) & np.isfinite(cases["closed"])
    assert served.sum() > 50
    assert ((cases["closed"] - cases["started"])[served] * 24.0).mean() == pytest.approx(5, abs=2)


LIMITS = pytest.mark.parametrize(
    ("posts", "rate", "service", "patience"),
    [(1, 0.8, 1.0, 1e9), (4, 10.0, 1 / 3, 1e9), (4, 3.2, 1.0, 1e9), (10, 10.0, 1.0, 2.0)],
    ids=["M/M/1", "M/M/4", "pooled", "Erlang A"],
)


@pytest.mark.long
@LIMITS
def test_powered_waits_meet_theory(
    posts: int, rate: float, service: float, patience: float
) -> None:
    """Some 600,000 cases in six seeds; households of 2,000 a queue are in the theory."""
    theta = 1.0 / patience if patience < 1e9 else 0.0
    expected = theory(rate, 1 / service, posts, theta, 2000)
    days = float(round(5000.0 / 24.0 / rate))
    found = [
        measured(run(queues(20, posts, 2000, rate, service, days, patience=patience), seed))
        for seed in range(1, 7)
    ]
    mean = float(np.mean([one[0] for one in found]))
    error = float(np.sqrt(np.mean([one[1] ** 2 for one in found]) / len(found)))
    print(f"wait {mean:.5f} +- {error:.5f}, theory {expected['wait']:.5f}")
    assert mean == pytest.approx(expected["wait"], abs=3.5 * error)
    assert error < 0.03 * expected["wait"]
    lapsed = float(np.mean([(one[2]["ending"] == LAPSED).mean() for one in found]))
    assert lapsed == pytest.approx(expected["given_up"], rel=0.03, abs=1e-9)


@pytest.mark.long
@LIMITS
def test_powered_waits_are_the_same_at_every_step(
    posts: int, rate: float, service: float, patience: float
) -> None:
    kept = {
        run(
            queues(20, posts, 500, rate, service, 30.0, patience=patience, step_hours=step), 1
        ).cases.tobytes()
        for step in STEPS
    }
    assert len(kept) == 1


@pytest.mark.long
def test_ciw_agrees_with_the_theory_used_here() -> None:
    import ciw

    network = ciw.create_network(
        arrival_distributions=[ciw.dists.Exponential(10)],
        service_distributions=[ciw.dists.Exponential(1)],
        reneging_time_distributions=[ciw.dists.Exponential(0.5)],
        number_of_servers=[10],
    )
    ciw.seed(1)
    simulation = ciw.Simulation(network)
    simulation.simulate_until_max_time(3000)
    records = simulation.get_all_records(only=["service", "renege"])
    gone = np.array([r.record_type == "renege" for r in records])
    wait = np.array([r.waiting_time for r in records])
    error = np.std([part.mean() for part in np.array_split(wait, 30)], ddof=1) / np.sqrt(30)
    expected = theory(10, 1, 10, theta=0.5)
    assert gone.mean() == pytest.approx(expected["given_up"], abs=0.012)
    assert wait.mean() == pytest.approx(expected["wait"], abs=4 * error)
