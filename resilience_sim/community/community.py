"""The community: everything that exists before a run, lever-independent."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from resilience_sim.community.tables import Bodies, Households, People, Places, Ties
from resilience_sim.vocabulary import BODY_KINDS, N_OF_HOMES

if TYPE_CHECKING:
    import networkx as nx

    from resilience_sim.community.settings import CommunitySettings

Array = NDArray[Any]


@dataclass(slots=True)
class Duties:
    """Bodies naturally accountable for a cell, -1 none, int32 (needs, buildings) each."""

    natural_first: Array
    natural_second: Array


@dataclass(slots=True, eq=False, repr=False)
class Community:
    """People, households, places, bodies and ties of one or several communities.

    ``community_keys`` (communities,) int64 key the luck of rows; ``body_names`` are unique
    and stable (``"<community>/residents_committee"``); ``notes`` say what was assumed.
    """

    people: People
    households: Households
    places: Places
    bodies: Bodies
    body_names: tuple[str, ...]
    community_keys: Array
    ties: Ties
    duties: Duties
    notes: list[str] = field(default_factory=list)
    #: names of persons by row, where the community came from a graph that had them
    labels: tuple[Hashable, ...] = ()

    def __repr__(self) -> str:
        """One line, as a notebook shows it."""
        return (
            f"<Community of {len(self.people)} people in {len(self.households)} households, "
            f"{len(self.bodies)} bodies, {len(self.ties.index) // 2} ties, "
            f"{len(self.notes)} notes>"
        )

    def units_with_needs(self) -> Array:
        """Rows of units whose needs some body serves: parties to cases beside households."""
        served = (self.duties.natural_first[N_OF_HOMES:] >= 0).any(axis=0)
        if not served.any():
            return np.zeros(0, np.int64)
        units = np.flatnonzero(self.bodies.kind == BODY_KINDS.index("unit"))
        below = np.concatenate([[0], np.cumsum(served)])
        first, end = self.bodies.first_building[units], self.bodies.end_building[units]
        return np.asarray(units[below[end] > below[first]])

    def body_of(self, name: str) -> int:
        """Row of a body by its name; `KeyError` if there is none."""
        try:
            return self.body_names.index(name)
        except ValueError:
            raise KeyError(name) from None

    def __eq__(self, other: object) -> bool:
        return self.equals(other) if isinstance(other, Community) else NotImplemented

    __hash__ = None  # type: ignore[assignment]  # arrays may change

    def equals(self, other: Community) -> bool:
        """True when all tables, places, names and ties hold the same values."""
        return (
            self.people.equals(other.people)
            and self.households.equals(other.households)
            and self.bodies.equals(other.bodies)
            and self.body_names == other.body_names
            and same_fields(self.places, other.places)
            and same_fields(self.ties, other.ties)
            and same_fields(self.duties, other.duties)
            and np.array_equal(self.community_keys, other.community_keys)
        )

    @classmethod
    def from_networkx(
        cls, graph: nx.Graph[Any], settings: CommunitySettings | None = None, seed: int = 0
    ) -> Community:
        """The community that a networkx graph describes (see `community.graph`).

        What the graph does not say is assumed from `settings` and `seed`, and told in `notes`.
        """
        from resilience_sim.community.graph import from_networkx

        return from_networkx(graph, settings, seed)

    def to_networkx(self) -> nx.Graph[Any]:
        """The community as a networkx graph with documented attributes."""
        from resilience_sim.community.graph import to_networkx

        return to_networkx(self)

    @classmethod
    def from_file(
        cls, path: str | Path, settings: CommunitySettings | None = None, seed: int = 0
    ) -> Community:
        """The community of a file, or of a folder with ``nodes.csv`` and ``edges.csv``.

        What `to_file` wrote whole comes back equal. In any other file every node is a person
        and every edge a tie; what is missing is assumed, and told in `notes`.

        Parameters
        ----------
        path
            GraphML, GEXF, node-link JSON, an edge list (.edgelist, .edges, .txt, .tsv), a table
            of edges or of weights (.csv), a sparse matrix (.npz), or a folder of tables.
        settings, seed
            What assumptions are drawn from.

        Raises
        ------
        InputError
            There is no such file, or something in it cannot be used.
        """
        from resilience_sim.community.graph_files import from_file

        return from_file(path, settings, seed)

    def to_file(self, path: str | Path) -> list[str]:
        """Write the community, complete before the file takes its name.

        Parameters
        ----------
        path
            As for `from_file`; a name without an ending is a folder of tables.

        Returns
        -------
        list of str
            What the format leaves out; empty where `from_file` gives back an equal community.

        Raises
        ------
        InputError
            The ending is not known, or the place cannot be written to.
        """
        from resilience_sim.community.graph_files import to_file

        return to_file(self, path)


def same_fields(one: object, other: object) -> bool:
    """True when two slotted dataclasses of arrays and tuples hold the same values."""
    if type(one) is not type(other):
        return False
    for name in type(one).__slots__:  # type: ignore[attr-defined]
        a, b = getattr(one, name), getattr(other, name)
        if not np.array_equal(np.asarray(a), np.asarray(b)):
            return False
    return True
