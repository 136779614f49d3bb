"""What running the claims gave, kept in experiments/results/claims: one file a claim."""

from __future__ import annotations

import ast
import hashlib
import json
import platform
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

import resilience_sim
from resilience_sim.files import write_atomically

FOLDER = Path(__file__).resolve().parent / "results" / "claims"
LIBRARIES = ("numpy", "scipy", "numba")
#: Parts of the package that show what a run left behind and have no part in it.
NO_PART = ("cli", "report", "study")
DIGITS = 12


@dataclass(frozen=True)
class Finding:
    """What running one claim gave; differences are with less without, by seed.

    Attributes
    ----------
    there, elsewhere
        By name: ``effect`` (on the outcome), ``moved`` (of the intermediate), ``acted`` (lines
        of the journal and of the account), ``hours``, ``money``, ``residents``.
    band
        Effect under each draw of what nobody knows, one seed each.
    signs
        Effect by (link, 0 off or -1 reversed).
    """

    key: str
    there: Mapping[str, np.ndarray]
    elsewhere: Mapping[str, np.ndarray]
    band: np.ndarray
    signs: Mapping[tuple[str, int], np.ndarray]


#: Outcome of every combination of a factorial's factors, by seed.
Cells = dict[tuple[bool, ...], np.ndarray]


@cache
def digest_of_code() -> str:
    """Hash of the code that a run goes through, without its comments and docstrings."""
    root = Path(resilience_sim.__file__).parent
    state = hashlib.blake2b(digest_size=8)
    here = Path(__file__).resolve().parent
    for path in (*sorted(root.rglob("*.py")), here / "claims.py", here / "claims_measures.py"):
        parts = path.relative_to(root).parts if path.is_relative_to(root) else (path.name,)
        if parts[0] in NO_PART:
            continue
        tree = _Bare().visit(ast.parse(path.read_text(encoding="utf-8")))
        state.update("/".join(parts).encode() + ast.dump(tree).encode())
    return state.hexdigest()


class _Bare(ast.NodeTransformer):
    """Code without docstrings and other texts that stand alone."""

    def visit_Expr(self, node: ast.Expr) -> ast.AST | None:
        alone = isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
        return None if alone else node


def made_with() -> dict[str, str]:
    """Versions under which a run is made now."""
    return {"python": platform.python_version(), "resilience_sim": resilience_sim.__version__,
            **{name: version(name) for name in LIBRARIES}}  # fmt: skip


# --- files -----------------------------------------------------------------------------------
def save(key: str, asked: str, told: Mapping[str, Any], folder: Path = FOLDER) -> None:
    """Keep what one claim gave; the file takes its name only when it is complete."""
    made = {"claim": key, "asked": asked, "code": digest_of_code(), "with": made_with()}
    _keep({**made, **told}, folder)


def confirm(key: str, folder: Path = FOLDER) -> None:
    """Note that the code as it is now gives the same, as far as that was looked at."""
    _keep({**(stored(key, folder) or {}), "confirmed": digest_of_code()}, folder)


def _keep(document: Mapping[str, Any], folder: Path) -> None:
    text = _on_one_line(json.dumps(document, indent=1, allow_nan=True)) + "\n"

    def write(path: Path) -> None:
        path.write_text(text, encoding="utf-8")

    write_atomically(folder, {f"{document['claim']}.json": write})


def _on_one_line(text: str) -> str:
    """The same JSON with each list of numbers on one line."""
    lines: list[str] = []
    inside = False
    for line in text.split("\n"):
        if inside:
            lines[-1] += line.strip() + ("" if line.strip()[:1] == "]" else " ")
            inside = line.strip()[:1] != "]"
            lines[-1] = lines[-1].replace(", ]", "]").replace(" ]", "]")
        else:
            lines.append(line)
            inside = line.endswith("[")
    return "\n".join(lines)


def stored(key: str, folder: Path = FOLDER) -> dict[str, Any] | None:
    """What is kept of one claim, None where nothing is."""
    path = folder / f"{key}.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else None


def fresh(key: str, asked: str, folder: Path = FOLDER) -> bool:
    """Whether a claim was run as it is asked now, with code that gives what it gives now."""
    told = stored(key, folder)
    if told is None or told["asked"] != asked:
        return False
    return digest_of_code() in (told["code"], told.get("confirmed"))


# --- to plain values and back ----------------------------------------------------------------
def plain(values: np.ndarray) -> list[float]:
    """Numbers as they are kept."""
    return [float(f"{value:.{DIGITS}g}") for value in values.tolist()]


def told_of(finding: Finding) -> dict[str, Any]:
    """A finding as it is kept."""
    return {
        "there": {name: plain(values) for name, values in finding.there.items()},
        "elsewhere": {name: plain(values) for name, values in finding.elsewhere.items()},
        "band": plain(finding.band),
        "signs": {f"{link} {sign}": plain(v) for (link, sign), v in finding.signs.items()},
    }


def finding_of(told: Mapping[str, Any]) -> Finding:
    """The finding that was kept."""
    signs = {}
    for name, values in told["signs"].items():
        link, sign = name.split(" ")
        signs[link, int(sign)] = np.array(values)
    return Finding(
        told["claim"],
        {name: np.array(values) for name, values in told["there"].items()},
        {name: np.array(values) for name, values in told["elsewhere"].items()},
        np.array(told["band"]),
        signs,
    )


def told_of_cells(cells: Cells) -> dict[str, Any]:
    """Cells of a factorial as they are kept: 0 and 1 by factor."""
    return {"cells": {"".join("01"[k] for k in on): plain(v) for on, v in cells.items()}}


def cells_of(told: Mapping[str, Any]) -> Cells:
    """The cells that were kept."""
    return {tuple(k == "1" for k in on): np.array(v) for on, v in told["cells"].items()}
