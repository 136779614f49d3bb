"""When and where a crisis strikes: what every crisis but epidemic and lockdown declares."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from resilience_sim.community.tables import frozen
from resilience_sim.crises.places import buildings_at
from resilience_sim.errors import InputError
from resilience_sim.mechanism import Mechanism, is_idle, param
from resilience_sim.world import World

Array = NDArray[Any]
#: Times are sums of steps: a boundary that is due counts even if rounding left it short.
ROUNDING = 1e-9


@dataclass(frozen=True, kw_only=True)
class Onset(Mechanism):
    """A crisis that strikes on a day, once or again and again, everywhere or at one place."""

    family: ClassVar[str] = "crises"

    onset_day: float = param(
        0.0, en="day on which it strikes", zh="发生日", unit="d", low=0.0, high=36_500.0
    )
    repeat_days: float = param(
        0.0, en="days from one strike to the next, 0: it strikes once", zh="重复间隔（0为一次）",
        unit="d", low=0.0, high=36_500.0,
    )  # fmt: skip
    strikes: int = param(
        1, en="how often it strikes", zh="发生次数", unit="times", low=1, high=1000
    )
    place: str = param(
        "", en="where: a community, community/grid/1 or community/building/1; empty is everywhere",
        zh="地点（空为全部）",
    )  # fmt: skip

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.strikes > 1 and self.repeat_days <= 0.0:
            raise InputError(
                "it strikes more than once and does not say after how many days",
                where=self.label, key="repeat_days", value=self.repeat_days,
                allowed="a number of days above 0",
            )  # fmt: skip

    def marks(self) -> Sequence[float]:
        """Days after a strike at which what it states changes at a known time."""
        return ()

    def onsets(self) -> tuple[float, ...]:
        """The days on which it strikes."""
        return tuple(self.onset_day + k * self.repeat_days for k in range(self.strikes))

    def times(self, world: World) -> Sequence[float]:
        """The strikes, and the known times after each."""
        if is_idle(self):
            return ()
        return [day + mark for day in self.onsets() for mark in (0.0, *self.marks())]

    def now(self, world: World) -> tuple[int, float] | None:
        """Which strike is the last one so far, and how many days ago; None before the first."""
        struck = [k for k, day in enumerate(self.onsets()) if day <= world.t + ROUNDING]
        if not struck:
            return None
        return struck[-1], max(world.t - self.onsets()[struck[-1]], 0.0)

    def check(self, world: World) -> None:
        """Refuse a place that the community does not have and a strike after the run's end.

        Raises
        ------
        InputError
            With what is allowed.
        """
        buildings_at(world, self.place, self.label)
        if self.onset_day >= world.end:
            raise InputError(
                "it would strike after the run has ended",
                key=f"crises.{self.label}.onset_day", value=self.onset_day,
                allowed=f"a day before the horizon, {world.end:g}",
            )  # fmt: skip

    # --- where --------------------------------------------------------------------------------
    def buildings(self, world: World) -> Array:
        """Buildings of the place, mask (B,)."""
        return buildings_at(world, self.place, self.label)

    def homes(self, world: World) -> Array:
        """Households of the place, mask (H,)."""
        return np.asarray(self.buildings(world)[world.households.building])

    def bodies(self, world: World) -> Array:
        """Share of each body's area that is in the place, (M,)."""
        inside = np.concatenate([[0.0], np.cumsum(self.buildings(world))])
        bodies = world.bodies
        first, end = bodies.first_building, bodies.end_building
        return np.asarray((inside[end] - inside[first]) / np.maximum(end - first, 1))

    def drawn(self, world: World, purpose: str, strike: int) -> Array:
        """One uniform a building, its own for each strike, (B,)."""
        from resilience_sim.community.responsibility import local_buildings

        key, local = local_buildings(world.places, world.community_keys)
        zero = np.zeros(len(key), np.int64)
        return world.luck.uniform_each(self.label, purpose, key, local, zero, zero + strike)

    def drawn_people(self, world: World, purpose: str, strike: int) -> Array:
        """One uniform a person, its own for each strike, (P,)."""
        people = world.people
        zero = np.zeros(len(people), np.int64)
        return world.luck.uniform_each(
            self.label, purpose, world.community_key(people.household), people.key,
            zero, zero + strike,
        )  # fmt: skip


def lost(loss: float, days: float, recovery_days: float) -> float:
    """Factor on a condition that fell by `loss` and recovers exponentially."""
    return 1.0 - loss * (math.exp(-days / recovery_days) if recovery_days > 0.0 else 0.0)


def weight_of(world: World, mask: Array, vulnerable: float) -> Array:
    """Weight of a rate by household: 1 in the mask, times a factor for the vulnerable, (H,)."""
    return frozen(np.where(world.households.vulnerable, vulnerable, 1.0) * mask)


def pulse(shares: Sequence[float], days: float) -> Array:
    """Rates a day that in `days` leave these shares of households with the need, (N,)."""
    return np.asarray(-np.log1p(-np.asarray(shares)) / days)
