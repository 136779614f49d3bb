"""Applying movements of social columns; only mechanisms of ``society`` may cause them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from resilience_sim.community.tables import Bodies, People
from resilience_sim.contributions import Anchored, Bridged, Move, Movement, OwnColumns
from resilience_sim.errors import InputError
from resilience_sim.simulation.asking import Authored

FREE = ("points",)  # columns that are no shares


def move(
    moved: Sequence[Authored],
    people: People,
    bodies: Bodies,
    own: dict[str, dict[str, Any]],
    families: Mapping[str, str],
) -> list[str]:
    """Add movements of each column in label order, cut to 0..1, and store own columns.

    Returns the tables that were moved.

    Raises
    ------
    InputError
        A mechanism outside ``society`` moved a column.
    """
    from resilience_sim.kernels.people import shift

    totals: dict[tuple[str, str], Any] = {}
    anchored: list[Anchored] = []
    for label, one in moved:
        if isinstance(one, OwnColumns):
            for name, values in one.columns.items():
                np.copyto(own[label][name], values)
        elif isinstance(one, (Anchored, Bridged, Move, Movement)):
            if families[label] != "society":
                raise InputError(
                    "only mechanisms of society move social columns",
                    where=label, key=getattr(one, "column", "ties"),
                    allowed="messages, promises, payments, contacts",
                )  # fmt: skip
            if isinstance(one, Anchored):
                anchored.append(one)
                continue
            if isinstance(one, (Bridged, Move)):
                continue  # ties and dwellings are the run's to change
            at = (one.table, one.column)
            totals[at] = one.delta if at not in totals else totals[at] + one.delta
    for one in anchored:
        _move_anchor(one, own)
    changed: list[str] = []
    for (table, column), delta in totals.items():
        array = getattr(people if table == "people" else bodies, column)
        if column in FREE:
            array += delta
        else:
            shift(array, delta)
        if table not in changed:
            changed.append(table)
    return changed


def _move_anchor(one: Anchored, own: dict[str, dict[str, Any]]) -> None:
    """Add to the anchor that the first mechanism by label keeps for a column, if any does."""
    for label in sorted(own):
        anchor = own[label].get(f"anchor_{one.column}")
        if anchor is not None:
            anchor += one.delta
            np.clip(anchor, 0.0, 1.0, out=anchor)
            return
