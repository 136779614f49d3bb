"""The ledger of hours: how fast each body's posts work, and whose hours they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from resilience_sim import contributions as c
from resilience_sim.community.tables import Bodies, Households, People, frozen
from resilience_sim.simulation.asking import Authored

Array = NDArray[Any]

WORKING_AGE = (4, 12)  # first band, and the one after the last
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
    from resilience_sim.kernels.people import count_absent

    n, away = np.zeros((2, len(bodies)))
    size, gone = np.zeros((2, int(households.community.max(initial=0)) + 1))
    count_absent(
        frozen(absent),
        frozen(people.employer),
        frozen(people.age),
        frozen(people.household),
        frozen(households.community),
        *WORKING_AGE,
        n,
        away,
        size,
        gone,
    )
    share = np.where(size > 0, gone / np.maximum(size, 1.0), 0.0)
    around = share[np.maximum(bodies.community, 0)]
    of_building = np.zeros(int(bodies.end_building.max(initial=0)), np.int64)
    of_building[households.building] = households.community
    for row in np.flatnonzero(bodies.community < 0):  # offices: those of their own area
        area = np.unique(of_building[bodies.first_building[row] : bodies.end_building[row]])
        around[row] = gone[area].sum() / max(size[area].sum(), 1.0)
    return np.asarray(1.0 - np.where(n >= FEWEST, away / np.maximum(n, 1.0), around))


def rota(
    found: Sequence[Authored],
    bodies: Bodies,
    availability: Array,
    here: Array,
    people: People,
    households: Households,
) -> Rota:
    """Hours of staff and of those placed with bodies, less what is planned, as speed of posts.

    Nobody gives more hours than they have: where several mechanisms together ask for more,
    each gets its share, and so do the bodies of the area where the person lives.
    """
    hours = (
        bodies.staff * bodies.hours * (1.0 - bodies.administration) * (1.0 - bodies.fatigue)
    ) * (availability * here)
    planned = np.zeros(len(bodies))
    placed = np.zeros(len(people))
    pace = np.ones(len(bodies))
    by_author: dict[str, float] = {}
    for label, one in within_means(found, bodies, people, households):
        if isinstance(one, c.Hours):
            hours = hours + one.bodies
            if one.people.size:
                placed += one.people
                by_author[label] = by_author.get(label, 0.0) + float(one.people.sum())
        elif isinstance(one, c.Planned):
            planned += one.bodies
            by_author[label] = by_author.get(label, 0.0) + float(one.bodies.sum())
        elif isinstance(one, c.Pace):
            pace *= one.bodies
    planned = np.minimum(planned, hours)
    speed = (hours - planned) * pace / np.maximum(bodies.posts, 1)
    return Rota(np.maximum(speed, 0.0), planned, placed, by_author)


def within_means(
    found: Sequence[Authored], bodies: Bodies, people: People, households: Households
) -> Sequence[Authored]:
    """The same contributions with nobody's hours given twice."""
    asking = [one.people for _, one in found if isinstance(one, c.Hours) and one.people.size]
    if not asking:
        return found
    asked = asking[0] if len(asking) == 1 else np.sum(asking, axis=0)
    over = asked > people.hours * (1.0 + 1e-12)
    if not over.any():
        return found
    share = np.where(over, people.hours / np.where(over, asked, 1.0), 1.0)
    building = households.building[people.household]
    fair: list[Authored] = []
    for label, one in found:
        if isinstance(one, c.Hours) and one.people.size:
            given = one.people * share
            before = np.bincount(building, weights=one.people)
            after = np.bincount(building, weights=given)
            cut = one.bodies.astype(np.float64)
            for row in np.flatnonzero(one.bodies):
                area = slice(bodies.first_building[row], bodies.end_building[row])
                whole = before[area].sum()
                cut[row] *= after[area].sum() / whole if whole > 0.0 else 1.0
            one = c.Hours(cut, given, one.use)
        fair.append((label, one))
    return fair
