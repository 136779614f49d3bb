"""Answers go to standard output in the form asked for; everything else to standard error."""

from __future__ import annotations

import csv
import json
import math
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any

import typer

from resilience_sim.cli.options import Form
from resilience_sim.errors import InputError, ResilienceError
from resilience_sim.text import Lang, say

#: Width of a table that is not shown on a terminal, in characters.
WIDE = 200
#: Figures of a number in a table.
SHOWN = 4


@contextmanager
def answering(lang: Lang = "en") -> Iterator[None]:
    """Turn errors about input into one screen and exit code 2, an interrupt into 130."""
    try:
        yield
    except ResilienceError as error:
        note(error.screen(lang) if isinstance(error, InputError) else str(error))
        raise typer.Exit(2) from None
    except KeyboardInterrupt:
        note(say("interrupted", lang))
        raise typer.Exit(130) from None


def note(text: str) -> None:
    """A line to the user that is no part of the answer."""
    print(text, file=sys.stderr, flush=True)


def show_json(document: Any) -> None:
    """One JSON document; numbers that are not finite become null.

    Where standard output cannot show a character, it is escaped: the document stays whole.
    """
    strict = _strict(document)
    text = json.dumps(strict, ensure_ascii=False, indent=2, allow_nan=False)
    try:
        text.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        text = json.dumps(strict, indent=2, allow_nan=False)
    print(text)


def show_rows(rows: Sequence[dict[str, Any]], form: Form, title: str, head: dict[str, str]) -> None:
    """Rows of plain values as a table or as CSV; `head` gives the columns and their heads."""
    if form is Form.csv:
        _csv(rows, list(head))
    else:
        _table(rows, title, head)


def show_frame(frame: Any, form: Form, title: str) -> None:
    """A pandas frame as a table or as CSV; its index too, where that has a name."""
    flat = _flat(frame)
    show_rows(records(frame), form, title, {str(name): str(name) for name in flat.columns})


def records(frame: Any) -> list[dict[str, Any]]:
    """The rows of a pandas frame as plain values; its index too, where that has a name."""
    return [dict(row) for row in _flat(frame).to_dict("records")]


def _flat(frame: Any) -> Any:
    return frame.reset_index() if any(frame.index.names) else frame


def _csv(rows: Sequence[dict[str, Any]], columns: list[str]) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_cell(row.get(name), 12) for name in columns])


def _table(rows: Sequence[dict[str, Any]], title: str, head: dict[str, str]) -> None:
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    console = Console(file=sys.stdout, highlight=False)
    if not console.is_terminal:
        console = Console(file=sys.stdout, highlight=False, width=WIDE)
    table = Table(title=escape(title), title_justify="left")
    for text in head.values():
        table.add_column(escape(text), overflow="fold")
    for row in rows:
        table.add_row(*(escape(_cell(row.get(name), SHOWN)) for name in head))
    console.print(table)


def _cell(value: Any, digits: int) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        if digits == SHOWN and 10.0**digits <= abs(value) < 1e9:  # for eyes, not for programs
            return f"{value:,.0f}"
        return "" if math.isnan(value) else f"{value:.{digits}g}"
    if isinstance(value, dict):
        return ", ".join(f"{key} {_cell(entry, digits)}" for key, entry in value.items())
    if isinstance(value, (list, tuple)):
        return ", ".join(_cell(entry, digits) for entry in value)
    return str(value)


def _strict(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _strict(entry) for key, entry in value.items()}
    if isinstance(value, (list, tuple)):
        return [_strict(entry) for entry in value]
    if isinstance(value, (bool, str)) or value is None:
        return value
    if isinstance(value, date):
        return value.isoformat()
    number = value.item() if hasattr(value, "item") else value
    if isinstance(number, float) and not math.isfinite(number):
        return None
    return number
