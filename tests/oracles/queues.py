"""Queues as worlds of the shipped model, and what theory says of them."""

from __future__ import annotations

import heapq
from collections.abc import Callable

import numpy as np
from scipy import stats

from resilience_sim.mechanism import ByNeed
from resilience_sim.observe.record import Record
from resilience_sim.response import (
    EverydayNeeds,
    OwnReport,
    Patience,
    Priority,
    Routing,
    Service,
    Supply,
)
from resilience_sim.scenario import Scenario
from resilience_sim.simulation import simulate
from resilience_sim.vocabulary import CLOSED, LAPSED
from tests.communities import Desk, bare, hand_made

#: Repair has no household store; what it takes of parts and equipment is set to nothing.
NEED = "repair"
HOURS = 24.0
WARM = 10.0


def queues(
    n: int,
    posts: int,
    households: int,
    rate: float,
    service: float,
    days: float,
    *,
    patience: float = 1e9,
    success: float = 1.0,
    distribution: str = "exponential",
    step_hours: float = 24.0,
    table_hours: float | None = None,
) -> Scenario:
    """`n` separate queues of `posts` posts; times in hours of the clock.

    Each has its own `households`, which raise cases at `rate` an hour all together while all
    are idle. They report at once; a post works day and night; nothing is short; nobody helps.
    """
    desks = [Desk(f"desk {k}", posts=posts, area=(k, k + 1)) for k in range(n)]
    community = hand_made(
        n * households, desks, buildings=n, first={NEED: [desk.name for desk in desks]}
    )
    per_day = rate * HOURS / households
    rules = (
        EverydayNeeds(rate=ByNeed(0.0, repair=per_day), ceiling=ByNeed(1.0)),
        OwnReport(rate=ByNeed(1e9), trust_to_report=0),
        Routing(),
        Service(
            work=ByNeed(service),
            success=ByNeed(success),
            parts_lots=ByNeed(0.0),
            equipment_lots=ByNeed(0.0),
            distribution=distribution,
        ),
        Supply(),
        Priority(),
        Patience(days=ByNeed(patience / HOURS), distribution="exponential"),
    )
    return bare(
        community,
        keep=rules,
        step_hours=step_hours,
        table_hours=step_hours if table_hours is None else table_hours,
        warmup_days=WARM,
        horizon_days=days,
    )


def settled(record: Record, from_day: float = 0.0) -> np.ndarray:
    """Ended cases that arose from `from_day` on, well before the end of the run."""
    cases = record.cases
    till = record.end - 0.05 * (record.end - from_day)
    keep = (cases["raised"] >= from_day) & (cases["raised"] < till)
    return np.asarray(cases[keep & np.isin(cases["ending"], (CLOSED, LAPSED))])


def waits(cases: np.ndarray) -> np.ndarray:
    """Hours between raising a need and the start of service (or giving up)."""
    end = np.where(cases["ending"] == LAPSED, cases["closed"], cases["started"])
    return np.asarray((end - cases["raised"]) * HOURS)


def batch_error(values: np.ndarray, order: np.ndarray, group: np.ndarray) -> float:
    """Standard error of a mean of dependent values, from means of batches in time."""
    means = []
    for one in np.unique(group):
        mine = np.flatnonzero(group == one)
        mine = mine[np.argsort(order[mine])]
        means += [values[part].mean() for part in np.array_split(mine, 4) if len(part)]
    return float(np.std(means, ddof=1) / np.sqrt(len(means)))


def first_come(raised: np.ndarray, work: np.ndarray, posts: int) -> np.ndarray:
    """When each case starts: first come, first served by `posts` posts (a second engine)."""
    free = [-np.inf] * posts
    starts = np.empty(len(raised))
    for i in np.argsort(raised, kind="stable"):
        starts[i] = max(raised[i], heapq.heappop(free))
        heapq.heappush(free, starts[i] + work[i])
    return starts


def birth_death(
    birth: Callable[[int], float], death: Callable[[int], float], most: int
) -> np.ndarray:
    """Stationary distribution of a birth-death chain on 0..most."""
    log = np.zeros(most + 1)
    for n in range(most):
        log[n + 1] = log[n] + np.log(birth(n)) - np.log(death(n + 1))
    p = np.exp(log - log.max())
    return np.asarray(p / p.sum())


def theory(
    rate: float, mu: float, posts: int, theta: float = 0.0, households: float = np.inf
) -> dict[str, float]:
    """Wait (all cases), share given up and share that waits, by Little's law.

    With finite `households` a household that has a case raises none (finite source).
    """
    most = 4000 if not np.isfinite(households) else min(int(households), 4000)

    def birth(n: int) -> float:
        return rate if not np.isfinite(households) else rate * (1.0 - n / households) + 1e-300

    def death(n: int) -> float:
        return min(n, posts) * mu + max(n - posts, 0) * theta

    p = birth_death(birth, death, most)
    n = np.arange(most + 1)
    coming = float(sum(p[k] * birth(int(k)) for k in n))
    queue = float((p * np.maximum(n - posts, 0)).sum())
    meets = np.array([p[k] * birth(int(k)) for k in n]) / coming
    return {
        "wait": queue / coming,
        "given_up": theta * queue / coming,
        "delayed": float(meets[posts:].sum()),
        "rate": coming,
    }


def erlang_c(rate: float, mu: float, posts: int) -> float:
    """Share of cases that wait, by Erlang's formula."""
    load = rate / mu
    blocked = stats.poisson.pmf(posts, load) / stats.poisson.cdf(posts, load)
    rho = load / posts
    return float(blocked / (1.0 - rho * (1.0 - blocked)))


def run(scenario: Scenario, seed: int) -> Record:
    """One run."""
    return simulate(scenario, seed)
