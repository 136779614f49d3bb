"""Where an answer is written: proved before any work, kept from being overwritten, left clean."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from resilience_sim.errors import InputError

__all__ = ["answer_folder"]

#: Stands last in every answer; where it stands, the answer is whole.
MANIFEST = "manifest.json"


@contextmanager
def answer_folder(out: Path | None, force: bool = False) -> Iterator[None]:
    """Prove that an answer can be written to a folder; leave none behind if none is written.

    Raises
    ------
    InputError
        The folder cannot be written to, or holds an answer and `force` is not set.
    """
    if out is None:
        yield
        return
    from resilience_sim.files import check_folder

    if (out / MANIFEST).exists() and not force:
        raise InputError(
            "the folder holds an answer already",
            key="out",
            value=str(out),
            allowed="another folder, or --force to write over it",
        )
    made = [folder for folder in (out, *out.parents) if not folder.exists()]
    check_folder(out)
    try:
        yield
    except BaseException:
        _remove_empty(made)
        raise


def _remove_empty(folders: list[Path]) -> None:
    """Remove folders that were made for nothing, the innermost first."""
    for folder in folders:
        if any(folder.iterdir()):
            return
        folder.rmdir()
