"""The bodies of one community, their duties, powers and stock before any lever acts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from resilience_sim.community.community import Duties
from resilience_sim.community.settings import CommunitySettings
from resilience_sim.community.tables import Bodies
from resilience_sim.rng import Luck, key32
from resilience_sim.vocabulary import BODY_KINDS, N_NEEDS, N_RESOURCES, NEEDS

Array = NDArray[Any]

__all__ = ["DUTIES", "UNIT_ROLES", "bits", "build_bodies", "natural_duties", "set_bodies"]


def bits(*needs: str) -> int:
    """Bit mask of needs by name."""
    return sum(1 << NEEDS.index(need) for need in needs)


EVERY_NEED = (1 << N_NEEDS) - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """A sort of body: kind, needs it may decide on and is trained for, and its holdings.

    `holds` are relative shares of food, medicine, parts, funds, space, equipment; `knows` are
    lots of data and skills, which are never used up; `records` names the system its records
    are kept in ("" for one of its own).
    """

    kind: str
    authority: int = 0
    skills: int = 0
    holds: tuple[float, ...] = (0, 0, 0, 0, 0, 0)
    knows: tuple[float, float] = (0.0, 0.0)
    raising: float = 0.3
    records: str = ""
    level: int = 0


ROLES: dict[str, Role] = {
    "residents_committee": Role(
        kind="residents_committee", level=1, raising=0.4, records="government",
        authority=bits("food", "care", "shelter", "information", "psychosocial", "mediation",
                       "customers", "protection"),
        skills=bits("food", "medicine", "shelter", "information", "psychosocial", "mediation",
                    "care", "customers", "protection"),
        holds=(4, 1, 0, 2, 2, 1), knows=(1.0, 0.0),
    ),
    "service_station": Role(
        kind="service_station", authority=bits("information", "staff"), records="government",
        skills=bits("information", "departmental", "staff", "permits"),
        holds=(0, 0, 0, 0, 1, 0.5), knows=(1.0, 0.0),
    ),
    "grid": Role(
        kind="grid_post", authority=bits("food", "information"), records="government",
        skills=bits("food", "medicine", "information", "mediation"), raising=0.1,
    ),
    "property_company": Role(
        kind="property_company", authority=bits("repair"), skills=bits("repair", "shelter"),
        holds=(0, 0, 8, 1, 1, 3), knows=(1.0, 0.0),
    ),
    "elder_care": Role(
        kind="social_organisation", authority=bits("care"), skills=bits("care", "food"),
        holds=(1, 1, 0, 0.5, 0, 1), knows=(0.0, 1.0),
    ),
    "psychosocial": Role(
        kind="social_organisation", authority=bits("psychosocial"),
        skills=bits("psychosocial", "mediation"), holds=(0, 0, 0, 0.5, 0, 0), knows=(0.0, 1.0),
    ),
    "mediation": Role(
        kind="social_organisation", authority=bits("mediation"),
        skills=bits("mediation", "psychosocial"), holds=(0, 0, 0, 0.2, 0, 0), knows=(0.0, 1.0),
    ),
    "clinic": Role(
        kind="unit", authority=bits("medicine", "medical"),
        skills=bits("medicine", "medical", "care"), holds=(0, 10, 0, 0.5, 0, 1),
        knows=(1.0, 1.0),
    ),
    "shop": Role(kind="unit", holds=(10, 2, 1, 0.3, 0, 0), raising=0.5),
    "school": Role(kind="unit", holds=(2, 0, 0, 0.3, 4, 1), raising=0.3),
    "enterprise": Role(kind="unit", holds=(1, 0, 2, 3, 1, 2), raising=0.7),
    "public_body": Role(kind="unit", holds=(1, 1, 0, 2, 2, 1), raising=0.6),
    "subdistrict_office": Role(
        kind="subdistrict_office", level=2, authority=EVERY_NEED, raising=0.8,
        skills=bits("departmental", "shelter", "food", "information", "mediation", "rescue",
                    "permits", "customers"),
        holds=(8, 4, 1, 4, 2, 2), knows=(1.0, 0.0), records="government",
    ),
}  # fmt: skip

#: Roles of units after the clinic, in turn.
UNIT_ROLES = (
    "shop", "school", "enterprise", "shop", "public_body", "enterprise", "shop", "school",
    "enterprise", "shop", "public_body", "enterprise", "shop",
)  # fmt: skip

#: For each need the body naturally accountable and the one whose duty overlaps with it.
DUTIES: dict[str, tuple[str, str]] = {
    "food": ("residents_committee", "grid"),
    "medicine": ("clinic", "residents_committee"),
    "medical": ("clinic", "residents_committee"),
    "care": ("elder_care", "residents_committee"),
    "shelter": ("residents_committee", "property_company"),
    "repair": ("property_company", "residents_committee"),
    "information": ("service_station", "grid"),
    "psychosocial": ("psychosocial", "residents_committee"),
    "mediation": ("mediation", "residents_committee"),
    "departmental": ("subdistrict_office", "service_station"),
    "rescue": ("subdistrict_office", "property_company"),
}

#: The same for the needs of units, where units have needs of their own.
UNIT_DUTIES: dict[str, tuple[str, str]] = {
    "staff": ("service_station", "residents_committee"),
    "customers": ("residents_committee", "subdistrict_office"),
    "permits": ("subdistrict_office", "service_station"),
    "protection": ("residents_committee", "clinic"),
}


def set_bodies(settings: CommunitySettings, grids: int) -> list[tuple[str, str, float, float]]:
    """Bodies of one community in order: (name, role, staff, administrative share)."""
    other = settings.administration_other
    listed = [
        ("residents_committee", "residents_committee", settings.staff_committee,
         settings.administration_committee),
        ("service_station", "service_station", settings.staff_station, other),
    ]  # fmt: skip
    for g in range(grids):
        listed.append((f"grid_{g + 1}", "grid", settings.staff_grid, settings.administration_grid))
    for role, staff in (
        ("property_company", settings.staff_property),
        ("elder_care", settings.staff_care),
        ("psychosocial", settings.staff_psychosocial),
        ("mediation", settings.staff_mediation),
        ("clinic", settings.staff_clinic),
    ):
        listed.append((role, role, staff, other))
    seen: dict[str, int] = {}
    for u in range(settings.units - 1):
        role = UNIT_ROLES[u % len(UNIT_ROLES)]
        seen[role] = seen.get(role, 0) + 1
        listed.append((f"{role}_{seen[role]}", role, 0.0, 0.0))
    listed.append(("subdistrict_office", "subdistrict_office", settings.staff_office, other))
    return listed


def build_bodies(
    settings: CommunitySettings, luck: Luck, community: str, building_of_grid: Array
) -> tuple[Bodies, list[str]]:
    """Bodies of one community with local rows; its subdistrict office stands last.

    Staff and posts follow the settings; units hold stock and have no staff for cases.
    """
    listed = set_bodies(settings, len(building_of_grid) - 1)
    bodies = Bodies.empty(len(listed))
    formats: dict[str, int] = {}
    for row, (name, role_name, staff, administration) in enumerate(listed):
        role = ROLES[role_name]
        bodies.kind[row] = BODY_KINDS.index(role.kind)
        bodies.level[row] = role.level
        bodies.staff[row] = staff
        bodies.posts[row] = max(1, round(staff))
        bodies.administration[row] = administration
        bodies.authority[row] = role.authority
        bodies.skills[row] = role.skills
        bodies.raising[row] = role.raising
        bodies.data_format[row] = formats.setdefault(role.records or name, len(formats))
        bodies.parent[row] = 0
        bodies.end_building[row] = building_of_grid[-1]
        if role_name == "grid":
            g = row - 2
            bodies.first_building[row] = building_of_grid[g]
            bodies.end_building[row] = building_of_grid[g + 1]
    bodies.parent[0] = len(listed) - 1
    bodies.parent[-1] = -1
    bodies.community[-1] = -1
    bodies.hours[:] = settings.hours
    bodies.reserve[:] = settings.reserve_closed
    names = [f"{community}/{entry[0]}" for entry in listed]
    bodies.key[:] = [key32(name) for name in names]
    _stock(bodies, settings, luck, community, [ROLES[entry[1]] for entry in listed])
    return bodies, names


def _stock(
    bodies: Bodies, settings: CommunitySettings, luck: Luck, community: str, roles: list[Role]
) -> None:
    """Spread the lots by role, with spread between bodies; rank readiness to open stock."""
    draw = luck.generator("community", f"{community}/stock")
    holds = np.array([role.holds for role in roles], np.float64)
    holds *= np.exp(draw.normal(0.0, 0.3, holds.shape))
    mix = np.array(settings.stock_mix) / max(sum(settings.stock_mix), 1e-12)
    lots = settings.stock * settings.residents / 3000.0 * mix
    total = np.maximum(holds.sum(axis=0), 1e-12)
    bodies.stock[:, :6] = np.round(lots * holds / total, 2)
    bodies.stock[:, 6:N_RESOURCES] = [role.knows for role in roles]
    bodies.capacity[:] = bodies.stock
    ranks = (draw.permutation(len(roles)) + 0.5) / len(roles)
    bodies.openness[:] = ranks


def natural_duties(settings: CommunitySettings, building_of_grid: Array) -> Duties:
    """Local body rows naturally accountable, first and second, for every cell."""
    grids = len(building_of_grid) - 1
    listed = set_bodies(settings, grids)
    row_of = {entry[0]: row for row, entry in enumerate(listed)}
    grid_row = np.repeat(np.arange(grids), np.diff(building_of_grid)) + 2
    buildings = int(building_of_grid[-1])
    table = np.full((2, N_NEEDS, buildings), -1, np.int32)
    duties = {**DUTIES, **UNIT_DUTIES} if settings.unit_needs else DUTIES
    for need, roles in duties.items():
        k = NEEDS.index(need)
        for which, role in enumerate(roles):
            table[which, k] = grid_row if role == "grid" else row_of[role]
    return Duties(table[0], table[1])
