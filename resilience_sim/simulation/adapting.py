"""Applying movements of social columns; only mechanisms of ``society`` may cause them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from resilience_sim.community.tables import Bodies, People
from resilience_sim.contributions import Movement, OwnColumns
from resilience_sim.errors import InputError
from resilience_sim.mechanism import Mechanism
from resilience_sim.simulation.asking import Authored

FREE = ("points",)  # columns that are no shares


def move(
    moved: Sequence[Authored],
    people: People,
    bodies: Bodies,
    own: dict[str, dict[str, Any]],
    mechanisms: Sequence[Mechanism],
) -> list[str]:
    """Add movements of each column in label order, cut to 0..1, and store own columns.

    Returns the tables that were moved.

    Raises
    ------
    InputError
        A mechanism outside ``society`` moved a column.
    """
    family = {one.label: one.family for one in mechanisms}
    totals: dict[tuple[str, str], Any] = {}
    for label, one in moved:
        if isinstance(one, OwnColumns):
            for name, values in one.columns.items():
                np.copyto(own[label][name], values)
        elif isinstance(one, Movement):
            if family[label] != "society":
                raise InputError(
                    "only mechanisms of society move social columns",
                    where=label, key=one.column, allowed="messages, promises, payments, contacts",
                )  # fmt: skip
            at = (one.table, one.column)
            totals[at] = one.delta if at not in totals else totals[at] + one.delta
    changed: list[str] = []
    for (table, column), delta in totals.items():
        array = getattr(people if table == "people" else bodies, column)
        array += delta
        if column not in FREE:
            np.minimum(array, 1.0, out=array)
            np.maximum(array, 0.0, out=array)
        if table not in changed:
            changed.append(table)
    return changed
