"""How far a study has come, on standard error."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from resilience_sim.cli.output import note
from resilience_sim.text import Lang, say


def announce_compiling(lang: Lang) -> None:
    """Say that the first run after installation compiles, if it does."""
    from resilience_sim.compiled import needs_compiling

    if needs_compiling():
        note(say("compiling", lang))


@contextmanager
def progress(lang: Lang) -> Iterator[Callable[[int, int], None]]:
    """A callback of runs done and runs in all; a bar on a terminal, some lines elsewhere."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    console = Console(file=sys.stderr)
    if not console.is_terminal:
        yield _lines(say("running", lang))
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, TimeElapsedColumn(), console=console, transient=True) as bar:
        task = bar.add_task(say("running", lang), total=None)

        def show(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total)

        yield show


def _lines(word: str) -> Callable[[int, int], None]:
    """About ten lines over a whole study."""
    said = [-1]

    def show(done: int, total: int) -> None:
        tenth = 10 * done // max(total, 1)
        if tenth > said[0]:
            said[0] = tenth
            note(f"{word}: {done} / {total}")

    return show
