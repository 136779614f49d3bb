"""Anchors: the dispositions to which social columns return, and how experience moves them."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from resilience_sim.community.tables import frozen
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


def anchors_of(world: World) -> dict[str, Array]:
    """By column, the anchor (P,) that the first mechanism by label keeps for it."""
    found: dict[str, Array] = {}
    for label in sorted(world.own):
        for name, values in world.own[label].items():
            if name.startswith(PREFIX):
                found.setdefault(name[len(PREFIX) :], values)
    return found


def lived(
    x: Array,
    anchor: Array,
    first: Array,
    up: Array,
    down: Array,
    *,
    row: Array,
    sign: int,
    share: float,
    forget: float,
    delta: Array,
) -> Array:
    """Add what experience moves to `delta` (P,) and give the anchor (P,) after it.

    The rule is that of `kernels.experience.live`; `up` and `down` are shares by `row` (the
    household of a person, say). Without forgetting, everyday life alone would carry everybody
    to the balance of its rates.
    """
    from resilience_sim.kernels.experience import live

    moved = np.empty(len(x))
    live(
        frozen(x),
        frozen(anchor),
        frozen(first),
        frozen(row),
        frozen(up),
        frozen(down),
        float(sign),
        share,
        forget,
        delta,
        moved,
    )
    return moved


def forgotten(span: float, days: float) -> float:
    """Share of the way back to the first disposition that a span of time takes."""
    return -math.expm1(-span / days)


def bounded(x: Array, delta: Array) -> Array:
    """A movement cut so that x + delta stays in 0..1."""
    return np.asarray(np.minimum(np.maximum(delta, -x), 1.0 - x))


def repeated(share: float, times: Array) -> Array:
    """What several experiences add up to: 1 - (1 - share)^times."""
    if share >= 1.0:
        return np.where(times > 0, 1.0, 0.0)
    return np.asarray(-np.expm1(math.log1p(-share) * times))
