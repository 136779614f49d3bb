"""Records as named bytes, so that two runs can be compared bit for bit."""

from __future__ import annotations

import hashlib
from typing import Any

import numpy as np

from resilience_sim.observe.record import Record

#: What a record says of the scenario rather than of the run.
WORDS = ("scenario", "content_hash", "channel_names", "notes")


def bits(record: Record) -> dict[str, bytes]:
    """Every array and figure of a record by name; channels by their names, not numbers."""
    found = case_bits(record, record.cases)
    for group in ("series", "start", "finish"):
        for name, values in getattr(record, group).items():
            found[f"{group}.{name}"] = np.ascontiguousarray(values).tobytes()
    for group in ("tallies", "sizes"):
        for name, value in getattr(record, group).items():
            found[f"{group}.{name}"] = repr(value).encode()
    found["times"] = record.times.tobytes()
    found["twins"] = repr(record.twins).encode()
    found["bodies"] = repr(record.body_names).encode()
    found["acts"] = repr(record.acts).encode()
    return found


def case_bits(record: Record, cases: np.ndarray) -> dict[str, bytes]:
    """The columns of some cases by name."""
    names = np.array([*record.channel_names, "none"])
    found = {f"cases.{name}": cases[name].tobytes() for name in cases.dtype.names or ()}
    found["cases.channel"] = repr(names[cases["channel"]].tolist()).encode()
    return found


def differing(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    """Names under which two records differ, or that only one has."""
    return sorted(name for name in {*one, *other} if one.get(name) != other.get(name))


def digest(record: Record) -> str:
    """One hash of all of it."""
    told: dict[str, Any] = bits(record)
    text = b"".join(name.encode() + value for name, value in sorted(told.items()))
    return hashlib.blake2b(text, digest_size=16).hexdigest()
