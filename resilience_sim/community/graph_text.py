"""Graphs as edge lists, one line an edge, as networkx reads and writes them."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import networkx as nx

from resilience_sim.errors import InputError

__all__ = ["read_edge_list", "write_edge_list"]

ALLOWED = "two names, then nothing, a weight, a weight and a layer, or {'weight': ..., ...}"
HEADS = {("source", "target"), ("from", "to")}


def read_edge_list(path: Path) -> nx.Graph[Any]:
    """The graph of a list of edges; directions and parallels are kept as they stand.

    Names are parted by tabs where a line has one, else by commas, else by blanks; ``#`` begins
    a comment, and a first line of heads is passed over.

    Raises
    ------
    InputError
        A line cannot be read, or there is none.
    """
    graph: nx.Graph[Any] = nx.MultiGraph()
    try:
        lines = path.read_bytes().decode("utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise InputError(
            f"the file is not text: byte {error.start} is no UTF-8", allowed="an edge list in UTF-8"
        ) from None
    empty = True
    for number, line in enumerate(lines, start=1):
        text = line if line.lstrip().startswith("{") else line.split("#", 1)[0]
        if not text.strip():
            continue
        parts = _parts(text.strip("\n"))
        if empty and tuple(p.lower() for p in parts[:2]) in HEADS:
            continue
        if len(parts) < 2 or not all(parts[:2]):
            raise _refused(number, text)
        graph.add_edge(parts[0], parts[1], **_attributes(number, text, parts[2:]))
        empty = False
    if empty:
        raise InputError("there is no edge", allowed=f"lines of {ALLOWED}")
    return graph


def _parts(text: str) -> list[str]:
    """Names and the rest of a line; a table in braces stays whole."""
    head, brace, rest = text.partition("{")
    mark = "\t" if "\t" in head else "," if "," in head else None
    parts = [part.strip() for part in head.split(mark)]
    while parts and not parts[-1]:
        parts.pop()
    return [*parts, brace + rest] if brace else parts


def _attributes(number: int, text: str, parts: list[str]) -> dict[str, Any]:
    if len(parts) == 1 and parts[0].startswith("{"):
        try:
            told = ast.literal_eval(parts[0])
        except (ValueError, SyntaxError, RecursionError, MemoryError):
            raise _refused(number, text) from None
        if not isinstance(told, dict) or not all(isinstance(key, str) for key in told):
            raise _refused(number, text)
        return told
    if len(parts) > 2 or any(part.startswith("{") for part in parts):
        raise _refused(number, text)
    return dict(zip(("weight", "layer"), parts, strict=False))


def _refused(number: int, text: str) -> InputError:
    return InputError(
        "a line is no edge", key=f"line {number}", value=text.strip(), allowed=ALLOWED
    )


def write_edge_list(graph: nx.Graph[Any], path: Path) -> None:
    """Write the lines of `networkx.write_edgelist`, with tabs where a name has a blank."""
    names = [str(node) for node in graph]
    mark = "\t" if any(set(" ,") & set(name) for name in names) else " "
    bad = next((name for name in names if set("\t\n\r#{") & set(name) or not name.strip()), None)
    if bad is not None:
        raise InputError(
            "a name cannot stand in an edge list", key="node", value=bad,
            allowed="names without tabs, line ends, # and {; or another format",
        )  # fmt: skip
    lines = [f"{one}{mark}{two}{mark}{data}" for one, two, data in graph.edges(data=True)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
