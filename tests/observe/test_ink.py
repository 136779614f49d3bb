"""Texts of figures stay within their room."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st
from matplotlib.backends.backend_agg import FigureCanvasAgg

from resilience_sim.errors import InputError
from resilience_sim.observe.ink import FOOT, PALETTE, blank, colour_of, finish, folded, language


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("today", ["today"]),
        ("outage: +governance/fengqiao,red_grid", ["outage: +governance/", "fengqiao,red_grid"]),
        ("疫情封控：levers.clarity=0.9", ["疫情封控：", "levers.clarity=0.9"]),
        ("水电通信医院同时中断，恢复快慢不一", ["水电通信医院同时中断，恢", "复快慢不一"]),
        ("one line\nand another", ["one line", "and another"]),
        ("", [""]),
    ],
)
def test_lines_end_where_a_reader_would_break_them(text: str, lines: list[str]) -> None:
    assert folded(text, 1.9, 11.0).split("\n") == lines


@given(st.text(st.characters(codec="gb2312", exclude_categories=["C", "Z"]), max_size=80))
def test_nothing_is_lost_and_no_line_is_too_long(text: str) -> None:
    lines = folded(text, 1.0, 12.0).split("\n")
    assert "".join(lines) == text
    assert all(sum(1.0 if ord(c) > 0x2E7F else 0.6 for c in line) <= 6.0 for line in lines)


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("width", [4.0, 9.0])
def test_the_notice_at_the_foot_is_seen_whole(lang: str, width: float) -> None:
    figure = finish(blank(width, 3.0), lang, "Means over cases that are over. " * 3)
    canvas = figure.canvas
    assert isinstance(canvas, FigureCanvasAgg)
    canvas.draw()
    foot = next(text for text in figure.texts if FOOT[lang][:5] in text.get_text())
    box = foot.get_window_extent(canvas.get_renderer())
    assert box.x0 >= 0.0 and box.x1 <= figure.bbox.width


def test_no_world_has_the_colour_of_the_base() -> None:
    assert colour_of(0) == PALETTE[0]
    assert PALETTE[0] not in [colour_of(world) for world in range(1, 40)]
    assert len({colour_of(world) for world in range(8)}) == 8


@pytest.mark.parametrize("lang", ["fr", "ZH", "zh-CN", "", None])
def test_there_are_two_languages(lang: str) -> None:
    with pytest.raises(InputError, match="language"):
        language(lang)


def test_a_dollar_is_a_dollar() -> None:
    figure = blank(5.0, 3.0)
    axes = figure.subplots()
    axes.set_title("$5 and $6")
    finish(figure, "en")
    assert not axes.title.get_parse_math()
