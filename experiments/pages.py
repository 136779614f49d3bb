"""Tables as Markdown, and the page that holds them between markers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from resilience_sim.study.statistics import interval

DOCS = Path(__file__).resolve().parent.parent / "docs"
PAGE = DOCS / "evidence.md"
#: The page of crises, with tables of its own.
CRISES_PAGE = DOCS / "crises.md"


@dataclass(frozen=True)
class Table:
    """A table with a title and what is to be said below it."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[object]]
    note: str = ""

    def markdown(self) -> str:
        """The table as Markdown; a bar inside a cell is escaped."""
        lines = [f"**{self.title}**", "", _line(self.columns), _line(["---"] * len(self.columns))]
        lines += [_line(row) for row in self.rows]
        return "\n".join(lines + (["", self.note] if self.note else []))


def _line(cells: Sequence[object]) -> str:
    return "| " + " | ".join(str(cell).replace("|", "\\|") for cell in cells) + " |"


def number(value: float, digits: int = 3) -> str:
    """A number for a table: `digits` significant digits, never in powers of ten."""
    if value != value:
        return "undefined"
    if value == 0.0:
        return "0"
    if abs(value) >= 10 ** (digits - 1):
        return f"{value:,.0f}"
    if abs(value) < 0.00005:
        return "~0"
    text = f"{value:.{digits}g}"
    return f"{value:.4f}" if "e" in text else text


def spread(values: Iterable[float]) -> str:
    """Mean with the lowest and the highest value in brackets."""
    known = [float(value) for value in values]
    mean = sum(known) / len(known)
    return f"{number(mean)} ({number(min(known))} to {number(max(known))})"


def between(low: float, high: float) -> str:
    """An interval in words."""
    return f"{number(low)} to {number(high)}"


def effect(values: np.ndarray) -> str:
    """Mean and interval over seeds, in words."""
    found = interval(values)
    return f"{number(found.mean)} ({between(found.low, found.high)})"


def put(page: str, marker: str, text: str) -> str:
    """The page with `text` between the two comments of a marker.

    Raises
    ------
    ValueError
        The page has no such marker, or has it twice.
    """
    begin, end = f"<!-- begin {marker} -->", f"<!-- end {marker} -->"
    pattern = re.compile(re.escape(begin) + ".*?" + re.escape(end), re.DOTALL)
    found = pattern.findall(page)
    if len(found) != 1:
        raise ValueError(f"the page has {len(found)} places for {marker!r}, not one")
    return pattern.sub(lambda _: f"{begin}\n\n{text}\n\n{end}", page)


def shown(tables: Sequence[Table]) -> str:
    """Several tables, one below the other."""
    return "\n\n".join(table.markdown() for table in tables)


def failing(page: str) -> list[str]:
    """What the tables of a page mark as failing, drifting or pinned, one line each."""
    found, title = [], ""
    for line in page.splitlines():
        if line.startswith("**") and line.endswith("**"):
            title = line.strip("*")
        elif line.startswith("|") and (told := FAILING.search(line)):
            cells = [cell.strip() for cell in line.strip("|").split("|")]
            found.append(f"- {title}: {cells[0]}: {told.group(1)}.")
    return found


#: What a cell says where something that was asked for is not so.
FAILING = re.compile(r"\*\*(fails|drifts|in \d+ of \d+|different bits)\*\*")


def write(marker: str, tables: Sequence[Table], path: Path = PAGE) -> None:
    """Put tables on a page, the one of evidence unless another is given, at their marker."""
    page = path.read_text(encoding="utf-8")
    path.write_text(put(page, marker, shown(tables)), encoding="utf-8")
