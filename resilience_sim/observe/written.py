"""How frames are written: Parquet with types and units, or CSV for a spreadsheet."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args

from resilience_sim.errors import InputError, listed, nearest_name
from resilience_sim.files import Writer

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Tables", "community_writers", "table_writers"]

Tables = Literal["parquet", "csv"]


def table_writers(frames: Mapping[str, pd.DataFrame], form: str) -> dict[str, Writer]:
    """What writes each frame, by file name.

    Raises
    ------
    InputError
        There is no such form.
    """
    if form not in get_args(Tables):
        raise InputError(
            "tables are not written in this form",
            key="tables",
            value=form,
            allowed=listed(get_args(Tables)),
            nearest=nearest_name(str(form), get_args(Tables)),
        )
    write = _csv if form == "csv" else _parquet
    return {f"{name}.{form}": partial(write, frame) for name, frame in frames.items()}


def community_writers(worlds: Mapping[str, Any]) -> tuple[dict[str, Writer], dict[str, str]]:
    """What writes the people that scenarios were given ready, by file, and the file by world.

    Read back they are equal, so an answer about one's own people can be run again from its
    folder. Worlds that share a community share the file; what is synthesised needs none.
    """
    writers: dict[str, Writer] = {}
    files: dict[str, str] = {}
    by_digest: dict[str, str] = {}
    for world, scenario in worlds.items():
        people = getattr(scenario, "use_community", None)
        if people is None:
            continue
        name = by_digest.get(scenario.given)
        if name is None:
            number = len(by_digest) + 1
            name = "community.json" if number == 1 else f"community_{number}.json"
            by_digest[scenario.given] = name
            writers[name] = people.to_file
        files[world] = name
    return writers, files


def _parquet(frame: pd.DataFrame, path: Path) -> None:
    frame.to_parquet(path)


def _csv(frame: pd.DataFrame, path: Path) -> None:
    # the mark at the beginning lets spreadsheets see that the text is UTF-8
    frame.to_csv(path, encoding="utf-8-sig", index=any(frame.index.names))
