"""What a plain graph tells about persons: names are checked, values read, gaps kept as gaps."""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from resilience_sim.errors import InputError, alike, listed, nearest_name

Array = NDArray[Any]

__all__ = ["KNOWN", "PlainGraph", "is_missing", "number_of", "read_attributes"]

#: Attributes of a person that are read, and what they mean.
KNOWN: dict[str, str] = {
    "household": "any label; persons with the same label live together",
    "building": "any label; the building of the person's household",
    "age": "years, 0 to 120",
    "age_band": "five-year band, 0 to 17",
    "sex": "0 or 'male', 1 or 'female'",
    "newcomer": "true or false",
    "disabled": "true or false",
    "vulnerable": "true or false",
    "party_member": "true or false",
    "digital": "true or false",
    "hours": "hours a day the person could give, 0 to 24",
}
LABELS = ("household", "building")
#: Words of spreadsheets and files for yes and no.
WORDS = {
    "true": 1.0, "yes": 1.0, "y": 1.0, "1": 1.0, "是": 1.0,
    "false": 0.0, "no": 0.0, "n": 0.0, "0": 0.0, "否": 0.0,
}  # fmt: skip
SEXES = {"male": 0.0, "m": 0.0, "男": 0.0, "female": 1.0, "f": 1.0, "女": 1.0}


@dataclass(frozen=True, slots=True)
class PlainGraph:
    """Persons with attributes, and each edge once with its attributes.

    ``directed`` tells whether the edge (one, two) may stand beside an edge (two, one) that says
    something else of the same pair; ``notes`` say what was assumed or left out so far, and
    ``where`` names the file or object for errors.
    """

    name: str
    labels: list[Hashable]
    attributes: list[dict[str, Any]]
    one: Array
    two: Array
    edges: list[dict[str, Any]]
    directed: bool = False
    notes: tuple[str, ...] = ()
    where: str = field(default="graph")


def is_missing(value: Any) -> bool:
    """True for what files and frames put where there is nothing."""
    if value is None or (isinstance(value, str) and not value.strip()):
        return True
    return isinstance(value, (float, np.floating)) and math.isnan(value)


def read_attributes(graph: PlainGraph, notes: list[str]) -> dict[str, Any]:
    """Known attributes by name, in node order; numbers as arrays with nan for gaps.

    Labels of households and buildings stay lists, with None for gaps. What is not known is
    told in `notes`.

    Raises
    ------
    InputError
        A name is nearly that of a known attribute, or a value cannot be used.
    """
    count: dict[str, int] = {}
    for told in graph.attributes:
        for key, value in told.items():
            count[key] = count.get(key, 0) + (not is_missing(value))
    given: dict[str, Any] = {}
    for key, known in count.items():
        if key not in KNOWN:
            _check_unknown(graph, str(key), count)
            notes.append(f"'{key}' of the nodes is not used.")
        elif known:
            values = [told.get(key) for told in graph.attributes]
            given[key] = _labels(graph, key, values) if key in LABELS else _read(graph, key, values)
    return given


def _check_unknown(graph: PlainGraph, key: str, count: dict[Any, int]) -> None:
    """Refuse a slip: a name near that of an attribute which some or all persons lack."""
    people = len(graph.labels)
    near = nearest_name(key, [name for name in KNOWN if count.get(name, 0) < people])
    if near is None or not alike(key, near):
        return
    at = next(v for v, t in zip(graph.labels, graph.attributes, strict=True) if key in t)
    raise InputError(
        f"there is no attribute {key!r} of persons",
        where=graph.where,
        key=f"node {at!r}.{key}",
        allowed=listed(KNOWN),
        nearest=near,
    )


def _labels(graph: PlainGraph, key: str, values: list[Any]) -> list[Hashable]:
    for label, value in zip(graph.labels, values, strict=True):
        try:
            hash(value)
        except TypeError:
            raise _unusable(graph, label, key, value) from None
    return [None if is_missing(value) else value for value in values]


def _unusable(graph: PlainGraph, label: Hashable, key: str, value: Any) -> InputError:
    return InputError(
        f"attribute {key!r} of a person cannot be used",
        where=graph.where,
        key=f"node {label!r}.{key}",
        value=value,
        allowed=KNOWN[key],
    )


def _read(graph: PlainGraph, key: str, values: list[Any]) -> Array:
    read = READERS[key]
    out = np.full(len(values), np.nan)
    for i, value in enumerate(values):
        if is_missing(value):
            continue
        number = read(value)
        if number is None:
            raise _unusable(graph, graph.labels[i], key, value)
        out[i] = number
    return out


def number_of(value: Any) -> float | None:
    """A finite number, also where a file gives it as text; None for anything else."""
    if isinstance(value, str):
        try:
            value = float(value)
        except ValueError:
            return None
    if isinstance(value, (bool, np.bool_)) or not isinstance(value, (int, float, np.number)):
        return None
    return float(value) if math.isfinite(value) else None


def _between(low: float, high: float) -> Callable[[Any], float | None]:
    def read(value: Any) -> float | None:
        number = number_of(value)
        return number if number is not None and low <= number <= high else None

    return read


def _truth(value: Any) -> float | None:
    if isinstance(value, str):
        return WORDS.get(value.strip().lower())
    if isinstance(value, (bool, np.bool_)) or value in (0, 1):
        return float(value)
    return None


def _sex(value: Any) -> float | None:
    if isinstance(value, str):
        word = value.strip().lower()
        return SEXES.get(word, {"0": 0.0, "1": 1.0}.get(word))
    return _truth(value)


READERS: dict[str, Callable[[Any], float | None]] = {
    "age": _between(0, 120),
    "age_band": _between(0, 17),
    "sex": _sex,
    "newcomer": _truth,
    "disabled": _truth,
    "vulnerable": _truth,
    "party_member": _truth,
    "digital": _truth,
    "hours": _between(0, 24),
}
