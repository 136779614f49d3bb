"""The bibliography that ships with the package: what each source key of a declaration means."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType

from resilience_sim.errors import InputError, nearest_name

#: How sure we are of what is taken from a source.
CONFIDENCE: Mapping[str, str] = MappingProxyType(
    {"L": "looked up in a copy of the source", "R": "recalled, to be checked", "C": "computed"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One source.

    Parameters
    ----------
    key
        What declarations call it.
    reference
        What it is, as far as it is known.
    gives
        What is taken from it.
    confidence
        L, R or C, see `CONFIDENCE`.
    unknown
        What is not known of the reference.
    """

    key: str
    reference: str
    gives: str
    confidence: str
    unknown: tuple[str, ...] = ()


@cache
def bibliography() -> Mapping[str, Source]:
    """All sources by key, sorted."""
    path = resources.files("resilience_sim") / "data" / "bibliography.toml"
    tables = tomllib.loads(path.read_text(encoding="utf-8"))
    return MappingProxyType(
        {
            key: Source(
                key=key,
                reference=table["reference"],
                gives=table["gives"],
                confidence=table["confidence"],
                unknown=tuple(table.get("unknown", ())),
            )
            for key, table in sorted(tables.items())
        }
    )


def source_of(key: str) -> Source:
    """The source of that key.

    Raises
    ------
    InputError
        There is none; the error names the nearest.
    """
    known = bibliography()
    if key not in known:
        raise InputError(
            f"the bibliography has no source {key!r}",
            key="source",
            value=key,
            allowed="a key of resilience_sim/data/bibliography.toml",
            nearest=nearest_name(key, known),
        )
    return known[key]
