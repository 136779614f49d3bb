"""The reference pages are those that the declarations make."""

from __future__ import annotations

import pytest

from docs import generate
from resilience_sim.describing import all_parameter_rows, sign_rows
from resilience_sim.registry import families
from resilience_sim.scenario import Scenario


@pytest.mark.parametrize(
    "name", ["parameters.md", "outcomes.md", "mechanisms.md", "frames.md", "population.md"]
)
def test_a_committed_page_equals_what_the_generator_makes(name: str) -> None:
    committed = (generate.FOLDER / name).read_text(encoding="utf-8")
    assert committed == generate.pages()[name], "run `python -m docs.generate`"


def test_every_parameter_and_sign_stands_on_the_page() -> None:
    page = generate.parameters_page()
    table = [line for line in page.splitlines() if line.startswith("| ")]
    for row in all_parameter_rows():
        assert any(f"| {row['key'].split('.')[-1]} | " in line for line in table), row["key"]
    for row in sign_rows(Scenario()):
        assert f"| {row['key']} | " in page


def test_every_mechanism_stands_on_the_page() -> None:
    page = generate.mechanisms_page()
    for found in families().values():
        for name, cls in found.items():
            assert f"| {name} | {cls.en} | {cls.zh} |" in page
