"""Writing files so that nothing half-written ever stands under a final name."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from resilience_sim.errors import InputError

__all__ = ["Writer", "check_folder", "write_atomically"]

#: Writes one file to the path it is given.
Writer = Callable[[Path], None]


def write_atomically(folder: Path, files: Mapping[str, Writer]) -> list[Path]:
    """Write several files into a folder, all complete before the first takes its name.

    Every file is written in a hidden folder beside its place and synced; only when all are
    there do they get their names, one `os.replace` each, in the order given. Put a manifest
    last: where it stands, everything it names stands too.

    Parameters
    ----------
    folder
        Where the files go; made if it is not there.
    files
        What writes each file, by name.

    Returns
    -------
    list of Path
        The files, in the order given.

    Raises
    ------
    InputError
        The folder cannot be made or written to.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        hidden = Path(tempfile.mkdtemp(prefix=".writing-", dir=folder))
    except OSError as error:
        raise InputError(
            f"cannot write here: {error.strerror or error}",
            key="out",
            value=str(folder),
            allowed="a folder that can be made and written to",
        ) from error
    try:
        for name, write in files.items():
            write(hidden / name)
            _sync(hidden / name)
        return [Path(_placed(hidden / name, folder / name)) for name in files]
    except OSError as error:
        raise InputError(
            f"cannot write here: {error.strerror or error}",
            key="out",
            value=str(folder),
            allowed="a folder with room that can be written to",
        ) from error
    finally:
        shutil.rmtree(hidden, ignore_errors=True)


def _placed(made: Path, final: Path) -> Path:
    os.replace(made, final)
    return final


def _sync(path: Path) -> None:
    with path.open("rb+") as handle:
        os.fsync(handle.fileno())


def check_folder(folder: Path) -> Path:
    """Make a folder and prove that files can be made in it, before any work is done.

    Raises
    ------
    InputError
        The folder cannot be made or written to.
    """
    write_atomically(folder, {})
    return folder
