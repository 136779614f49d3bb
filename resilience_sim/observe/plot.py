"""The figure of one run: functionality, and open cases by stage."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure

from resilience_sim.observe.ink import INK, MUTED, PARTS_PALETTE, blank, dress, finish, language
from resilience_sim.observe.record import Record
from resilience_sim.observe.view import PART_OF_STAGE, PARTS

__all__ = ["PART_WORDS", "plot_run"]

PART_WORDS = {
    "en": {
        "detection": "not yet found",
        "routing": "on the way to whoever is responsible",
        "supply": "waiting for resources",
        "hands": "waiting for hands",
        "service": "being served",
    },
    "zh": {
        "detection": "尚未被发现",
        "routing": "转办途中",
        "supply": "等待资源",
        "hands": "等待人手",
        "service": "办理中",
    },
}
_WORDS = {
    "en": (
        "How well daily needs are met (1 = no need past due)",
        "Open cases, by what they wait for",
        "days since the strike",
        "functionality",
        "cases",
        "the strike",
    ),
    "zh": (
        "日常需求满足程度（1 = 无逾期需求）",
        "未办结事项：在等什么",
        "危机发生后天数",
        "功能",
        "事项数",
        "危机发生",
    ),
}


def plot_run(record: Record, lang: str = "en") -> Figure:
    """Functionality above, open cases by part of their journey below."""
    lang = language(lang)
    words = _WORDS[lang]
    figure = blank(11.0, 6.4)
    above, below = figure.subplots(2, 1, sharex=True, height_ratios=(1.0, 1.2))
    above.plot(record.times, record.series["functionality"], color=INK, linewidth=1.6)
    above.set_title(words[0], loc="left", fontsize=11, color=INK)
    above.set_ylabel(words[3])
    stacks = np.zeros((len(PARTS), len(record.times)))
    for stage, part in PART_OF_STAGE.items():
        stacks[PARTS.index(part)] += record.series.get(f"open_{stage}", 0.0)
    labels = [PART_WORDS[lang][part] for part in PARTS]
    below.stackplot(record.times, stacks, labels=labels, colors=PARTS_PALETTE, linewidth=0)
    below.set_title(words[1], loc="left", fontsize=11, color=INK)
    below.set_ylabel(words[4])
    below.set_xlabel(words[2])
    below.legend(loc="upper left", bbox_to_anchor=(1.0, 1.0), frameon=False, fontsize=9,
                 reverse=True)  # fmt: skip
    for axes in (above, below):
        dress(axes)
        strike = axes.axvline(0.0, color=MUTED, linewidth=1.0, linestyle=(0, (4, 3)))
    # beside the axes, where no curve can lie under the words
    above.legend([strike], [words[5]], loc="upper left", bbox_to_anchor=(1.0, 1.0), frameon=False,
                 fontsize=9)  # fmt: skip
    below.set_xlim(record.times[0], record.times[-1])
    return finish(figure, lang)
