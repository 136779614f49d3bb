"""Worlds in which a few seeds carry the mean: a mean and its interval then say little."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from resilience_sim.observe.outcomes import OUTCOMES
from resilience_sim.study.tables import number
from resilience_sim.study.world_names import world_name

if TYPE_CHECKING:
    from resilience_sim.study.comparison import Comparison

__all__ = ["FEWEST", "Skew", "skew_of", "skew_sentences"]

#: Fewer replicates show no tail.
FEWEST = 10
#: Spans between the quartiles that a seed must lie beyond them to stand far out (Tukey).
_FAR = 3.0
_TOLD = ("mean", "median", "rest", "fence", "end")
_WORDS = {
    "en": (
        "Skewed, so that the mean and its interval follow a few seeds: {name} [{unit}]: {worlds}. "
        "Differences from these worlds in it hang on the same seeds.",
        "“{world}” has mean {mean} and median {median}, {far} of {of} seeds {side} {fence} "
        "({way} {end}); mean without them {rest}",
        ("above", "below"),
        ("up to", "down to"),
        "; ",
    ),
    "zh": (
        "分布偏斜，均值及其区间由少数种子决定：{name}（{unit}）：{worlds}。"
        "与这些情景之间的差值同样取决于这些种子。",
        "“{world}”均值 {mean}，中位数 {median}，{of} 个种子中有 {far} 个{side} {fence}"
        "（{way} {end}），除去后均值 {rest}",
        ("高于", "低于"),
        ("最高", "最低"),
        "；",
    ),
}


class Skew(NamedTuple):
    """A mean that few seeds carry: the fence that `far` of `of` seeds lie beyond, and the end.

    ``rest`` is the mean of the others.
    """

    mean: float
    median: float
    rest: float
    far: int
    of: int
    fence: float
    end: float


def skew_of(values: np.ndarray, smallest: float) -> Skew | None:
    """What is skewed in the values of one outcome over seeds; None where nothing is.

    Skewed: on the side of the median on which the mean lies some seeds stand far out, three
    spans between the quartiles beyond them or further, and without them the mean would differ
    by more than the smallest difference that matters. What is yes or no has no tail.
    """
    known = values[~np.isnan(values)]
    if len(known) < FEWEST or len(np.unique(known)) <= 2:
        return None
    low, median, high = (float(q) for q in np.quantile(known, (0.25, 0.5, 0.75)))
    mean, reach = float(known.mean()), _FAR * (high - low)
    up = mean > median
    fence = high + reach if up else low - reach
    far = known > fence if up else known < fence
    if not far.any():
        return None
    rest = float(known[~far].mean())
    if not abs(mean - rest) > smallest:
        return None
    end = float(known.max() if up else known.min())
    return Skew(mean, median, rest, int(far.sum()), len(known), fence, end)


def skew_sentences(comparison: Comparison, outcomes: Sequence[str], lang: str = "en") -> list[str]:
    """One sentence an outcome that is skewed in some world, with the numbers."""
    whole, one, sides, ways, between = _WORDS["zh" if lang == "zh" else "en"]
    places = list(OUTCOMES)
    found = []
    for name in outcomes:
        outcome, told = OUTCOMES[name], []
        for world, values in comparison.values.items():
            skew = skew_of(values[:, places.index(name)], outcome.smallest)
            if skew is None:
                continue
            at = 0 if skew.mean > skew.median else 1
            texts = {k: number(getattr(skew, k)) for k in _TOLD}
            told.append(
                one.format(
                    world=world_name(world, lang),
                    far=skew.far,
                    of=skew.of,
                    side=sides[at],
                    way=ways[at],
                    **texts,
                )
            )
        if told:
            title, unit = outcome.short(lang), outcome.unit_in(lang)
            title = title if lang == "zh" else title[0].lower() + title[1:]
            found.append(whole.format(name=title, unit=unit, worlds=between.join(told)))
    return found
