"""Where the return of a parameter diminishes or turns, tested on paired contrasts.

At each seed the outcome is known at every value, so the gain per unit between neighbouring
values is a paired contrast. All contrasts that are looked at share one error level
(Bonferroni), because a turn that is sought in ten places is found by luck in one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

import numpy as np

from resilience_sim.observe.outcomes import outcome_of
from resilience_sim.study.replicates import Array
from resilience_sim.study.statistics import Interval, interval
from resilience_sim.study.world_names import world_name

__all__ = ["Sweep", "TurningPoint", "turning_point"]

Kind = Literal["turns", "levels off", "diminishes", "rises", "falls", "nothing found"]


class Sweep(Protocol):
    """Outcomes at several values of one parameter, under the same seeds."""

    @property
    def key(self) -> str:
        """The parameter."""

    @property
    def values(self) -> tuple[float, ...]:
        """Its values, ascending."""

    def of(self, outcome: str) -> Array:
        """Values of one outcome, shape (replicates, values)."""


@dataclass(frozen=True, slots=True)
class TurningPoint:
    """What was found on one curve.

    Attributes
    ----------
    kind
        ``turns``: a gain, and beyond `at` a loss. ``diminishes``: the gain per unit beyond
        `at` is smaller than before it, and still a gain. ``levels off``: smaller, and no gain that
        tells itself from chance is left from `at` to the end. ``rises``: a gain with no
        sign of either. ``falls``: a loss with no gain before it. ``nothing found``: no contrast
        tells itself from 0.
    at
        Value from which the return is different, NaN where there is no such value.
    sought
        Values between which it was sought.
    contrasts
        How many contrasts were looked at, all at the level together.
    """

    key: str
    outcome: str
    kind: Kind
    at: float
    sought: tuple[float, float]
    contrasts: int

    def sentence(self, lang: str = "en") -> str:
        """The finding in one sentence; `lang` is ``en`` or ``zh``."""
        outcome = outcome_of(self.outcome)
        low, high = (f"{v:g}" for v in self.sought)
        words = _ZH if lang == "zh" else _EN
        name = outcome.zh if lang == "zh" else outcome.en
        return words[self.kind].format(
            key=world_name(self.key, lang),
            outcome=name,
            at=f"{self.at:g}",
            low=low,
            high=high,
            n=self.contrasts,
        )


_EN: dict[Kind, str] = {
    "turns": "{key}, {outcome}: the return turns; beyond {at} more makes it worse.",
    "levels off": "{key}, {outcome}: no further gain was found beyond {at}.",
    "diminishes": "{key}, {outcome}: the return diminishes beyond {at}; there is still a gain.",
    "rises": "{key}, {outcome}: more is better from {low} to {high}; no diminishing or turning "
    "was found in {n} contrasts.",
    "falls": "{key}, {outcome}: more is worse from {low} to {high}, with no gain before.",
    "nothing found": "{key}, {outcome}: nothing that tells itself from chance was found between "
    "{low} and {high} in {n} contrasts.",
}
_ZH: dict[Kind, str] = {
    "turns": "{key}，{outcome}：收益出现拐点；超过 {at} 后反而变差。",
    "levels off": "{key}，{outcome}：超过 {at} 后未发现进一步的收益。",
    "diminishes": "{key}，{outcome}：超过 {at} 后收益递减，但仍有收益。",
    "rises": "{key}，{outcome}：从 {low} 到 {high} 越高越好；{n} 个对比中未发现递减或拐点。",
    "falls": "{key}，{outcome}：从 {low} 到 {high} 越高越差，此前没有收益。",
    "nothing found": "{key}，{outcome}：在 {low} 与 {high} 之间的 {n} 个对比中，"
    "未发现可与偶然区分的变化。",
}


def turning_point(sweep: Sweep, outcome: str, level: float = 0.95) -> TurningPoint:
    """Where the return on an outcome diminishes or turns, or that nothing was found.

    For an outcome where neither direction is better, more of it is read as the gain.

    Parameters
    ----------
    sweep
        A response curve of three values or more for a change of return to be seen.
    outcome
        Name of the outcome.
    level
        Joint level of all contrasts.
    """
    values = np.array(sweep.values)
    gains = sweep.of(outcome) * float(outcome_of(outcome).direction or 1)
    slopes = np.diff(gains, axis=1) / np.diff(values)
    whole = gains[:, -1] - gains[:, 0]
    cuts = list(range(1, len(values) - 1))
    count = slopes.shape[1] + len(cuts) + 1
    each = 1.0 - (1.0 - level) / count
    steps = [interval(column, each) for column in slopes.T]
    bends = [interval(_bend(gains, values, cut), each) for cut in cuts]
    rests = [interval(gains[:, -1] - gains[:, cut], each) for cut in cuts]
    kind, at = _judge(values, steps, bends, rests, interval(whole, each))
    ends = (float(values[0]), float(values[-1]))
    return TurningPoint(sweep.key, outcome, kind, at, ends, count)


def _bend(gains: Array, values: Array, cut: int) -> Array:
    """Gain per unit before a value less gain per unit after it, one a replicate."""
    before = (gains[:, cut] - gains[:, 0]) / (values[cut] - values[0])
    after = (gains[:, -1] - gains[:, cut]) / (values[-1] - values[cut])
    return np.asarray(before - after)


def _judge(
    values: Array,
    steps: list[Interval],
    bends: list[Interval],
    rests: list[Interval],
    whole: Interval,
) -> tuple[Kind, float]:
    rising = [at for at, step in enumerate(steps) if step.low > 0.0]
    falling = [at for at, step in enumerate(steps) if step.high < 0.0]
    after = [at for at in falling if rising and at > rising[0]]
    if after:
        return "turns", float(values[after[0]])
    bent = [at for at, bend in enumerate(bends) if bend.low > 0.0]
    if bent and (rising or whole.low > 0.0):
        sharpest = max(bent, key=lambda at: bends[at].mean)
        # not one more contrast: that a gain is left only words what the bend has shown
        kind: Kind = "diminishes" if rests[sharpest].low > 0.0 else "levels off"
        return kind, float(values[sharpest + 1])
    if rising or whole.low > 0.0:
        return "rises", float("nan")
    if falling or whole.high < 0.0:
        return "falls", float("nan")
    return "nothing found", float("nan")
