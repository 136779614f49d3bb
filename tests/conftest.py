"""What all tests share: the folder of real data, and how hypothesis searches."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

os.environ.setdefault("MPLBACKEND", "Agg")

# Numba looks at a kernel's own file to see whether its compiled form is stale, not at the files
# of the kernels it calls: after an edit a test could pass on the code of yesterday. So compiled
# code lies in a folder named by all sources of kernels; numba reads the name when it is imported.
ROOT = Path(__file__).resolve().parents[1]
_sources = hashlib.blake2b(digest_size=8)
for _package in ("engine", "kernels"):
    for _path in sorted((ROOT / "resilience_sim" / _package).glob("*.py")):
        _sources.update(_path.read_bytes())
os.environ.setdefault("NUMBA_CACHE_DIR", str(ROOT / ".numba" / _sources.hexdigest()))

# The same examples every time: a red test is red for everybody. Compilation makes first
# examples slow, so there is no deadline.
settings.register_profile(
    "reproducible",
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("reproducible")


@pytest.fixture(scope="session")
def data_folder() -> Path:
    """Folder of real data, named by RESILIENCE_SIM_DATA; the test skips without it."""
    given = os.environ.get("RESILIENCE_SIM_DATA")
    if not given:
        pytest.skip("RESILIENCE_SIM_DATA does not name the folder of real data")
    folder = Path(given)
    if not folder.is_dir():
        pytest.skip(f"RESILIENCE_SIM_DATA names no folder: {folder}")
    return folder
