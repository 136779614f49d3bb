"""Functionality worked out again from the case journal, with other severity weights.

It shows whether a ranking of worlds depends on how grave each need is taken to be.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from resilience_sim.observe.record import Record
from resilience_sim.observe.view import Array, View
from resilience_sim.vocabulary import LAPSED, MOVED, N_NEEDS

__all__ = ["BURDEN_DAYS", "functionality_from_cases", "loss_from_cases"]

#: Mean days in which the burden of a given-up case heals, where nothing else is said.
BURDEN_DAYS = 10.0


def functionality_from_cases(
    record: Record, severity: Sequence[float], burden_days: float = BURDEN_DAYS
) -> Array:
    """Q at whole days after the strike, from the journal of cases.

    Q = 1 - mean over households of min(1, sum of severities of needs past due and of burdens
    that given-up cases left, each healing as exp(-t / burden_days)). Who moves away takes the
    burdens along.

    Parameters
    ----------
    record
        A run with its cases kept.
    severity
        Weight of each need, shape (needs,), in the order of `vocabulary.NEEDS`.
    burden_days
        Mean days in which the burden of a given-up case heals.

    Returns
    -------
    Array
        Shape (days + 1,), day 0 (the strike) to the end.
    """
    days = View(record).days
    households = int(record.sizes["households"]) + int(record.sizes.get("units", 0))
    weights = np.asarray(severity, dtype=np.float64)
    if weights.shape != (N_NEEDS,):
        raise ValueError(f"severity needs {N_NEEDS} values, got shape {weights.shape}")
    cases = record.cases
    weight = weights[cases["need"].astype(np.intp)]
    late = _late_now(cases, weight, households, len(days))
    burden = _new_burdens(cases, record.moves, weight, (len(days), households), burden_days)
    decay = np.exp(-1.0 / burden_days)
    out = np.empty(len(days))
    standing = np.zeros(households)
    overdue = np.zeros(households)
    for day in range(len(days)):
        standing = standing * decay + burden[day]
        overdue = overdue + late[day]
        # Sums of weights that cancel leave rounding of 1e-17; a household owes nothing then.
        out[day] = 1.0 - np.clip(overdue + standing, 0.0, 1.0).mean() if households else 1.0
    return out


def loss_from_cases(
    record: Record, severity: Sequence[float], burden_days: float = BURDEN_DAYS
) -> float:
    """Resilience loss (days) with other severity weights."""
    lost = 1.0 - functionality_from_cases(record, severity, burden_days)
    return float(lost.sum() - 0.5 * (lost[0] + lost[-1]))


def _first_day_from(times: Array) -> Array:
    """First whole day (not before the strike) that is at or after each time."""
    return np.maximum(np.ceil(times - 1e-9), 0.0).astype(np.intp)


def _first_day_after_moving(times: Array) -> Array:
    """First whole day after each time; households move when the day they move on was read."""
    return np.maximum(np.floor(times + 1e-9) + 1.0, 0.0).astype(np.intp)


def _late_now(cases: Array, weight: Array, households: int, days: int) -> Array:
    """Change by day and household of the severity of needs past due, (days, households)."""
    change = np.zeros((days, households))
    until = np.where(np.isnan(cases["closed"]), np.inf, cases["closed"])
    late = (until > cases["due"]) & (until > 0.0)
    rows = cases["household"][late]
    begins = _first_day_from(cases["due"][late])
    ends = np.full(len(rows), days, dtype=np.intp)
    closes = np.isfinite(until[late])
    ends[closes] = _first_day_from(until[late][closes])
    moved = cases["ending"][late] == MOVED
    ends[moved] = _first_day_after_moving(until[late][moved])
    for when, sign in ((begins, 1.0), (ends, -1.0)):
        inside = when < days
        np.add.at(change, (when[inside], rows[inside]), sign * weight[late][inside])
    return change


def _new_burdens(
    cases: Array, moves: Array, weight: Array, shape: tuple[int, int], burden_days: float
) -> Array:
    """Burdens as they stand on the first whole day after each lapse, less those that left."""
    burden = np.zeros(shape)
    gave_up = cases["ending"] == LAPSED
    closed, household = cases["closed"][gave_up], cases["household"][gave_up]
    begins = _first_day_from(closed)
    ends = np.full(len(closed), shape[0], dtype=np.intp)
    left_at = _next_move(moves, household, closed)
    leaves = np.isfinite(left_at)
    ends[leaves] = _first_day_after_moving(left_at[leaves])
    for when, sign in ((begins, 1.0), (ends, -1.0)):
        inside = when < shape[0]
        left = weight[gave_up] * np.exp(-(when - closed) / burden_days)
        np.add.at(burden, (when[inside], household[inside]), sign * left[inside])
    return burden


def _next_move(moves: Array, household: Array, after: Array) -> Array:
    """Day of the first move of each household after a time, infinite where there is none."""
    found = np.full(len(household), np.inf)
    if len(moves) == 0 or len(household) == 0:
        return found
    order = np.lexsort((moves["t"], moves["household"]))
    rows, days = moves["household"][order], moves["t"][order]
    # one number for household and day, so that one search finds both
    first = min(days.min(), after.min())
    span = max(days.max(), after.max()) - first + 1.0
    at = np.searchsorted(rows * span + (days - first), household * span + (after - first))
    at = np.minimum(at, len(rows) - 1)
    there = (rows[at] == household) & (days[at] >= after)
    found[there] = days[at[there]]
    return found
