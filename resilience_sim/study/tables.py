"""A comparison as a table to print."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from resilience_sim.observe.outcomes import OUTCOMES
from resilience_sim.study.statistics import interval

if TYPE_CHECKING:
    from resilience_sim.study.comparison import Comparison

__all__ = ["VERDICTS_ZH", "comparison_table", "cut_off", "number"]

VERDICTS_ZH = {
    "better": "更好",
    "worse": "更差",
    "higher": "更高",
    "lower": "更低",
    "no difference that matters": "无实质差别",
    "undetermined": "无法判定",
}
_HEADS = {
    "en": ("outcome", "world", "mean", "interval", "difference", "of difference", "better in",
           "matters from", "verdict"),
    "zh": ("结果", "情景", "均值", "区间", "差值", "差值区间", "更优占比", "实质差异界限", "判断"),
}  # fmt: skip


def comparison_table(
    comparison: Comparison, outcomes: Sequence[str], against: str, lang: str
) -> pd.DataFrame:
    """One row an outcome and world, every cell a text; index outcome and world."""
    heads = _HEADS["zh" if lang == "zh" else "en"]
    told = {
        (row["world"], row["outcome"]): row
        for row in comparison.differences(against).to_dict("records")
    }
    places = {name: at for at, name in enumerate(OUTCOMES)}
    rows = []
    for name in outcomes:
        outcome = OUTCOMES[name]
        label = f"{outcome.title(lang)} [{outcome.unit_in(lang)}]"
        for world in (against, *(w for w in comparison.worlds if w != against)):
            here = interval(comparison.values[world][:, places[name]])
            bound = "≥ " if cut_off(comparison, world, name) else ""
            low, high = _clipped(here.low, here.high, outcome.unit)
            cells = [label, world, bound + number(here.mean), _range(low, high, lang)]
            found = told.get((world, name))
            if found is None:
                cells += ["", "", "", number(outcome.smallest), ""]
            else:
                verdict = found["verdict"]
                cells += [
                    number(found["difference"], sign=True),
                    _range(found["low"], found["high"], lang, sign=True),
                    _percent(found["share_better"]),
                    number(outcome.smallest),
                    VERDICTS_ZH[verdict] if lang == "zh" else verdict,
                ]
            rows.append(cells)
    return pd.DataFrame(rows, columns=list(heads)).set_index(list(heads[:2]))


def cut_off(comparison: Comparison, world: str, name: str) -> int:
    """Replicates of a world in which an outcome is only a lower bound: the run ended first."""
    outcome = OUTCOMES[name]
    if not outcome.censored_by:
        return 0
    came = comparison.values[world][:, list(OUTCOMES).index(outcome.censored_by)]
    return int((came == 0.0).sum())


def _clipped(low: float, high: float, unit: str) -> tuple[float, float]:
    """An interval within 0 and 1 for a share: Student's may reach past what can be."""
    if low == low and (unit.startswith("share") or unit == "0..1"):
        return max(low, 0.0), min(high, 1.0)
    return low, high


def number(value: float, sign: bool = False) -> str:
    """A number with three figures that count, thousands without decimals; a dash for NaN."""
    if value != value:
        return "–"
    if value == 0:
        return "0"
    plus = "+" if sign else ""
    if abs(value) >= 100:
        return f"{value:{plus},.0f}"
    digits = 1 if abs(value) >= 10 else 2 if abs(value) >= 1 else 3 if abs(value) >= 0.01 else 4
    return f"{value:{plus}.{digits}f}"


def _range(low: float, high: float, lang: str, sign: bool = False) -> str:
    to = "至" if lang == "zh" else "to"
    return "" if low != low else f"{number(low, sign)} {to} {number(high, sign)}"


def _percent(share: float) -> str:
    return "–" if share != share else f"{100 * share:.0f} %"
