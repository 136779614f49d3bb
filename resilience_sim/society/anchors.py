"""Anchors: the dispositions to which social columns return, and how experience moves them."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from resilience_sim.world import World

Array = NDArray[Any]

#: An own column of this name holds the anchor of a social column.
PREFIX = "anchor_"


def start_anchor(world: World, *columns: str) -> dict[str, Array]:
    """Own columns for anchors, at the values that people have now, and those to return to."""
    own: dict[str, Array] = {}
    for name in columns:
        own[PREFIX + name] = np.array(getattr(world.people, name), dtype=np.float64)
        own["first_" + name] = own[PREFIX + name].copy()
    return own


def anchor_of(world: World, column: str) -> Array | None:
    """The anchor (P,) that the first mechanism by label keeps for a column, None without one."""
    for label in sorted(world.own):
        found = world.own[label].get(PREFIX + column)
        if found is not None:
            return np.asarray(found)
    return None


def raised(x: Array, up: Array | float, down: Array | float) -> Array:
    """`x` after experience: `up` of what is missing is gained, then `down` of it lost."""
    after = x + (1.0 - x) * up
    return np.asarray(after * (1.0 - down))


def lasting(
    anchor: Array,
    first: Array,
    up: Array | float,
    down: Array | float,
    share: float,
    sign: int,
    span: float,
    forget_days: float,
) -> Array:
    """An anchor after experience, of which a share lasts, and after a while of forgetting.

    The anchor returns to the first disposition with time constant `forget_days`; without that,
    everyday life alone would carry everybody to the balance of its rates.
    """
    moved = anchor + sign * share * (raised(anchor, up, down) - anchor)
    moved += (first - moved) * (1.0 - math.exp(-span / forget_days))
    return np.clip(moved, 0.0, 1.0)


def bounded(x: Array, delta: Array) -> Array:
    """A movement cut so that x + delta stays in 0..1."""
    return np.asarray(np.clip(delta, -x, 1.0 - x))


def repeated(share: float, times: Array) -> Array:
    """What several experiences add up to: 1 - (1 - share)^times."""
    if share >= 1.0:
        return np.where(times > 0, 1.0, 0.0)
    return np.asarray(-np.expm1(math.log1p(-share) * times))
