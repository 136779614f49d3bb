"""Graphs as adjacency matrices: tables with names, bare numbers, and sparse files."""

from __future__ import annotations

import csv
import io
import zipfile
from itertools import zip_longest
from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from resilience_sim.community.graph_plain import NOTES
from resilience_sim.community.graph_rows import read_rows
from resilience_sim.errors import InputError

Array = NDArray[Any]

__all__ = ["MOST", "read_matrix", "read_sparse", "write_matrix", "write_sparse"]

EDGES = "; a table of edges has columns source and target"
ALLOWED = "a square table of weights of 0 or more, its rows and columns named alike or not at all"
#: Persons beyond which a table of all pairs is no longer written.
MOST = 5000


def read_matrix(path: Path) -> nx.Graph[Any]:
    """The graph of a table of weights; a table that is not symmetric gives a directed graph.

    Raises
    ------
    InputError
        It is not square, names differ, or a cell is no weight.
    """
    rows, notes = read_rows(path)
    if not rows:
        raise InputError("the table is empty", allowed=ALLOWED)
    if not _is_number(rows[0][0]):
        names, cells, first = _named(rows), [row[1:] for row in rows[1:]], 2
    else:
        names, cells, first = [str(i) for i in range(len(rows))], rows, 1
    weights = np.zeros((len(names), len(names)))
    for i, row in enumerate(cells):
        if len(row) != len(names):
            raise InputError(
                "the table is not square", key=f"row {i + first}", value=f"{len(row)} weights",
                allowed=f"{len(names)} weights, one for each row{EDGES}",
            )  # fmt: skip
        for j, cell in enumerate(row):
            weights[i, j] = _weight(cell, i + first, j + first)
    one, two = np.nonzero(weights)
    graph = _graph(names, one, two, weights)
    graph.graph[NOTES] = notes
    return graph


def _named(rows: list[list[str]]) -> list[str]:
    """Names of a table with a row of heads and a column of names, which must agree."""
    heads, names = rows[0][1:], [row[0] for row in rows[1:]]
    for at, (name, head) in enumerate(zip_longest(names, heads)):
        if name != head:
            raise InputError(
                "rows and columns are not named alike", key=f"row {at + 2}", value=name,
                allowed=f"{head!r}, as the columns are named{EDGES}",
            )  # fmt: skip
    if len(set(names)) < len(names):
        twice = next(name for name in names if names.count(name) > 1)
        raise InputError("two rows have one name", value=twice, allowed="each name once")
    return names


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


def _weight(cell: str, row: int, column: int) -> float:
    if not cell.strip():
        return 0.0
    number = float(cell) if _is_number(cell) else -1.0
    if not 0.0 <= number < np.inf:
        raise InputError(
            "a cell is no weight", key=f"row {row}, column {column}", value=cell,
            allowed="a finite number of 0 or more; empty for no tie",
        )  # fmt: skip
    return number


def _graph(names: list[str], one: Array, two: Array, weights: Any) -> nx.Graph[Any]:
    value = np.asarray(weights[one, two]).reshape(-1)
    back = np.asarray(weights[two, one]).reshape(-1)
    same = bool(np.array_equal(value, back))
    graph: nx.Graph[Any] = nx.Graph() if same else nx.DiGraph()
    graph.add_nodes_from(names)
    graph.add_weighted_edges_from(
        (names[i], names[j], w)
        for i, j, w in zip(one.tolist(), two.tolist(), value.tolist(), strict=True)
    )
    return graph


def read_sparse(path: Path) -> nx.Graph[Any]:
    """The graph of a matrix that `scipy.sparse.save_npz` wrote; persons are named by row."""
    from scipy.sparse import csr_array, load_npz

    try:
        found = csr_array(load_npz(io.BytesIO(path.read_bytes())))
    except (ValueError, KeyError, OSError, EOFError, zipfile.BadZipFile, TypeError) as error:
        told = str(error).splitlines()[0]
        raise InputError(
            "the file is no sparse matrix"
            if "BytesIO" in told
            else f"the file is no sparse matrix: {told}",
            allowed="a file of scipy.sparse.save_npz",
        ) from None
    if found.shape[0] != found.shape[1]:
        raise InputError("the matrix is not square", value=found.shape, allowed="a square matrix")
    if found.dtype.kind not in "biuf":
        raise InputError("the matrix holds no numbers", value=found.dtype, allowed="numbers")
    found.eliminate_zeros()
    if not (np.isfinite(found.data) & (found.data >= 0)).all():
        raise InputError("a weight cannot be used", allowed="finite numbers of 0 or more")
    one, two = found.nonzero()
    return _graph([str(i) for i in range(found.shape[0])], one, two, found.astype(np.float64))


def write_matrix(graph: nx.Graph[Any], path: Path) -> None:
    """Write a table with names, weights summed over layers.

    Raises
    ------
    InputError
        There are more than `MOST` persons.
    """
    if len(graph) > MOST:
        raise InputError(
            "the table of all pairs would be too large", value=f"{len(graph)} persons",
            allowed=f"{MOST} persons; or a sparse matrix, as ties.npz",
        )  # fmt: skip
    names = [str(node) for node in graph]
    weights = nx.to_numpy_array(graph, weight="weight")
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["", *names])
        for name, row in zip(names, weights.tolist(), strict=True):
            writer.writerow([name, *(repr(w) if w else 0 for w in row)])


def write_sparse(graph: nx.Graph[Any], path: Path) -> None:
    """Write a matrix that `scipy.sparse.load_npz` reads, weights summed over layers."""
    from scipy.sparse import csr_array, save_npz

    save_npz(path, csr_array(nx.to_scipy_sparse_array(graph, weight="weight", format="csr")))
