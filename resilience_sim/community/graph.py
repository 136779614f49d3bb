"""The community as a networkx graph, and a networkx graph as a community.

Nodes and their attribute ``node``: ``("person", i)`` person, ``("household", h)`` household,
``("building", b)`` building, ``("body", name)`` body. Attributes are the columns of
`community.tables` by name, with ``age_band`` for the column ``age`` and the kind of a body as
its name. Edges and their attribute ``relation``: ``tie`` between persons (``weight``, the sum;
``layers``, weight by layer), ``lives_in``, ``stands_in`` (household to building), ``parent``
(``child`` names the lower body) and ``accountable`` (body to building; ``first`` and
``second`` list the needs). Nested places, keys and notes stand in ``graph.graph``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from resilience_sim.community.community import Community, Duties
from resilience_sim.community.graph_plain import plain_of
from resilience_sim.community.plain_graph import from_plain
from resilience_sim.community.settings import CommunitySettings
from resilience_sim.community.tables import Bodies, Households, People, Places, Table, Ties
from resilience_sim.community.ties import symmetric, upper
from resilience_sim.errors import InputError, listed, nearest_name
from resilience_sim.vocabulary import BODY_KINDS, N_NEEDS, NEEDS, TIE_LAYERS
from resilience_sim.whole import checked_seed

Array = NDArray[Any]
AnyTable = TypeVar("AnyTable", bound=Table)

__all__ = ["from_networkx", "to_networkx"]

MARK = "resilience_sim"
OFFSETS = (
    "household_of_stairwell", "stairwell_of_building", "building_of_grid", "grid_of_community",
    "community_of_subdistrict", "subdistrict_of_district",
)  # fmt: skip
NAMES = ("communities", "subdistricts", "districts")


def to_networkx(community: Community) -> nx.Graph[Any]:
    """The whole community as an undirected graph; `from_networkx` gives back an equal one."""
    graph: nx.Graph[Any] = nx.Graph()
    places = community.places
    graph.graph[MARK] = {
        "places": {name: getattr(places, name).tolist() for name in OFFSETS}
        | {name: list(getattr(places, name)) for name in NAMES},
        "community_keys": community.community_keys.tolist(),
        "notes": list(community.notes),
        "labels": list(community.labels),
    }
    graph.add_nodes_from(_nodes("person", community.people))
    graph.add_nodes_from(_nodes("household", community.households))
    graph.add_nodes_from((("building", b), {"node": "building"}) for b in range(places.n_buildings))
    for row, (_, told) in enumerate(_nodes("body", community.bodies)):
        del told["parent"]
        told["kind"] = BODY_KINDS[told["kind"]]
        graph.add_node(("body", community.body_names[row]), **told)
    homes = community.people.household.tolist()
    graph.add_edges_from(
        (("person", i), ("household", h), {"relation": "lives_in"}) for i, h in enumerate(homes)
    )
    graph.add_edges_from(
        (("household", h), ("building", b), {"relation": "stands_in"})
        for h, b in enumerate(community.households.building.tolist())
    )
    _add_ties(graph, community.ties)
    _add_duties(graph, community)
    return graph


def _nodes(sort: str, table: Table) -> Iterable[tuple[tuple[str, int], dict[str, Any]]]:
    names = ["node", *table.shown()]
    rows = zip(*(array.tolist() for _, array in table.items()), strict=True)
    for i, row in enumerate(rows):
        yield (sort, i), dict(zip(names, (sort, *row), strict=True))


def _add_ties(graph: nx.Graph[Any], ties: Ties) -> None:
    a, b, weight, layer = (array.tolist() for array in upper(ties))
    for i, j, w, k in zip(a, b, weight, layer, strict=True):
        one, two, name = ("person", i), ("person", j), TIE_LAYERS[k]
        if graph.has_edge(one, two):
            told = graph.edges[one, two]
            told["layers"][name] = w
            told["weight"] += w
        else:
            graph.add_edge(one, two, relation="tie", weight=w, layers={name: w})


def _add_duties(graph: nx.Graph[Any], community: Community) -> None:
    names = community.body_names
    for row, above in enumerate(community.bodies.parent.tolist()):
        if above >= 0:
            ends = (("body", names[row]), ("body", names[above]))
            graph.add_edge(*ends, relation="parent", child=names[row])
    told: dict[tuple[int, int], tuple[list[str], list[str]]] = {}
    duties = community.duties
    for which, table in enumerate((duties.natural_first, duties.natural_second)):
        for k, b in np.argwhere(table >= 0).tolist():
            told.setdefault((int(table[k, b]), b), ([], []))[which].append(NEEDS[k])
    for (row, b), (first, second) in told.items():
        ends = (("body", names[row]), ("building", b))
        graph.add_edge(*ends, relation="accountable", first=first, second=second)


def from_networkx(
    graph: nx.Graph[Any], settings: CommunitySettings | None = None, seed: int = 0
) -> Community:
    """The community that a graph describes.

    A graph made by `to_networkx` (changed or not) gives its community, equal where unchanged.
    In any other graph every node is a person and every edge a tie, with the attributes of
    `plain_attributes.KNOWN`; all that is missing is assumed from `settings` and `seed`, and
    ``notes`` of the community says what. Self-loops are left out, parallel edges added up,
    directions dropped, and gaps filled; that stands in ``notes`` too.

    Raises
    ------
    InputError
        The graph is empty, an attribute is misspelt or out of range, or the settings or the seed
        are none.
    """
    if not isinstance(graph, nx.Graph):
        raise InputError("this is no graph", where="graph", value=graph, allowed="networkx.Graph")
    if settings is not None and not isinstance(settings, CommunitySettings):
        raise InputError(
            "these are no settings of a community", key="settings", value=settings,
            allowed="CommunitySettings(...)",
        )  # fmt: skip
    seed = checked_seed(seed)
    if graph.number_of_nodes() == 0:
        raise InputError(
            "a community needs at least one household", where="graph", value="0 nodes",
            allowed="a graph with at least one person",
        )  # fmt: skip
    if MARK in graph.graph:
        if graph.is_directed() or graph.is_multigraph():
            raise InputError(
                "the graph of a whole community is directed or has parallel edges", where="graph",
                value=type(graph).__name__, allowed="networkx.Graph, as to_networkx gives it",
            )  # fmt: skip
        return _decoded(graph)
    return from_plain(plain_of(graph), settings or CommunitySettings(), seed)


def _decoded(graph: nx.Graph[Any]) -> Community:
    """The community of a graph in the format of `to_networkx`."""
    told: Mapping[str, Any] = graph.graph[MARK]
    sorts: dict[str, list[tuple[Any, dict[str, Any]]]] = {
        "person": [], "household": [], "building": [], "body": [],
    }  # fmt: skip
    for node, data in graph.nodes(data=True):
        sort = data.get("node")
        if sort not in sorts:
            raise InputError(
                "a node does not say what it is", where="graph", key=f"node {node!r}.node",
                value=sort, allowed=listed(sorts), nearest=nearest_name(str(sort), sorts),
            )  # fmt: skip
        sorts[sort].append((node[1], data))
    for sort in ("person", "household", "building"):
        sorts[sort].sort(key=lambda entry: entry[0])
        if [entry[0] for entry in sorts[sort]] != list(range(len(sorts[sort]))):
            raise InputError(
                f"rows of {sort} nodes are not 0, 1, 2, ... without gaps", where="graph",
                allowed="a node for every row of the community",
            )  # fmt: skip
    names = [entry[0] for entry in sorts["body"]]
    where: dict[str, Any] = {n: np.array(told["places"][n], np.int64) for n in OFFSETS}
    where |= {n: tuple(told["places"][n]) for n in NAMES}
    places = Places(**where)
    people = _table(People, "person", sorts["person"])
    households = _table(Households, "household", sorts["household"])
    _check_rows(people, households, places)
    return Community(
        people=people,
        households=households,
        places=places,
        bodies=_bodies(graph, sorts["body"]),
        body_names=tuple(names),
        community_keys=np.array(told["community_keys"], np.int64),
        ties=_ties(graph, len(people)),
        duties=_duties(graph, names, places.n_buildings),
        notes=list(told.get("notes", [])),
        labels=tuple(told.get("labels", ())),
    )


def _table(kind: type[AnyTable], sort: str, entries: list[tuple[Any, dict[str, Any]]]) -> AnyTable:
    """A table from node attributes; every column must be there on every node."""
    arrays: dict[str, Array] = {}
    columns = kind.columns()
    for key, name in kind.shown().items():
        column = columns[name]
        values = [data.get(key) for _, data in entries]
        for (row, data), value in zip(entries, values, strict=True):
            if value is None:
                near = nearest_name(key, [str(k) for k in data])
                raise InputError(
                    f"a {sort} node lacks the attribute {key!r} ({column.meaning})",
                    where="graph", key=f"({sort!r}, {row!r}).{key}",
                    allowed=f"every column of the table; unit {column.unit or 'none'}",
                    nearest=near if near not in kind.shown() else None,
                )  # fmt: skip
        try:
            arrays[name] = np.array(values, dtype=column.dtype)
        except (ValueError, TypeError, OverflowError) as error:
            raise InputError(
                f"attribute {key!r} of {sort} nodes cannot be read: {error}", where="graph",
                key=key, allowed=f"{column.dtype}, {column.meaning}",
            ) from None  # fmt: skip
    return kind(**arrays)


def _bodies(graph: nx.Graph[Any], entries: list[tuple[Any, dict[str, Any]]]) -> Bodies:
    row_of = {name: row for row, (name, _) in enumerate(entries)}
    full = []
    for name, data in entries:
        kind = data.get("kind")
        if kind not in BODY_KINDS:
            raise InputError(
                "there is no such kind of body", where="graph", key=f"('body', {name!r}).kind",
                value=kind, allowed=listed(BODY_KINDS), nearest=nearest_name(str(kind), BODY_KINDS),
            )  # fmt: skip
        full.append((name, {**data, "kind": BODY_KINDS.index(kind), "parent": -1}))
    bodies = _table(Bodies, "body", full)
    for one, two, told in graph.edges(data=True):
        if told.get("relation") == "parent":
            child = told.get("child")
            if child not in (one[1], two[1]):
                raise InputError(
                    "a parent edge must name its lower end", where="graph",
                    key=f"edge ({one!r}, {two!r}).child", value=child,
                    allowed=listed([str(one[1]), str(two[1])]),
                )  # fmt: skip
            bodies.parent[row_of[child]] = row_of[two[1] if child == one[1] else one[1]]
    return bodies


def _ties(graph: nx.Graph[Any], people: int) -> Ties:
    """All edges between persons; ``layers`` stands before ``layer`` and ``weight``."""
    found: list[tuple[int, int, float, int]] = []
    for a, b, told in graph.edges(data=True):
        if a[0] != "person" or b[0] != "person":
            continue
        layers = told.get("layers") or {told.get("layer", "building"): told.get("weight", 1.0)}
        for name, value in layers.items():
            if name not in TIE_LAYERS:
                raise InputError(
                    "there is no such layer of ties", where="graph", key=f"edge ({a!r}, {b!r})",
                    value=name, allowed=listed(TIE_LAYERS),
                    nearest=nearest_name(str(name), TIE_LAYERS),
                )  # fmt: skip
            found.append((a[1], b[1], float(value), TIE_LAYERS.index(name)))
    one, two, weight, layer = zip(*found, strict=True) if found else ((), (), (), ())
    ends = np.array([one, two], np.int64)
    return symmetric(
        people, ends.min(axis=0), ends.max(axis=0),
        np.array(weight, np.float64), np.array(layer, np.int8),
    )  # fmt: skip


def _duties(graph: nx.Graph[Any], names: list[str], buildings: int) -> Duties:
    table = np.full((2, N_NEEDS, buildings), -1, np.int32)
    row_of = {name: row for row, name in enumerate(names)}
    for a, b, told in graph.edges(data=True):
        if told.get("relation") != "accountable":
            continue
        body, building = (a, b) if a[0] == "body" else (b, a)
        for which, needs in enumerate((told["first"], told["second"])):
            for need in needs:
                table[which, NEEDS.index(need), building[1]] = row_of[body[1]]
    return Duties(table[0], table[1])


def _check_rows(people: People, households: Households, places: Places) -> None:
    """People must be contiguous by household, and households fill their places."""
    members = np.bincount(people.household, minlength=len(households))
    first = np.concatenate([[0], np.cumsum(households.size)])[:-1]
    fits = (
        len(households) > 0
        and len(members) == len(households)
        and np.array_equal(members, households.size)
        and np.array_equal(first, households.first)
        and bool(np.all(np.diff(people.household) >= 0))
        and int(places.household_of_stairwell[-1]) == len(households)
    )
    if not fits:
        raise InputError(
            "persons, households and places of the graph do not fit together", where="graph",
            allowed="persons contiguous by household; size and first as counted; "
            "remove or add members only with their household's columns",
        )  # fmt: skip
