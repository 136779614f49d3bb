"""Colours, fonts and finishing touches that all figures share."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from resilience_sim.errors import InputError

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = [
    "FOOT",
    "INK",
    "MUTED",
    "PALETTE",
    "PARTS_PALETTE",
    "blank",
    "colour_of",
    "dress",
    "finish",
    "folded",
    "language",
]

#: Okabe and Ito's colours, told apart with any colour vision; the first is the base world.
PALETTE = ("#3C3C3C", "#0072B2", "#E69F00", "#009E73", "#CC79A7", "#D55E00", "#56B4E9", "#8C6D1F")
#: Parts of a case's journey, from finding it to serving it.
PARTS_PALETTE = ("#56B4E9", "#E69F00", "#CC79A7", "#D55E00", "#009E73")
INK = "#222222"
MUTED = "#6B6B6B"
FOOT = {
    "en": "Not a forecast. Bands and intervals over seeds are Monte Carlo error only.",
    "zh": "并非预测。带状与区间只反映随机种子造成的蒙特卡洛误差。",
}
#: A Latin word with the mark that ends it, or any other character.
_PIECES = re.compile(r"[^\s:,+/_\-\u2e80-\uffff]+[\s:,+/_-]?|.")
_CHINESE = (
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "Microsoft YaHei",
    "PingFang SC",
    "Hiragino Sans GB",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "SimHei",
    "Heiti SC",
    "Arial Unicode MS",
)


@cache
def _chinese_font() -> str | None:
    from matplotlib.font_manager import fontManager

    there = {font.name for font in fontManager.ttflist}
    return next((name for name in _CHINESE if name in there), None)


def colour_of(world: int) -> str:
    """Colour of a world by its place; that of the base, the first, is nobody else's."""
    return PALETTE[0] if world == 0 else PALETTE[1 + (world - 1) % (len(PALETTE) - 1)]


def language(lang: str) -> str:
    """The language figures can be written in here: English where no Chinese font is found.

    Raises
    ------
    InputError
        It is neither ``en`` nor ``zh``.
    """
    if lang not in ("en", "zh"):
        raise InputError("there are no figures in this language", key="lang", value=lang,
                         allowed="en or zh")  # fmt: skip
    return "zh" if lang == "zh" and _chinese_font() is not None else "en"


def blank(width: float, height: float) -> Figure:
    """An empty figure with its own canvas; no state of pyplot is touched."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, height), layout="constrained")
    FigureCanvasAgg(figure)
    return figure


def folded(text: str, inches: float, size: float) -> str:
    """Text on as many lines as it takes to stay within a width at a size of type (points).

    Lines end after a mark or a space, between Chinese characters, or in a word longer than one.
    """
    room = inches * 72.0 / size
    return "\n".join(_fitting(line, room) for line in text.split("\n"))


def _fitting(text: str, room: float) -> str:
    lines = [""]
    for piece in _PIECES.findall(text):
        for part in piece if _ems(piece) > room else (piece,):
            if lines[-1] and _ems(lines[-1] + part.rstrip()) > room:
                lines.append("")
            lines[-1] += part
    return "\n".join(line.strip() for line in lines)


def _ems(text: str) -> float:
    """Width of a text in ems, near enough: Chinese characters are square, others half as wide."""
    return sum(1.0 if ord(one) > 0x2E7F else 0.6 for one in text)


def dress(axes: Axes, *, grid: str = "y") -> None:
    """Take away what is not read: top and right spines; a light grid along one axis."""
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    for side in ("left", "bottom"):
        axes.spines[side].set_color(MUTED)
    axes.tick_params(colors=INK, labelsize=9)
    if grid in ("x", "y"):
        axes.grid(axis="x" if grid == "x" else "y", color="#E3E3E3", linewidth=0.8)
    axes.set_axisbelow(True)


def finish(figure: Figure, lang: str, note: str = "") -> Figure:
    """Put the standing notice at the foot and give every text a font that can show it."""
    from matplotlib.text import Text

    foot = "  ".join(part for part in (note, FOOT[lang]) if part)
    foot = folded(foot, figure.get_figwidth() - 0.2, 8)
    figure.supxlabel(foot, fontsize=8, color=MUTED, x=0.01, ha="left")
    chinese = _chinese_font()
    families = ["DejaVu Sans"] if chinese is None else ["DejaVu Sans", chinese]
    for text in figure.findobj(Text):
        text.set_fontfamily(families)
        text.set_parse_math(False)  # a dollar in a name is a dollar
    return figure
