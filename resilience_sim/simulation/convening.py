"""Carrying out what institutions decided when they met, and writing it in their journal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from resilience_sim import contributions as c
from resilience_sim.community.tables import Bodies, Responsibility
from resilience_sim.observe.record import Act
from resilience_sim.simulation.asking import Authored

Array = NDArray[Any]


@dataclass(slots=True)
class Convened:
    """What meetings left: whether cells changed, hours to charge (M,), messages by kind (P,)."""

    cells: bool = False
    hours: Array = field(default_factory=lambda: np.zeros(0))
    messages: dict[str, Array] = field(default_factory=dict)
    charged: dict[str, tuple[float, float]] = field(default_factory=dict)


def carry_out(
    found: Sequence[Authored],
    t: float,
    responsibility: Responsibility,
    bodies: Bodies,
    acts: list[Act],
) -> Convened:
    """Apply the verbs of one boundary. Where two assign one cell the first label wins."""
    done = Convened(hours=np.zeros(len(bodies)))
    for label, one in reversed(found):
        if isinstance(one, c.Assign):
            moved = float(assign(responsibility, one))
            acts.append(Act(t, label, "convene", "assign", len(one.need), {"moved": moved}))
            done.cells = True
    for label, one in found:
        if isinstance(one, c.Outdate):
            responsibility.belief[belief_rows(responsibility, bodies, one)] = one.believed
            acts.append(Act(t, label, "convene", "outdate", len(one.body)))
            done.cells = True
    for label, one in found:
        if isinstance(one, c.Authorise):
            lacking = ~responsibility.empowered[one.need, one.building]
            responsibility.empowered[one.need, one.building] = True
            acts.append(Act(t, label, "convene", "authorise", int(lacking.sum())))
            done.cells = True
        elif isinstance(one, c.Teach):
            learned = teach(responsibility, bodies, one)
            acts.append(Act(t, label, "convene", "teach", learned))
            done.cells = True
        elif isinstance(one, c.Spend):
            done.hours += one.hours
            hours, money = done.charged.get(label, (0.0, 0.0))
            done.charged[label] = (hours + float(one.hours.sum()), money + one.money)
        elif isinstance(one, c.Message):
            heard = done.messages.get(one.kind, 0.0)
            done.messages[one.kind] = np.asarray(heard + one.people)
            acts.append(Act(t, label, "convene", one.kind, int((one.people > 0).sum())))
        elif isinstance(one, c.Note):
            acts.append(Act(t, label, "convene", one.act, one.count, dict(one.figures)))
    return done


def assign(responsibility: Responsibility, one: c.Assign) -> int:
    """Make bodies accountable for cells; returns how many cells have another first body."""
    moved = int((responsibility.first[one.need, one.building] != one.first).sum())
    responsibility.first[one.need, one.building] = one.first
    responsibility.second[one.need, one.building] = one.second
    return moved


def belief_rows(responsibility: Responsibility, bodies: Bodies, one: c.Teach | c.Outdate) -> Array:
    """Where in the flat table of beliefs the cells of a lesson stand."""
    first = bodies.first_building[one.body].astype(np.int64)
    width = bodies.end_building[one.body].astype(np.int64) - first
    return np.asarray(
        responsibility.belief_start[one.body]
        + one.need.astype(np.int64) * width
        + (one.building - first)
    )


def teach(responsibility: Responsibility, bodies: Bodies, lesson: c.Teach) -> int:
    """Bodies learn who is accountable for cells of their area; returns how many were new."""
    at = belief_rows(responsibility, bodies, lesson)
    true = responsibility.first[lesson.need, lesson.building]
    new = int((responsibility.belief[at] != true).sum())
    responsibility.belief[at] = true
    return new
