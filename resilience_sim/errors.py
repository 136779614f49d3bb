"""Errors that speak to the user: where, what was given, what is allowed, the nearest name."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


class ResilienceError(Exception):
    """Base of all errors this package raises for its user. Exit code 2 on the command line."""


class InputError(ResilienceError, ValueError):
    """Input that cannot be used.

    Parameters
    ----------
    problem
        One sentence: what is wrong.
    where
        File or object the input came from.
    key
        Dotted key inside it.
    value
        What was given.
    allowed
        What would be accepted, in words.
    nearest
        The nearest right name, if there is one.
    """

    def __init__(
        self,
        problem: str,
        *,
        where: str | None = None,
        key: str | None = None,
        value: object = None,
        allowed: str | None = None,
        nearest: str | None = None,
    ) -> None:
        self.problem = problem
        self.where = where
        self.key = key
        self.value = value
        self.allowed = allowed
        self.nearest = nearest
        super().__init__(str(self))

    def with_where(self, where: str) -> InputError:
        """The same error, naming the file or object where it names none."""
        return self.at(self.where or where)

    def at(self, where: str) -> InputError:
        """The same error, naming this file or object whatever it named."""
        return InputError(
            self.problem,
            where=where,
            key=self.key,
            value=self.value,
            allowed=self.allowed,
            nearest=self.nearest,
        )

    def __reduce__(self) -> tuple[object, ...]:
        return (
            _rebuild,
            (self.problem, self.where, self.key, self.value, self.allowed, self.nearest),
        )

    def __str__(self) -> str:
        lines = [self.problem]
        if self.where is not None:
            lines.append(f"  in:      {self.where}")
        if self.key is not None:
            lines.append(f"  key:     {self.key}")
        if self.value is not None:
            lines.append(f"  given:   {_short(self.value)}")
        if self.allowed is not None:
            lines.append(f"  allowed: {self.allowed}")
        if self.nearest is not None:
            lines.append(f"  did you mean: {self.nearest}")
        return "\n".join(lines)


def _rebuild(
    problem: str,
    where: str | None,
    key: str | None,
    value: object,
    allowed: str | None,
    nearest: str | None,
) -> InputError:
    return InputError(problem, where=where, key=key, value=value, allowed=allowed, nearest=nearest)


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 120 else text[:117] + "..."


def nearest_name(given: str, names: Iterable[str]) -> str | None:
    """The allowed name most like the given one, or None when none is near."""
    found = difflib.get_close_matches(given, list(names), n=1, cutoff=0.5)
    return found[0] if found else None


def alike(given: str, name: str) -> bool:
    """True when one name is likely a slip of the pen for the other."""
    one, other = given.casefold(), name.casefold()
    return difflib.SequenceMatcher(None, one, other).ratio() >= 0.8


def listed(names: Iterable[str], limit: int = 30) -> str:
    """Names as one line for an error message, cut when there are too many."""
    every = list(names)
    text = ", ".join(every[:limit])
    return text if len(every) <= limit else f"{text}, ... ({len(every)} in all)"
