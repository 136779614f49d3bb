"""Iterative proportional fitting of household types to household and person marginals."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from resilience_sim.errors import InputError

Array = NDArray[Any]

__all__ = ["apportion", "fit"]


def fit(
    seed: Array, incidence: Array, targets: Array, *, tolerance: float = 1e-10, rounds: int = 2000
) -> Array:
    """Weights nearest to a seed (in relative entropy) that meet all marginals.

    Marginals are met in turn: all types scale by ``x ** incidence`` with the x that meets the
    one at hand, until all hold. With incidences of 0 and 1 this is classic iterative
    proportional fitting (key ``deming_stephan1940``); larger ones (children in a household)
    meet household and person marginals at once, as in key ``ye2009``.

    Parameters
    ----------
    seed
        Positive weights of the types, shape (types,).
    incidence
        How often a marginal counts in a type, whole numbers, shape (types, marginals).
    targets
        Values the marginals must take, shape (marginals,).
    tolerance
        Largest relative error allowed at the end.
    rounds
        Rounds over all marginals before giving up.

    Raises
    ------
    InputError
        When the marginals contradict each other or the types cannot meet them.
    """
    weights = np.asarray(seed, dtype=np.float64).copy()
    counts = np.asarray(incidence, dtype=np.float64)
    scale = np.maximum(np.abs(targets), 1e-300)
    for _ in range(rounds):
        for k in range(counts.shape[1]):
            weights *= _factor(weights, counts[:, k], float(targets[k])) ** counts[:, k]
        if np.max(np.abs(weights @ counts - targets) / scale) <= tolerance:
            return weights
    worst = int(np.argmax(np.abs(weights @ counts - targets) / scale))
    raise InputError(
        "marginals cannot be met together by the household types",
        key=f"marginal {worst}",
        value=float(targets[worst]),
        allowed=f"values near {float((weights @ counts)[worst]):.4g}",
    )


def _factor(weights: Array, counts: Array, target: float) -> float:
    """The x with sum of weights * counts * x ** counts = target, by Newton in log x."""
    y = 0.0
    for _ in range(60):
        terms = weights * counts * np.exp(np.minimum(counts * y, 600.0))
        total = float(terms.sum())
        if total <= 0.0 or abs(total - target) <= 1e-14 * abs(target):
            break
        slope = float((terms * counts).sum()) / total
        y += float(np.clip(np.log(max(target, 1e-300) / total) / slope, -5.0, 5.0))
    return float(np.exp(y))


def apportion(total: int, shares: Array) -> Array:
    """Whole numbers that sum to `total` and follow `shares` (largest remainder), int64."""
    weight = np.asarray(shares, dtype=np.float64)
    if total <= 0 or weight.sum() <= 0.0:
        return np.zeros(weight.shape[0], np.int64)
    exact = total * weight / weight.sum()
    whole = np.floor(exact + 1e-9).astype(np.int64)
    rest = total - int(whole.sum())
    order = np.argsort(-(exact - whole), kind="stable")
    whole[order[:rest]] += 1
    return np.asarray(whole)
