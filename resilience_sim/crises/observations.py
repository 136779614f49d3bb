"""Reading a CSV file of daily observations, and saying by line what is wrong with it."""

from __future__ import annotations

import csv
import math
import os
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any, NoReturn

import numpy as np
from numpy.typing import NDArray

from resilience_sim.digest import digest_of_arrays
from resilience_sim.errors import InputError, listed, nearest_name

Array = NDArray[Any]
FOLDER = "RESILIENCE_SIM_DATA"
MARKS = ("<<<<<<<", "=======", ">>>>>>>", "|||||||")
COUNTS = ("cases", "cumulative cases")


@dataclass(frozen=True)
class Observations:
    """Values of consecutive days, the first of them, and the file they are from."""

    path: str
    first: date
    values: Array
    unit: str

    @property
    def last(self) -> date:
        """The last day."""
        return self.first + timedelta(days=len(self.values) - 1)

    def digest(self) -> str:
        """Hash of the days, values and unit that were read; not of the path."""
        return digest_of_arrays((self.first, self.unit, self.values.tolist()))

    def span(self, zero: date, days: int, hold: bool, key: str) -> Array:
        """Values of `days` days from `zero`; after the end the last level, or no counts.

        Raises
        ------
        InputError
            The file begins later, or ends earlier and `hold` does not say that this is meant.
        """
        shift = (zero - self.first).days
        short = shift + days - len(self.values)
        if shift < 0 or shift >= len(self.values) or (short > 0 and not hold):
            wanted = f"{zero} to {zero + timedelta(days=days - 1)}"
            raise InputError(
                "the observations are shorter than the run", where=self.path, key=key,
                value=f"{self.first} to {self.last}",
                allowed=f"{wanted}: a shorter horizon, another day_zero, or after_end = \"hold\"",
            )  # fmt: skip
        found = self.values[shift : shift + days]
        rest = 0.0 if self.unit in COUNTS else self.values[-1]
        return np.concatenate([found, np.full(max(short, 0), rest)])


def find(file: str, beside: str, key: str) -> Path:
    """The file: as given if absolute, else beside the scenario file, else in the data folder.

    Raises
    ------
    InputError
        It is in none of these places; the error says where it was sought.
    """
    found = sought(file, beside)
    if found is not None:
        return found
    where = os.environ.get(FOLDER, "") or "not set"
    raise InputError(
        "there is no such file of observations", key=key, value=file,
        allowed=f"a file beside the scenario file ({beside or 'none'}) or in the folder that the "
        f"environment variable {FOLDER} names ({where})",
    )  # fmt: skip


def sought(file: str, beside: str) -> Path | None:
    """Where the file is, None where it is in none of these places."""
    given = Path(file)
    tried = [given] if given.is_absolute() else [
        Path(folder) / given for folder in (beside, os.environ.get(FOLDER, "")) if folder
    ]  # fmt: skip
    return next((path for path in tried if path.is_file()), None)


@lru_cache(maxsize=64)
def read(
    path: str,
    changed: int,
    date_columns: tuple[str, ...],
    date_format: str,
    value_column: str,
    where: tuple[tuple[str, str], ...],
    unit: str,
    hold: bool,
) -> Observations:
    """The series in a file; `changed` (its time stamp) makes an edited file be read again.

    Raises
    ------
    InputError
        Something in the file cannot be used: file, line, what was found and what is allowed.
    """
    head, lines = _lines(path)
    for column in (*date_columns, value_column, *(name for name, _ in where)):
        if column not in head:
            _refuse(path, 1, "there is no such column", column, listed(head),
                    nearest_name(column, head))  # fmt: skip
    days: list[date] = []
    values: list[float] = []
    at: list[int] = []
    for number, cells in lines:
        if len(cells) != len(head):
            _refuse(path, number, f"the line has {len(cells)} cells", ",".join(cells),
                    f"{len(head)}, as the first line")  # fmt: skip
        row = dict(zip(head, cells, strict=True))
        if any(row[name].strip() != value for name, value in where):
            continue
        days.append(
            _date(path, number, " ".join(row[c].strip() for c in date_columns), date_format)
        )
        values.append(_value(path, number, row[value_column].strip(), unit))
        at.append(number)
    if not days:
        asked = ", ".join(f"{name}={value}" for name, value in where)
        _refuse(
            path, 1, "no line is left after the filter", asked or None, _there(head, lines, where)
        )
    return Observations(path, days[0], _consecutive(path, days, values, at, unit, hold), unit)


def _lines(path: str) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """The head, and the other lines with their numbers; blank lines are passed over."""
    try:
        text = Path(path).read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(
            f"the file is not text: byte {error.start} is no UTF-8", where=path,
            allowed="a CSV file in UTF-8",
        ) from None  # fmt: skip
    raw = text.splitlines()
    for number, line in enumerate(raw, start=1):
        if line.startswith(MARKS):
            _refuse(path, number, "the line is a mark of version control", line,
                    "a file whose conflict is resolved")  # fmt: skip
    # spreadsheets of some countries part cells by semicolons
    head = next((line for line in raw if line.strip()), "")
    mark = max(",;\t", key=head.count)
    read = csv.reader(raw, delimiter=mark)
    rows = [(n, cells) for n, cells in enumerate(read, start=1) if any(cells)]
    if len(rows) < 2:
        _refuse(path, 1, "the file holds no observations", None, "a line of names, then values")
    return [name.strip() for name in rows[0][1]], rows[1:]


def _date(path: str, line: int, text: str, form: str) -> date:
    try:
        return datetime.strptime(text, form).date()
    except ValueError:
        _refuse(path, line, "not a date" if text else "the date is missing", text or None,
                f"the format {form}, as {date(2020, 1, 23).strftime(form)}")  # fmt: skip


def _value(path: str, line: int, text: str, unit: str) -> float:
    top = {"percent": 100.0, "share": 1.0}.get(unit, math.inf)
    allowed = "a number of at least 0" if top == math.inf else f"a number from 0 to {top:g}"
    allowed += f" ({unit})"
    try:
        value = float(text)
    except ValueError:
        _refuse(path, line, "the value is missing" if not text else "not a number", text or None,
                allowed)  # fmt: skip
    if not math.isfinite(value) or value < 0.0 or value > top:
        what = "a negative count" if value < 0.0 and unit in COUNTS else "the value is out of range"
        _refuse(path, line, what, text, allowed)
    return value


def _in_order(path: str, days: list[date], at: list[int]) -> None:
    """Refuse days that fall back or stand twice, wherever there are gaps before them."""
    for k in range(1, len(days)):
        if days[k] == days[k - 1]:
            _refuse(path, at[k], "two lines for one day after the filter", str(days[k]),
                    f"one line a day; the other is line {at[k - 1]}: filter further")  # fmt: skip
        if days[k] < days[k - 1]:
            _refuse(path, at[k], "the dates are not in order", str(days[k]),
                    f"a day after {days[k - 1]} of line {at[k - 1]}")  # fmt: skip


def _consecutive(
    path: str, days: list[date], values: list[float], at: list[int], unit: str, hold: bool
) -> Array:
    """Values day by day; counts of each day where they were cumulative."""
    found = [values[0]]
    _in_order(path, days, at)
    for k in range(1, len(days)):
        step = (days[k] - days[k - 1]).days
        if step > 1 and not hold:
            _refuse(path, at[k], "days are missing before this line", str(days[k]),
                    f"{days[k - 1] + timedelta(days=1)} next, or gaps = \"hold\"")  # fmt: skip
        between = 0.0 if unit == "cases" else values[k - 1]
        found += [between] * (step - 1) + [values[k]]
    series = np.array(found)
    if unit != "cumulative cases":
        return series
    falls = np.flatnonzero(np.diff(np.array(values)) < 0.0)
    if len(falls):
        k = int(falls[0]) + 1
        _refuse(path, at[k], "a cumulative count falls: a negative count", f"{values[k]:g}",
                f"at least {values[k - 1]:g}, the count of line {at[k - 1]}")  # fmt: skip
    return np.diff(series, prepend=series[0])


def _there(
    head: list[str], lines: list[tuple[int, list[str]]], where: tuple[tuple[str, str], ...]
) -> str:
    """What the filter columns hold."""
    told = []
    for name, _ in where:
        column = head.index(name)
        told.append(f"{name}: {listed(sorted({cells[column] for _, cells in lines}), 12)}")
    return "; ".join(told) or "lines of values"


def _refuse(
    path: str, line: int, problem: str, value: object, allowed: str, near: str | None = None
) -> NoReturn:
    raise InputError(
        problem, where=f"{path}, line {line}", value=value, allowed=allowed, nearest=near
    )
