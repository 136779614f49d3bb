"""Any networkx graph as persons and edges: loops left out, parallels and directions kept apart."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from resilience_sim.community.plain_attributes import PlainGraph

Array = NDArray[Any]

__all__ = ["NOTES", "WHERE", "plain_of"]

#: Graph attribute that names the file a graph was read from, for errors and notes.
WHERE = "resilience_sim_file"
#: Graph attribute with what was assumed when a graph was read.
NOTES = "resilience_sim_notes"


def plain_of(graph: nx.Graph[Any]) -> PlainGraph:
    """Persons and edges of a graph whose nodes are persons."""
    # plain dictionaries of neighbours: reading them is many times faster than the views
    adjacent: dict[Hashable, dict[Hashable, Any]] = graph._adj  # type: ignore[attr-defined]
    labels: list[Hashable] = list(adjacent)
    one, two, told = _edges(graph, adjacent)
    notes = list(graph.graph.get(NOTES, ()))
    loops = one == two
    if loops.any():
        notes.append(f"{int(loops.sum())} self-loops were left out: nobody is tied to themselves.")
        told = [data for data, loop in zip(told, loops.tolist(), strict=True) if not loop]
        one, two = one[~loops], two[~loops]
    return PlainGraph(
        name=str(graph.graph.get("name") or "graph"),
        labels=labels,
        attributes=[{str(key): value for key, value in graph.nodes[v].items()} for v in labels],
        one=one,
        two=two,
        edges=told,
        directed=graph.is_directed(),
        notes=tuple(notes),
        where=str(graph.graph.get(WHERE, "graph")),
    )


def _edges(
    graph: nx.Graph[Any], adjacent: dict[Hashable, dict[Hashable, Any]]
) -> tuple[Array, Array, list[dict[str, Any]]]:
    """Each edge once: positions of its ends and its attributes."""
    index = {node: i for i, node in enumerate(adjacent)}
    near = [d for row in adjacent.values() for d in row.values()]
    degree = np.fromiter((len(row) for row in adjacent.values()), np.int64, len(index))
    rows = np.repeat(np.arange(len(index)), degree)
    ends = (index[v] for row in adjacent.values() for v in row)
    other = np.fromiter(ends, np.int64, int(degree.sum()))
    once = np.ones(len(rows), bool) if graph.is_directed() else rows <= other
    rows, other = rows[once], other[once]
    near = [near[i] for i in np.flatnonzero(once).tolist()]
    if not graph.is_multigraph():
        return rows, other, near
    many = np.array([len(parallel) for parallel in near], np.int64)
    told = [data for parallel in near for data in parallel.values()]
    return np.repeat(rows, many), np.repeat(other, many), told
