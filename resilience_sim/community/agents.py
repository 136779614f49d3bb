"""Residents and bodies as Mesa agents: views of rows, made when somebody asks for them.

An agent is a table and a row. Reading an attribute reads the column through ``agent.model``,
so several models may live at once; writing it between steps is an act of the user, which the
model checks, carries out and writes in its journal. Columns that structure a run (who lives
where, keys of luck, places) are read-only.

The class of a resident follows its roles when agents are made, by precedence: `GridMember`
before `PartyMember` before `Resident`. Roles are columns too, and one person may hold several
and change them during a run; select by column to find everybody in a role.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache
from typing import Any, ClassVar

import mesa
import numpy as np
from numpy.typing import NDArray

from resilience_sim.community.tables import Bodies, Column, People, Table, frozen
from resilience_sim.errors import InputError, alike, listed, nearest_name
from resilience_sim.vocabulary import BODY_KINDS, N_NEEDS, SOCIAL

Array = NDArray[Any]

__all__ = [
    "GridMember",
    "Organisation",
    "OwnersCommittee",
    "PartyCommittee",
    "PartyMember",
    "Resident",
    "ResidentsCommittee",
    "SocialOrganisation",
    "Subdistrict",
    "Unit",
    "View",
    "body_class",
    "person_classes",
]

#: Columns that a user may write; whatever else there is stands for the whole run.
WRITABLE = {
    "people": (
        *SOCIAL,
        "points",
        "hours",
        "skills",
        "digital",
        "party_member",
        "grid_worker",
        "chief",
    ),
    "bodies": ("staff", "hours", "administration", "fatigue", "stock"),
}
#: Range of values by unit of the column.
RANGES = {
    "0..1": (0.0, 1.0),
    "share": (0.0, 1.0),
    "h/day": (0.0, 24.0),
    "bits": (0.0, 2.0**N_NEEDS - 1.0),
}


class ColumnView:
    """Attribute of an agent that stands for its entry in a column."""

    def __init__(self, table: str, name: str, column: Column) -> None:
        self.table = table
        self.name = name
        self.column = column
        self.writable = name in WRITABLE[table]
        unit = f" [{column.unit}]" if column.unit else ""
        self.__doc__ = f"{column.meaning}{unit}{'' if self.writable else '; read-only'}."

    def __get__(self, agent: View | None, owner: type | None = None) -> Any:
        if agent is None:
            return self
        value = agent.model.column(self.table, self.name)[agent.row]
        return frozen(value.copy()) if self.column.width else value.item()

    def __set__(self, agent: View, value: object) -> None:
        agent.model.write(self.table, self.name, agent.row, self.checked(value))

    def checked(self, value: object) -> Any:
        """The value as the column holds it.

        Raises
        ------
        InputError
            The column is read-only, or the value has another type or lies out of range.
        """
        if not self.writable:
            raise InputError(
                f"{self.name} stands for the whole run",
                key=f"{self.table}.{self.name}",
                value=value,
                allowed=f"writing {listed(WRITABLE[self.table])}",
            )
        if self.column.width:
            given = list(value) if isinstance(value, (Sequence, np.ndarray)) else []
            if len(given) != self.column.width:
                raise self._refused(value)
            return np.array([self._one(each) for each in given])
        return self._one(value)

    def _one(self, value: object) -> Any:
        kind = np.dtype(self.column.dtype).kind
        if kind == "b":
            if not isinstance(value, (bool, np.bool_)):
                raise self._refused(value)
            return value
        numbers = (int, np.integer) if kind == "u" else (int, float, np.integer, np.floating)
        if not isinstance(value, numbers) or isinstance(value, bool):
            raise self._refused(value)
        low, high = self._range()
        if not (math.isfinite(value) and low <= value <= high):
            raise self._refused(value)
        return value

    def _range(self) -> tuple[float, float]:
        return RANGES.get(self.column.unit, (0.0, math.inf))

    def _refused(self, value: object) -> InputError:
        kind = np.dtype(self.column.dtype).kind
        low, high = self._range()
        words = {"b": "True or False", "u": "a whole number", "f": "a number"}[kind]
        if kind != "b":
            words += f" from {low:g} to {high:g}" if high < math.inf else f" of at least {low:g}"
        if self.column.width:
            words = f"{self.column.width} values, each {words}"
        return InputError(
            f"{self.name} cannot have this value",
            key=f"{self.table}.{self.name}",
            value=value,
            allowed=words,
        )


#: What Mesa and its spaces keep on an agent, and the row.
MESA_OWN = frozenset({"model", "unique_id", "pos", "cell", "random", "row"})


@cache
def _declared(cls: type[object], name: str) -> bool:
    told = (getattr(base, "__annotations__", {}) for base in cls.__mro__)
    return hasattr(cls, name) or any(name in names for names in told)


def _check_new_name(cls: type[View], name: str, value: object) -> None:
    """Refuse a name that looks like a slip: nothing in the run would ever read it.

    A class of the user's own may keep what it likes under any name that is not nearly that of
    a column; the shipped classes take columns alone.
    """
    shown = [key for key, column in _shown(cls).items() if column.writable]
    near = nearest_name(name, _shown(cls))
    slip = near is not None and alike(name, near)
    if slip or cls.__module__ == __name__:
        raise InputError(
            f"{cls.__name__} has no attribute {name!r}",
            key=name,
            value=value,
            allowed=f"{listed(shown)}; or a class of your own that declares it (see views)",
            nearest=near,
        )


def _shown(cls: type[View]) -> dict[str, ColumnView]:
    """The columns that agents of a class show, by name."""
    found = ((name, getattr(cls, name)) for name in dir(cls))
    return {name: each for name, each in found if isinstance(each, ColumnView)}


class View(mesa.Agent):  # type: ignore[misc]
    """A row of a table as a Mesa agent.

    Parameters
    ----------
    model
        The `ResilienceModel` that the row belongs to.
    row
        Position in the table.
    """

    table: ClassVar[str] = ""

    def __init_subclass__(cls, of: type[Table] | None = None, **more: Any) -> None:
        super().__init_subclass__(**more)
        if of is not None:
            cls.table = of.__name__.lower()
            columns = of.columns()
            for shown, name in of.shown().items():
                setattr(cls, shown, ColumnView(cls.table, name, columns[name]))

    def __init__(self, model: Any, row: int) -> None:
        self.row = row
        super().__init__(model)

    def __setattr__(self, name: str, value: object) -> None:
        if not (name.startswith("_") or name in MESA_OWN or _declared(type(self), name)):  # type: ignore[arg-type]
            _check_new_name(type(self), name, value)
        super().__setattr__(name, value)

    def act(self) -> None:
        """What this agent does of its own between steps: nothing, unless a subclass says so."""

    def remove(self) -> None:
        """Refuse: rows of a table stay for the whole run.

        Raises
        ------
        InputError
            Always.
        """
        raise InputError(
            "an agent that is a row of a table cannot be removed",
            value=f"row {self.row} of {self.table}",
            allowed="writing its columns",
        )


class Resident(View, of=People):
    """A person who lives in the community; see `community.tables.People` for its columns."""

    @property
    def age_years(self) -> int:
        """The youngest age of the person's five-year band, in years; 85 stands for 85 and over."""
        return 5 * int(self.age_band)

    @property
    def age(self) -> int:
        """Not kept: ages are known by bands of five years only."""
        raise AttributeError("ages are kept by bands: read age_band (0 to 17) or age_years")

    def tied(self) -> list[tuple[Resident, float]]:
        """Those this person is tied to outside the household, with the weight of each tie."""
        ties = self.model.simulation.world.ties
        rows = slice(int(ties.start[self.row]), int(ties.start[self.row + 1]))
        near: dict[int, float] = {}
        for row, weight in zip(ties.index[rows].tolist(), ties.weight[rows].tolist(), strict=True):
            near[row] = near.get(row, 0.0) + weight
        return [(self.model.resident(row), weight) for row, weight in near.items()]

    def housemates(self) -> list[Resident]:
        """The other members of the household."""
        homes = self.model.simulation.community.households
        first = int(homes.first[self.household])
        rows = range(first, first + int(homes.size[self.household]))
        return [self.model.resident(row) for row in rows if row != self.row]


class PartyMember(Resident):
    """A resident who was a member of the Party, and no grid member, when agents were made."""


class GridMember(Resident):
    """A resident who worked for the grid when agents were made."""


class Organisation(View, of=Bodies):
    """A body that holds or does cases; see `community.tables.Bodies` for its columns."""

    @property
    def name(self) -> str:
        """Its name, unique in the model."""
        return str(self.model.simulation.world.body_names[self.row])

    @property
    def kind_name(self) -> str:
        """What it is, a word of `vocabulary.BODY_KINDS`."""
        return BODY_KINDS[self.kind]


class ResidentsCommittee(Organisation):
    """A residents' committee (居委会)."""


class PartyCommittee(Organisation):
    """A community Party committee (社区党委)."""


class OwnersCommittee(Organisation):
    """A homeowners' committee (业委会)."""


class Subdistrict(Organisation):
    """A subdistrict office (街道办事处)."""


class SocialOrganisation(Organisation):
    """A social organisation (社会组织)."""


class Unit(Organisation):
    """A unit based in the area (辖区单位)."""


_BODIES: dict[str, type[Organisation]] = {
    "residents_committee": ResidentsCommittee,
    "party_committee": PartyCommittee,
    "homeowners_committee": OwnersCommittee,
    "subdistrict_office": Subdistrict,
    "social_organisation": SocialOrganisation,
    "unit": Unit,
}


def person_classes(people: People) -> list[type[Resident]]:
    """Class of each person by the precedence of roles: grid member, Party member, resident."""
    by_rank: tuple[type[Resident], ...] = (Resident, PartyMember, GridMember)
    rank = np.where(people.grid_worker, 2, np.where(people.party_member, 1, 0))
    return [by_rank[k] for k in rank.tolist()]


def body_class(kind: int) -> type[Organisation]:
    """Class of a body by its kind; `Organisation` where the kind has none of its own."""
    return _BODIES.get(BODY_KINDS[kind], Organisation)
