"""Contributions of and about parties: households that move or give, units that need.

Shapes as in `resilience_sim.contributions`, and U units with needs of their own.
"""

from __future__ import annotations

from dataclasses import dataclass

from resilience_sim.verbs import Array


@dataclass(frozen=True, slots=True)
class Move:
    """Households that move out (rows), each replaced in its row by another of its size.

    `like` are rows of households as they were when everyday life began: who arrives has their
    ages, skills, stores and first attitudes, but no ties beyond the building and no job here.
    """

    households: Array
    like: Array


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseholdOffer:
    """Households let bodies draw on their food and medicine above `keeps` days, (H, 2).

    Infinite: not open. Goods reach the body after `delay` days. A lot is what a served case
    brings home (`ServiceRule.restock`). Where several offers stand, the lowest of each holds.
    """

    keeps: Array
    delay: float


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitNeed:
    """Needs of units: `rate` (N,) per unit and day, times `factor` (N, U); rates add.

    The product of factors is cut at the declared ceiling of the need, as for households.
    `withheld`: share of what a unit would give that it holds back for each open need.
    """

    rate: Array
    factor: Array
    withheld: float


@dataclass(frozen=True, slots=True, kw_only=True)
class JointRule:
    """Cases that departments act on: share by need (N,), and mean hours of work of each.

    `shares` (3,): of these cases, those that take at least one, two and three departments.
    """

    by_need: Array
    shares: Array
    hours: float


@dataclass(frozen=True, slots=True)
class Parallel:
    """Needs (N,) bool whose departments act all at once and not in turn; united with others."""

    by_need: Array


@dataclass(frozen=True, slots=True)
class SharedRecords:
    """Bodies (M,) bool that keep their records in the common format from now on."""

    bodies: Array
