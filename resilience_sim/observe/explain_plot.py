"""The figure of an explanation: the journey of cases, and what institutions took."""

from __future__ import annotations

from typing import TYPE_CHECKING

from resilience_sim.observe.ink import INK, PALETTE, blank, dress, finish, language
from resilience_sim.observe.plot import PART_WORDS
from resilience_sim.registry import title_zh

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["plot_explanation"]

WORDS = {
    "en": {
        "title": "Why the two worlds differ",
        "stages": "Days a case spends in each part",
        "hours": "Hours of institutions",
        "before": "{name}, before the strike",
        "one": "one",
        "other": "other",
        "none": "no institution took hours",
        "note": "Means over cases raised after the strike that are over.",
    },
    "zh": {
        "title": "两个世界为何不同",
        "stages": "事项在各环节的天数",
        "hours": "各制度占用工时",
        "before": "{name}（危机前）",
        "one": "甲",
        "other": "乙",
        "none": "没有制度占用工时",
        "note": "危机后提出且已了结事项的均值。",
    },
}


def plot_explanation(frame: pd.DataFrame, lang: str = "en") -> Figure:
    """Two panels: parts of the journey in both worlds, and hours by institution.

    Parameters
    ----------
    frame
        `Explanation.frame`.
    lang
        ``en`` or ``zh``.
    """
    lang = language(lang)
    words = WORDS[lang]
    stages = frame[frame["what"] == "stage"]
    taken = ("institution_hours", "institution_hours_before")
    hours = frame[(frame["what"] == "price") & frame["name"].isin(taken)]
    hours = hours.sort_values(["author", "name"], ascending=[True, False])
    hours = hours[(hours["one"] != 0.0) | (hours["other"] != 0.0)]
    rows = max(len(stages), len(hours))
    figure = blank(11.0, 2.0 + 0.42 * rows)
    left, right = figure.subplots(1, 2)
    _bars(left, [PART_WORDS[lang][name] for name in stages["name"]], stages, words)
    left.set_title(words["stages"], loc="left", fontsize=11, color=INK)
    if len(hours):
        names = [
            words["before"].format(name=_called(author, lang))
            if name == taken[1]
            else _called(author, lang)
            for author, name in zip(hours["author"], hours["name"], strict=True)
        ]
        _bars(right, names, hours, words)
    else:
        right.text(0.02, 0.5, words["none"], transform=right.transAxes, color=INK)
        right.set_axis_off()
    right.set_title(words["hours"], loc="left", fontsize=11, color=INK)
    figure.suptitle(words["title"], x=0.01, ha="left", fontsize=13, color=INK)
    return finish(figure, lang, words["note"])


def _called(author: str, lang: str) -> str:
    """An institution in Chinese where it has a name there; labels of the user's own stay."""
    return (title_zh("institutions", author) if lang == "zh" else "") or author


def _bars(axes: Axes, names: list[str], rows: pd.DataFrame, words: dict[str, str]) -> None:
    at = range(len(names))
    for shift, world, colour in ((-0.2, "one", PALETTE[0]), (0.2, "other", PALETTE[1])):
        axes.barh(
            [k + shift for k in at], rows[world], height=0.36, color=colour, label=words[world]
        )
    axes.set_yticks(list(at), names)
    axes.invert_yaxis()
    dress(axes)
    axes.legend(frameon=False, fontsize=9, loc="lower right")
