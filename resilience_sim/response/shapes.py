"""Shapes of durations, as scenarios name them and as kernels number them."""

from __future__ import annotations

from typing import Final

SHAPES: Final = ("exponential", "lognormal", "constant")


def shape_index(name: str) -> int:
    """Number of a shape in `kernels.luck.budget`."""
    return SHAPES.index(name)
