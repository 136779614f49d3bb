"""Tables of columns: a row is an agent, rows never move.

A column is declared once, as an annotation that carries its dtype, unit and meaning; the
documentation, the graph attributes and the agent views are derived from it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Annotated, Any, Self, get_args, get_origin, get_type_hints

import numpy as np
from numpy.typing import NDArray

from resilience_sim.vocabulary import N_NEEDS, N_RESOURCES

Array = NDArray[Any]


@dataclass(frozen=True, slots=True)
class Column:
    """Declaration of one column: dtype, unit, meaning and width (0: one value a row).

    ``shown`` is the name under which graphs and agents show the column, where that is not the
    name of the column.
    """

    dtype: str
    unit: str
    meaning: str
    width: int = 0
    shown: str = ""


@dataclass(slots=True)
class Table:
    """Base of all tables: aligned arrays, one entry (or one row of entries) an agent."""

    @classmethod
    def columns(cls) -> dict[str, Column]:
        """Declared columns by name, in order."""
        found: dict[str, Column] = {}
        for name, hint in _hints(cls).items():
            if get_origin(hint) is Annotated:
                for extra in get_args(hint)[1:]:
                    if isinstance(extra, Column):
                        found[name] = extra
        return found

    @classmethod
    def shown(cls) -> dict[str, str]:
        """Names of columns by the names under which graphs and agents show them."""
        return {column.shown or name: name for name, column in cls.columns().items()}

    @classmethod
    def empty(cls, rows: int) -> Self:
        """A table of `rows` rows of zeros."""
        data = {
            name: np.zeros((rows, column.width) if column.width else rows, dtype=column.dtype)
            for name, column in cls.columns().items()
        }
        return cls(**data)

    def __len__(self) -> int:
        return int(getattr(self, next(iter(self.__dataclass_fields__))).shape[0])

    def items(self) -> Iterator[tuple[str, Array]]:
        """Pairs of column name and array."""
        for name in self.columns():
            yield name, getattr(self, name)

    def copy(self) -> Self:
        """A table with copies of all arrays."""
        return type(self)(**{name: array.copy() for name, array in self.items()})

    def readonly(self) -> Self:
        """The same arrays behind views that refuse to be written."""
        return type(self)(**{name: frozen(array) for name, array in self.items()})

    def extended(self, rows: int) -> Self:
        """A copy with `rows` rows of zeros added at the end."""
        more = type(self).empty(rows)
        return type(self)(
            **{name: np.concatenate([array, getattr(more, name)]) for name, array in self.items()}
        )

    def equals(self, other: Table) -> bool:
        """True when both tables hold the same values in all columns."""
        return type(self) is type(other) and all(
            np.array_equal(array, getattr(other, name)) for name, array in self.items()
        )


_HINTS: dict[type, dict[str, Any]] = {}


def _hints(cls: type) -> dict[str, Any]:
    if cls not in _HINTS:
        _HINTS[cls] = get_type_hints(cls, include_extras=True)
    return _HINTS[cls]


def frozen(array: Array) -> Array:
    """A read-only view of an array."""
    if not array.flags.writeable:
        return array
    view = array.view()
    view.setflags(write=False)
    return view


@dataclass(slots=True)
class People(Table):
    """Residents, contiguous by household."""

    household: Annotated[Array, Column("i4", "row", "household the person lives in")]
    age: Annotated[Array, Column("i1", "band", "five-year age band, 17 is 85+", shown="age_band")]
    sex: Annotated[Array, Column("i1", "0/1", "0 male, 1 female")]
    newcomer: Annotated[Array, Column("b1", "", "belongs to the floating population (流动人口)")]
    vulnerable: Annotated[
        Array, Column("b1", "", "elder living alone, child, disabled or chronically ill")
    ]
    disabled: Annotated[Array, Column("b1", "", "disabled or chronically ill")]
    party_member: Annotated[Array, Column("b1", "", "member of the Party")]
    grid_worker: Annotated[Array, Column("b1", "", "works for the grid")]
    chief: Annotated[Array, Column("b1", "", "street, alley or building chief")]
    volunteer: Annotated[Array, Column("b1", "", "on the list of a volunteer corps")]
    employer: Annotated[Array, Column("i4", "row", "body the person works for, -1 none here")]
    digital: Annotated[Array, Column("b1", "", "can use online services")]
    skills: Annotated[Array, Column("u4", "bits", "needs the person is able to serve")]
    hours: Annotated[Array, Column("f8", "h/day", "hours a day the person could give")]
    identity: Annotated[Array, Column("f8", "0..1", "community identification")]
    trust_neighbours: Annotated[Array, Column("f8", "0..1", "trust in neighbours")]
    trust_institutions: Annotated[Array, Column("f8", "0..1", "trust in institutions")]
    belief: Annotated[Array, Column("f8", "0..1", "belief in trusted guidance")]
    stigma: Annotated[Array, Column("f8", "0..1", "fear of blame")]
    panic: Annotated[Array, Column("f8", "0..1", "panic")]
    participation: Annotated[Array, Column("f8", "0..1", "takes part (1) or not (0)")]
    points: Annotated[Array, Column("f8", "points", "points held")]
    rank: Annotated[
        Array, Column("f8", "0..1", "fixed rank at which quantiles of identification are read")
    ]
    key: Annotated[Array, Column("i8", "", "row within the community, key of the person's luck")]


@dataclass(slots=True)
class Households(Table):
    """Households, contiguous by building, grid, community, subdistrict."""

    first: Annotated[Array, Column("i4", "row", "first person")]
    size: Annotated[Array, Column("i4", "persons", "number of persons")]
    stairwell: Annotated[Array, Column("i4", "row", "stairwell")]
    building: Annotated[Array, Column("i4", "row", "building")]
    community: Annotated[Array, Column("i4", "row", "community")]
    store_food: Annotated[Array, Column("f8", "days", "food at hand")]
    store_medicine: Annotated[Array, Column("f8", "days", "medicine at hand")]
    income: Annotated[Array, Column("i1", "class", "0 low, 1 middle, 2 high")]
    floor: Annotated[Array, Column("i2", "storey", "storey of the dwelling, 1 is ground")]
    elevation: Annotated[Array, Column("f8", "m", "elevation above the reference level")]
    newcomer: Annotated[Array, Column("b1", "", "group: newcomer household (True) or local")]
    vulnerable: Annotated[Array, Column("b1", "", "has a vulnerable member")]
    opens: Annotated[Array, Column("f8", "0..1", "rank of readiness to open its stock to others")]
    silent: Annotated[Array, Column("u4", "bits", "needs the household never reports itself")]
    key: Annotated[Array, Column("i8", "", "row within the community, key of its luck")]


@dataclass(slots=True)
class Bodies(Table):
    """Organisations: every body that can hold or do a case, or owns stock."""

    kind: Annotated[Array, Column("i2", "index", "position in vocabulary.BODY_KINDS")]
    level: Annotated[Array, Column("i2", "", "0 desk or specialist, then levels above")]
    community: Annotated[Array, Column("i4", "row", "community, -1 above communities")]
    first_building: Annotated[Array, Column("i4", "row", "first building of its area")]
    end_building: Annotated[Array, Column("i4", "row", "one past the last building of its area")]
    parent: Annotated[Array, Column("i4", "row", "body above it, -1 none")]
    posts: Annotated[Array, Column("i4", "posts", "cases it can work on at the same time")]
    staff: Annotated[Array, Column("f8", "persons", "staff")]
    hours: Annotated[Array, Column("f8", "h/day", "hours a day of one staff member")]
    administration: Annotated[Array, Column("f8", "share", "share of hours taken by paperwork")]
    fatigue: Annotated[Array, Column("f8", "0..1", "fatigue of the staff")]
    skills: Annotated[Array, Column("u4", "bits", "needs it is trained for")]
    authority: Annotated[Array, Column("u4", "bits", "needs it may decide on")]
    openness: Annotated[Array, Column("f8", "0..1", "rank at which it opens its stock")]
    data_format: Annotated[Array, Column("i2", "", "records kept in the same format match")]
    raising: Annotated[Array, Column("f8", "0..1", "ability to raise resources (资源汲取能力)")]
    key: Annotated[Array, Column("i8", "", "stable 32-bit key of its luck, from its name")]
    stock: Annotated[Array, Column("f8", "lots", "stock by resource", N_RESOURCES)]
    capacity: Annotated[Array, Column("f8", "lots", "normal stock by resource", N_RESOURCES)]
    reserve: Annotated[Array, Column("f8", "share", "share of capacity kept for itself")]


@dataclass(slots=True)
class Places:
    """Nested places; every level is a contiguous range of the one below, given by offsets.

    ``household_of_stairwell[s]:household_of_stairwell[s + 1]`` are the households of stairwell
    s, ``stairwell_of_building`` those of a building, and so on. Communities, subdistricts and
    districts have names.
    """

    household_of_stairwell: Array
    stairwell_of_building: Array
    building_of_grid: Array
    grid_of_community: Array
    community_of_subdistrict: Array
    subdistrict_of_district: Array
    communities: tuple[str, ...]
    subdistricts: tuple[str, ...]
    districts: tuple[str, ...]

    @property
    def n_buildings(self) -> int:
        """Number of buildings."""
        return len(self.stairwell_of_building) - 1

    def household_of_building(self) -> Array:
        """Offsets of households by building, shape (buildings + 1,)."""
        return np.asarray(self.household_of_stairwell[self.stairwell_of_building])

    def building_of_community(self) -> Array:
        """Offsets of buildings by community, shape (communities + 1,)."""
        return np.asarray(self.building_of_grid[self.grid_of_community])


@dataclass(slots=True)
class Ties:
    """Symmetric weighted ties as compressed sparse rows.

    ``index[start[i]:start[i + 1]]`` are the neighbours of row i in ascending order within a
    layer order, with ``weight`` and ``layer`` (position in vocabulary.TIE_LAYERS) aligned.
    """

    start: Array  # u4 (n + 1,)
    index: Array  # u4 (edges * 2,)
    weight: Array  # f8
    layer: Array  # i1

    @property
    def n_rows(self) -> int:
        """Number of rows."""
        return len(self.start) - 1


@dataclass(slots=True)
class Responsibility:
    """Who is accountable for a cell (need, building), and who believes what about it.

    ``first``, ``second``: bodies accountable, -1 none, shape (needs, buildings), int32.
    ``empowered``: whether `first` has the authority the need takes, same shape, bool.
    ``belief``: for each body, the body it believes accountable for each cell of its own area
    (-1: it knows of a gap); flat int32, row of body b starts at ``belief_start[b]`` and is
    laid out need by need over its buildings.
    ``formality``: share of a body's hand-off ties that are formal, shape (bodies,).
    """

    first: Array
    second: Array
    empowered: Array
    belief: Array
    belief_start: Array
    formality: Array

    def copy(self) -> Responsibility:
        """A copy of all arrays."""
        return Responsibility(*(np.array(getattr(self, f.name), copy=True) for f in fields(self)))


@dataclass(slots=True)
class Offers:
    """Who may draw on whose stock: compressed rows by (asker, resource).

    Row ``asker * N_RESOURCES + resource`` holds the offers, sorted by delay, then by key of
    the holder: ``holder`` (int32), ``reserve`` (lots the holder keeps), ``delay`` (days).
    """

    start: Array
    holder: Array
    reserve: Array
    delay: Array


N_CELLS_PER_BUILDING = N_NEEDS
