"""Tie weight across groups, the structure that bridging sets, and the ties of mutual aid."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from resilience_sim.community.tables import Households, People, Ties
from resilience_sim.community.ties import sources
from resilience_sim.vocabulary import TIE_LAYERS

Array = NDArray[Any]

__all__ = ["assortativity", "bridge", "cross_share", "help_ties"]

N_LAYERS = len(TIE_LAYERS)


def bridge(people: People, households: Households, ties: Ties, bridging: float | Array) -> Ties:
    """The ties with the share of weight across groups that `bridging` gives.

    Within each layer of each community the share s of weight that crosses between locals and
    newcomers becomes ``1 - (1 - s) ** (2 b)``: none at 0, as generated at .5, nearly twice at
    1. `bridging` is one value, or one a community. The total weight of the layer stays what it
    was; every cross tie gets heavier and every other one lighter as b rises. A layer without
    ties of both sorts is left alone.
    """
    row = sources(ties)
    cross = people.newcomer[row] != people.newcomer[ties.index]
    layer = households.community[people.household[row]].astype(np.int64) * N_LAYERS + ties.layer
    n = int(layer.max(initial=-1)) + 1
    total = np.bincount(layer, weights=ties.weight, minlength=n)
    across = np.bincount(layer, weights=np.where(cross, ties.weight, 0.0), minlength=n)
    if np.ndim(bridging):
        bridging = np.asarray(bridging)[np.arange(n) // N_LAYERS]
    with np.errstate(divide="ignore", invalid="ignore"):
        share = across / total
        wanted = 1.0 - (1.0 - share) ** (2.0 * bridging)
        up = wanted / share
        down = (1.0 - wanted) / (1.0 - share)
    mixed = (across > 0.0) & (across < total)
    up, down = np.where(mixed, up, 1.0), np.where(mixed, down, 1.0)
    factor = np.where(cross, up[layer], down[layer])
    return Ties(start=ties.start, index=ties.index, weight=ties.weight * factor, layer=ties.layer)


def help_ties(people: People, households: Households, ties: Ties) -> Ties:
    """Household-level ties of mutual aid from the neighbour and kin ties of persons.

    The weight between two households sums the weights of their members' neighbour and kin
    ties, scaled so that the households of a community have 1 on average. Totals do not move
    with bridging (see `bridge`), so the scale does not either, and a household with many ties
    keeps more help than one with few. ``layer`` is the heavier of the two sorts.
    """
    n = len(households)
    row = sources(ties)
    kin = TIE_LAYERS.index("kin")
    used = (ties.layer == TIE_LAYERS.index("building")) | (ties.layer == kin)
    one = people.household[row[used]].astype(np.int64)
    two = people.household[ties.index[used]].astype(np.int64)
    pair, back = np.unique(one * n + two, return_inverse=True)
    weight = np.bincount(back, weights=ties.weight[used], minlength=len(pair))
    of_kin = np.bincount(
        back, weights=np.where(ties.layer[used] == kin, ties.weight[used], 0.0), minlength=len(pair)
    )
    a, b = pair // max(n, 1), pair % max(n, 1)
    community = households.community[a]
    m = int(households.community.max(initial=-1)) + 1
    total = np.bincount(community, weights=weight, minlength=m)
    homes = np.bincount(households.community, minlength=m)
    scale = np.where(total > 0.0, homes / np.where(total > 0.0, total, 1.0), 0.0)
    start = np.zeros(n + 1, np.uint32)
    start[1:] = np.cumsum(np.bincount(a, minlength=n))
    return Ties(
        start=start,
        index=b.astype(np.uint32),
        weight=weight * scale[community],
        layer=np.where(2.0 * of_kin > weight, kin, 0).astype(np.int8),
    )


def _shares(people: People, ties: Ties) -> tuple[float, float, float]:
    """Weight across groups, weight at newcomers' ends and all weight, over all entries."""
    row = sources(ties)
    new = people.newcomer[row]
    cross = new != people.newcomer[ties.index]
    return (
        float(ties.weight[cross].sum()),
        float(ties.weight[new].sum()),
        float(ties.weight.sum()),
    )


def cross_share(people: People, ties: Ties) -> float:
    """Share of tie weight that crosses between locals and newcomers (nan without ties)."""
    cross, _, total = _shares(people, ties)
    return cross / total if total > 0.0 else float("nan")


def assortativity(people: People, ties: Ties) -> float:
    """Weighted assortativity of ties by group (Newman 2003, key ``newman2003``).

    1: no tie crosses; 0: as if ends were paired at random; nan where one group has no ties.
    """
    cross, new, total = _shares(people, ties)
    if total <= 0.0 or new <= 0.0 or new >= total:
        return float("nan")
    p = new / total
    expected = p * p + (1.0 - p) * (1.0 - p)
    return (1.0 - cross / total - expected) / (1.0 - expected)
