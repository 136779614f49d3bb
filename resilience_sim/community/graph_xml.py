"""Graphs in GraphML and GEXF, as networkx reads and writes them."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

import networkx as nx

from resilience_sim.errors import InputError

__all__ = ["read_gexf", "read_graphml", "write_gexf", "write_graphml"]

#: What networkx and its parser raise at a file that is not what it should be.
BROKEN = (ParseError, nx.NetworkXException, ValueError, KeyError, TypeError, AttributeError)


def read_graphml(path: Path) -> nx.Graph[Any]:
    """The graph of a GraphML file; names of nodes are text."""
    try:
        found: nx.Graph[Any] = nx.read_graphml(path)
    except BROKEN as error:
        raise _broken("GraphML", error) from None
    return found


def read_gexf(path: Path) -> nx.Graph[Any]:
    """The graph of a GEXF file; labels that repeat the names of nodes are left out."""
    try:
        found: nx.Graph[Any] = nx.read_gexf(path)
    except BROKEN as error:
        raise _broken("GEXF", error) from None
    for node, data in found.nodes(data=True):
        if data.get("label") in (node, "", None):
            data.pop("label", None)
        if "networkx_key" in data:  # so networkx writes the name "key", and leaves it on reading
            data["key"] = data.pop("networkx_key")
    for *_, data in found.edges(data=True):
        data.pop("id", None)
    return found


def write_graphml(graph: nx.Graph[Any], path: Path) -> None:
    """Write GraphML, all types as networkx knows them."""
    nx.write_graphml_xml(graph, path, infer_numeric_types=False)


def write_gexf(graph: nx.Graph[Any], path: Path) -> None:
    """Write GEXF 1.2, which Gephi opens."""
    nx.write_gexf(graph, path)


def _broken(name: str, error: Exception) -> InputError:
    told = str(error).strip().strip("'\"") or type(error).__name__
    return InputError(
        f"the file is not {name}: {told.splitlines()[0]}",
        allowed=f"a whole {name} file, as networkx or Gephi write it",
    )
