"""Whole numbers that are asked of a user: seeds, replicates, workers, rows."""

from __future__ import annotations

import operator

from resilience_sim.errors import InputError

__all__ = ["checked_seed", "whole_number"]


def whole_number(given: object, key: str, low: int, high: int | None = None) -> int:
    """The number, if it is whole and in range, whatever type of whole number it is.

    Raises
    ------
    InputError
        It is not, or it is true or false.
    """
    try:
        number = None if isinstance(given, bool) else operator.index(given)  # type: ignore[arg-type]
    except TypeError:
        number = None
    if number is None or number < low or (high is not None and number > high):
        span = f"of at least {low}" if high is None else f"from {low} to {high}"
        raise InputError(
            f"{key} is not a whole number {span}",
            key=key,
            value=given,
            allowed=f"a whole number {span}",
        )
    return number


def checked_seed(seed: object) -> int:
    """The seed, if it is a whole number of at least 0.

    Raises
    ------
    InputError
        It is not.
    """
    return whole_number(seed, "seed", 0)
