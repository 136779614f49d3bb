"""A hash of values: what was run, in 32 hexadecimal digits."""

from __future__ import annotations

import hashlib
import json
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

import numpy as np


def digest_of_document(document: Any) -> str:
    """Hash of nested plain values; the order of keys is irrelevant, dates count as text."""
    text = json.dumps(document, sort_keys=True, default=_text, allow_nan=False)
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def digest_of_arrays(thing: Any) -> str:
    """Hash of a dataclass of arrays, tuples and further such dataclasses, by field name.

    A field called ``notes`` is left out: it tells how the values were come by.
    """
    state = hashlib.blake2b(digest_size=16)
    _feed(state, thing)
    return state.hexdigest()


def _feed(state: hashlib.blake2b, thing: Any) -> None:
    if is_dataclass(thing):
        for f in fields(thing):
            if f.name != "notes":
                state.update(f.name.encode())
                _feed(state, getattr(thing, f.name))
    elif isinstance(thing, np.ndarray):
        state.update(f"{thing.dtype.str}{thing.shape}".encode())
        state.update(np.ascontiguousarray(thing).tobytes())
    else:
        state.update(repr(thing).encode())


def _text(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no place in a document")
