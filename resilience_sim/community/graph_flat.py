"""A whole community as a graph of plain text and numbers, as files can hold it, and back.

Names of nodes become text (``person:3``, ``body:community/clinic``), lists and tables become
JSON, and what stands beside the nodes (places, keys, notes) becomes one node more.
"""

from __future__ import annotations

import json
from typing import Any

import networkx as nx

from resilience_sim.community.graph import MARK
from resilience_sim.community.plain_attributes import WORDS, is_missing
from resilience_sim.community.tables import Bodies, Column, Households, People, Table
from resilience_sim.errors import InputError

__all__ = ["flat", "is_flat", "unflat"]

#: Tables behind the sorts of nodes.
SORTS: dict[str, type[Table]] = {"person": People, "household": Households, "body": Bodies}
#: Attributes of edges that hold more than one value.
NESTED = ("layers", "first", "second")


def flat(graph: nx.Graph[Any]) -> nx.Graph[Any]:
    """A graph of `to_networkx` with names and values that every format can hold."""
    made: nx.Graph[Any] = nx.Graph()
    told = dict(graph.graph[MARK])
    told["labels"] = [label if isinstance(label, (int, str)) else str(label)
                      for label in told["labels"]]  # fmt: skip
    made.add_node(MARK, node="notes", told=json.dumps(told, ensure_ascii=False))
    for node, data in graph.nodes(data=True):
        made.add_node(_text(node), **{key: _plain(value) for key, value in data.items()})
    for one, two, data in graph.edges(data=True):
        made.add_edge(_text(one), _text(two), **{k: _plain(value) for k, value in data.items()})
    return made


def _text(node: tuple[str, Any]) -> str:
    return f"{node[0]}:{node[1]}"


def _plain(value: Any) -> Any:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, (list, dict)) else value


def is_flat(graph: nx.Graph[Any]) -> bool:
    """True for a graph that `flat` made."""
    return MARK in graph


def unflat(graph: nx.Graph[Any]) -> nx.Graph[Any]:
    """The graph that was flattened, as `from_networkx` reads it.

    Raises
    ------
    InputError
        A name or a value cannot be read as what it stands for.
    """
    made: nx.Graph[Any] = nx.Graph()
    made.graph[MARK] = _read_notes(graph)
    for name, data in graph.nodes(data=True):
        if name != MARK:
            node = _named(name)
            made.add_node(node, **_node_values(node, data))
    for one, two, data in graph.edges(data=True):
        ends = (_named(one), _named(two))
        made.add_edge(*ends, **_edge_values(f"edge ({one}, {two})", data))
    for node, data in made.nodes(data=True):
        if "node" not in data:
            raise InputError(
                "an edge names a node that is not told", where="graph", key=_text(node),
                allowed="names of nodes that are told",
            )  # fmt: skip
    return made


def _read_notes(graph: nx.Graph[Any]) -> dict[str, Any]:
    try:
        told = json.loads(graph.nodes[MARK]["told"])
        told["labels"] = tuple(told["labels"])
        told["places"], told["community_keys"]
    except (KeyError, TypeError, ValueError):
        raise InputError(
            f"the node {MARK} does not hold the places of the community", where="graph",
            key=f"{MARK}.told", allowed="what to_file wrote there, unchanged",
        ) from None  # fmt: skip
    return dict(told)


def _named(name: Any) -> tuple[str, Any]:
    sort, sign, rest = str(name).partition(":")
    if sort == "body" and sign:
        return sort, rest
    if sort in ("person", "household", "building") and rest.isdecimal():
        return sort, int(rest)
    raise InputError(
        "this is no name of a node of a community", where="graph", key=f"node {name}",
        value=name, allowed="person:<row>, household:<row>, building:<row> or body:<name>",
    )  # fmt: skip


def _node_values(node: tuple[str, Any], data: dict[str, Any]) -> dict[str, Any]:
    told: dict[str, Any] = {"node": data.get("node")}
    kind = SORTS.get(node[0])
    if kind is None:
        return told
    columns = kind.columns()
    for shown, name in kind.shown().items():
        value = data.get(shown)
        if is_missing(value):
            continue
        text = node[0] == "body" and shown == "kind"
        told[shown] = value if text else _value(f"{_text(node)}.{shown}", value, columns[name])
    for key, value in data.items():  # names that are no columns stay, so that slips are found
        if key not in told and not is_missing(value):
            told[key] = value
    return told


def _value(key: str, value: Any, column: Column) -> Any:
    """A value as its column takes it, also where the file has only text."""
    try:
        if column.width:
            found = json.loads(value) if isinstance(value, str) else list(value)
            if len(found) != column.width:
                raise ValueError
            return [float(one) for one in found]
        if column.dtype == "b1":
            return bool(WORDS[str(value).strip().lower()])
        if column.dtype.startswith("f"):
            return float(value)
        number = float(value)
        if not number.is_integer():
            raise ValueError
        return int(value) if isinstance(value, int) else int(number)
    except (ValueError, KeyError, TypeError, OverflowError):
        words = {"b": "true or false", "f": "a number"}.get(column.dtype[0], "a whole number")
        raise InputError(
            "a value cannot be read", where="graph", key=key, value=value,
            allowed=f"{column.width} numbers as JSON" if column.width else words,
        ) from None  # fmt: skip


def _edge_values(key: str, data: dict[str, Any]) -> dict[str, Any]:
    told = {name: value for name, value in data.items() if not is_missing(value)}
    for name in NESTED:
        if isinstance(told.get(name), str):
            try:
                told[name] = json.loads(told[name])
            except ValueError:
                raise InputError(
                    "a value cannot be read", where="graph", key=f"{key}.{name}",
                    value=told[name], allowed="JSON, as to_file wrote it",
                ) from None  # fmt: skip
    return told
