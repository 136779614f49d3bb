"""The figure of a comparison: functionality by world, with bands over seeds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matplotlib.figure import Figure

from resilience_sim.observe.ink import INK, blank, colour_of, dress, finish, folded, language
from resilience_sim.study.world_names import world_name

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["plot_functionality"]

_WORDS = {
    "en": (
        "days since the strike",
        "functionality (1 = no need past due)",
        "Line: median over {n} seeds; band: the middle half of them; faint band: the middle 90 %.",
        "How well daily needs are met after the strike: each world against “{base}”",
    ),
    "zh": (
        "危机发生后天数",
        "功能（1 = 无逾期需求）",
        "线：{n} 个种子的中位数；带：其中间一半；浅带：其中间 90%。",
        "危机后日常需求的满足程度：各情景与“{base}”对比",
    ),
}


def plot_functionality(
    timelines: pd.DataFrame, *, replicates: int, lang: str = "en", title: str | None = None
) -> Figure:
    """One panel a world, each against the first world, on one scale.

    Panels are used because the bands of six worlds on one pair of axes hide each other. The
    line is the median, which a few seeds with a late outbreak do not move.

    Parameters
    ----------
    timelines
        `Comparison.timelines`.
    replicates
        Seeds per world, for the note.
    lang
        ``en`` or ``zh``.
    title
        Heading; None: the standing one.
    """
    lang = language(lang)
    words = _WORDS[lang]
    worlds = list(dict.fromkeys(timelines["world"]))
    base, others = worlds[0], worlds[1:] or worlds[:1]
    columns = min(3, len(others))
    rows = -(-len(others) // columns)
    # one panel alone would be narrower than the title and the notice
    width = max(9.0, 1.2 + 3.6 * columns)
    figure = blank(width, 1.4 + 2.6 * rows)
    panel = (width - 1.2) / columns
    panels = figure.subplots(rows, columns, sharex=True, sharey=True, squeeze=False)
    for at, axes in enumerate(panels.flat):
        if at >= len(others):
            axes.set_visible(False)
            continue
        shown = [base] if others[at] == base else [base, others[at]]
        for world in shown:
            mine = timelines[timelines["world"] == world]
            colour = colour_of(worlds.index(world))
            axes.fill_between(
                mine["day"], mine["q05"], mine["q95"], color=colour, alpha=0.09, linewidth=0
            )
            axes.fill_between(
                mine["day"], mine["q25"], mine["q75"], color=colour, alpha=0.22, linewidth=0
            )
            label = folded(world_name(world, lang), 0.7 * panel, 9)
            axes.plot(mine["day"], mine["q50"], color=colour, linewidth=1.8, label=label)
        dress(axes)
        name = folded(world_name(others[at], lang), panel - 0.3, 11)
        axes.set_title(name, loc="left", fontsize=11, color=INK)
        axes.legend(loc="lower right", frameon=False, fontsize=9)
        axes.margins(x=0.0)
        if at % columns == 0:
            axes.set_ylabel(words[1], fontsize=9)
        if at + columns >= len(others):
            axes.set_xlabel(words[0], fontsize=9)
            axes.tick_params(labelbottom=True)
    heading = title or words[3].format(base=world_name(base, lang))
    heading = folded(heading, width - 0.2, 13)
    figure.suptitle(heading, x=0.01, ha="left", fontsize=13, color=INK)
    return finish(figure, lang, words[2].format(n=replicates))
