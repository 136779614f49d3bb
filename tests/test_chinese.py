"""What a reader of Chinese sees on request: no English left in tables, titles and figures."""

from __future__ import annotations

import json
import re
from pathlib import Path

import networkx as nx
import numpy as np
import pytest
from matplotlib.font_manager import findfont, get_font
from matplotlib.text import Text
from typer.main import get_command
from typer.testing import CliRunner

import resilience_sim as rs
from resilience_sim.cli.app import app
from resilience_sim.cli.heads import PARAMETER_UNITS_ZH, WORDS_ZH
from resilience_sim.cli.help_zh import in_chinese, wanted
from resilience_sim.cli.notes_zh import note_in
from resilience_sim.describing import all_parameter_rows, outcome_rows
from resilience_sim.observe import ink
from resilience_sim.observe.ink import _chinese_font, language
from resilience_sim.observe.outcome import GROUPS, UNITS_ZH
from resilience_sim.observe.outcomes import OUTCOMES
from resilience_sim.observe.plot import plot_run
from resilience_sim.report.demo import LEVERS, TABLE
from resilience_sim.report.figures import plot_differences, plot_waiting
from resilience_sim.scenario_files import load, preset_titles, ready_names
from resilience_sim.study.compare import compare
from resilience_sim.study.world_names import world_name
from tests.records import FakeSimulator, FakeWorld, random_cases, record

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


@pytest.mark.parametrize(
    ("world", "zh"),
    [
        ("today", "现状"),
        ("clarity", "权责明晰"),
        ("levers.clarity=0.9", "权责明晰=0.9"),
        ("flood: levers.clarity=0.9", "河流洪水中的社区：权责明晰=0.9"),
        ("my: levers.clarity=0.9", "my：权责明晰=0.9"),
        ("outage", "水电通信医院同时中断"),
        ("+red_grid,governance/fengqiao", "+红色网格、枫桥经验"),
        ("crises.epidemic.initial=3", "疫情·"),
        ("mine", "mine"),
        ("现状", "现状"),
    ],
)
def test_worlds_have_chinese_names_where_their_names_say_what_they_are(world: str, zh: str) -> None:
    assert world_name(world, "zh").startswith(zh)
    assert world_name(world) == world


def test_figures_of_a_comparison_name_worlds_and_levers_in_chinese() -> None:
    if language("zh") != "zh":
        pytest.skip("no Chinese font here")
    names = ("today", *LEVERS, "all")
    worlds = {name: FakeWorld(1.0 + at / 4) for at, name in enumerate(names)}
    found = compare(worlds, 3, 1, 1, simulator=FakeSimulator())
    for figure in (
        found.plot("zh"),
        plot_waiting(found, "zh"),
        plot_differences(found.differences(), lang="zh"),
    ):
        written = [text.get_text() for text in figure.findobj(Text)]
        assert not any(name in text for name in names for text in written), written
        for text in written:
            shown_by_a_font(text)


def shown_by_a_font(text: str) -> None:
    """Every sign has a glyph in the fonts that figures are given."""
    fonts = [get_font(findfont(name)) for name in ("DejaVu Sans", _chinese_font())]
    for sign in text.replace("\n", ""):
        assert any(font.get_char_index(ord(sign)) for font in fonts), (sign, text)


def test_the_figure_of_a_run_has_a_glyph_for_every_sign(caplog: pytest.LogCaptureFixture) -> None:
    if language("zh") != "zh":
        pytest.skip("no Chinese font here")
    cases = random_cases(np.random.default_rng(0), 50, 40, -10.0, 30.0)
    figure = plot_run(record(cases=cases), "zh")
    figure.canvas.draw()
    assert not caplog.records  # names of fonts that are not there flood the log
    for text in figure.findobj(Text):
        shown_by_a_font(text.get_text())
        assert not re.search("[A-Za-z]{2}", text.get_text())


def test_compare_prints_what_tells_and_all_on_request(small: str) -> None:
    words = ("compare", small, "--vary", "levers.clarity=1", "--replicates", "2", "--workers", "1")
    names = [row["zh"] for row in outcome_rows()]
    few, every = (ask(*words, *more) for more in ((), ("--all",)))
    assert "权责明晰=1" in few
    assert sum(OUTCOMES[name].short("zh")[:6] in few for name in TABLE) == len(TABLE)
    assert len(few.splitlines()) < len(every.splitlines())
    assert every.count("[") >= len(names) > few.count("[")


def test_all_help_is_there_in_chinese() -> None:
    command = in_chinese(get_command(app))
    every = [command, *command.commands.values()]
    told = [one.help for part in every for one in (part, *part.params)]
    assert len(told) > 50
    assert all(text and CHINESE.search(text) for text in told), told


@pytest.mark.parametrize(
    ("words", "asked"),
    [(["run", "--help"], True), (["--lang", "en"], False), (["--lang=zh"], True)],
)
def test_help_is_in_the_language_asked_for(
    words: list[str], asked: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RESILIENCE_SIM_LANG", "zh")
    assert wanted(words) == asked
    monkeypatch.delenv("RESILIENCE_SIM_LANG")
    assert wanted(words) == ("--lang=zh" in words)


def test_errors_have_chinese_heads() -> None:
    words = ["run", DEMO, "--set", "levers.clarty=0.2", "--lang", "zh"]
    told = CliRunner().invoke(app, words)
    assert told.exit_code == 2
    heads = [line.split("：")[0].strip() for line in told.stderr.splitlines()[1:]]
    assert heads == ["位置", "键", "给出", "允许", "是否想写"]
    assert "levers.clarity" in told.stderr.splitlines()[-1]


def messy_graphs() -> list[nx.Graph]:
    """Graphs that between them give everything, nothing, and some of it."""
    bare = nx.DiGraph([(0, 1), (1, 0), (1, 2), (3, 3), (4, 5)])
    parallel = nx.MultiGraph([("a", "b"), ("a", "b"), ("c", "d"), ("d", "e")])
    parallel.add_edge("a", "c", weight=2.0, layer="kin", colour="red")
    full = nx.path_graph(6)
    for at in full:
        full.nodes[at].update(household=at // 2, building=at, age=30 + at, shoe=41)
    some = nx.path_graph(8)
    some.nodes[0].update(age=40, sex="f", household="h", building="x", digital=1.0)
    some.nodes[1].update(sex="m", household="h", newcomer=True)
    sexed = nx.path_graph(5)
    nx.set_node_attributes(sexed, dict.fromkeys(sexed, "f"), "sex")
    aged = nx.path_graph(4)
    nx.set_node_attributes(aged, dict.fromkeys(aged, "own"), "household")
    return [bare, parallel, full, some, sexed, aged]


def test_what_was_assumed_of_a_community_is_told_in_chinese() -> None:
    notes = [note for graph in messy_graphs() for note in rs.Community.from_networkx(graph).notes]
    kinds = {re.sub(r"'[^']*'|[0-9]+", "", note) for note in notes}
    assert len(kinds) > 25, len(kinds)
    for note in notes:
        told = note_in(note, "zh")
        assert CHINESE.search(told), note
        plain = re.sub(r"community\.\w+", "", told)  # keys of settings are typed as they are
        words = set(re.findall("[A-Za-z_]{2,}", plain)) - set(re.findall("'([a-z_]+)'", note))
        assert words <= {"beijing_", "household", "building", "HOUSEHOLD_TYPES"}, told
        assert all(number in told for number in re.findall("[0-9]+", note)), told
        assert note_in(note, "en") == note


def test_the_command_tells_it_in_chinese(tmp_path: Path) -> None:
    path = tmp_path / "ties.csv"
    path.write_text("source,target\na,b\nb,c\n", encoding="utf-8")
    told = ask("community", str(path))
    lines = [line for line in told.splitlines() if line.startswith("- ")]
    assert lines and all(CHINESE.search(line) for line in lines), lines


def test_a_plan_is_in_one_language() -> None:
    assert not CHINESE.search(ask("plan", DEMO, lang="en"))
    head, *rows = cells(ask("plan", DEMO))
    assert head == ["#", "阶段", "内容", "合成方式", "参与者"]
    assert not any(re.search("[A-Za-z]", cell) for row in rows for cell in row[:-1])
    assert "疫情" in "".join(row[-1] for row in rows)


def test_a_reader_is_told_where_no_chinese_font_is_found(
    small: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ink, "_chinese_font", lambda: None)
    words = ["run", small, "--out", str(tmp_path / "out"), "--lang"]
    for lang, said in (("zh", True), ("en", False)):
        told = CliRunner().invoke(app, [*words, lang, "--force"])
        assert told.exit_code == 0, told.stderr
        assert ("未找到中文字体" in told.stderr) == said
