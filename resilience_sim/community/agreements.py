"""Who may draw on whose stock: the structure that sharing sets."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from resilience_sim.community.tables import Bodies, Offers
from resilience_sim.rng import Luck
from resilience_sim.vocabulary import BODY_KINDS, N_RESOURCES

Array = NDArray[Any]

__all__ = [
    "GOVERNMENT",
    "askers",
    "common_format",
    "formats_match",
    "no_offers",
    "offers",
    "offers_from_rows",
    "reserve_share",
]

#: Kinds whose records every community's like system sees.
GOVERNMENT = tuple(BODY_KINDS.index(kind) for kind in ("subdistrict_office", "district_office"))


def reserve_share(sharing: float, closed: float = 0.8, opened: float = 0.2) -> float:
    """Share of its normal stock that a holder keeps for itself; falls with sharing."""
    return closed + (opened - closed) * sharing


def offers(
    bodies: Bodies,
    sharing: float,
    seed: int,
    transaction_days: float = 0.25,
    format_factor: float = 4.0,
    *,
    reserve_closed: float = 0.8,
    reserve_open: float = 0.2,
) -> Offers:
    """Offers that stand at a level of sharing.

    A holder (any body with normal stock of the resource) is open to the bodies it shares a
    community or an area with once its rank ``openness`` is under `sharing`; it keeps
    `reserve_share` of its normal stock. A transfer takes `transaction_days`, times
    `format_factor` where records do not match: two bodies match when they keep the same
    system or both adopted the common format, which a body does where its own draw is under
    `sharing`. Every change with sharing is one way: offers are added, reserves and delays
    fall. Only bodies that may hold cases ask; other units give.

    Returns
    -------
    Offers
        Compressed rows by ``asker * N_RESOURCES + resource``, sorted by delay, then by key.
    """
    holder, asker = _pairs(bodies, bodies.openness < sharing)
    match = formats_match(bodies, holder, asker, sharing, seed)
    delay = np.where(match, transaction_days, transaction_days * format_factor)
    share = reserve_share(sharing, reserve_closed, reserve_open)
    pair, resource = np.nonzero(bodies.capacity[holder] > 0.0)
    return offers_from_rows(
        bodies,
        asker=asker[pair],
        holder=holder[pair],
        resource=resource,
        reserve=share * bodies.capacity[holder[pair], resource],
        delay=delay[pair],
    )


def askers(bodies: Bodies) -> Array:
    """Mask of bodies that may hold cases and so ask for stock, shape (bodies,)."""
    unit = bodies.kind == BODY_KINDS.index("unit")
    return np.asarray(~unit | (bodies.authority != 0))


def common_format(bodies: Bodies, sharing: float, seed: int) -> Array:
    """Whether bodies adopted the common format: their own draw is under `sharing`, (M,) bool."""
    zero = np.zeros(len(bodies), np.int64)
    u = Luck(seed).uniform_each("community", "format", bodies.key, zero, zero, zero)
    return np.asarray(u < sharing)


def formats_match(bodies: Bodies, one: Array, two: Array, sharing: float, seed: int) -> Array:
    """Whether the records of bodies `one` and `two` match, shape of both, bool."""
    common = common_format(bodies, sharing, seed)
    same = bodies.data_format[one] == bodies.data_format[two]
    local = bodies.community[one] == bodies.community[two]
    above = np.isin(bodies.kind[one], GOVERNMENT) | np.isin(bodies.kind[two], GOVERNMENT)
    return np.asarray((same & (local | above)) | (common[one] & common[two]))


def offers_from_rows(
    bodies: Bodies, *, asker: Array, holder: Array, resource: Array, reserve: Array, delay: Array
) -> Offers:
    """Compressed rows from offers in any order.

    Offers of one (asker, resource, holder) unite: the lowest reserve and the shortest delay
    stand, so no offer is ever a second stock.
    """
    n = len(bodies)
    code = (asker.astype(np.int64) * N_RESOURCES + resource) * n + holder
    rows, back = np.unique(code, return_inverse=True)
    kept = np.full(len(rows), np.inf)
    wait = np.full(len(rows), np.inf)
    np.minimum.at(kept, back, reserve)
    np.minimum.at(wait, back, delay)
    row, who = rows // n, rows % n
    order = np.lexsort((who, bodies.key[who], wait, row))
    start = np.zeros(n * N_RESOURCES + 1, np.int64)
    start[1:] = np.cumsum(np.bincount(row, minlength=n * N_RESOURCES))
    return Offers(
        start=start,
        holder=who[order].astype(np.int32),
        reserve=kept[order],
        delay=wait[order],
    )


def no_offers(bodies: Bodies) -> Offers:
    """Offers of nobody to nobody."""
    none = np.zeros(0, np.int64)
    return offers_from_rows(
        bodies, asker=none, holder=none, resource=none, reserve=np.zeros(0), delay=np.zeros(0)
    )


def _pairs(bodies: Bodies, opened: Array) -> tuple[Array, Array]:
    """Pairs (open holder, asker) of different bodies of one community or overlapping area."""
    able = askers(bodies)
    has = opened & (bodies.capacity.sum(axis=1) > 0.0)
    holders: list[Array] = []
    asking: list[Array] = []
    for c in np.unique(bodies.community):
        inside = bodies.community == c
        if c < 0:  # above communities: to and from every body of its area
            for office in np.flatnonzero(inside):
                meets = (bodies.first_building < bodies.end_building[office]) & (
                    bodies.end_building > bodies.first_building[office]
                )
                meets[office] = False
                below = meets & ~inside
                to = np.flatnonzero(meets & able)
                come = np.flatnonzero(below & has)
                holders += [np.full(len(to) * has[office], office), come]
                asking += [to[: len(to) * has[office]], np.full(len(come) * able[office], office)]
            continue
        give, take = np.flatnonzero(inside & has), np.flatnonzero(inside & able)
        one, two = np.repeat(give, len(take)), np.tile(take, len(give))
        holders.append(one[one != two])
        asking.append(two[one != two])
    if not holders:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    return np.concatenate(holders), np.concatenate(asking)
