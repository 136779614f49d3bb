"""What all tests share: the folder of real data, and how hypothesis searches."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

os.environ.setdefault("MPLBACKEND", "Agg")

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
