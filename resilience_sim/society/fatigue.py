"""Bodies tire when overloaded and heal all the time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from resilience_sim import contributions as c
from resilience_sim.mechanism import Mechanism, param
from resilience_sim.world import World

Array = NDArray[Any]
#: Rows kept free for bodies that institutions add, beside as many as there are.
DAY = 1.0
ROOM = 1024


@dataclass(frozen=True, kw_only=True)
class Fatigue(Mechanism):
    """df/dt = a * overload * (f_max - f) - b * f, healing always on.

    Overload is how far the share of hours used since last asked lies above `threshold`, as a
    share of what is left to full use. Healing only when idle would lock exhaustion in.
    """

    family: ClassVar[str] = "society"
    en: ClassVar[str] = "Fatigue of bodies"
    zh: ClassVar[str] = "机构疲劳"
    sources: ClassVar[tuple[str, ...]] = ("zhang2021_burnout",)

    rise: float = param(
        0.06,
        en="rate of tiring at full overload (a)",
        zh="疲劳上升速率",
        unit="1/d",
        low=0.0,
        high=10.0,
        neutral=0.0,
        source="zhang2021_burnout",
        why="the source gives the sign: overtime raises burnout, enough staff lowers it",
    )
    heal: float = param(
        0.05,
        en="rate of healing (b)",
        zh="疲劳恢复速率",
        unit="1/d",
        low=0.0,
        high=10.0,
        neutral=0.0,
    )
    highest: float = param(
        0.5,
        en="fatigue toward which overload drives (f_max)",
        zh="疲劳上限",
        unit="share",
        low=0.0,
        high=0.99,
    )
    threshold: float = param(
        0.85,
        en="share of hours used above which it tires",
        zh="超负荷阈值",
        unit="share",
        low=0.0,
        high=0.999,
    )
    overload_to_fatigue: int = param(
        1,
        en="sign: overload raises fatigue",
        zh="超负荷提高疲劳（1 为如此）",
        link=True,
    )

    def build(self, world: World) -> Sequence[c.Contribution]:
        """What the ledger said last time."""
        # other mechanisms may bring bodies into being after this one was asked
        rows = 2 * len(world.bodies) + ROOM
        since = np.array([world.begin])
        return (
            c.OwnColumns({"used": np.zeros(rows), "available": np.zeros(rows), "since": since}),
        )

    def adapt(self, world: World) -> Sequence[c.Contribution]:
        """Move fatigue by the time since it was last judged, a day at least.

        Overload is convex in the share of hours used, so shorter windows, in which hours are
        uneven, would find more of it.
        """
        if self.rise == 0.0 and self.heal == 0.0:
            return ()
        ledger, own = world.ledger, world.own[self.label]
        span = world.t - float(own["since"][0])
        if span < DAY - 1e-9:
            return ()
        used = ledger.service + ledger.triage + ledger.planned + ledger.duplicated
        n = len(used)
        hours = ledger.available - own["available"][:n]
        share = (used - own["used"][:n]) / np.where(hours > 0.0, hours, np.inf)
        overload = np.clip((share - self.threshold) / (1.0 - self.threshold), 0.0, 1.0)
        up = self.rise * overload * self.overload_to_fatigue
        f = world.bodies.fatigue
        rate = np.abs(up) + self.heal
        rest = np.where(rate > 0.0, up * self.highest / np.where(rate > 0.0, rate, 1.0), f)
        delta = np.clip((rest - f) * -np.expm1(-rate * span), -f, 1.0 - f)
        return (
            c.Movement("fatigue", delta, table="bodies"),
            c.OwnColumns(
                {
                    "used": _filled(own["used"], used),
                    "available": _filled(own["available"], ledger.available),
                    "since": np.array([world.t]),
                }
            ),
        )


def _filled(column: Array, values: Array) -> Array:
    """A copy of a column with its first rows set."""
    after = column.copy()
    after[: len(values)] = values
    return after
