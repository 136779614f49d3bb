"""Graphs as the tables of a spreadsheet: nodes.csv and edges.csv in one folder."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import networkx as nx

from resilience_sim.community.graph import MARK
from resilience_sim.community.graph_plain import NOTES
from resilience_sim.community.graph_rows import read_rows
from resilience_sim.errors import InputError, alike, listed, nearest_name
from resilience_sim.files import Writer

__all__ = ["EDGES", "NODES", "WHOLE", "is_edge_table", "read_edge_table", "read_tables", "writers"]

NODES, EDGES = "nodes.csv", "edges.csv"
#: What stands beside the nodes of a whole community: places, keys and notes.
WHOLE = "community.json"

Row = tuple[int, dict[str, str]]


def read_tables(folder: Path) -> nx.Graph[Any]:
    """The graph of a folder with ``nodes.csv`` (a column ``id``) and ``edges.csv``.

    Raises
    ------
    InputError
        A table or a column is missing, an id stands twice, or an edge names nobody.
    """
    for name in (NODES, EDGES):
        if not (folder / name).is_file():
            there = sorted(path.name for path in folder.iterdir())
            near = nearest_name(name, there)
            raise InputError(
                f"there is no {name} in the folder", key=name, value=listed(there, 8),
                allowed=f"{NODES} with a column id, and {EDGES} with columns source and target",
                nearest=near if near and alike(name, near) else None,
            )  # fmt: skip
    graph: nx.Graph[Any] = nx.MultiGraph()
    rows, notes = _table(folder / NODES, ("id",))
    for number, row in rows:
        name = row.pop("id")
        if not name or name in graph:
            raise InputError(
                "a node has no id" if not name else "two nodes have the same id",
                key=f"{NODES}, row {number}.id", value=name, allowed="each id once",
            )  # fmt: skip
        graph.add_node(name, **row)
    more = _add_edges(graph, folder / EDGES, known=True)
    whole = folder / WHOLE
    if whole.is_file():
        graph.add_node(MARK, node="notes", told=whole.read_text(encoding="utf-8"))
        graph = nx.Graph(graph)
    graph.graph[NOTES] = [*notes, *more]
    return graph


def is_edge_table(path: Path) -> bool:
    """True for a table whose heads name both ends of an edge."""
    rows, _ = read_rows(path)
    return bool(rows) and {"source", "target"} <= {head.lower() for head in rows[0]}


def read_edge_table(path: Path) -> nx.Graph[Any]:
    """The graph of one table of edges: persons are whoever it names."""
    graph: nx.Graph[Any] = nx.MultiGraph()
    graph.graph[NOTES] = _add_edges(graph, path, known=False)
    if graph.number_of_edges() == 0:
        raise InputError("there is no edge", allowed="rows of source and target")
    return graph


def _add_edges(graph: nx.Graph[Any], path: Path, known: bool) -> list[str]:
    rows, notes = _table(path, ("source", "target"))
    for number, row in rows:
        ends = (row.pop("source"), row.pop("target"))
        for name, end in zip(("source", "target"), ends, strict=True):
            if not end or (known and end not in graph):
                raise InputError(
                    "an edge names nobody" if not end else "an edge names a node that is not told",
                    key=f"{path.name}, row {number}.{name}", value=end,
                    allowed=f"an id of {NODES}",
                    nearest=nearest_name(end, map(str, graph)) if end else None,
                )  # fmt: skip
        graph.add_edge(*ends, **{key: value for key, value in row.items() if value})
    return notes


def _table(path: Path, needed: tuple[str, ...]) -> tuple[list[Row], list[str]]:
    """Rows by head, numbered as a spreadsheet numbers them, and notes."""
    rows, notes = read_rows(path)
    if not rows:
        raise InputError("the table is empty", key=path.name, allowed=f"columns {listed(needed)}")
    heads = [head.lower() if head.lower() in needed else head for head in rows[0]]
    for name in needed:
        if name not in heads:
            raise InputError(
                f"the table has no column {name!r}", key=path.name, value=listed(heads),
                allowed=f"columns {listed(needed)}, and others", nearest=nearest_name(name, heads),
            )  # fmt: skip
    twice = next((head for head in heads if head and heads.count(head) > 1), None)
    if twice is not None:
        raise InputError("two columns have one name", key=path.name, value=twice, allowed="once")
    found = []
    for number, row in enumerate(rows[1:], start=2):
        if len(row) > len(heads):
            raise InputError(
                "a row is longer than the row of heads", key=f"{path.name}, row {number}",
                value=f"{len(row)} cells", allowed=f"{len(heads)} cells",
            )  # fmt: skip
        cells = row + [""] * (len(heads) - len(row))
        found.append((number, {h: c for h, c in zip(heads, cells, strict=True) if h}))
    return found, notes


def writers(graph: nx.Graph[Any]) -> dict[str, Writer]:
    """What writes the tables of a flat graph, by file name."""
    nodes = [{"id": node, **data} for node, data in graph.nodes(data=True) if node != MARK]
    edges = [{"source": a, "target": b, **data} for a, b, data in graph.edges(data=True)]
    found: dict[str, Writer] = {
        NODES: lambda path: _write(path, ["id"], nodes),
        EDGES: lambda path: _write(path, ["source", "target"], edges),
    }
    if MARK in graph:
        told = graph.nodes[MARK]["told"]
        found[WHOLE] = lambda path: _write_text(path, told)
    return found


def _write_text(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


def _write(path: Path, first: list[str], rows: list[dict[str, Any]]) -> None:
    heads = dict.fromkeys(first)
    for row in rows:
        heads.update(dict.fromkeys(row))
    # the mark at the beginning lets spreadsheets see that Chinese names are UTF-8
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(heads), restval="")
        writer.writeheader()
        writer.writerows(rows)
