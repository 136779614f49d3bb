"""Communities built alone, put behind one another under their offices."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from resilience_sim.community.community import Community, Duties
from resilience_sim.community.residents import offsets
from resilience_sim.community.settings import CommunitySettings
from resilience_sim.community.staffing import staffing_note
from resilience_sim.community.tables import Bodies, Households, People, Places, Table, Ties
from resilience_sim.community.upper import owners, upper_bodies
from resilience_sim.rng import key32

Array = NDArray[Any]
AnyTable = TypeVar("AnyTable", bound=Table)

__all__ = ["Part", "joined"]


@dataclass(slots=True)
class Part:
    """One community with local rows; its office is the last body."""

    people: People
    households: Households
    bodies: Bodies
    names: list[str]
    ties: Ties
    duties: Duties
    household_of_stairwell: Array
    stairwell_of_building: Array
    building_of_grid: Array


def joined(
    settings: CommunitySettings, parts: list[Part], names: tuple[str, ...], notes: list[str]
) -> Community:
    """Put parts behind one another and their offices (or the shared one) at the end."""
    at = _Starts(parts)
    bodies_end = int(at.body[-1])
    own = owners(settings, names)
    cuts = offsets(len(parts), len(own))
    for c, part in enumerate(parts):
        office = bodies_end + int(np.searchsorted(cuts, c, side="right")) - 1
        _shift(part, c, at, office)
    above, named = upper_bodies(settings, parts, own, cuts, bodies_end)
    body_names = [name for part in parts for name in part.names[:-1]] + named
    bodies = _stack([_rows(part.bodies, slice(None, -1)) for part in parts] + above)
    bodies.key[bodies_end:] = [key32(name) for name in body_names[bodies_end:]]
    return Community(
        people=_stack([p.people for p in parts]),
        households=_stack([p.households for p in parts]),
        places=_places(settings, parts, names, own, cuts),
        bodies=bodies,
        body_names=tuple(body_names),
        community_keys=np.array([key32(name) for name in names], np.int64),
        ties=_ties([p.ties for p in parts]),
        duties=Duties(
            np.concatenate([p.duties.natural_first for p in parts], axis=1),
            np.concatenate([p.duties.natural_second for p in parts], axis=1),
        ),
        notes=[*notes, *filter(None, (staffing_note(settings),))],
    )


def _places(
    settings: CommunitySettings,
    parts: list[Part],
    names: tuple[str, ...],
    owners: tuple[str, ...],
    cuts: Array,
) -> Places:
    """All levels of places; every owner of an office is a subdistrict."""
    return Places(
        household_of_stairwell=_chain([p.household_of_stairwell for p in parts]),
        stairwell_of_building=_chain([p.stairwell_of_building for p in parts]),
        building_of_grid=_chain([p.building_of_grid for p in parts]),
        grid_of_community=_chain([np.array([0, len(p.building_of_grid) - 1]) for p in parts]),
        community_of_subdistrict=cuts,
        subdistrict_of_district=np.array([0, len(owners)], np.int64),
        communities=names,
        subdistricts=tuple(f"{owner}/subdistrict" for owner in owners),
        districts=(f"{settings.name}/district",),
    )


class _Starts:
    """First rows of every part, by table; the last entry is the total."""

    def __init__(self, parts: list[Part]) -> None:
        def begin(counts: list[int]) -> Array:
            return np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)

        self.person = begin([len(p.people) for p in parts])
        self.household = begin([len(p.households) for p in parts])
        self.body = begin([len(p.bodies) - 1 for p in parts])
        self.building = begin([len(p.stairwell_of_building) - 1 for p in parts])
        self.stairwell = begin([len(p.household_of_stairwell) - 1 for p in parts])


def _shift(part: Part, c: int, at: _Starts, office: int) -> None:
    """Turn local rows into rows of the whole; the part's last body becomes `office`."""
    last = len(part.bodies) - 1

    def body(rows: Array) -> Array:
        return np.where(rows < 0, rows, np.where(rows == last, office, rows + at.body[c]))

    part.people.household += np.int32(at.household[c])
    part.people.employer[:] = body(part.people.employer)
    part.households.first += np.int32(at.person[c])
    part.households.stairwell += np.int32(at.stairwell[c])
    part.households.building += np.int32(at.building[c])
    part.households.community[:] = c
    part.bodies.parent[:] = body(part.bodies.parent)
    part.bodies.community[:-1] = c
    part.bodies.first_building += np.int32(at.building[c])
    part.bodies.end_building += np.int32(at.building[c])
    part.duties.natural_first[:] = body(part.duties.natural_first)
    part.duties.natural_second[:] = body(part.duties.natural_second)


def _rows(table: AnyTable, rows: slice) -> AnyTable:
    return type(table)(**{name: array[rows].copy() for name, array in table.items()})


def _stack(tables: list[AnyTable]) -> AnyTable:
    first = tables[0]
    return type(first)(
        **{name: np.concatenate([getattr(t, name) for t in tables]) for name in first.columns()}
    )


def _chain(parts: list[Array]) -> Array:
    """Offsets behind one another: each part starts where the one before ended."""
    out = [np.zeros(1, np.int64)]
    end = 0
    for part in parts:
        out.append(part[1:] + end)
        end += int(part[-1])
    return np.concatenate(out)


def _ties(parts: list[Ties]) -> Ties:
    """Block-diagonal ties: no tie leaves its community."""
    rows = np.concatenate([[0], np.cumsum([t.n_rows for t in parts])])
    index = [t.index + np.uint32(first) for t, first in zip(parts, rows, strict=False)]
    return Ties(
        start=_chain([t.start.astype(np.int64) for t in parts]).astype(np.uint32),
        index=np.concatenate(index),
        weight=np.concatenate([t.weight for t in parts]),
        layer=np.concatenate([t.layer for t in parts]),
    )
