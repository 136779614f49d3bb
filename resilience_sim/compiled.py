"""Whether the compiled loops are at hand, or the next run has to compile them."""

from __future__ import annotations

import os
from pathlib import Path


def needs_compiling() -> bool:
    """True where the loops of the engine have no compiled form as new as their source.

    Looks where numba keeps its cache: the folder named by NUMBA_CACHE_DIR, else beside the
    source. Where that folder cannot be written numba keeps it in a place of the user's, of
    which nothing is known here: False.
    """
    engine = Path(__file__).resolve().parent / "engine"
    given = os.environ.get("NUMBA_CACHE_DIR")
    if not given and not os.access(engine, os.W_OK):
        return False
    kept = Path(given).rglob("*.nbi") if given else (engine / "__pycache__").glob("*.nbi")
    newest = max((path.stat().st_mtime for path in kept), default=0.0)
    return any(path.stat().st_mtime > newest for path in engine.glob("*.py"))
