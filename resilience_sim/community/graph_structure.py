"""What a run adds to its graph: who hands on to whom, formally or not, and who may draw on whom.

A community does not hold this: the levers and institutions set it. It stands on nodes and edges
of bodies in the graph of a run: on a body ``formality``, the share of its hand-off ties that are
formal; on an edge between two bodies ``hands_on``, who hands cases on to the other as it believes
now, ``formal``, for which of them the tie is formal, and ``draws``, what each may draw from the
other, as lots that the other keeps back, by resource. Such an edge is a ``parent`` edge where one
stands there, else its ``relation`` is ``agreement`` where stock may be drawn, or ``hands_on``. On
an ``accountable`` edge, ``empowered`` lists the needs for which the body has the authority.
"""

from __future__ import annotations

from typing import Any

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from resilience_sim.community.responsibility import belief_cells
from resilience_sim.community.tables import Bodies, Offers, Responsibility
from resilience_sim.rng import Luck
from resilience_sim.vocabulary import N_RESOURCES, NEEDS, RESOURCES

Array = NDArray[Any]

__all__ = ["add_structure", "formal"]


def formal(luck: Luck, bodies: Bodies, formality: Array, one: Array, other: Array) -> Array:
    """Whether the tie by which body `one` hands on to `other` is formal, as the engine has it."""
    zero = np.zeros(len(one), np.int64)
    drawn = luck.uniform_each("engine", "formal", bodies.key[one], bodies.key[other], zero, zero)
    return np.asarray(drawn < formality[one])


def add_structure(
    graph: nx.Graph[Any],
    names: tuple[str, ...],
    bodies: Bodies,
    responsibility: Responsibility,
    offers: Offers,
    luck: Luck,
) -> None:
    """Write the structure in force on a graph of `community.graph.to_networkx`, in place."""
    for row, share in enumerate(responsibility.formality.tolist()):
        graph.nodes["body", names[row]]["formality"] = share
    one, other = hand_offs(bodies, responsibility)
    kept = formal(luck, bodies, responsibility.formality, one, other)
    for m, target, is_formal in zip(one.tolist(), other.tolist(), kept.tolist(), strict=True):
        told = _edge(graph, names[m], names[target], "hands_on")
        told.setdefault("hands_on", []).append(names[m])
        if is_formal:
            told.setdefault("formal", []).append(names[m])
    held = np.diff(offers.start).astype(np.int64)
    asked_by = np.repeat(np.arange(len(held)), held)
    for asked, holder, reserve in zip(
        asked_by.tolist(), offers.holder.tolist(), offers.reserve.tolist(), strict=True
    ):
        asker, resource = divmod(asked, N_RESOURCES)
        told = _edge(graph, names[asker], names[holder], "agreement")
        draws = told.setdefault("draws", {}).setdefault(names[asker], {})
        # where several offers stand, the lowest reserve holds
        name = RESOURCES[resource]
        draws[name] = min(reserve, draws.get(name, reserve))
    for need, building in np.argwhere(responsibility.empowered).tolist():
        body = names[int(responsibility.first[need, building])]
        told = graph.edges[("body", body), ("building", building)]
        told.setdefault("empowered", []).append(NEEDS[need])


def hand_offs(bodies: Bodies, responsibility: Responsibility) -> tuple[Array, Array]:
    """Pairs of bodies, once each: one that believes another accountable somewhere in its area."""
    _, body, _, _ = belief_cells(bodies)
    target = responsibility.belief[: len(body)].astype(np.int64)
    known = (target >= 0) & (target != body)
    pairs = np.unique(np.stack([body[known], target[known]]), axis=1)
    return pairs[0], pairs[1]


def _edge(graph: nx.Graph[Any], one: str, other: str, relation: str) -> dict[str, Any]:
    """The edge between two bodies; a new one has the relation, which an agreement outranks."""
    ends = (("body", one), ("body", other))
    if not graph.has_edge(*ends):
        graph.add_edge(*ends, relation=relation)
    told: dict[str, Any] = graph.edges[ends]
    if relation == "agreement" and told["relation"] == "hands_on":
        told["relation"] = relation
    return told
