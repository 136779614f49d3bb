"""Examples in the pages: find them, run them, and compare or write what they print.

Two sorts of fenced blocks are examples. A ``python`` block is run, in one namespace a page,
and what it prints is the ``text`` block right after it (none: it prints nothing). In a
``console`` block every line that begins with ``$ resilience-sim`` is run, and what it writes
to standard output follows. Other fences, ``sh`` among them, are only shown.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import subprocess
import sys
import tempfile
import types
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
PROGRAM = "resilience-sim"
NOWHERE = -1


@dataclass(frozen=True)
class Example:
    """One thing to run, what the page says it prints, and which lines (from 0) say so.

    `first` is `NOWHERE` where the page has no place for anything printed.
    """

    page: Path
    language: str
    code: str
    line: int
    first: int
    end: int
    told: tuple[str, ...]


def pages() -> list[Path]:
    """All pages that may hold examples."""
    return [ROOT / "README.md", ROOT / "README.zh.md", *sorted((ROOT / "docs").glob("*.md"))]


def fences(lines: list[str]) -> Iterator[tuple[str, int, int]]:
    """Language, first line inside and the closing line of every fenced block."""
    at = 0
    while at < len(lines):
        if lines[at].startswith("```"):
            language, begin = lines[at][3:].strip(), at + 1
            at = begin
            while lines[at] != "```":
                at += 1
            yield language, begin, at
        at += 1


def examples(page: Path) -> list[Example]:
    """The examples of a page, in order."""
    lines = page.read_text(encoding="utf-8").splitlines()
    blocks = list(fences(lines))
    found: list[Example] = []
    for at, (language, begin, end) in enumerate(blocks):
        if language == "python":
            first = last = NOWHERE
            if at + 1 < len(blocks) and blocks[at + 1][0] == "text":
                _, inside, close = blocks[at + 1]
                if not "".join(lines[end + 1 : inside - 1]).strip():
                    first, last = inside, close
            code = "\n".join(lines[begin:end])
            found.append(_example(page, language, code, begin, first, last, lines))
        elif language == "console":
            found += _commands(page, lines, begin, end)
    return found


def _commands(page: Path, lines: list[str], begin: int, end: int) -> list[Example]:
    starts = [i for i in range(begin, end) if lines[i].startswith("$ ")]
    found = []
    for start, stop in zip(starts, [*starts[1:], end], strict=True):
        command = lines[start][2:]
        if not command.startswith(PROGRAM + " "):
            raise ValueError(f"{page.name}, line {start + 1}: {command!r} belongs in a sh block")
        found.append(_example(page, "console", command, start, start + 1, stop, lines))
    return found


def _example(
    page: Path, language: str, code: str, line: int, first: int, end: int, lines: list[str]
) -> Example:
    told = () if first == NOWHERE else tuple(lines[first:end])
    return Example(page, language, code, line, first, end, told)


# --- running ---------------------------------------------------------------------------------
def namespace_of(page: Path) -> dict[str, Any]:
    """What the python blocks of a page share: a module that can be found by its name."""
    module = types.ModuleType(f"page_{page.stem}")
    sys.modules[module.__name__] = module
    return vars(module)


def run(example: Example, namespace: dict[str, Any], folder: Path) -> tuple[str, ...]:
    """What an example prints, line by line, run in `folder`."""
    if example.language == "python":
        text = _run_python(example, namespace, folder)
    else:
        text = _run_command(example.code, folder)
    return tuple(line.rstrip() for line in text.rstrip("\n").splitlines())


def _run_python(example: Example, namespace: dict[str, Any], folder: Path) -> str:
    # the lines of a traceback are those of the page
    code = compile("\n" * example.line + example.code, str(example.page), "exec")
    printed = io.StringIO()
    with contextlib.chdir(folder), contextlib.redirect_stdout(printed):
        exec(code, namespace)
    return printed.getvalue()


def _run_command(command: str, folder: Path) -> str:
    _, *arguments = shlex.split(command)
    done = subprocess.run(
        [sys.executable, "-m", "resilience_sim", *arguments],
        cwd=folder,
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "PYTHONIOENCODING": "utf-8",
            "COLUMNS": "100",
            "RESILIENCE_SIM_LANG": "en",
        },
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=300,
    )
    if done.returncode:
        raise RuntimeError(f"{command}: exit code {done.returncode}\n{done.stderr}")
    return done.stdout


def shape(lines: tuple[str, ...]) -> list[str]:
    """What must agree where versions differ: the first word of each line, numbers aside."""
    return [re.sub(r"[-+±]?\d[\d.,e%+-]*", "#", line).split(" ")[0] for line in lines]


# --- writing ---------------------------------------------------------------------------------
def rewrite(page: Path) -> bool:
    """Run the examples of a page and put what they print in their place; True if it moved."""
    lines = page.read_text(encoding="utf-8").splitlines()
    namespace = namespace_of(page)
    with tempfile.TemporaryDirectory() as folder:
        made = [(one, run(one, namespace, Path(folder))) for one in examples(page)]
    for one, printed in reversed(made):
        if one.first != NOWHERE:
            lines[one.first : one.end] = printed
        elif printed:
            raise ValueError(f"{page.name}, line {one.line}: add a text block for what it prints")
    text = "\n".join(lines) + "\n"
    moved = text != page.read_text(encoding="utf-8")
    page.write_text(text, encoding="utf-8")
    return moved
