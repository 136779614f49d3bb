"""Functionality worked out again from the case journal, with other severity weights.

It shows whether a ranking of worlds depends on how grave each need is taken to be.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from resilience_sim.observe.record import Record
from resilience_sim.observe.view import Array, View
from resilience_sim.vocabulary import LAPSED, N_NEEDS

__all__ = ["BURDEN_DAYS", "functionality_from_cases", "loss_from_cases"]

#: Mean days in which the burden of a given-up case heals, where nothing else is said.
BURDEN_DAYS = 10.0


def functionality_from_cases(
    record: Record, severity: Sequence[float], burden_days: float = BURDEN_DAYS
) -> Array:
    """Q at whole days after the strike, from the journal of cases.

    Q = 1 - mean over households of min(1, sum of severities of needs past due and of burdens
    that given-up cases left, each healing as exp(-t / burden_days)).

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
    burden = _new_burdens(cases, weight, households, len(days), burden_days)
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
    for when, sign in ((begins, 1.0), (ends, -1.0)):
        inside = when < days
        np.add.at(change, (when[inside], rows[inside]), sign * weight[late][inside])
    return change


def _new_burdens(
    cases: Array, weight: Array, households: int, days: int, burden_days: float
) -> Array:
    """Burdens as they stand on the first whole day after each lapse, (days, households)."""
    burden = np.zeros((days, households))
    gave_up = cases["ending"] == LAPSED
    closed = cases["closed"][gave_up]
    when = _first_day_from(closed)
    left = weight[gave_up] * np.exp(-(when - closed) / burden_days)
    inside = when < days
    np.add.at(burden, (when[inside], cases["household"][gave_up][inside]), left[inside])
    return burden
