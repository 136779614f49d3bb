"""The notebook runs from top to bottom, its sliders move worlds, and it is kept without outputs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.notebooks.kernel import executed as run

nbformat = pytest.importorskip("nbformat", reason="notebooks need the notebook extra")
pytest.importorskip("nbclient", reason="notebooks need the notebook extra")
pytest.importorskip("ipykernel", reason="notebooks need the notebook extra")
pytest.importorskip("ipywidgets", reason="notebooks need the notebook extra")

ROOT = Path(__file__).parents[2]
PATH = ROOT / "notebooks" / "first_run.ipynb"

MOVE = 'sliders["identity"].value = 0.9'
LOOK = """
print(sum("data" in one for one in picture.outputs))
print([one for one in picture.outputs if one["output_type"] == "error"])
"""


def read() -> Any:
    return nbformat.read(PATH, as_version=4)


@pytest.fixture(scope="module")
def executed() -> Iterator[Any]:
    """The notebook after it ran, with two cells more: a slider is moved, and what it drew."""
    notebook = read()
    notebook.cells += [nbformat.v4.new_code_cell(text) for text in (MOVE, LOOK)]
    yield run(notebook)


def test_it_runs_from_top_to_bottom(executed: Any) -> None:
    for cell in executed.cells:
        if cell.cell_type == "code":
            assert cell.execution_count
            wrong = [one for one in cell.outputs if one.output_type == "error"]
            assert not wrong, cell.source


def test_it_shows_its_figures(executed: Any) -> None:
    figures = [
        one
        for cell in executed.cells
        if cell.cell_type == "code"
        for one in cell.outputs
        if "image/png" in one.get("data", {})
    ]
    assert len(figures) == 4


def test_a_slider_runs_a_world_and_draws_it(executed: Any) -> None:
    shown, wrong = executed.cells[-1].outputs[0].text.splitlines()
    assert wrong == "[]"
    assert int(shown) == 2  # a figure and a table


def test_every_lever_of_the_demo_has_a_slider() -> None:
    from resilience_sim.report.demo import LEVERS

    source = "\n".join(cell.source for cell in read().cells if cell.cell_type == "code")
    assert f"levers = {list(LEVERS)}".replace("'", '"') in source
    assert "FloatSlider" in source


def test_it_is_kept_without_outputs() -> None:
    for cell in read().cells:
        if cell.cell_type == "code":
            assert cell.outputs == [] and cell.execution_count is None


def test_its_words_stand_in_english_and_chinese() -> None:
    for cell in read().cells:
        if cell.cell_type == "markdown":
            assert any("\u4e00" <= sign <= "\u9fff" for sign in cell.source)
            assert any(sign.isascii() and sign.isalpha() for sign in cell.source)
