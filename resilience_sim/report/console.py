"""A comparison as a table for a terminal: outcomes down, worlds across."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from resilience_sim.observe.outcomes import OUTCOMES
from resilience_sim.study.statistics import interval
from resilience_sim.study.tables import VERDICTS_ZH, number
from resilience_sim.study.world_names import world_name

if TYPE_CHECKING:
    from resilience_sim.study.comparison import Comparison

__all__ = ["console_table", "telling_outcomes"]

_MARKS = {
    "better": "▲",
    "worse": "▼",
    "higher": "↑",
    "lower": "↓",
    "no difference that matters": "=",
    "undetermined": "?",
}
_WORDS = {
    "en": (
        "outcome [unit], what matters",
        "Each cell: mean ± half of its 95 % interval over seeds; below, the paired difference "
        "from “{base}” ± the same, the verdict, and the share of replicates better.",
        ", from {smallest}",
    ),
    "zh": (
        "结果 [单位]，实质差异界限",
        "每格：均值 ± 种子 95% 区间半宽；其下为与“{base}”的配对差 ± 半宽、判断、更优的重复占比。",
        "，≥ {smallest}",
    ),
}


def telling_outcomes(comparison: Comparison, always: Sequence[str]) -> list[str]:
    """The outcomes `always` asks for and those that differ in some world, in the usual order.

    An outcome differs where its verdict says by more than the smallest difference that matters.
    """
    told = comparison.differences()
    alike = told["verdict"].isin(["no difference that matters", "undetermined"])
    names = {*always, *told.loc[~alike, "outcome"]}
    return [name for name in OUTCOMES if name in names]


def console_table(
    comparison: Comparison, outcomes: Sequence[str], lang: str = "en", width: int = 150
) -> str:
    """The table as text of at most `width` characters a line, worlds in blocks that fit."""
    from rich.console import Console

    words = _WORDS["zh" if lang == "zh" else "en"]
    base, *others = comparison.worlds
    told = {
        (row["world"], row["outcome"]): row for row in comparison.differences().to_dict("records")
    }
    fit = max(1, (width - 34) // 18 - 1)
    console = Console(file=io.StringIO(), width=width, highlight=False, no_color=True)
    for start in range(0, max(len(others), 1), fit):
        block = [base, *others[start : start + fit]]
        console.print(_block(comparison, outcomes, block, told, lang))
    legend = "   ".join(
        f"{mark} {VERDICTS_ZH[verdict] if lang == 'zh' else verdict}"
        for verdict, mark in _MARKS.items()
    )
    console.print(words[1].format(base=world_name(base, lang)), markup=False)
    console.print(legend, markup=False)
    text = console.file
    return text.getvalue() if isinstance(text, io.StringIO) else ""


def _block(
    comparison: Comparison,
    outcomes: Sequence[str],
    worlds: list[str],
    told: dict[tuple[Any, Any], dict[Any, Any]],
    lang: str,
) -> Any:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    words = _WORDS["zh" if lang == "zh" else "en"]
    places = list(OUTCOMES)
    table = Table(box=box.SIMPLE_HEAVY, show_lines=False, padding=(0, 1), leading=1)
    table.add_column(Text(words[0]), max_width=30, overflow="fold")
    for world in worlds:
        table.add_column(Text(world_name(world, lang)), no_wrap=True)
    for name in outcomes:
        outcome = OUTCOMES[name]
        label = f"{outcome.short(lang)} [{outcome.unit_in(lang)}]"
        label += words[2].format(smallest=number(outcome.smallest))
        cells = [
            _cell(comparison.values[world][:, places.index(name)], told.get((world, name)))
            for world in worlds
        ]
        table.add_row(Text(label), *(Text(cell) for cell in cells))
    return table


def _cell(values: Any, row: dict[Any, Any] | None) -> str:
    here = interval(values)
    text = _plus_minus(here.mean, here.low, here.high)
    if row is None:
        return text
    change = _plus_minus(row["difference"], row["low"], row["high"], sign=True)
    share = row["share_better"]
    better = "" if share != share else f" {100 * share:.0f} %"
    return f"{text}\n{change}\n{_MARKS[row['verdict']]}{better}"


def _plus_minus(mean: float, low: float, high: float, sign: bool = False) -> str:
    half = "" if low != low else f" ±{number((high - low) / 2.0)}"
    return number(mean, sign) + half
