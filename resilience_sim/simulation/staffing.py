"""The ledger of hours: how fast each body's posts work, and whose hours they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from resilience_sim import contributions as c
from resilience_sim.community.tables import Bodies, Households, People
from resilience_sim.simulation.asking import Authored

Array = NDArray[Any]

FEWEST = 5  # resident employees below which a body's absences follow the community's


@dataclass(slots=True)
class Rota:
    """Hours in force: speed of a post (M,) h a day, planned hours (M,), hours people gave (P,)."""

    speed: Array
    planned: Array
    placed: Array
    by_author: dict[str, float]


def present(people: People, households: Households, bodies: Bodies, absent: Array) -> Array:
    """Share of each body's staff that is not absent, (M,).

    Staff who live in the community are counted; where a body employs fewer than five
    residents its staff are taken to fall away as the grown-ups of the community do.
    """
    m = len(bodies)
    employed = people.employer >= 0
    who = people.employer[employed]
    n = np.bincount(who, minlength=m).astype(np.float64)
    away = np.bincount(who, weights=absent[employed].astype(np.float64), minlength=m)
    grown = (people.age >= 4) & (people.age < 12)
    community = households.community[people.household[grown]]
    k = int(households.community.max(initial=0)) + 1
    size = np.bincount(community, minlength=k).astype(np.float64)
    gone = np.bincount(community, weights=absent[grown].astype(np.float64), minlength=k)
    share = np.where(size > 0, gone / np.maximum(size, 1.0), 0.0)
    overall = gone.sum() / max(size.sum(), 1.0)
    around = np.where(bodies.community >= 0, share[np.maximum(bodies.community, 0)], overall)
    return np.asarray(1.0 - np.where(n >= FEWEST, away / np.maximum(n, 1.0), around))


def rota(
    found: Sequence[Authored], bodies: Bodies, availability: Array, here: Array, n_people: int
) -> Rota:
    """Hours of staff and of those placed with bodies, less what is planned, as speed of posts."""
    hours = (
        bodies.staff * bodies.hours * (1.0 - bodies.administration) * (1.0 - bodies.fatigue)
    ) * (availability * here)
    planned = np.zeros(len(bodies))
    placed = np.zeros(n_people)
    pace = np.ones(len(bodies))
    by_author: dict[str, float] = {}
    for label, one in found:
        if isinstance(one, c.Hours):
            hours = hours + one.bodies
            if one.people.size:
                placed += one.people
        elif isinstance(one, c.Planned):
            planned += one.bodies
            by_author[label] = by_author.get(label, 0.0) + float(one.bodies.sum())
        elif isinstance(one, c.Pace):
            pace *= one.bodies
    planned = np.minimum(planned, hours)
    speed = (hours - planned) * pace / np.maximum(bodies.posts, 1)
    return Rota(np.maximum(speed, 0.0), planned, placed, by_author)
