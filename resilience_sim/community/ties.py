"""Ties between persons: neighbours, kin and friends, colleagues, fellow members."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from resilience_sim.community.settings import CommunitySettings
from resilience_sim.community.tables import Ties
from resilience_sim.rng import Luck
from resilience_sim.vocabulary import TIE_LAYERS

Array = NDArray[Any]

__all__ = ["distinct", "draw_ties", "merged", "symmetric", "upper"]


def symmetric(rows: int, a: Array, b: Array, weight: Array, layer: Array) -> Ties:
    """Symmetric compressed rows of undirected ties (a[i], b[i]), by row, layer, neighbour."""
    one = np.concatenate([a, b]).astype(np.int64)
    two = np.concatenate([b, a]).astype(np.int64)
    kind = np.concatenate([layer, layer]).astype(np.int8)
    order = np.lexsort((two, kind, one))
    start = np.zeros(rows + 1, np.uint32)
    start[1:] = np.cumsum(np.bincount(one, minlength=rows))
    return Ties(
        start=start,
        index=two[order].astype(np.uint32),
        weight=np.concatenate([weight, weight]).astype(np.float64)[order],
        layer=kind[order],
    )


def upper(ties: Ties) -> tuple[Array, Array, Array, Array]:
    """Every tie once: rows, neighbours (row < neighbour), weights, layers."""
    rows = sources(ties)
    index = ties.index.astype(np.int64)
    once = rows < index
    return rows[once], index[once], ties.weight[once], ties.layer[once]


def sources(ties: Ties) -> Array:
    """Row of every entry of the compressed rows, int64."""
    start = ties.start.astype(np.int64)
    counts = start[1:] - start[:-1]
    return np.repeat(np.arange(ties.n_rows, dtype=np.int64), counts)


def draw_ties(
    settings: CommunitySettings,
    luck: Luck,
    community: str,
    *,
    household: Array,
    stairwell: Array,
    building: Array,
    newcomer: Array,
    employer: Array,
    branch: Array,
    club: Array,
) -> Ties:
    """Draw all layers for the persons of one community.

    Every array is by person: `household`, `stairwell`, `building` rows in ascending order;
    `newcomer` group; `employer`, `branch` (of the Party) and `club` with -1 for none.
    """
    n = len(household)
    parts: list[tuple[Array, Array, int]] = []
    everyone = np.arange(n)

    def layer(name: str, purpose: str, wanted: float, among: Array, label: Array) -> None:
        draw = luck.generator("community", f"{community}/ties/{purpose}")
        a, b = _pairs(draw, round(wanted), among, label, household)
        parts.append((a, b, TIE_LAYERS.index(name)))

    near = settings.ties_building * n / 2
    layer("building", "stairwell", near * settings.same_stairwell, everyone, stairwell)
    layer("building", "building", near * (1 - settings.same_stairwell), everyone, building)
    draw = luck.generator("community", f"{community}/ties/kin")
    a, b = _kin(draw, round(settings.ties_kin * n / 2), newcomer, household, settings.homophily)
    parts.append((a, b, TIE_LAYERS.index("kin")))
    for name, purpose, label, degree in (
        ("colleague", "colleague", employer, settings.ties_colleague),
        ("member", "branch", branch, settings.ties_member),
        ("member", "club", club, settings.ties_member),
    ):
        among = np.flatnonzero(label >= 0)
        layer(name, purpose, degree * len(among) / 2, among, label)
    return merged(n, parts, np.array(settings.tie_weights))


def merged(n: int, parts: list[tuple[Array, Array, int]], weights: Array) -> Ties:
    """All drawn pairs as ties; a pair drawn twice in one layer is one tie."""
    one = np.concatenate([p[0] for p in parts])
    two = np.concatenate([p[1] for p in parts])
    kind = np.concatenate([np.full(len(p[0]), p[2], np.int8) for p in parts])
    _, first = np.unique((kind.astype(np.int64) * n + one) * n + two, return_index=True)
    one, two, kind = one[first], two[first], kind[first]
    return symmetric(n, one, two, weights[kind], kind)


def _pairs(
    draw: np.random.Generator, wanted: int, among: Array, label: Array, household: Array
) -> tuple[Array, Array]:
    """About `wanted` distinct pairs with the same label, of different households."""
    if wanted <= 0 or len(among) < 2:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    ordered = among[np.argsort(label[among], kind="stable")]
    labels = label[ordered]
    low = np.searchsorted(labels, labels, side="left")
    high = np.searchsorted(labels, labels, side="right")
    tries = int(1.6 * wanted) + 16
    pick = draw.integers(0, len(ordered), tries)
    other = low[pick] + (draw.random(tries) * (high - low)[pick]).astype(np.int64)
    return distinct(ordered[pick], ordered[other], wanted, household)


def _kin(
    draw: np.random.Generator, wanted: int, group: Array, household: Array, homophily: float
) -> tuple[Array, Array]:
    """About `wanted` pairs of which a share `homophily` stays within the group."""
    n = len(group)
    if wanted <= 0 or n < 2:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    ordered = np.argsort(group, kind="stable")
    locals_ = int(n - group.sum())
    low, size = np.array([0, locals_]), np.array([locals_, n - locals_])
    tries = int(1.6 * wanted) + 16
    one = draw.integers(0, n, tries)
    own = group[one].astype(np.int64)
    crosses = draw.random(tries) >= homophily
    target = np.where(crosses & (size[1 - own] > 0), 1 - own, own)
    two = ordered[low[target] + (draw.random(tries) * size[target]).astype(np.int64)]
    return distinct(one, two, wanted, household)


def distinct(one: Array, two: Array, wanted: int, household: Array) -> tuple[Array, Array]:
    """Up to `wanted` different pairs, in the order drawn, of persons of different households."""
    fine = household[one] != household[two]
    a, b = np.minimum(one, two)[fine], np.maximum(one, two)[fine]
    _, first = np.unique(a * len(household) + b, return_index=True)
    kept = np.sort(first)[:wanted]
    return a[kept], b[kept]
