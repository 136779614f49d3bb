"""Errors that speak to the user: where, what was given, what is allowed, the nearest name."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from resilience_sim.text import Lang, Text

#: Heads of the lines below the sentence: where, key, given, allowed, nearest.
_HEADS = (
    Text("in:      ", "位置："),
    Text("key:     ", "键：  "),
    Text("given:   ", "给出："),
    Text("allowed: ", "允许："),
    Text("did you mean: ", "是否想写："),
)


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
        return self.screen("en")

    def screen(self, lang: Lang) -> str:
        """What is shown: the sentence, then what is known of the input, heads in a language."""
        value = None if self.value is None else _short(self.value)
        parts = (self.where, self.key, value, self.allowed, self.nearest)
        lines = [
            f"  {head.to(lang)}{part}"
            for part, head in zip(parts, _HEADS, strict=True)
            if part is not None
        ]
        return "\n".join([self.problem, *lines])


@contextmanager
def told_in(path: str) -> Iterator[None]:
    """Let an error about input that names no file name this one, and the line if it is found."""
    try:
        yield
    except InputError as error:
        if not path or error.where is not None:
            raise
        raise error.at(place_in(path, error)) from None


def place_in(path: str, error: InputError) -> str:
    """The file, and the one line of it that gives the key of an error the value it tells."""
    name = (error.key or "").rpartition(".")[2]
    file = Path(path)
    if not name or not file.is_file():
        return path
    found = [
        number
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1)
        if line.strip().startswith(name) and _given(line, name) == error.value
    ]
    return f"{path}, line {found[0]}" if len(found) == 1 else path


def _given(line: str, name: str) -> object:
    """The value that a line of TOML gives a key; the error itself where it is none."""
    try:
        return tomllib.loads(line).get(name)
    except tomllib.TOMLDecodeError as error:
        return error


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
