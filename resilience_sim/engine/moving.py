"""Households that leave: their cases end, and who comes next stands in their row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from resilience_sim.community.tables import Households, Ties
from resilience_sim.engine.closing import close
from resilience_sim.engine.lists import ask_posts
from resilience_sim.engine.loop import follow_up
from resilience_sim.engine.service import settle_hours
from resilience_sim.engine.state import LIVED, N
from resilience_sim.kernels.compiled import entry
from resilience_sim.vocabulary import MOVED, SERVED

if TYPE_CHECKING:
    from resilience_sim.engine.engine import Engine

Array = NDArray[Any]

__all__ = ["exchange", "leave", "sort_streams"]


@entry
def leave(s, gone, t):  # type: ignore[no-untyped-def]
    """Close all open cases of the households marked in `gone` (H,) as moved."""
    g = s.g[0]
    for i in range(g.n_slots):
        c = s.case[i]
        if c.used == 0 or c.double_of >= 0 or not gone[c.household]:
            continue
        if c.stage == SERVED:
            m = c.holder
            b = s.body[m]
            settle_hours(b, t)
            b.busy_service -= 1
            ask_posts(s, m)
        close(s, i, MOVED, t)
    follow_up(s, t)


def exchange(
    engine: Engine, rows: Array, homes: Households, able: Array, help_ties: Ties, t: float
) -> None:
    """Other households live in `rows` from `t` on: open cases end as moved, all is new."""
    home = engine.arrays["home"]
    gone = np.zeros(len(home), bool)
    gone[rows] = True
    engine.room_in_log(N * len(rows))
    leave(engine.state, gone, t)
    before = home["rate_class"].copy()
    empty_rows(engine.arrays, rows, t)
    home["rate_class"][rows] = homes.vulnerable[rows]
    home["silent"][rows] = homes.silent[rows]
    engine.arrays["able"][:] = able
    engine.arrays["store"]["left"][rows, 0] = homes.store_food[rows]
    engine.arrays["store"]["left"][rows, 1] = homes.store_medicine[rows]
    sort_streams(engine.arrays, before, t)
    engine.set_ties(help_ties)


def empty_rows(arrays: dict[str, Array], rows: Array, t: float) -> None:
    """Forget what households lived through: nothing saved up, no burden, no experience."""
    arrays["home"]["burden"][rows] = 0.0
    arrays["lived"][rows] = np.zeros((), LIVED)
    arrays["spare"]["left"][rows] = 0.0
    arrays["spare"]["at"][rows] = t
    arrays["store"]["at"][rows] = t


def sort_streams(arrays: dict[str, Array], before: Array, t: float) -> None:
    """Move households whose rate class is no longer `before` (H,) to the streams of their own.

    What is left of a candidate's clock is kept, so nothing is drawn.
    """
    now = arrays["home"]["rate_class"]
    if np.array_equal(now, before):
        return
    streams, rows = arrays["stream"], arrays["candidate"]
    n_classes = streams.shape[1]
    for need in range(len(streams)):
        stream = streams[need]
        row = rows[need, : int(stream["end"].max())]
        clock = stream["spent"] + (t - stream["anchor"]) * stream["rate"]
        who = row["household"]
        old, new = before[who], now[who]
        moved = old != new
        row["time"][moved] += (clock[new] - clock[old])[moved]
        order = np.lexsort((who, row["time"], new))
        row[:] = row[order]
        cuts = np.searchsorted(new[order], np.arange(n_classes + 1))
        stream["first"], stream["end"] = cuts[:-1], cuts[1:]
