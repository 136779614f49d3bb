"""Where the compiled form of the loops is kept, and whether the next run has to make it."""

from __future__ import annotations

import hashlib
import os
import sys
from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
#: what is frozen into compiled code
SOURCES = ("engine/*.py", "kernels/*.py", "vocabulary.py")


def needs_compiling() -> bool:
    """True where the loop of the engine has no compiled form that belongs to its sources."""
    return next(compiled_folder().rglob("loop.advance-*.nbi"), None) is None


def compiled_folder() -> Path:
    """The folder of compiled code that belongs to the sources as they are.

    Numba looks only at a kernel's own file to see whether its compiled form is stale, not at
    those of the kernels it calls, so the folder bears the digest of all of them, and the Python
    that it was compiled for, since several may share a checkout. It stands in the folder named
    by NUMBA_CACHE_DIR, else beside the package, else where users keep caches.
    """
    given = os.environ.get("NUMBA_CACHE_DIR")
    if given:
        home = Path(given)
    elif os.access(PACKAGE, os.W_OK):
        home = PACKAGE / "__pycache__"
    else:
        home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "resilience_sim"
    return home / f"kernels-{digest()}-{sys.implementation.cache_tag}"


@cache
def digest() -> str:
    """Digest of all sources that compiled code depends on."""
    found = hashlib.blake2b(digest_size=8)
    for pattern in SOURCES:
        for path in sorted(PACKAGE.glob(pattern)):
            found.update(path.name.encode())
            found.update(path.read_bytes())
    return found.hexdigest()
