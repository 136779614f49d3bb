"""What stands beside every written result: what was run, with what, where."""

from __future__ import annotations

import importlib.metadata
import json
import platform
from pathlib import Path
from typing import Any

__all__ = ["NOT_A_FORECAST", "manifest", "write_json"]

NOT_A_FORECAST = (
    "Not a forecast: a stylised experiment. Intervals over seeds are Monte Carlo error only; "
    "they say nothing about parameters that are not known."
)
_LIBRARIES = (
    "resilience-sim",
    "numpy",
    "scipy",
    "numba",
    "pandas",
    "pyarrow",
    "matplotlib",
    "networkx",
    "mesa",
)


def manifest(told: dict[str, Any]) -> dict[str, Any]:
    """`told` with the versions of libraries, the platform and the standing notice."""
    return {
        "notice": NOT_A_FORECAST,
        **told,
        "versions": {name: _version(name) for name in _LIBRARIES},
        "python": platform.python_version(),
        "platform": platform.platform(),
    }


def write_json(path: Path, document: Any) -> None:
    """Write a document as JSON with its keys in the order given."""
    text = json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False)
    path.write_text(text + "\n", encoding="utf-8")


def _version(name: str) -> str:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return "not installed"
