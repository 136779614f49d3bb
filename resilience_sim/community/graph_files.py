"""Communities in files: which format a path has, and how a community is read and written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import networkx as nx

from resilience_sim.community.community import Community
from resilience_sim.community.graph import from_networkx, to_networkx
from resilience_sim.community.graph_flat import flat, is_flat, unflat
from resilience_sim.community.graph_json import read_node_link, write_node_link
from resilience_sim.community.graph_matrix import (
    read_matrix,
    read_sparse,
    write_matrix,
    write_sparse,
)
from resilience_sim.community.graph_plain import WHERE
from resilience_sim.community.graph_tables import (
    is_edge_table,
    read_edge_table,
    read_tables,
    writers,
)
from resilience_sim.community.graph_text import read_edge_list, write_edge_list
from resilience_sim.community.graph_xml import read_gexf, read_graphml, write_gexf, write_graphml
from resilience_sim.community.settings import CommunitySettings
from resilience_sim.community.ties import upper
from resilience_sim.errors import InputError, nearest_name
from resilience_sim.files import write_atomically
from resilience_sim.vocabulary import TIE_LAYERS

__all__ = ["FORMATS", "from_file", "to_file"]

Read = Callable[[Path], "nx.Graph[Any]"]
Write = Callable[["nx.Graph[Any]", Path], None]


@dataclass(frozen=True, slots=True)
class Format:
    """One format: endings of its files, and whether it holds a whole community or ties alone."""

    endings: tuple[str, ...]
    read: Read
    write: Write | None
    whole: bool


def _read_csv(path: Path) -> nx.Graph[Any]:
    return read_edge_table(path) if is_edge_table(path) else read_matrix(path)


#: Formats by name. ``tables`` is a folder.
FORMATS: dict[str, Format] = {
    "graphml": Format((".graphml",), read_graphml, write_graphml, whole=True),
    "gexf": Format((".gexf",), read_gexf, write_gexf, whole=True),
    "node_link": Format((".json",), read_node_link, write_node_link, whole=True),
    "tables": Format((), read_tables, None, whole=True),
    "edge_list": Format((".edgelist", ".edges", ".txt", ".tsv"), read_edge_list, write_edge_list,
                        whole=False),
    "matrix": Format((".csv",), _read_csv, write_matrix, whole=False),
    "sparse": Format((".npz",), read_sparse, write_sparse, whole=False),
}  # fmt: skip


def from_file(
    path: str | Path, settings: CommunitySettings | None = None, seed: int = 0
) -> Community:
    """The community of a file or a folder of tables; see `Community.from_file`."""
    path = _path(path)
    name, form = _form_of(path)
    if not path.exists():
        near = [p.name for p in path.parent.iterdir()] if path.parent.is_dir() else []
        raise InputError(
            "the file does not exist", where=str(path), allowed=f"a file that does; {_endings()}",
            nearest=nearest_name(path.name, near),
        )  # fmt: skip
    try:
        graph = form.read(path)
        if is_flat(graph):
            return from_networkx(unflat(graph))
        graph.graph[WHERE] = str(path)
        return from_networkx(graph, settings, seed)
    except InputError as error:
        raise error.at(str(path)) from None
    except OSError as error:
        raise InputError(
            f"the file cannot be read: {error.strerror or error}", where=str(path),
            allowed=f"a {name} file that can be read",
        ) from None  # fmt: skip


def to_file(community: Community, path: str | Path) -> list[str]:
    """Write a community to a file or a folder of tables; see `Community.to_file`."""
    path = _path(path)
    _, form = _form_of(path)
    graph = flat(to_networkx(community)) if form.whole else _ties_alone(community)
    if form.write is None:
        write_atomically(path, writers(graph))
    else:
        write = form.write
        write_atomically(path.parent, {path.name: lambda made: write(graph, made)})
    if form.whole:
        return []
    left = ["Only ties were written: no attributes of persons, households, bodies or duties."]
    if path.suffix in FORMATS["edge_list"].endings and (alone := len(list(nx.isolates(graph)))):
        left.append(f"{alone} persons have no tie, so the list does not name them.")
    return left


def _path(given: object) -> Path:
    if isinstance(given, (str, Path)) and str(given).strip():
        return Path(given)
    raise InputError(
        "this names no file", key="path", value=given, allowed="the path of a file or a folder"
    )


def _form_of(path: Path) -> tuple[str, Format]:
    if path.is_dir() or not path.suffix:
        return "tables", FORMATS["tables"]
    for name, form in FORMATS.items():
        if path.suffix.lower() in form.endings:
            return name, form
    known = [ending for form in FORMATS.values() for ending in form.endings]
    raise InputError(
        f"no format has files that end in {path.suffix!r}", where=str(path), allowed=_endings(),
        nearest=nearest_name(path.suffix, known),
    )  # fmt: skip


def _endings() -> str:
    known = [ending for form in FORMATS.values() for ending in form.endings]
    return f"{', '.join(known)}, or a folder with nodes.csv and edges.csv"


def _ties_alone(community: Community) -> nx.Graph[Any]:
    """Persons and their ties, weights summed over layers; the heaviest layer is named."""
    labels = community.labels or range(len(community.people))
    names = [str(label) for label in labels]
    graph: nx.Graph[Any] = nx.Graph()
    graph.add_nodes_from(names)
    a, b, weight, layer = (array.tolist() for array in upper(community.ties))
    heaviest: dict[tuple[int, int], float] = {}
    for i, j, w, k in zip(a, b, weight, layer, strict=True):
        if (i, j) not in heaviest:
            graph.add_edge(names[i], names[j], weight=0.0)
        told = graph.edges[names[i], names[j]]
        told["weight"] += w
        if w > heaviest.get((i, j), -1.0):
            heaviest[i, j] = w
            told["layer"] = TIE_LAYERS[k]
    return graph
