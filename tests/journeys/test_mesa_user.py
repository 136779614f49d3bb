"""A Mesa user's notebook runs from top to bottom, without a warning, and shows what it says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.notebooks.kernel import executed as run

nbformat = pytest.importorskip("nbformat", reason="notebooks need the notebook extra")
pytest.importorskip("nbclient", reason="notebooks need the notebook extra")
pytest.importorskip("ipykernel", reason="notebooks need the notebook extra")

ROOT = Path(__file__).parents[2]
PATH = ROOT / "notebooks" / "mesa_user.ipynb"
pytestmark = pytest.mark.skipif(not PATH.exists(), reason="notebooks stand in the checkout")


@pytest.fixture(scope="module")
def printed() -> str:
    """Everything that the cells printed."""
    notebook: Any = nbformat.read(PATH, as_version=4)
    run(notebook)
    outputs = [one for cell in notebook.cells if cell.cell_type == "code" for one in cell.outputs]
    warned = [one.text for one in outputs if one.get("name") == "stderr"]
    assert not any("resilience_sim" in text or "Warning" in text for text in warned), warned
    assert sum("image/png" in one.get("data", {}) for one in outputs) == 1
    return "\n".join(one.text for one in outputs if one.get("name") == "stdout")


def test_agents_batches_and_behaviour_are_shown(printed: str) -> None:
    for word in ("Resident ", "PartyMember ", "ResilienceModel 0.1 1", "Town 0.9 2"):
        assert word in printed
    assert "of 2 classes" in printed or "of 3 classes" in printed or "of 1 classes" in printed


def test_what_the_user_did_stands_in_the_journal(printed: str) -> None:
    assert "set bodies.fatigue" in printed
    assert "did you mean: fatigue" in printed
    assert "nodes," in printed


def test_it_is_kept_without_outputs() -> None:
    for cell in nbformat.read(PATH, as_version=4).cells:
        if cell.cell_type == "code":
            assert cell.outputs == [] and cell.execution_count is None
