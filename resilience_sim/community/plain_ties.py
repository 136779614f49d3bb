"""The edges of a plain graph as ties: directions and parallels merged, and told."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from resilience_sim.community.plain_attributes import PlainGraph, is_missing, number_of
from resilience_sim.community.tables import Ties
from resilience_sim.community.ties import sources, symmetric
from resilience_sim.errors import InputError, alike, listed, nearest_name
from resilience_sim.vocabulary import TIE_LAYERS

Array = NDArray[Any]

__all__ = ["EDGE_KNOWN", "plain_ties"]

#: Attributes of an edge that are read, and what they mean.
EDGE_KNOWN = {
    "weight": "a finite number of 0 or more",
    "layer": f"one of {', '.join(TIE_LAYERS)}",
}


class _Edges(NamedTuple):
    """Edges by person rows, once for each direction and layer told."""

    one: Array
    two: Array
    weight: Array
    layer: Array


def plain_ties(graph: PlainGraph, row: Array, household: Array, notes: list[str]) -> Ties:
    """Ties by person rows; those inside a household are implicit and left out.

    Parameters
    ----------
    row
        Row of the person by node.
    household
        Household by row.

    Raises
    ------
    InputError
        A weight or a layer cannot be used.
    """
    weight, layer = _read(graph, notes)
    edges = _Edges(row[graph.one], row[graph.two], weight, layer)
    inside = household[edges.one] == household[edges.two]
    if inside.any():
        told = f"{int(inside.sum())} edges inside a household were left out: its members are tied."
        notes.append(told)
    edges = _Edges(*(part[~inside] for part in edges))
    ties = symmetric(len(household), *_merged(len(household), edges, graph.directed, notes))
    _describe(ties, household, notes)
    return ties


def _read(graph: PlainGraph, notes: list[str]) -> tuple[Array, Array]:
    """Weight and layer of every edge; what was not given stands in `notes`."""
    weight = np.ones(len(graph.edges))
    layer = np.zeros(len(graph.edges), np.int8)
    known = dict.fromkeys(EDGE_KNOWN, 0)
    other: set[str] = set()
    for e, told in enumerate(graph.edges):
        for key, value in told.items():
            if is_missing(value):
                continue
            if key not in known:
                other.add(str(key))
                continue
            known[key] += 1
            if key == "weight":
                weight[e] = _weight(graph, e, value)
            else:
                layer[e] = _layer(graph, e, value)
    _check_other(graph, other, known)
    notes.extend(f"'{key}' of the edges is not used." for key in sorted(other))
    for key, assumed in (("weight", "weigh 1"), ("layer", "are ties between neighbours")):
        if graph.edges and known[key] == 0:
            one = {"weight": "every tie weighs 1", "layer": "every tie is one between neighbours"}
            notes.append(f"'{key}' of edges was not given: {one[key]}.")
        elif known[key] < len(graph.edges):
            lacking = len(graph.edges) - known[key]
            notes.append(f"'{key}' is missing on {lacking} edges: they {assumed}.")
    return weight, layer


def _ends(graph: PlainGraph, e: int) -> str:
    return f"edge ({graph.labels[graph.one[e]]!r}, {graph.labels[graph.two[e]]!r})"


def _weight(graph: PlainGraph, e: int, value: Any) -> float:
    number = number_of(value)
    if number is None or number < 0.0:
        raise InputError(
            "the weight of a tie cannot be used",
            where=graph.where,
            key=f"{_ends(graph, e)}.weight",
            value=value,
            allowed=EDGE_KNOWN["weight"],
        )
    return number


def _layer(graph: PlainGraph, e: int, value: Any) -> int:
    if value not in TIE_LAYERS:
        raise InputError(
            "there is no such layer of ties",
            where=graph.where,
            key=f"{_ends(graph, e)}.layer",
            value=value,
            allowed=listed(TIE_LAYERS),
            nearest=nearest_name(str(value), TIE_LAYERS),
        )
    return TIE_LAYERS.index(value)


def _check_other(graph: PlainGraph, other: set[str], known: dict[str, int]) -> None:
    for key in sorted(other):
        lacking = [name for name, count in known.items() if count < len(graph.edges)]
        near = nearest_name(key, lacking)
        if near is not None and alike(key, near):
            raise InputError(
                f"there is no attribute {key!r} of edges",
                where=graph.where,
                key=key,
                allowed=listed(EDGE_KNOWN),
                nearest=near,
            )


def _merged(n: int, edges: _Edges, directed: bool, notes: list[str]) -> _Edges:
    """One tie for each pair and layer: parallels add up, two directions are averaged."""
    low, high = np.minimum(edges.one, edges.two), np.maximum(edges.one, edges.two)
    named = (edges.layer.astype(np.int64) * n + low) * n + high
    _, first, of = np.unique(named, return_index=True, return_inverse=True)
    count = len(first)
    back = edges.one > edges.two if directed else np.zeros(len(of), bool)
    weight = np.zeros((2, count))
    times = np.zeros((2, count), np.int64)
    np.add.at(weight, (back.astype(int), of), edges.weight)
    np.add.at(times, (back.astype(int), of), 1)
    both = (times > 0).all(axis=0)
    parallel = int(np.maximum(times - 1, 0).sum())
    if parallel:
        notes.append(f"{parallel} parallel edges were added to the tie of their pair and layer.")
    if directed:
        notes.append(
            f"The graph is directed: a tie stands where either names the other; {int(both.sum())} "
            f"of {count} pairs name each other, and their weights were averaged."
        )
    total = weight.sum(axis=0) / np.where(both, 2.0, 1.0)
    return _Edges(low[first], high[first], total, edges.layer[first])


def _describe(ties: Ties, household: Array, notes: list[str]) -> None:
    """Tell of persons without ties, and of parts that are not connected."""
    n = ties.n_rows
    alone = int((np.diff(ties.start.astype(np.int64)) == 0).sum())
    if alone:
        notes.append(f"{alone} persons have no tie outside their household.")
    a, b = sources(ties), ties.index.astype(np.int64)
    homes = int(household.max()) + 1
    ends = (household[a], household[b])
    joined = coo_array((np.ones(len(a)), ends), shape=(homes, homes))
    parts = int(connected_components(joined, directed=False)[0])
    if parts > 1 and n > 1:
        notes.append(f"Ties leave {parts} parts of the community unconnected; none was joined.")
