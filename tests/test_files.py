"""Files stand whole under their names, or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from resilience_sim.errors import InputError
from resilience_sim.files import write_atomically


def test_files_are_written_in_order(tmp_path: Path) -> None:
    made = write_atomically(
        tmp_path / "new" / "place",
        {"a.txt": lambda p: p.write_text("1"), "b.txt": lambda p: p.write_text("2")},
    )
    assert [p.name for p in made] == ["a.txt", "b.txt"]
    assert [p.read_text() for p in made] == ["1", "2"]
    assert sorted(p.name for p in made[0].parent.iterdir()) == ["a.txt", "b.txt"]


def test_an_interrupt_leaves_what_was_there(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("old")

    def interrupted(path: Path) -> None:
        path.write_text("half")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_atomically(tmp_path, {"a.txt": lambda p: p.write_text("new"), "b.txt": interrupted})
    assert [p.name for p in tmp_path.iterdir()] == ["a.txt"]
    assert (tmp_path / "a.txt").read_text() == "old"


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match="cannot write here") as caught:
        write_atomically(tmp_path / "file" / "out", {})
    assert caught.value.key == "out"
