"""What strikes: need rates, conditions and absence (see `resilience_sim.contributions`)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from resilience_sim.verbs import NOTHING, Array


@dataclass(frozen=True, slots=True)
class NeedRate:
    """Rate at which needs arise per household and day, (N, K); rates add.

    `unstocked` (N, K) is the further rate once the household's own store is under a day.
    """

    rate: Array
    unstocked: Array = field(default_factory=lambda: NOTHING)


@dataclass(frozen=True, slots=True)
class HouseholdRate:
    """Further rate of needs where a crisis strikes: by_need (N,) a day times by_household (H,).

    It adds to the rates of the household's class, whatever the household has in store.
    """

    by_need: Array
    by_household: Array


ConditionName = Literal[
    "mobility", "access", "availability", "inflow", "self_supply", "channel", "outside"
]


@dataclass(frozen=True, slots=True)
class Condition:
    """A factor on the world, multiplied with those of others.

    mobility: contacts outside the household, (P,) or scalar, applied at each end; access:
    speed of service by building (B,) or scalar; availability: staff by body (M,) or scalar;
    inflow: deliveries by resource (R,) or scalar; self_supply: share of its food and medicine
    a household can get by itself, scalar or (H,); channel: official channel's daily cap;
    outside: pressure of infection from outside, scalar.
    """

    name: ConditionName
    value: Array | float


@dataclass(frozen=True, slots=True)
class Absence:
    """People who can neither work, help nor meet now, (P,) bool; united with others."""

    people: Array
    why: str = "sick"
