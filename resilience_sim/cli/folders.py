"""Where an answer is written: proved before any work, kept from being overwritten, left clean."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from resilience_sim.errors import InputError, listed

if TYPE_CHECKING:
    from resilience_sim.scenario import Scenario

__all__ = ["COMPARISON", "DEMO", "RUN", "answer_folder", "files_of"]

#: Stands last in every answer; where it stands, the answer is whole.
MANIFEST = "manifest.json"
#: What `run` and `compare` write beside the manifest: frames without their ending, then files.
RUN = (("outcomes", "timeline", "cases", "journal", "twins"), ("run.png",))
COMPARISON = (
    ("outcomes", "timelines", "twins", "rankings", "differences"),
    ("table.csv", "functionality.png"),
)
DEMO = (
    COMPARISON[0],
    ("table.csv", "curves.parquet", "curves.csv", "per_twin.csv", "summary.en.md", "summary.zh.md",
     "functionality.png", "waiting.png", "differences.png", "curves.png"),
)  # fmt: skip


def files_of(
    answer: tuple[tuple[str, ...], tuple[str, ...]],
    form: str,
    worlds: Mapping[str, Scenario] | None = None,
) -> list[str]:
    """Names of the files of an answer whose frames are in a form, the manifest last.

    `worlds` are asked for people who were given ready: each such community is a file too.
    """
    from resilience_sim.observe.written import community_writers

    frames, others = answer
    people, _ = community_writers(worlds or {})
    return [*(f"{name}.{form}" for name in frames), *others, *people, MANIFEST]


@contextmanager
def answer_folder(
    out: Path | None, files: Sequence[str], force: bool = False, again: bool = False
) -> Iterator[None]:
    """Prove that an answer can be written to a folder; leave none behind if none is written.

    Once another answer is written in the place of an old one, the files that the old manifest
    lists and the new one does not are removed: a folder holds one answer.

    Parameters
    ----------
    out
        The folder; None: nothing is written.
    files
        Names of the files that will be written.
    force
        Whether files of these names may be replaced.
    again
        Whether they may be where the folder's manifest lists just these: an answer of the
        same kind.

    Raises
    ------
    InputError
        The folder cannot be written to, or holds files that would be replaced.
    """
    if out is None:
        yield
        return
    from resilience_sim.files import check_folder

    old = _listed_in(out)
    if not (force or (again and set(old) == set(files))):
        _check_free(out, files)
    made = [folder for folder in (out, *out.parents) if not folder.exists()]
    check_folder(out)
    try:
        yield
    except BaseException:
        _remove_empty(made)
        raise
    new = _listed_in(out)
    for name in old:
        if new and name not in new:
            (out / name).unlink(missing_ok=True)


def _check_free(out: Path, files: Sequence[str]) -> None:
    there = [name for name in files if (out / name).exists()]
    if not there:
        return
    raise InputError(
        "the folder holds an answer already"
        if MANIFEST in there
        else f"the folder holds files that would be replaced: {listed(there)}",
        key="out",
        value=str(out),
        allowed="another folder, or --force to write over it",
    )


def _listed_in(out: Path) -> list[str]:
    """The files of the answer in a folder, by its manifest; none where there is no manifest."""
    try:
        told = json.loads((out / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return []
    if not isinstance(told, dict) or "resilience-sim" not in told.get("versions", ()):
        return []  # some other program's
    names = told.get("files", [])
    # a manifest may have been edited: it has no say over files outside its folder
    plain = [name for name in names if isinstance(name, str) and Path(name).name == name]
    return [name for name in plain if (out / name).is_file()] + [MANIFEST]


def _remove_empty(folders: list[Path]) -> None:
    """Remove folders that were made for nothing, the innermost first."""
    for folder in folders:
        if any(folder.iterdir()):
            return
        folder.rmdir()
