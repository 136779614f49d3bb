"""What a reader of Chinese sees on request: no English left in tables, titles and figures."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from resilience_sim.cli.app import app
from resilience_sim.cli.heads import PARAMETER_UNITS_ZH, WORDS_ZH
from resilience_sim.describing import all_parameter_rows, outcome_rows
from resilience_sim.observe.outcome import GROUPS, UNITS_ZH
from resilience_sim.scenario_files import load, preset_titles, ready_names

DEMO = "epidemic_lockdown"
CHINESE = re.compile("[\u4e00-\u9fff]")
#: Codes are the same in every language: they are typed on the command line.
CODE = re.compile(r"[a-z0-9_./]+")


def ask(*words: str, lang: str = "zh") -> str:
    told = CliRunner().invoke(app, list(words), env={"RESILIENCE_SIM_LANG": lang})
    assert told.exit_code == 0, told.stderr
    return told.stdout


def cells(table: str) -> list[list[str]]:
    """Heads and rows of a table that was printed with borders."""
    lines = [line for line in table.splitlines() if line[:1] in "┃│"]
    return [[cell.strip() for cell in re.split("[┃│]", line)[1:-1]] for line in lines]


@pytest.fixture
def small(tmp_path: Path) -> str:
    path = tmp_path / "small.toml"
    path.write_text(
        '[scenario]\nname = "small"\ntitle = "A small one"\ntitle_zh = "小社区"\n'
        "warmup_days = 10\nhorizon_days = 12\n"
        '[community]\nresidents = 120\n[[crises]]\nkind = "epidemic"\ninitial = 3\n',
        encoding="utf-8",
    )
    return str(path)


def test_a_run_is_told_in_chinese(small: str) -> None:
    told = ask("run", small)
    assert told.startswith("小社区，种子 1")
    head, *rows = cells(told)
    assert head == ["代码名", "数值", "单位", "实质差异界限", "名称"]
    assert len(rows) >= len(outcome_rows())
    for name, _, unit, _, title in rows:
        assert CODE.fullmatch(name) or not name
        assert not re.search("[A-Za-z]", unit), unit
        assert CHINESE.search(title), title


def test_the_figure_of_a_run_is_written_in_the_language_asked_for(
    small: str, tmp_path: Path
) -> None:
    for lang in ("en", "zh"):
        ask("run", small, "--out", str(tmp_path / lang), lang=lang)
    drawn = [(tmp_path / lang / "run.png").read_bytes() for lang in ("en", "zh")]
    from resilience_sim.observe.ink import language

    assert (drawn[0] != drawn[1]) == (language("zh") == "zh")


@pytest.mark.parametrize("what", ["scenarios", "institutions", "crises", "society", "response"])
def test_lists_in_chinese_have_no_english_but_codes(what: str) -> None:
    head, *rows = cells(ask("list", what))
    assert all(CHINESE.search(cell) for cell in head), head
    assert "English" not in head and "英文" not in head
    sources = head.index("来源") if "来源" in head else None
    for row in rows:
        for at, cell in enumerate(row):
            if at not in (0, sources):
                assert not re.search("[a-z]{3}", cell), cell


def test_outcomes_and_parameters_in_chinese() -> None:
    for what, words in (("outcomes", {"类别", "方向", "名称"}), ("parameters", {"单位", "含义"})):
        head = cells(ask("list", what))[0]
        assert all(CHINESE.search(cell) for cell in head), head
        assert words <= set(head)
    for row in cells(ask("list", "outcomes"))[1:]:
        assert not any(re.search("[a-z]{3}", cell) for cell in row[1:]), row
    english = ask("list", "outcomes", lang="en")
    assert "Resilience loss" in english and not CHINESE.search(english)


def test_scenarios_in_english_have_no_chinese_and_json_keeps_both() -> None:
    assert not CHINESE.search(ask("list", "scenarios", lang="en"))
    for lang in ("en", "zh"):
        rows = json.loads(ask("list", "scenarios", "--format", "json", lang=lang))
        assert all(row["en"] and CHINESE.search(row["zh"]) for row in rows)
        assert {row["kind"] for row in rows} == {"scenario", "preset"}


def test_institutions_in_english_keep_the_chinese_names_of_the_sources() -> None:
    head = cells(ask("list", "institutions", lang="en"))[0]
    assert head == ["name", "English", "中文", "phases", "price", "sources"]


def test_describe_in_chinese() -> None:
    told = cells(ask("describe", DEMO))
    for head in (told[0], next(row for row in told if "符号" in row)):
        assert all(CHINESE.search(cell) for cell in head), head
    grades = {row[5] for row in told[1:] if len(row) == 7 and row[5]}
    assert not any(re.search("[A-Za-z]", grade) for grade in grades), grades


def test_every_unit_group_and_direction_has_chinese_words() -> None:
    rows = outcome_rows()
    units = {row["unit"] for row in all_parameter_rows()}
    assert units <= {*PARAMETER_UNITS_ZH, *UNITS_ZH}, units - {*PARAMETER_UNITS_ZH, *UNITS_ZH}
    assert {row["unit"] for row in rows} <= set(UNITS_ZH)
    assert set(GROUPS) == set(WORDS_ZH["group"])
    assert {row["direction"] for row in rows} <= set(WORDS_ZH["direction"])


def test_a_title_of_a_preset_is_no_part_of_what_it_brings() -> None:
    for name, path in ready_names().items():
        if name.startswith("governance/"):
            en, zh = preset_titles(path)
            assert en and CHINESE.search(zh), name
            assert load(DEMO, name).title == load(DEMO).title
