"""Whether the compiled loops are at hand, or the next run has to compile them."""

from __future__ import annotations

import os
from pathlib import Path


def needs_compiling() -> bool:
    """True where a file of loops has no compiled form that is as new as it is.

    Looks where numba keeps its cache: the folder named by NUMBA_CACHE_DIR, else beside the
    source. Elsewhere (a package folder that cannot be written) nothing is known: False.
    """
    package = Path(__file__).resolve().parent
    sources = [path for path in package.rglob("*.py") if _has_loops(path)]
    given = os.environ.get("NUMBA_CACHE_DIR")
    if given:
        kept = {path.name.split(".")[0] for path in Path(given).rglob("*.nbi")}
        return any(source.stem not in kept for source in sources)
    if not os.access(package, os.W_OK):
        return False
    return any(not _is_fresh(source) for source in sources)


def _has_loops(path: Path) -> bool:
    return path != Path(__file__).resolve() and "\n@njit" in path.read_text(encoding="utf-8")


def _is_fresh(source: Path) -> bool:
    made = source.stat().st_mtime
    kept = (source.parent / "__pycache__").glob(f"{source.stem}.*.nbi")
    return any(path.stat().st_mtime >= made for path in kept)
