"""Verdicts on claims, as the page words them."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from experiments.claims_results import Finding
from resilience_sim.study.statistics import Interval, interval, verdict_of

REPRODUCED = "reproduced under these assumptions"
REVERSED = "reversed"
NEGLIGIBLE = "negligible"
UNDETERMINED = "undetermined"
CONDITIONAL = "conditional"
NOT_EXERCISED = "not exercised"

#: Share of draws of what nobody knows that may fall short before a claim is conditional.
MAY_FALL_SHORT = 0.25

VERDICTS = {
    REPRODUCED: "the whole interval lies on the claimed side, beyond the smallest difference, and "
    "does so with each link off and reversed and over unknown parameters",
    CONDITIONAL: "the whole interval lies there, and not so with a link off or reversed, or the "
    "effect falls short of the smallest difference in more than a quarter of the draws",
    REVERSED: "the whole interval lies on the other side, beyond the smallest difference",
    NEGLIGIBLE: "the whole interval lies within the smallest difference that matters",
    UNDETERMINED: "anything else: more seeds, or a larger community, would be needed",
    NOT_EXERCISED: "nothing was done, or the declared intermediate did not move: no verdict",
}
_NAMES = {
    "better": REPRODUCED,
    "worse": REVERSED,
    "no difference that matters": NEGLIGIBLE,
    "undetermined": UNDETERMINED,
}


def moved(values: np.ndarray, to: int) -> bool:
    """Whether an intermediate moved as declared: its whole interval lies on that side of 0."""
    found = interval(values)
    return bool((found.low if to > 0 else -found.high) > 0.0)


def acted(finding: Finding) -> bool:
    """Whether the journal or the account shows every institution at work under every seed."""
    return bool((finding.there["acted"] > 0.0).all())


def judged(found: Interval, direction: int, smallest: float) -> str:
    """What one interval says of a claim."""
    return _NAMES[verdict_of(found, direction, smallest)]


def verdict(
    finding: Finding, *, direction: int, smallest: float, moves_to: int, levers_only: bool = False
) -> str:
    """The verdict on a claim.

    Parameters
    ----------
    direction
        Where the claim sees the outcome go, 1 up or -1 down.
    smallest
        The smallest difference that matters.
    moves_to
        Where the intermediate must have gone.
    levers_only
        Whether the claim speaks of a state of the community, which acts by no journal.
    """
    if not (levers_only or acted(finding)) or not moved(finding.there["moved"], moves_to):
        return NOT_EXERCISED
    plain = judged(interval(finding.there["effect"]), direction, smallest)
    if plain != REPRODUCED:
        return plain
    with_signs = (judged(interval(v), direction, smallest) for v in finding.signs.values())
    short = falling_short(finding.band, direction, smallest)
    if short > MAY_FALL_SHORT or any(other != REPRODUCED for other in with_signs):
        return CONDITIONAL
    return REPRODUCED


def falling_short(band: np.ndarray, direction: int, smallest: float) -> float:
    """Share of draws in which the effect is not beyond the smallest difference, as claimed."""
    return float((band * direction < smallest).mean())


def at_work(finding: Finding, values: np.ndarray) -> bool:
    """Whether setting a link otherwise changed anything: if not, it is not on the way here."""
    return not np.array_equal(values, finding.there["effect"])


def hinges(finding: Finding, direction: int, smallest: float) -> list[str]:
    """On which links a claim hangs: what it says with each set otherwise is not the same."""
    plain = judged(interval(finding.there["effect"]), direction, smallest)
    return [
        f"{link} {'off' if sign == 0 else 'reversed'}"
        for (link, sign), values in finding.signs.items()
        if judged(interval(values), direction, smallest) != plain
    ]


def counted(verdicts: Iterable[str]) -> list[tuple[str, int]]:
    """How many claims got each verdict."""
    given = list(verdicts)
    return [(name, given.count(name)) for name in VERDICTS]
