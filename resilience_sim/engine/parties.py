"""Parties: units with needs of their own, behind the households' rows, and open households."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from resilience_sim.community.tables import Bodies
from resilience_sim.contributions import HouseholdOffer, UnitNeed
from resilience_sim.engine import demand
from resilience_sim.engine.state import HOUSEHOLD, N
from resilience_sim.vocabulary import OF_UNIT

if TYPE_CHECKING:
    from resilience_sim.engine.engine import Engine

Array = NDArray[Any]

__all__ = ["set_open_homes", "set_units", "unit_rows"]

#: Keys of households are rows; those of units lie above them all.
ABOVE_ROWS = 2**32


def unit_rows(bodies: Bodies, units: Array, community_keys: Array) -> Array:
    """Units as parties: no store, nobody who helps, a building of their area by key."""
    row = np.zeros(len(units), HOUSEHOLD)
    community = bodies.community[units]
    first, end = bodies.first_building[units], bodies.end_building[units]
    row["community"] = community
    row["community_key"] = community_keys[community]
    row["key"] = bodies.key[units] + ABOVE_ROWS
    row["building"] = first + bodies.key[units] % np.maximum(end - first, 1)
    row["rate_class"] = OF_UNIT
    return row


def set_units(engine: Engine, given: list[UnitNeed], t: float) -> None:
    """Needs of units: rates, the share of candidates that count, and what givers hold back."""
    if not given or engine.arrays["unit_share"].size == 0:
        return
    rate = np.sum([one.rate for one in given], axis=0)
    share = np.prod([one.factor for one in given], axis=0)
    arrays, ceiling = engine.arrays, engine.rules.ceiling
    arrays["unit_share"][:] = share
    arrays["g"]["withheld"] = sum(one.withheld for one in given)
    for need in range(N):
        demand.set_stream(engine.state, need, OF_UNIT, float(rate[need] * ceiling[need]), 1.0, t)


def set_open_homes(engine: Engine, offers: list[HouseholdOffer]) -> None:
    """Households that opened their stores; the lowest of several offers holds."""
    arrays = engine.arrays
    if not offers and arrays["g"]["n_open"][0] == 0:
        return
    keeps = arrays["open_keeps"]
    keeps[:] = np.inf
    for one in offers:
        keeps[: engine.n_homes] = np.minimum(keeps[: engine.n_homes], one.keeps)
    if offers:
        arrays["g"]["open_delay"] = min(one.delay for one in offers)
    rows = np.flatnonzero(np.isfinite(keeps).any(axis=1))
    community = arrays["home"]["community"][rows]
    arrays["g"]["n_open"] = len(rows)
    arrays["open_start"][:] = np.searchsorted(community, np.arange(len(arrays["open_start"])))
    engine.replace("open_home", rows.astype(np.int32))
