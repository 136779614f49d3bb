"""Rows of text tables as spreadsheets write them: commas or semicolons, UTF-8 or GB 18030."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from resilience_sim.errors import InputError

__all__ = ["read_rows"]


def read_rows(path: Path) -> tuple[list[list[str]], list[str]]:
    """Rows of a table without empty ones, and what was assumed about the file.

    Raises
    ------
    InputError
        The file cannot be read as text, or a quote in it does not end.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise InputError(f"the file cannot be read: {error.strerror}", where=str(path)) from None
    notes = []
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        try:
            text = raw.decode("gb18030")
        except UnicodeDecodeError:
            raise InputError(
                f"the file is not text: byte {error.start} is no UTF-8",
                allowed="a table in UTF-8, as 'CSV UTF-8' of a spreadsheet",
            ) from None
        notes.append(f"{path.name} was read as GB 18030 text, since it is no UTF-8.")
    if "\0" in text:
        raise InputError("the file is not text", allowed="a table of text; not .xlsx or .ods")
    first = text.split("\n", 1)[0]
    mark = max(",;\t", key=first.count)
    try:
        rows = [row for row in csv.reader(io.StringIO(text), delimiter=mark, strict=True)]
    except csv.Error as error:
        raise InputError(f"the table cannot be read: {error}", allowed="CSV") from None
    return [[cell.strip() for cell in row] for row in rows if any(c.strip() for c in row)], notes
