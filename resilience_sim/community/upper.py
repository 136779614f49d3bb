"""Bodies above communities: subdistrict offices, their departments, and a district office."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from resilience_sim.community.organisations import EVERY_NEED, bits
from resilience_sim.community.settings import CommunitySettings
from resilience_sim.community.tables import Bodies
from resilience_sim.vocabulary import BODY_KINDS

if TYPE_CHECKING:
    from resilience_sim.community.parts import Part

Array = NDArray[Any]

__all__ = ["DEPARTMENTS", "owners", "upper_bodies"]

#: Departments of a subdistrict in the order in which they are set up.
DEPARTMENTS = ("civil_affairs", "housing", "urban_management")


def owners(settings: CommunitySettings, names: tuple[str, ...]) -> tuple[str, ...]:
    """Names of the owners of a subdistrict office: each community, or groups of them."""
    if not settings.shared_office:
        return names
    if settings.subdistricts == 1:
        return (settings.name,)
    return tuple(f"{settings.name}_subdistrict_{k + 1}" for k in range(settings.subdistricts))


def upper_bodies(
    settings: CommunitySettings, parts: list[Part], names: tuple[str, ...], cuts: Array, first: int
) -> tuple[list[Bodies], list[str]]:
    """Offices, departments and the district, and their names; offices come first, in order.

    Parameters
    ----------
    names
        Owners of offices.
    cuts
        First community of each owner and one past the last.
    first
        Row of the first of these bodies.
    """
    tables: list[Bodies] = []
    told: list[str] = []
    for k, name in enumerate(names):
        tables.append(_office(parts[cuts[k] : cuts[k + 1]]))
        told.append(f"{name}/subdistrict_office")
    offices = list(tables)
    formats = 1 + max(int(part.bodies.data_format.max()) for part in parts)
    for k, (name, office) in enumerate(zip(names, offices, strict=True)):
        for d, sort in enumerate(DEPARTMENTS[: settings.departments]):
            one = _body(settings, office, "department", settings.staff_department, 1)
            one.parent[0] = first + k
            one.authority[0] = one.skills[0] = bits("departmental", "permits")
            one.data_format[0] = formats + d  # each keeps a system of its own
            tables.append(one)
            told.append(f"{name}/{sort}")
    if settings.district:
        staff = settings.staff_district * len(parts)
        one = _body(settings, offices[0], "district_office", staff, 3)
        one.authority[0], one.skills[0] = EVERY_NEED, bits("departmental", "shelter")
        one.end_building[0] = offices[-1].end_building[0]
        for office in offices:
            office.parent[0] = first + len(tables)
        tables.append(one)
        told.append(f"{settings.name}/district_office")
    return tables, told


def _office(parts: list[Part]) -> Bodies:
    """The office above some communities: staff and stock add up, the area is all of theirs."""
    every = [part.bodies for part in parts]
    office = _last(every[0])
    office.staff[0] = sum(float(b.staff[-1]) for b in every)
    office.posts[0] = max(1, round(float(office.staff[0])))
    office.stock[0] = np.sum([b.stock[-1] for b in every], axis=0)
    office.stock[0, 6:] = every[0].stock[-1, 6:]
    office.capacity[0] = office.stock[0]
    office.end_building[0] = every[-1].end_building[-1]
    return office


def _body(
    settings: CommunitySettings, office: Bodies, kind: str, staff: float, level: int
) -> Bodies:
    """A body in the area of an office, without stock of its own."""
    one = _last(office)
    one.kind[0] = BODY_KINDS.index(kind)
    one.level[0] = level
    one.staff[0], one.posts[0] = staff, max(1, round(staff))
    one.administration[0] = settings.administration_other
    one.stock[0] = one.capacity[0] = 0.0
    one.openness[0] = 1.0
    return one


def _last(bodies: Bodies) -> Bodies:
    return type(bodies)(**{name: array[-1:].copy() for name, array in bodies.items()})
