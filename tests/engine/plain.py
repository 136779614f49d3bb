"""The engine's own source run as plain Python: an oracle for what was compiled from it."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import pytest

import resilience_sim.engine


class Row:
    """One record: reads give Python numbers (no small integers that overflow), writes stay."""

    __slots__ = ("_at", "_of")

    def __init__(self, of: np.ndarray, at: Any) -> None:
        object.__setattr__(self, "_of", of)
        object.__setattr__(self, "_at", at)

    def __getattr__(self, name: str) -> Any:
        value = self._of[name][self._at]
        return value if value.ndim else value.item()

    def __setattr__(self, name: str, value: Any) -> None:
        self._of[name][self._at] = value


class Rows:
    """An array as compiled code sees it."""

    __slots__ = ("array", "shape")

    def __init__(self, array: np.ndarray) -> None:
        self.array = array
        self.shape = array.shape

    def __getitem__(self, at: Any) -> Any:
        depth = len(at) if isinstance(at, tuple) else 1
        if depth < self.array.ndim:
            return Rows(self.array[at])
        if self.array.dtype.names:
            return Row(self.array, at)
        return self.array[at].item()

    def __setitem__(self, at: Any, value: Any) -> None:
        self.array[at] = value._of[value._at] if isinstance(value, Row) else value


class PlainState:
    """Stands in for the compiled state."""

    def __init__(self, arrays: dict[str, np.ndarray]) -> None:
        for name, array in arrays.items():
            setattr(self, name, Rows(array))


@contextmanager
def plain() -> Iterator[None]:
    """Inside, every compiled function of the engine runs as the Python it was written in."""
    with pytest.MonkeyPatch.context() as patch:
        parts = pkgutil.iter_modules(resilience_sim.engine.__path__, "resilience_sim.engine.")
        for path in ["resilience_sim.kernels.luck", *(found.name for found in parts)]:
            module = importlib.import_module(path)
            for name, one in list(vars(module).items()):
                written = getattr(one, "py_func", None)
                if written is not None:
                    patch.setattr(module, name, written)
        patch.setattr("resilience_sim.engine.engine.State", PlainState)
        copied = importlib.import_module("resilience_sim.engine.journal").open_cases
        patch.setattr(
            "resilience_sim.engine.journal.open_cases", lambda s, out: copied(s, Rows(out))
        )
        yield
