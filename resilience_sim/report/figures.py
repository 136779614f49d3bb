"""Figures of a comparison: where waiting time goes, response curves, paired differences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from resilience_sim.observe.ink import (
    INK,
    MUTED,
    PALETTE,
    PARTS_PALETTE,
    blank,
    colour_of,
    dress,
    finish,
    folded,
    language,
)
from resilience_sim.observe.outcomes import OUTCOMES
from resilience_sim.observe.plot import PART_WORDS
from resilience_sim.observe.view import PARTS
from resilience_sim.report.gaps import GAPS
from resilience_sim.study.statistics import interval
from resilience_sim.study.world_names import world_name

if TYPE_CHECKING:
    import pandas as pd

    from resilience_sim.study.comparison import Comparison
    from resilience_sim.study.curves import ResponseCurve

__all__ = ["FOREST_OUTCOMES", "TWINS", "plot_curves", "plot_differences", "plot_waiting"]

#: The measured twin a curve is drawn against, by lever: lever, measure, name in both languages.
TWINS: Mapping[str, tuple[str, str, str]] = {
    "clarity": ("hops", "expected hand-offs of a case", "事项预期转手次数"),
    "sharing": ("reachable", "idle stock within reach (share)", "一天内可动用的闲置库存（占比）"),
    "identity": ("mean", "identification, mean", "认同均值"),
    "bridging": ("cross_share", "tie weight across groups (share)", "跨群体联结权重（占比）"),
}
#: Inches that the panel of a world takes in the figure of differences.
_PANEL = 2.0
FOREST_OUTCOMES = (
    "resilience_loss",
    "robustness",
    "time_to_recover",
    "unmet_days",
    "gap_vulnerable",
    "gap_newcomers",
    "share_lapsed",
    "days_median",
    "days_p95",
    "hops",
    "attack_rate",
    "overload",
    "residents_hours",
)
_WORDS = {
    "en": {
        "waiting": "Where the waiting time goes: days a case spends in each part of its journey",
        "per case": "days per case raised after the strike (mean over {n} seeds)",
        "curves": "What each value of a lever brings, the other levers as they are today",
        "lever": "{name}, as set",
        "today": "today",
        "curve note": "Mean of {n} seeds; band: 95 % interval, less what is common to a seed.",
        "forest": "What differs from “{base}”, in units of the smallest difference that matters",
        "worse": "worse  ←",
        "better": "→  better",
        "scale": "linear to ±2, logarithmic beyond",
        "forest note": "Mean paired difference over {n} seeds with its 95 % interval; "
        "within the grey band a difference does not matter.\n"
        "Hollow: the size of a gap, wider to the left whichever group is ahead; the excess in the "
        "table says who loses more.",
        "forest one": "Paired difference of one seed: no interval and no verdict; within the grey "
        "band a difference does not matter.\nHollow: the size of a gap, wider to the left "
        "whichever group is ahead; the excess in the table says who loses more.",
    },
    "zh": {
        "waiting": "等待时间花在哪里：事项在各环节停留的天数",
        "per case": "危机后每件事项的天数（{n} 个种子的均值）",
        "curves": "各杠杆取不同值的结果（其他杠杆保持现状）",
        "lever": "{name}（设定值）",
        "today": "现状",
        "curve note": "{n} 个种子的均值；带：扣除种子共有成分后的 95% 区间。",
        "forest": "与“{base}”相比的差别（以实质差异界限为单位）",
        "worse": "更差  ←",
        "better": "→  更好",
        "scale": "±2 以内为线性刻度，以外为对数刻度",
        "forest note": "{n} 个种子的配对差均值及 95% 区间；灰带内的差别无实质意义。\n"
        "空心：差距的大小，向左为扩大，不论哪一组领先；哪一组损失更多见表中的“多损失”一行。",
        "forest one": "单个种子的配对差：没有区间，也不作判断；灰带内的差别无实质意义。\n"
        "空心：差距的大小，向左为扩大，不论哪一组领先；哪一组损失更多见表中的“多损失”一行。",
    },
}


def plot_waiting(comparison: Comparison, lang: str = "en", axes: Axes | None = None) -> Figure:
    """Mean days per case in each part of the journey, one stacked bar a world."""
    lang = language(lang)
    words = _WORDS[lang]
    worlds = list(comparison.worlds)
    figure = blank(10.0, 1.9 + 0.55 * len(worlds)) if axes is None else _figure_of(axes)
    on = figure.subplots() if axes is None else axes
    days = _mean_parts(comparison)
    left = np.zeros(len(worlds))
    rows = np.arange(len(worlds))
    for at, part in enumerate(PARTS):
        on.barh(rows, days[:, at], left=left, height=0.62, color=PARTS_PALETTE[at],
                edgecolor="white", linewidth=0.8, label=PART_WORDS[lang][part])  # fmt: skip
        _label_bars(on, rows, left, days[:, at], days.sum(axis=1).max())
        left += days[:, at]
    for row, total in zip(rows, left, strict=True):
        on.annotate(f"{total:.2f}", (total, row), xytext=(6, 0), textcoords="offset points",
                    va="center", fontsize=10, color=INK)  # fmt: skip
    on.set_yticks(rows, [folded(world_name(world, lang), 2.4, 10) for world in worlds])
    on.invert_yaxis()
    on.set_xlim(0.0, max(left.max(), 1e-9) * 1.1)
    on.set_xlabel(words["per case"].format(n=comparison.replicates), fontsize=9)
    dress(on, grid="x")
    on.spines["left"].set_visible(False)
    on.tick_params(axis="y", length=0, labelsize=10)
    on.legend(loc="lower left", bbox_to_anchor=(0.0, 1.0), ncols=3, frameon=False, fontsize=9)
    figure.suptitle(words["waiting"], x=0.01, ha="left", fontsize=13, color=INK)
    return finish(figure, lang)


def _mean_parts(comparison: Comparison) -> np.ndarray:
    places = [list(OUTCOMES).index(f"days_{part}") for part in PARTS]
    means = [[interval(v[:, at]).mean for at in places] for v in comparison.values.values()]
    return np.asarray(np.nan_to_num(np.array(means)))  # a world without a case has no bar


def _label_bars(
    axes: Axes, rows: np.ndarray, left: np.ndarray, width: np.ndarray, longest: float
) -> None:
    for row, start, days in zip(rows, left, width, strict=True):
        if days > 0.05 * longest:
            axes.annotate(f"{days:.2f}", (start + days / 2.0, row), ha="center", va="center",
                          fontsize=8, color=INK)  # fmt: skip


def plot_curves(
    curves: Mapping[str, ResponseCurve],
    today: Mapping[str, float],
    names: Mapping[str, str],
    outcome: str = "resilience_loss",
    lang: str = "en",
) -> Figure:
    """One column a lever: the outcome against the lever as set, and against its twin.

    Parameters
    ----------
    curves
        By lever, without the leading ``levers.``.
    today
        Value of each lever in the scenario.
    names
        What each lever is called.
    outcome
        What is drawn.
    lang
        ``en`` or ``zh``.
    """
    lang = language(lang)
    words = _WORDS[lang]
    told = OUTCOMES[outcome]
    figure = blank(1.0 + 2.9 * len(curves), 6.2)
    panels = figure.subplots(2, len(curves), sharey=True, squeeze=False)
    for column, (lever, curve) in enumerate(curves.items()):
        colour = PALETTE[(column + 1) % len(PALETTE)]
        above, below = panels[0, column], panels[1, column]
        _draw_curve(above, np.array(curve.values), curve.within(outcome), colour)
        above.axvline(today[lever], color=MUTED, linewidth=1.0, linestyle=(0, (4, 3)))
        above.annotate(words["today"], (today[lever], 1.0), xycoords=("data", "axes fraction"),
                       xytext=(3, -9), textcoords="offset points", fontsize=8,
                       color=MUTED)  # fmt: skip
        above.set_title(folded(names[lever], 2.6, 11), loc="left", fontsize=11, color=INK)
        name = world_name(lever, lang)
        above.set_xlabel(words["lever"].format(name=name), fontsize=9)
        measure, en, zh = TWINS[lever]
        twin = np.array([interval(column).mean for column in curve.twin(lever, measure).T])
        if np.isfinite(twin).all():
            _draw_curve(below, twin, curve.within(outcome), colour)
        below.set_xlabel(zh if lang == "zh" else en, fontsize=9)
    label = f"{told.title(lang)} [{told.unit_in(lang)}]"
    for axes in panels[:, 0]:
        axes.set_ylabel(label, fontsize=9)
    figure.suptitle(words["curves"], x=0.01, ha="left", fontsize=13, color=INK)
    count = len(next(iter(curves.values())).of(outcome))
    return finish(figure, lang, words["curve note"].format(n=count))


def _draw_curve(axes: Axes, x: np.ndarray, table: np.ndarray, colour: str) -> None:
    found = [interval(column) for column in table.T]
    mean = np.array([f.mean for f in found])
    axes.fill_between(x, [f.low for f in found], [f.high for f in found], color=colour,
                      alpha=0.2, linewidth=0)  # fmt: skip
    axes.plot(x, mean, color=colour, linewidth=1.8, marker="o", markersize=4.5)
    dress(axes)


def plot_differences(
    differences: pd.DataFrame,
    outcomes: Sequence[str] = FOREST_OUTCOMES,
    lang: str = "en",
) -> Figure:
    """One panel a world: paired differences over the smallest difference that matters.

    Right is better, whatever the direction of the outcome; outcomes without a direction are
    left out. The scale is linear within 2 and logarithmic beyond. Sizes of gaps are hollow.
    """
    lang = language(lang)
    words = _WORDS[lang]
    shown = [name for name in outcomes if OUTCOMES[name].direction != 0]
    worlds = list(dict.fromkeys(differences["world"]))
    width = 4.2 + _PANEL * len(worlds)
    figure = blank(width, 1.7 + 0.34 * len(shown))
    panels = figure.subplots(1, len(worlds), sharex=True, sharey=True, squeeze=False)[0]
    for at, (axes, world) in enumerate(zip(panels, worlds, strict=True)):
        mine = differences[differences["world"] == world].set_index("outcome").loc[shown]
        _draw_forest(axes, mine, colour_of(at + 1))
        title = folded(world_name(world, lang), _PANEL - 0.1, 11)
        axes.set_title(title, loc="left", fontsize=11, color=INK)
        axes.set_xlabel(f"{words['worse']}   {words['better']}\n{words['scale']}", fontsize=8)
    _forest_axis(panels[0], differences[differences["outcome"].isin(shown)])
    labels = [OUTCOMES[name].short(lang) for name in shown]
    panels[0].set_yticks(range(len(shown)), labels, fontsize=9)
    panels[0].invert_yaxis()
    base = world_name(str(differences["against"].iloc[0]), lang)
    heading = folded(words["forest"].format(base=base), width - 0.2, 13)
    figure.suptitle(heading, x=0.01, ha="left", fontsize=13, color=INK)
    count = int(differences["n"].max())
    note = words["forest one"] if count == 1 else words["forest note"].format(n=count)
    return finish(figure, lang, note)


def _draw_forest(axes: Axes, rows: pd.DataFrame, colour: str) -> None:
    scale = (rows["direction"] / rows["smallest"]).to_numpy()
    mean, low, high = (rows[name].to_numpy() * scale for name in ("difference", "low", "high"))
    first, last = np.minimum(low, high), np.maximum(low, high)
    places = np.arange(len(rows))
    axes.axvspan(-1.0, 1.0, color="#EDEDED", linewidth=0, zorder=0)
    axes.axvline(0.0, color=MUTED, linewidth=0.8, zorder=1)
    axes.hlines(places, first, last, color=colour, linewidth=2.0)
    axes.plot(mean, places, "o", color=colour, markersize=5.5)
    size = np.array([name in GAPS for name in rows.index])
    axes.plot(mean[size], places[size], "o", color="white", markersize=2.8)
    dress(axes, grid="x")


def _forest_axis(axes: Axes, rows: pd.DataFrame) -> None:
    """Linear within 2 smallest differences and logarithmic beyond, the same in all panels."""
    # one replicate has points and no intervals
    ends = rows[["difference", "low", "high"]].abs().max(axis=1)
    furthest = (ends / rows["smallest"]).max()
    reach = 1.5 * max(2.0, 0.0 if np.isnan(furthest) else float(furthest))
    axes.set_xscale("symlog", linthresh=2.0, linscale=1.0)
    axes.set_xlim(-reach, reach)
    ticks = [t for t in (1.0, 10.0, 100.0, 1000.0) if t < 0.8 * reach]
    both = [-t for t in reversed(ticks)] + ticks
    axes.set_xticks(both, [f"{t:g}".replace("-", "−") for t in both])
    axes.set_xticks([], minor=True)
    for panel in axes.figure.axes:
        panel.tick_params(axis="x", labelsize=8)


def _figure_of(axes: Axes) -> Figure:
    figure = axes.get_figure(root=True)
    if not isinstance(figure, Figure):
        raise ValueError("the axes stand in no figure")
    return figure
