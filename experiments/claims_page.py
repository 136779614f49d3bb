"""docs/claims.md, judged and written from what is kept: `python -m experiments.claims_page`."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from experiments import claims, claims_results
from experiments.claims import Claim
from experiments.claims_factorials import factorial
from experiments.claims_measures import WORDS
from experiments.claims_results import Finding, finding_of
from experiments.claims_verdicts import (
    MAY_FALL_SHORT,
    NOT_EXERCISED,
    VERDICTS,
    at_work,
    counted,
    falling_short,
    hinges,
    judged,
    moved,
    verdict,
)
from experiments.pages import Table, between, effect, number, shown
from resilience_sim.describing import sign_rows
from resilience_sim.observe.outcomes import OUTCOMES
from resilience_sim.scenario import Scenario
from resilience_sim.study.statistics import interval

PAGE = Path(__file__).resolve().parent.parent / "docs" / "claims.md"

HEAD = """# Claims of the sources, put to the test

<!-- written by `python -m experiments.claims_page`; do not edit by hand -->

**Not a forecast.** What a source claims is a hypothesis here. The claims stand in
`experiments/claims.toml`; `python -m experiments.claims --workers 2` runs them and keeps what came
out in `experiments/results/claims` ({seconds} by the clock, summed over the claims, some of which
ran at the same time); `python -m experiments.claims_page` judges that and writes this page. A
claim that fails is shown as failing.

**What was fixed beforehand, and what was not.** Each claim's source, words, direction, condition,
outcome and the smallest difference that matters were written down before anything was run, with
these exceptions. The three claims on disputes were moved from the lockdown, with more disputes, to
the wave of disputes after four claims of the file had been run. The claim on departments was added
after the first run of all had begun. After that run had been published, the intermediates were made
more specific (many had only counted acts), the crises in which no effect is expected were chosen
one by one (all had been the earthquake), seeds and draws were raised from eight to twelve,
communities from 1,000 residents to the 3,000 for whom staff was set (with the same staff, 1,000 are
never short of hands), and the verdicts were made as strict as they are worded: the whole interval,
and not only the mean, has to lie beyond the smallest difference. No claim was dropped or turned
round, and no default of an institution was set so that a claim comes true.

Each claim was run in paired worlds under the same luck: {residents} residents, {seeds} seeds,
interval at 95 % over seeds (Monte Carlo error only). The band beside it is the range over {draws}
draws of parameters nobody knows, one seed each. A verdict needs a manipulation check: journal or
account show the institution at work, and the declared intermediate moved as declared, its whole
interval on that side of 0; otherwise the claim was *not exercised*. Made with {versions}; code
`{code}`{confirmed}.
"""


@dataclass(frozen=True)
class Judged:
    """A claim, what running it gave, and what follows."""

    claim: Claim
    finding: Finding

    @property
    def smallest(self) -> float:
        """The smallest difference that matters."""
        return OUTCOMES[self.claim.outcome].smallest

    @cached_property
    def verdict(self) -> str:
        """The verdict."""
        return verdict(
            self.finding, direction=self.claim.direction, smallest=self.smallest,
            moves_to=self.claim.moves_to, levers_only=not self.claim.given,
        )  # fmt: skip

    def told(self, values: np.ndarray) -> str:
        """What some differences say by themselves."""
        return judged(interval(values), self.claim.direction, self.smallest)


def _arrow(direction: int) -> str:
    return "up" if direction > 0 else "down"


def _claims(findings: Sequence[Judged]) -> Table:
    rows = []
    for one in findings:
        claim, found, outcome = one.claim, one.finding, OUTCOMES[one.claim.outcome]
        rows.append((
            f"`{claim.key}`", claim.says, claim.source, claim.scenario,
            f"{claim.outcome} {_arrow(claim.direction)}", f"{outcome.smallest:g} {outcome.unit}",
            effect(found.there["effect"]),
            between(float(found.band.min()), float(found.band.max())), f"**{one.verdict}**",
        ))  # fmt: skip
    return Table(
        "Claims",
        ("claim", "in our words", "source", "crisis", "outcome", "smallest that matters",
         "effect (interval)", "band", "verdict"),
        rows,
    )  # fmt: skip


def _checks(findings: Sequence[Judged]) -> Table:
    rows = []
    for one in findings:
        claim, found = one.claim, one.finding
        there = moved(found.there["moved"], claim.moves_to)
        acted = number(float(found.there["acted"].min())) if claim.given else "no institution"
        rows.append((f"`{claim.key}`", acted, f"{claim.moves} {_arrow(claim.moves_to)}",
                     effect(found.there["moved"]), "yes" if there else "**no**"))  # fmt: skip
    words = "; ".join(f"*{word}*: {meaning}" for word, meaning in WORDS.items())
    return Table(
        "Manipulation checks",
        ("claim", "lines in journal and account, fewest", "intermediate", "moved by (interval)",
         "as declared"),
        rows, f"Words: {words}.",
    )  # fmt: skip


def _elsewhere(findings: Sequence[Judged]) -> Table:
    rows = [
        (f"`{one.claim.key}`", one.claim.elsewhere, one.claim.because,
         effect(one.finding.elsewhere["effect"]), one.told(one.finding.elsewhere["effect"]))
        for one in findings
    ]  # fmt: skip
    return Table(
        "Where no effect is expected",
        ("claim", "crisis", "why not", "effect (interval)", "verdict by the interval alone"),
        rows,
        "Everyday needs go on in every crisis, so an effect there says that what an institution "
        "does is not owed to the crisis its source speaks of.",
    )  # fmt: skip


def _prices(findings: Sequence[Judged]) -> Table:
    rows = []
    names = ("hours", "hours_before", "money", "money_before", "residents")
    for one in findings:
        there = one.finding.there
        who = ", ".join(one.claim.labels) or "levers: none by definition"
        rows.append((f"`{one.claim.key}`", who, *(
            effect(there[name]) if name == "residents" or one.claim.given else "none"
            for name in names)))  # fmt: skip
    return Table(
        "Price (interval over seeds)",
        ("claim", "institutions", "hours", "hours before the strike", "money (yuan)",
         "money before the strike (yuan)", "residents' own hours"),
        rows,
        "Without *before*: after the strike, the period in which outcomes are measured. Before it: "
        "setting up, and everyday life. Hours of the cases it draws to a body are that body's, "
        "and in none of these columns. A lever sets what the structure is "
        "at the start and takes no hours; what it takes to get there is the price of the "
        "institution that moves it.",
    )  # fmt: skip


def _signs(findings: Sequence[Judged]) -> Table:
    rows = []
    for one in findings:
        for (link, sign), values in one.finding.signs.items():
            told = one.told(values)
            told += "" if at_work(one.finding, values) else "; the link is not at work here"
            rows.append((f"`{one.claim.key}`", f"`{link}`", "off" if sign == 0 else "reversed",
                         effect(values), told))  # fmt: skip
    return Table(
        "Each claim with a link off and reversed",
        ("claim", "link", "set", "effect (interval)", "verdict by the interval alone"),
        rows,
        "Claims that are not listed name no link between a person's states on the way. A link "
        "that *is not at work here* leaves the effect under every seed as it is, to the last bit: "
        "that the claim holds with it off says nothing. Off and reversed are the same where the "
        "state that a link feeds lies at its bound.",
    )


def _conditions(findings: Sequence[Judged]) -> Table:
    rows = []
    for one in findings:
        if one.verdict == NOT_EXERCISED:
            continue
        hangs = hinges(one.finding, one.claim.direction, one.smallest)
        short = falling_short(one.finding.band, one.claim.direction, one.smallest)
        rows.append((f"`{one.claim.key}`", one.verdict, f"{short:.0%}",
                     "; ".join(f"`{link}`" for link in hangs) or "none"))  # fmt: skip
    return Table(
        "On what each verdict hangs",
        ("claim", "verdict", "draws that fall short", "links with which the interval says "
         "something else"),
        rows,
        f"More than {MAY_FALL_SHORT:.0%} of draws, or one link, make a claim conditional that "
        "would otherwise be reproduced.",
    )  # fmt: skip


def _head(findings: Sequence[Judged], told: Sequence[Mapping[str, Any]]) -> str:
    made = {f"{name} {number}" for one in told for name, number in one["with"].items()}
    seconds = sum(one["seconds"] for one in told)
    codes = sorted({one["code"] for one in told})
    later = sorted({one["confirmed"] for one in told if "confirmed" in one})
    return HEAD.format(
        residents=f"{told[0]['residents']:,}", seeds=len(told[0]["seeds"]),
        draws=told[0]["draws"], seconds=f"{seconds / 60.0:.0f} minutes",
        versions=", ".join(sorted(made)), code="`, `".join(codes),
        confirmed=", whose first seed code `" + "`, `".join(later) + "` gives to the last digit"
        if later else "",
    )  # fmt: skip


def page(
    findings: Sequence[Judged],
    factorials: Sequence[tuple[Claim, Mapping[str, Any]]],
    told: Sequence[Mapping[str, Any]],
) -> str:
    """The whole page."""
    signs = Table(
        "Signs assumed on the way (each link between a person's states is an assumption)",
        ("key", "link", "sign"),
        [(f"`{r['key']}`", r["link"], f"{r['sign']:+d}") for r in sign_rows(Scenario())],
    )
    legend = Table("Verdicts", ("verdict", "meaning"), list(VERDICTS.items()))
    count = Table("How many", ("verdict", "claims"), counted(one.verdict for one in findings))
    tables = [_claims, _checks, _conditions, _signs, _elsewhere, _prices]
    parts = [_head(findings, told).strip(), shown([signs, legend, count]),
             shown([table(findings) for table in tables])]  # fmt: skip
    if factorials:
        parts += ["## Interactions", shown([t for one in factorials for t in factorial(*one)])]
    return "\n\n".join(parts) + "\n"


def kept(folder: Path = claims_results.FOLDER) -> str:
    """The page of what is kept.

    Raises
    ------
    FileNotFoundError
        A claim of the file has not been run.
    """
    told = {}
    singles, joint = claims.read()
    for claim in (*singles, *joint):
        one = claims_results.stored(claim.key, folder)
        if one is None:
            raise FileNotFoundError(
                f"{claim.key} has not been run: python -m experiments.claims {claim.key}"
            )
        told[claim.key] = one
    findings = [Judged(claim, finding_of(told[claim.key])) for claim in singles]
    return page(findings, [(claim, told[claim.key]) for claim in joint], list(told.values()))


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the page; with keys, print only what became of these claims."""
    parser = argparse.ArgumentParser(prog="python -m experiments.claims_page", description=__doc__)
    parser.add_argument("keys", nargs="*", metavar="CLAIM", help="print only these")
    given = parser.parse_args(arguments)
    if not given.keys:
        PAGE.write_text(kept(), encoding="utf-8")
        return 0
    singles, joint = claims.read()
    stored = {key: claims_results.stored(key) for key in given.keys}
    told = {key: one for key, one in stored.items() if one is not None}
    findings = [Judged(c, finding_of(told[c.key])) for c in singles if c.key in told]
    factorials = [(c, told[c.key]) for c in joint if c.key in told]
    print(page(findings, factorials, list(told.values())))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
