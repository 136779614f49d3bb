"""Verdicts on claims, and the page that shows them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from experiments.pages import Table, between, number, shown
from resilience_sim.describing import sign_rows
from resilience_sim.observe.outcomes import OUTCOMES
from resilience_sim.scenario import Scenario
from resilience_sim.study.statistics import Interval, interval

if TYPE_CHECKING:
    from experiments.claims import Claim, Finding

PAGE = Path(__file__).resolve().parent.parent / "docs" / "claims.md"

VERDICTS = {
    "reproduced": "the whole interval lies on the claimed side, beyond the smallest difference",
    "reversed": "the whole interval lies on the other side, beyond the smallest difference",
    "negligible": "the whole interval lies within the smallest difference that matters",
    "undetermined": "anything else: more seeds, or a larger community, would be needed",
    "conditional": "reproduced, and not so with a link off or reversed, or over unknown parameters",
    "not exercised": "nothing was done, or the declared intermediate did not move: no verdict",
}
HEAD = """# Claims of the sources, put to the test

<!-- written by `python -m experiments.claims`; do not edit by hand -->

**Not a forecast.** What a source claims is a hypothesis here. The claims stand in
`experiments/claims.toml` and were committed before anything was run; this page is written by
`python -m experiments.claims`. A claim that fails is shown as failing. Nothing was tuned.

Each claim was run in paired worlds under the same luck: {residents} residents, {seeds} seeds,
interval at 95 % over seeds (Monte Carlo error only). The band beside it is the range over {draws}
draws of parameters nobody knows, one seed each. Worlds with a link off or reversed ran under
{few} seeds. A verdict needs a manipulation check: the institution acted, and the declared
intermediate moved as declared; otherwise the claim was *not exercised*.
"""


def exercised(finding: Finding) -> bool:
    """Whether the declared intermediate moved as declared, seed by seed on the whole."""
    moved = interval(finding.there["moved"])
    if np.ptp(finding.there["moved"]) == 0.0:
        return moved.mean * finding.claim.moves_to > 0.0
    return (moved.low if finding.claim.moves_to > 0 else -moved.high) > 0.0


def judged(found: Interval, direction: int, smallest: float) -> str:
    """What an interval says of a claim."""
    low, high = sorted((found.low * direction, found.high * direction))
    if np.isnan(low):
        return "undetermined"
    if -smallest < low and high < smallest:
        return "negligible"
    if low > 0.0 and found.mean * direction >= smallest:
        return "reproduced"
    if high < 0.0 and -found.mean * direction >= smallest:
        return "reversed"
    return "undetermined"


def verdict(finding: Finding) -> str:
    """The verdict on a claim."""
    claim = finding.claim
    if not exercised(finding):
        return "not exercised"
    smallest = OUTCOMES[claim.outcome].smallest
    plain = judged(interval(finding.there["effect"]), claim.direction, smallest)
    if plain != "reproduced":
        return plain
    others = [judged(interval(values), claim.direction, smallest)
              for values in finding.signs.values()]  # fmt: skip
    band = finding.band * claim.direction
    if any(other in ("reversed", "negligible") for other in others) or (band < 0.0).mean() > 0.25:
        return "conditional"
    return plain


def _effect(values: np.ndarray) -> str:
    found = interval(values)
    return f"{number(found.mean)} ({between(found.low, found.high)})"


def _arrow(direction: int) -> str:
    return "up" if direction > 0 else "down"


def _claims(findings: list[Finding]) -> Table:
    rows = []
    for one in findings:
        claim, outcome = one.claim, OUTCOMES[one.claim.outcome]
        rows.append((
            f"`{claim.key}`", claim.says, claim.source,
            f"{claim.outcome} {_arrow(claim.direction)}",
            f"{outcome.smallest:g} {outcome.unit}", f"{claim.moves} {_arrow(claim.moves_to)}: "
            f"{_effect(one.there['moved'])}", _effect(one.there["effect"]),
            between(float(one.band.min()), float(one.band.max())), _effect(one.elsewhere["effect"]),
            f"**{verdict(one)}**",
        ))  # fmt: skip
    return Table(
        "Claims",
        ("claim", "in our words", "source", "outcome", "smallest that matters",
         "manipulation check", "effect (interval)", "band", "elsewhere", "verdict"),
        rows,
        "*Elsewhere* is the crisis named in the file, where the source does not speak of it.",
    )  # fmt: skip


def _prices(findings: list[Finding]) -> Table:
    rows = [
        (f"`{one.claim.key}`", ", ".join(one.claim.labels) or "levers",
         number(float(one.there["hours"].mean())), number(float(one.there["money"].mean())),
         number(float(one.there["residents"].mean())))
        for one in findings
    ]  # fmt: skip
    return Table(
        "Price after the strike, mean over seeds",
        ("claim", "institutions", "hours", "money (yuan)", "residents' own hours"),
        rows,
    )


def _signs(findings: list[Finding]) -> Table:
    rows = []
    for one in findings:
        smallest = OUTCOMES[one.claim.outcome].smallest
        for (link, sign), values in one.signs.items():
            told = judged(interval(values), one.claim.direction, smallest)
            rows.append((f"`{one.claim.key}`", f"`{link}`", "off" if sign == 0 else "reversed",
                         _effect(values), told))  # fmt: skip
    return Table(
        "Each claim with a link off and reversed",
        ("claim", "link", "set", "effect (interval)", "verdict then"),
        rows,
    )


def _factorial(claim: Claim, cells: dict[tuple[bool, ...], np.ndarray]) -> Table:
    """Effects of each factor alone, of all, and what is more or less than their sum."""
    none, every = (False,) * 3, (True,) * 3
    rows = []
    alone = {}
    for at, name in enumerate(claim.factors):
        on = tuple(k == at for k in range(3))
        alone[name] = cells[on] - cells[none]
        rows.append((f"{name} alone", _effect(alone[name])))
    whole = cells[every] - cells[none]
    rows.append(("all three", _effect(whole)))
    rows.append(("all less the sum of each alone (additive)", _effect(whole - sum(alone.values()))))
    logs = {on: np.log(np.maximum(values, 1e-9)) for on, values in cells.items()}
    ratio = logs[every] - logs[none] - sum(
        logs[tuple(k == at for k in range(3))] - logs[none] for at in range(3)
    )  # fmt: skip
    rows.append(("the same on the scale of ratios (log)", _effect(ratio)))
    for a, b in ((0, 1), (0, 2), (1, 2)):
        names = tuple(claim.factors)
        both = tuple(k in (a, b) for k in range(3))
        one, two = (tuple(k == at for k in range(3)) for at in (a, b))
        value = cells[both] - cells[one] - cells[two] + cells[none]
        rows.append((f"{names[a]} with {names[b]} (additive)", _effect(value)))
    told = judged(interval(whole - sum(alone.values())), claim.direction,
                  OUTCOMES[claim.outcome].smallest)  # fmt: skip
    return Table(
        f"{claim.key}: {claim.says}", ("of " + claim.outcome, "difference (interval)"), rows,
        f"More than the sum, as claimed, on the additive scale: **{told}**.",
    )  # fmt: skip


def page(
    findings: list[Finding],
    factorials: list[tuple[Claim, dict[tuple[bool, ...], np.ndarray]]],
) -> str:
    """The whole page."""
    from experiments.claims import DRAWS, FEW, RESIDENTS, SEEDS

    signs = Table(
        "Signs assumed on the way (each link between a person's states is an assumption)",
        ("key", "link", "sign"),
        [(f"`{r['key']}`", r["link"], f"{r['sign']:+d}") for r in sign_rows(Scenario())],
    )
    legend = Table("Verdicts", ("verdict", "meaning"), list(VERDICTS.items()))
    count = Table(
        "How many", ("verdict", "claims"),
        [(name, sum(verdict(one) == name for one in findings)) for name in VERDICTS],
    )  # fmt: skip
    head = HEAD.format(residents=f"{RESIDENTS:,}", seeds=len(SEEDS), draws=DRAWS, few=len(FEW))
    parts = [head, shown([signs, legend, count, _claims(findings), _prices(findings),
                          _signs(findings)])]  # fmt: skip
    if factorials:
        parts += ["## Interactions", shown([_factorial(*one) for one in factorials])]
    return "\n\n".join(parts) + "\n"
