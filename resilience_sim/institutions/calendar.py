"""When meetings fall: every so many days from a first day of everyday life on."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from resilience_sim import contributions as c
from resilience_sim.world import World

Array = NDArray[Any]

NEVER = -np.inf


def not_yet() -> dict[str, Array]:
    """The own column of one that has not met yet: day of the last meeting."""
    return {"met_at": np.full(1, NEVER)}


def met_now(world: World) -> c.OwnColumns:
    """The same column after a meeting now."""
    return c.OwnColumns({"met_at": np.full(1, world.t)})


def meeting_due(world: World, label: str, interval: float, first: float = 0.0) -> int:
    """Number of the meeting that is due now, counted from 0; -1 where none is.

    Where several fell due since the last one, the latest is held. The number depends on the
    day alone, so draws keyed by it are the same in every world.

    Parameters
    ----------
    label
        Label of the mechanism, whose own column `met_at` is read.
    interval
        Days between meetings; 0: never.
    first
        Day of the first, counted from the beginning of everyday life.
    """
    if interval == 0.0:
        return -1
    last = float(world.own[label]["met_at"][0])
    now = _number(world.t - world.begin, interval, first)
    held = -1 if last == NEVER else _number(last - world.begin, interval, first)
    return now if now > held else -1


def days_within(world: World, interval: float, first: float = 0.0) -> list[float]:
    """Days of meetings that fall in the time for which tables are made now."""
    if interval == 0.0:
        return []
    since = world.t - world.begin - first
    k = max(0, int(np.ceil(since / interval - 1e-9)))
    found = []
    while k * interval < since + world.span - 1e-9:
        found.append(world.begin + first + k * interval)
        k += 1
    return found


def _number(days: float, interval: float, first: float) -> int:
    since = days - first
    return int(np.floor(since / interval + 1e-9)) if since >= -1e-9 else -1
