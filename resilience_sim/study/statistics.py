"""Intervals over seeds, paired differences and the verdicts drawn from them.

An interval over seeds is Monte Carlo error only: it shrinks with more replicates and says
nothing about parameters that are not known.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

__all__ = ["Interval", "Paired", "interval", "paired", "verdict_of"]

Array = NDArray[Any]
Method = Literal["t", "bootstrap"]
Verdict = Literal[
    "better", "worse", "higher", "lower", "no difference that matters", "undetermined"
]
_RESAMPLES = 4999


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean and its interval over `n` replicates; NaN where it is undefined."""

    mean: float
    low: float
    high: float
    n: int


@dataclass(frozen=True, slots=True)
class Paired:
    """Mean paired difference, its interval, and what follows from them."""

    difference: Interval
    share_better: float
    verdict: Verdict


def interval(values: Array, level: float = 0.95, method: Method = "t") -> Interval:
    """Mean of values and its interval at `level`, missing values left out.

    ``t`` is Student's interval; ``bootstrap`` the bias-corrected accelerated one of
    `scipy.stats.bootstrap`, resampled from a fixed seed so that it can be repeated. Values
    that are all equal have an interval of width 0; a single one has none (NaN).
    """
    known = np.asarray(values, dtype=np.float64)
    known = known[~np.isnan(known)]
    n = len(known)
    if n == 0:
        return Interval(float("nan"), float("nan"), float("nan"), 0)
    mean = float(known.mean())
    if n == 1:
        return Interval(mean, float("nan"), float("nan"), 1)
    if np.ptp(known) == 0.0:
        return Interval(float(known[0]), float(known[0]), float(known[0]), n)
    low, high = _by_t(known, level) if method == "t" else _by_bootstrap(known, level)
    return Interval(mean, low, high, n)


def _by_t(values: Array, level: float) -> tuple[float, float]:
    from scipy.special import stdtrit

    n = len(values)
    half = stdtrit(n - 1, 0.5 + level / 2.0) * values.std(ddof=1) / np.sqrt(n)
    return float(values.mean() - half), float(values.mean() + half)


def _by_bootstrap(values: Array, level: float) -> tuple[float, float]:
    from scipy.stats import bootstrap

    found = bootstrap(
        (values,),
        np.mean,
        confidence_level=level,
        n_resamples=_RESAMPLES,
        method="BCa",
        rng=np.random.default_rng(0),
    ).confidence_interval
    return float(found.low), float(found.high)


def paired(
    world: Array,
    against: Array,
    direction: int,
    smallest: float,
    level: float = 0.95,
    method: Method = "t",
) -> Paired:
    """Compare two worlds replicate by replicate.

    Parameters
    ----------
    world, against
        Values of one outcome, shape (replicates,), aligned by seed.
    direction
        1 where more is better, -1 where less is, 0 where neither can be said.
    smallest
        The smallest difference that matters.

    Returns
    -------
    Paired
        ``share_better``: share of replicates strictly better in the outcome's direction (for
        direction 0: strictly higher); pairs with a missing value are left out.
    """
    change = np.asarray(world, dtype=np.float64) - np.asarray(against, dtype=np.float64)
    found = interval(change, level, method)
    known = change[~np.isnan(change)]
    sign = direction or 1
    share = float((known * sign > 0.0).mean()) if len(known) else float("nan")
    return Paired(found, share, verdict_of(found, direction, smallest))


def verdict_of(difference: Interval, direction: int, smallest: float) -> Verdict:
    """What an interval says beside the smallest difference that matters.

    The whole interval beyond it: better or worse (higher or lower where neither is better).
    The whole interval within it: no difference that matters. Anything else: undetermined.
    """
    low, high = difference.low, difference.high
    if np.isnan(low) or np.isnan(high):
        return "undetermined"
    if -smallest < low and high < smallest:
        return "no difference that matters"
    if low >= smallest:
        return "higher" if direction == 0 else "better" if direction > 0 else "worse"
    if high <= -smallest:
        return "lower" if direction == 0 else "worse" if direction > 0 else "better"
    return "undetermined"
