"""An account of what was done in time: kept from day to day, given when a meeting is due."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from resilience_sim import contributions as c
from resilience_sim.world import World

Array = NDArray[Any]


def nothing_counted() -> dict[str, Array]:
    """The own column of one that keeps account: cases in time, and late or given up."""
    return {"record": np.zeros(2)}


def counted(world: World, label: str) -> Array:
    """Cases in time, and late or given up, since the last account, (2,)."""
    lived = world.experience
    new = np.array([lived.in_time.sum(), (lived.late + lived.lapsed).sum()])
    return np.asarray(world.own[label]["record"] + new)


def kept(world: World, label: str, record: Array) -> Sequence[c.Contribution]:
    """The record as it is now, where anything was added to it."""
    same = bool((record == world.own[label]["record"]).all())
    return () if same else (c.OwnColumns({"record": record}),)


def in_time(record: Array) -> float:
    """Share of cases in time; a half where nothing was counted."""
    return float(record[0] / record.sum()) if record.sum() else 0.5


def accounts(good: float, hearers: Array) -> tuple[c.Message, c.Message]:
    """To each of some people (P,) a good account with this share and a bad one with the rest."""
    return (
        c.Message(kind="good_account", people=good * hearers),
        c.Message(kind="bad_account", people=(1.0 - good) * hearers),
    )
