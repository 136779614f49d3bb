"""A comparison as a table for a terminal: outcomes down, worlds across."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from resilience_sim.observe.outcomes import OUTCOMES
from resilience_sim.report.gaps import GAPS
from resilience_sim.study.statistics import interval
from resilience_sim.study.tables import VERDICTS_ZH, cut_off, number
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
#: A wider gap is neither better nor worse until it is said who is behind.
_GAP_MARKS = {"better": "↓", "worse": "↑"}
_WORDS = {
    "en": {
        "head": "outcome [unit]",
        "cell": "Each cell: mean ± half of its 95 % interval over seeds (Student's t: it may reach "
        "past what can be, such as a share of 0 or 1); below, the paired difference from “{base}” "
        "± the same, the verdict, and the share of replicates better (where neither is better: "
        "higher).",
        "smallest": "matters from {smallest}",
        "one": "Each cell: the value of one replicate; below, the difference from “{base}”. One "
        "replicate: no interval and no verdict.",
        "cut off": "≥: a lower bound, since runs that had not recovered count as the length of "
        "the run ({told}); its interval and its differences are of the days counted.",
        "world": "“{world}”: {cut} of {of} runs",
        "between": ", ",
        "gap": "A gap is a size: ↑ wider, ↓ narrower. The line below it says who loses more.",
    },
    "zh": {
        "head": "结果 [单位]",
        "cell": "每格：均值 ± 种子 95% 区间半宽（t 区间，可能超出取值范围，例如占比的 0 或 1）；"
        "其下为与“{base}”的配对差 ± 半宽、判断、更优的重复占比（不分优劣的：更高的占比）。",
        "smallest": "实质差异界限 {smallest}",
        "one": "每格：单次重复的值；其下为与“{base}”之差。只有一次重复：没有区间，也不作判断。",
        "cut off": "≥：只是下界，因为到模拟结束仍未恢复的按模拟时长计（{told}）；"
        "其区间与差值按所计天数算。",
        "world": "“{world}”：{of} 次中 {cut} 次",
        "between": "，",
        "gap": "差距只表示大小：↑ 扩大，↓ 缩小；其下一行说明哪一组损失更多。",
    },
}

#: Characters of the names of outcomes, and the least for a world, both with what parts columns.
_NAMES, _WORLD = 34, 18

#: Outcomes whose sign says which of two groups loses more: their whole name is shown.
_SIGNED = frozenset(gap.signed for gap in GAPS.values())


def telling_outcomes(comparison: Comparison, always: Sequence[str]) -> list[str]:
    """The outcomes `always` asks for and those that differ in some world, in the usual order.

    An outcome differs where its verdict says by more than the smallest difference that matters.
    """
    told = comparison.differences()
    alike = told["verdict"].isin(["no difference that matters", "undetermined"])
    names = {*always, *told.loc[~alike, "outcome"]}
    # a gap is read with its side, and a time that the end of a run cuts off with who came so far
    names |= {GAPS[name].signed for name in names if name in GAPS}
    names |= {OUTCOMES[name].censored_by for name in names} - {""}
    return [name for name in OUTCOMES if name in names]


def console_table(
    comparison: Comparison, outcomes: Sequence[str], lang: str = "en", width: int = 150
) -> str:
    """The table as text of at most `width` characters a line, worlds in blocks that fit."""
    from rich.console import Console

    base, *others = comparison.worlds
    told = {
        (row["world"], row["outcome"]): row for row in comparison.differences().to_dict("records")
    }
    fit = max(1, (width - _NAMES) // _WORLD - 1)
    console = Console(file=io.StringIO(), width=width, highlight=False, no_color=True)
    for start in range(0, max(len(others), 1), fit):
        block = [base, *others[start : start + fit]]
        console.print(_block(comparison, outcomes, block, told, lang, width))
    for line in _foot(comparison, outcomes, lang):
        console.print(line, markup=False)
    text = console.file
    return text.getvalue() if isinstance(text, io.StringIO) else ""


def _foot(comparison: Comparison, outcomes: Sequence[str], lang: str) -> list[str]:
    """What the cells and marks mean."""
    words = _WORDS["zh" if lang == "zh" else "en"]
    one = comparison.replicates == 1
    base = world_name(next(iter(comparison.worlds)), lang)
    lines = [words["one" if one else "cell"].format(base=base)]
    if not one:
        told = (
            (mark, VERDICTS_ZH[verdict] if lang == "zh" else verdict)
            for verdict, mark in _MARKS.items()
        )
        lines.append("   ".join(f"{mark} {verdict}" for mark, verdict in told))
        if any(name in GAPS for name in outcomes):
            lines.append(words["gap"])
    cut = {w: max(cut_off(comparison, w, name) for name in outcomes) for w in comparison.worlds}
    if any(cut.values()):
        worlds = (
            words["world"].format(
                world=world_name(world, lang), cut=count, of=comparison.replicates
            )
            for world, count in cut.items()
            if count
        )
        lines.append(words["cut off"].format(told=words["between"].join(worlds)))
    return lines


def _block(
    comparison: Comparison,
    outcomes: Sequence[str],
    worlds: list[str],
    told: dict[tuple[Any, Any], dict[Any, Any]],
    lang: str,
    width: int,
) -> Any:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    words = _WORDS["zh" if lang == "zh" else "en"]
    places = list(OUTCOMES)
    rows = []
    for name in outcomes:
        outcome = OUTCOMES[name]
        title = outcome.title(lang) if name in _SIGNED else outcome.short(lang)
        label = f"{title} [{outcome.unit_in(lang)}]"
        label += "，" if lang == "zh" else ", "
        label += words["smallest"].format(smallest=number(outcome.smallest))
        cells = [
            ("≥" if cut_off(comparison, world, name) else "")
            + _cell(comparison.values[world][:, places.index(name)], told.get((world, name)))
            for world in worlds
        ]
        rows.append((label, *cells))
    table = Table(box=box.SIMPLE_HEAVY, show_lines=False, padding=(0, 1), leading=1)
    table.add_column(Text(words["head"]), width=_NAMES - 4, overflow="fold")
    # a long name goes on below; numbers stand in one line each
    room = max(_WORLD, (width - _NAMES) // len(worlds)) - 2
    for at, world in enumerate(worlds, start=1):
        widest = max((len(line) for row in rows for line in row[at].splitlines()), default=0)
        head = Text(world_name(world, lang))
        table.add_column(head, min_width=widest, max_width=max(widest, room), overflow="fold")
    for row in rows:
        table.add_row(*map(Text, row))
    return table


def _cell(values: Any, row: dict[Any, Any] | None) -> str:
    here = interval(values)
    text = _plus_minus(here.mean, here.low, here.high)
    if row is None:
        return text
    change = _plus_minus(row["difference"], row["low"], row["high"], sign=True)
    if here.n <= 1:  # nothing to judge by
        return f"{text}\n{change}"
    if row["outcome"] in GAPS:
        return f"{text}\n{change}\n{_GAP_MARKS.get(row['verdict'], _MARKS[row['verdict']])}"
    share = row["share_better"]
    better = "" if share != share else f" {100 * share:.0f} %"
    return f"{text}\n{change}\n{_MARKS[row['verdict']]}{better}"


def _plus_minus(mean: float, low: float, high: float, sign: bool = False) -> str:
    half = "" if low != low else f" ±{number((high - low) / 2.0)}"
    return number(mean, sign) + half
