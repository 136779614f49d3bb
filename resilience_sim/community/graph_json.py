"""Graphs in node-link JSON, under either of the names that networkx has given to edges."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import networkx as nx

from resilience_sim.errors import InputError, nearest_name

__all__ = ["read_node_link", "write_node_link"]

ALLOWED = '{"nodes": [{"id": ...}, ...], "edges": [{"source": ..., "target": ...}, ...]}'


def read_node_link(path: Path) -> nx.Graph[Any]:
    """The graph of a node-link document; ``links`` may stand for ``edges``.

    Raises
    ------
    InputError
        It is not JSON, has not that form, or an edge names a node that is not there.
    """
    try:
        told = json.loads(path.read_bytes().decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise InputError(f"the file is not JSON: {error}", allowed=ALLOWED) from None
    if not isinstance(told, dict):
        raise InputError("the document is no table", value=type(told).__name__, allowed=ALLOWED)
    kind = [nx.Graph, nx.DiGraph, nx.MultiGraph, nx.MultiDiGraph][
        bool(told.get("directed")) + 2 * bool(told.get("multigraph"))
    ]
    graph: nx.Graph[Any] = kind()
    if isinstance(told.get("graph"), dict):
        graph.graph.update(told["graph"])
    for at, node in enumerate(_listed(told, "nodes")):
        _add_node(graph, f"nodes[{at}]", node)
    edges = "links" if "links" in told and "edges" not in told else "edges"
    for at, edge in enumerate(_listed(told, edges)):
        _add_edge(graph, f"{edges}[{at}]", edge)
    return graph


def _listed(told: dict[str, Any], name: str) -> list[Any]:
    found = told.get(name)
    if not isinstance(found, list):
        raise InputError(
            f"the document has no list {name!r}",
            key=name,
            value=found,
            allowed=ALLOWED,
            nearest=nearest_name(name, [str(key) for key in told if key != name]),
        )
    return found


def _add_node(graph: nx.Graph[Any], key: str, node: Any) -> None:
    if not isinstance(node, dict) or "id" not in node or isinstance(node["id"], (list, dict)):
        raise InputError(
            "a node has no id", key=key, value=node, allowed='{"id": <text or number>, ...}'
        )
    if node["id"] in graph:
        raise InputError(
            "two nodes have the same id", key=f"{key}.id", value=node["id"], allowed="each id once"
        )
    graph.add_node(node["id"], **{name: value for name, value in node.items() if name != "id"})


def _add_edge(graph: nx.Graph[Any], key: str, edge: Any) -> None:
    if not isinstance(edge, dict) or not {"source", "target"} <= set(edge):
        raise InputError(
            "an edge lacks an end", key=key, value=edge,
            allowed='{"source": <id>, "target": <id>, ...}',
        )  # fmt: skip
    for end in ("source", "target"):
        if isinstance(edge[end], (list, dict)) or edge[end] not in graph:
            raise InputError(
                "an edge names a node that is not told", key=f"{key}.{end}", value=edge[end],
                allowed="an id of a node",
            )  # fmt: skip
    own = {name: value for name, value in edge.items() if name not in ("source", "target", "key")}
    graph.add_edge(edge["source"], edge["target"], **own)


def write_node_link(graph: nx.Graph[Any], path: Path) -> None:
    """Write the document that networkx calls node-link data, its edges under ``edges``."""
    told = {
        "directed": graph.is_directed(),
        "multigraph": graph.is_multigraph(),
        "graph": {},
        "nodes": [{"id": node, **data} for node, data in graph.nodes(data=True)],
        "edges": [
            {"source": one, "target": two, **data} for one, two, data in graph.edges(data=True)
        ],
    }
    path.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
