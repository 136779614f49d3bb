"""The read-only world that hooks see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from resilience_sim.community.tables import (
    Bodies,
    Households,
    People,
    Places,
    Responsibility,
    Ties,
)
from resilience_sim.contributions import Gathering
from resilience_sim.rng import Luck

Array = NDArray[Any]


@dataclass(slots=True)
class Conditions:
    """Combined conditions in force (see `contributions.Condition`)."""

    mobility: Array  # (P,) contacts outside the household, at each end
    access: Array  # (B,)
    availability: Array  # (M,)
    inflow: Array  # (R,)
    self_supply: Array  # (H,)
    channel: float = 1.0
    outside: float = 1.0


@dataclass(slots=True)
class Experience:
    """What households lived through since the last time society adapted, (H,) each."""

    in_time: Array  # cases served in time by a body
    late: Array  # cases served after due
    lapsed: Array  # cases given up
    helped: Array  # cases settled by neighbours
    gave: Array  # cases of others this household settled
    unmet: Array  # weighted severity of needs past due now, burdens included
    waiting: Array  # open cases now


@dataclass(slots=True)
class Ledger:
    """Hours and stock by body, cumulative since the run began."""

    available: Array  # (M,) h that accrued
    service: Array  # (M,) h of service
    triage: Array  # (M,) h of triage
    planned: Array  # (M,) h of visits and meetings
    duplicated: Array  # (M,) h of service done twice
    backlog: Array  # (M,) cases on the body's hands now


@dataclass(slots=True)
class Purse:
    """What one author paid in one currency: to people (P,), to bodies (M,), and its till.

    The three always add up to nothing.
    """

    people: Array
    bodies: Array
    till: float = 0.0


@dataclass(slots=True)
class World:
    """What a hook may read. All arrays are read-only views; nothing here can be written.

    `t` is days since the strike, negative in everyday life; `begin` and `end` bound the run.
    `due_tables` is the length of time (days) for which tables made now will stand.
    """

    t: float
    begin: float
    end: float
    span: float
    luck: Luck
    people: People
    households: Households
    places: Places
    bodies: Bodies
    body_names: tuple[str, ...]
    ties: Ties
    help_ties: Ties
    responsibility: Responsibility
    levers: Mapping[str, float]
    conditions: Conditions
    experience: Experience
    ledger: Ledger
    absent: Array  # (P,) bool
    stock: Array  # (M, R) lots now
    #: kind -> reach since adapt, (P,); also promises kept and broken, obligations, and work
    #: taken over from bodies (M,)
    messages: dict[str, Array] = field(default_factory=dict)
    gatherings: tuple[Gathering, ...] = ()  # events since society adapted
    purses: Mapping[str, Mapping[str, Purse]] = field(default_factory=dict)  # label, currency
    own: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    placed: Array = field(default_factory=lambda: np.zeros(0))  # (P,) h a day placed with bodies
    community_keys: Array = field(default_factory=lambda: np.zeros(0, np.int64))
    #: (H,) needs of which the household has an open case now, as bits
    open_needs: Array = field(default_factory=lambda: np.zeros(0, np.uint32))
    #: folder of the scenario file, for files that it names; empty where there is none
    folder: str = ""
    #: (N, B) body naturally accountable for a cell, as statutes have it, -1 none
    natural: Array = field(default_factory=lambda: np.zeros((0, 0), np.int32))
    #: (U,) rows of bodies whose needs make them parties to cases
    units: Array = field(default_factory=lambda: np.zeros(0, np.int64))
    _adults: Array | None = None

    def forget_ages(self) -> None:
        """Work out anew who is grown up in each household: others live there now."""
        self._adults = None

    @property
    def everyday(self) -> bool:
        """True before the strike."""
        return self.t < 0.0

    @property
    def adult_weights(self) -> Array:
        """Weight of each person in the mean over the grown-ups of its household, (P,)."""
        if self._adults is None:
            homes, row = self.households, self.people.household
            grown = (self.people.age >= 3).astype(np.float64)
            number = np.bincount(row, weights=grown, minlength=len(homes))
            self._adults = (
                np.where(number[row] > 0, grown, 1.0)
                / np.where(number > 0, number, homes.size)[row]
            )
        return self._adults

    def adult_mean(self, values: Array) -> Array:
        """Mean of a person column over the grown-ups of each household (all, where none), (H,)."""
        homes = self.households
        if len(homes) == 0:
            return np.zeros(0)
        return np.asarray(np.add.reduceat(self.adult_weights * values, homes.first))

    def body_of(self, name: str) -> int:
        """Row of a body by its name; `KeyError` if there is none."""
        try:
            return self.body_names.index(name)
        except ValueError:
            raise KeyError(name) from None

    def community_key(self, rows: Array) -> Array:
        """Key of the community for household rows."""
        return np.asarray(self.community_keys[self.households.community[rows]])
