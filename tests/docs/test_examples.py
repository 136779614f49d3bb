"""What the pages show is what the package does.

Results are the same to the last bit on one set of versions, so where the versions are those of
``docs/made_with.toml`` every character is compared, and elsewhere the shape: the same lines,
beginning with the same words. ``python -m docs.refresh`` brings the pages up to date.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from docs import examples, refresh

PAGES = examples.pages()
SAME = tomllib.loads(refresh.VERSIONS.read_text(encoding="utf-8")) == refresh.made_with()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_examples_of_a_page_do_what_it_says(page: Path, tmp_path: Path) -> None:
    namespace = examples.namespace_of(page)
    for one in examples.examples(page):
        printed = examples.run(one, namespace, tmp_path)
        where = f"{page.name}, line {one.line + 1}: run `python -m docs.refresh --no-demo`"
        if SAME:
            assert printed == one.told, where
        else:
            assert examples.shape(printed) == examples.shape(one.told), where


def test_the_first_page_has_a_script_and_a_picture() -> None:
    readme = (examples.ROOT / "README.md").read_text(encoding="utf-8")
    scripts = [one for one in examples.examples(examples.ROOT / "README.md") if one.told]
    assert any("rs.compare" in one.code for one in scripts)
    assert "docs/images/functionality.png" in readme
    assert "Not a forecast" in readme


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_files_that_a_page_names_are_there(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for name in re.findall(r"`((?:tests|benchmarks|docs|notebooks)/[\w./]+)`", text):
        assert (examples.ROOT / name).exists(), f"{page.name} names {name}"
    for name in re.findall(r"`((?:engine|simulation|community)/\w+\.py)`", text):
        assert (examples.ROOT / "resilience_sim" / name).exists(), f"{page.name} names {name}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", text):
        if "://" not in target:
            assert (page.parent / target).exists(), f"{page.name} leads to {target}"


def test_the_demo_was_run_again_when_results_moved() -> None:
    page = (examples.ROOT / "docs" / "demo.md").read_text(encoding="utf-8")
    assert refresh.stamp() in page, "run `python -m docs.refresh`"


def test_a_command_that_is_not_ours_is_refused(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("```console\n$ rm -r out\n```\n", encoding="utf-8")
    with pytest.raises(ValueError, match="sh block"):
        examples.examples(page)


def test_what_an_example_prints_is_put_in_its_place(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("```python\nprint(6 * 7)\n```\n\n```text\nold\n```\nend\n", encoding="utf-8")
    assert examples.rewrite(page)
    assert page.read_text(encoding="utf-8").splitlines()[5:] == ["42", "```", "end"]
    assert not examples.rewrite(page)


def test_the_shape_forgets_numbers_and_keeps_words() -> None:
    told = ("today     9.80", "loss,1.5e-3,days", "")
    assert examples.shape(told) == examples.shape(("today 3", "loss,7,days", ""))
    assert examples.shape(told) != examples.shape(("clear     9.80", "loss,1.5e-3,days", ""))
