"""Pages in two languages say the same: sections, commands, outputs, figures, links and tables."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from docs.examples import ROOT, fences

TWINS = [("README.md", "README.zh.md"), ("docs/tutorial.md", "docs/tutorial.zh.md")]


def blocks(page: Path) -> list[tuple[str, list[str]]]:
    lines = page.read_text(encoding="utf-8").splitlines()
    return [(language, lines[begin:end]) for language, begin, end in fences(lines)]


def prose(page: Path) -> str:
    return re.sub(r"^```.*?^```$", "", page.read_text(encoding="utf-8"), flags=re.S | re.M)


def levels(page: Path) -> list[int]:
    return [len(mark) for mark in re.findall(r"^(#+) ", prose(page), flags=re.M)]


def links(page: Path) -> list[str]:
    found = re.findall(r"\]\(([^)]+)\)", prose(page))
    return sorted(target.replace(".zh.md", ".md") for target in found)


@pytest.mark.parametrize(("english", "chinese"), TWINS)
def test_twins_agree(english: str, chinese: str) -> None:
    one, two = ROOT / english, ROOT / chinese
    assert blocks(one) == blocks(two), "run `python -m docs.refresh --no-demo` after both changed"
    assert levels(one) == levels(two)
    assert re.findall(r"!\[[^]]*\]\(([^)]+)\)", prose(one)) == re.findall(
        r"!\[[^]]*\]\(([^)]+)\)", prose(two)
    )
    assert links(one) == links(two)
    for sign in (r"^\|", r"^- ", r"^> \*\*"):
        rows = [len(re.findall(sign, prose(page), flags=re.M)) for page in (one, two)]
        assert rows[0] == rows[1], sign


@pytest.mark.parametrize(("english", "chinese"), TWINS)
def test_words_in_code_are_the_same(english: str, chinese: str) -> None:
    """Names in backticks, whatever their order in a sentence."""
    words = [
        sorted(set(re.findall(r"`([^`\n]+)`", prose(ROOT / page)))) for page in (english, chinese)
    ]
    assert words[0] == words[1]


@pytest.mark.parametrize(("english", "chinese"), TWINS)
def test_each_is_in_its_language(english: str, chinese: str) -> None:
    signs = [len(re.findall(r"[\u4e00-\u9fff]", prose(ROOT / page))) for page in (english, chinese)]
    assert signs[0] < 60 < 500 < signs[1]
