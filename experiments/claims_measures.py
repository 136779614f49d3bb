"""What a claim may name as its outcome or intermediate, measured in the record of one run."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np

from resilience_sim.observe.outcomes import compute
from resilience_sim.observe.record import Record
from resilience_sim.vocabulary import NEEDS

#: Words with which `moves` may begin, and what each measures.
WORDS: Mapping[str, str] = MappingProxyType(
    {
        "outcome NAME": "an outcome of the library",
        "twin LEVER.MEASURE": "what the structure is at the end",
        "tally NAME": "a sum over the time after the strike",
        "found LABEL": "share of cases found by a channel of this institution",
        "handled NEED.BODY": "share of cases of a need held last by a body of this name, or by one "
        "that this institution made",
        "served BODY": "hours of service of bodies of this name, or made by this institution",
        "hours BODY": "hours these bodies had for their work",
        "days NEED": "days from the need to the end of its case, or of the run",
        "count ACT": "persons, households or bodies that an act touched, all acts together",
        "figure ACT.NAME": "what the journal noted of an act, all acts together",
        "trend ACT.NAME": "the same at the last act less at the first",
        "promises net": "promises kept less promises broken, one for each who was promised",
        "accounts ACT": "accounts of work in time less accounts of late work, by reader",
        "points mean": "points a person holds at the end",
    }
)

#: Tallies of what institutions took, after the strike and before it.
PRICES = ("institution_hours", "institution_money", "institution_hours_before",
          "institution_money_before")  # fmt: skip


def everything(record: Record) -> dict[str, float]:
    """All that the words can say of one run; a word that is missing means 0."""
    found = {f"outcome {name}": value for name, value in compute(record).items()}
    found |= {f"tally {name}": value for name, value in record.tallies.items()}
    for lever, measures in record.twins.items():
        found |= {f"twin {lever}.{name}": ends[1] for name, ends in measures.items()}
    return found | _cases(record) | _bodies(record) | _journal(record) | _acted(record)


def _acted(record: Record) -> dict[str, float]:
    """Lines of the journal by author, and hours and money: whether an institution acted."""
    found: dict[str, float] = {}
    for act in record.acts:
        _add(found, f"acted {act.author}", 1.0)
    for name, value in record.tallies.items():
        kind, _, label = name.partition(".")
        if kind in PRICES and value > 0.0:
            _add(found, f"acted {label}", 1.0)
        if kind in ("institution_hours_before", "institution_money_before"):
            _add(found, f"before {kind.split('_')[1]}", value)
    return found


def _names(body: str) -> set[str]:
    """By what words a body goes: what it is, and the institution that made it."""
    return set(body.split("/")[1:])


def _cases(record: Record) -> dict[str, float]:
    cases = record.cases[record.cases["raised"] >= 0.0]
    detected = cases[~np.isnan(cases["detected"])]
    found: dict[str, float] = {}
    for row, name in enumerate(record.channel_names):
        share = float((detected["channel"] == row).mean()) if len(detected) else 0.0
        _add(found, f"found {name.rsplit('.', 1)[0]}", share)
    for k, need in enumerate(NEEDS):
        own = cases[cases["need"] == k]
        if len(own) == 0:
            continue
        # those still open count until now: without them the slowest would drop out
        until = np.where(np.isnan(own["closed"]), record.end, own["closed"])
        found[f"days {need}"] = float((until - own["raised"]).mean())
        held = own["holder"][own["holder"] >= 0]
        for row, number in zip(*np.unique(held, return_counts=True), strict=True):
            for word in _names(record.body_names[row]):
                _add(found, f"handled {need}.{word}", number / len(own))
    return found


def _bodies(record: Record) -> dict[str, float]:
    found: dict[str, float] = {}
    for word, column in (("served", "service"), ("hours", "available")):
        hours = record.finish[f"ledger.{column}"].copy()
        before = record.start[f"ledger.{column}"]
        hours[: len(before)] -= before
        for name, value in zip(record.body_names, hours.tolist(), strict=True):
            for part in _names(name):
                _add(found, f"{word} {part}", value)
    found["points mean"] = float(record.finish["people.points"].mean())
    return found


def _journal(record: Record) -> dict[str, float]:
    found: dict[str, float] = {}
    ends: dict[str, list[float]] = {}
    for act in record.acts:
        _add(found, f"count {act.act}", float(act.count))
        for name, value in act.figures.items():
            _add(found, f"figure {act.act}.{name}", value)
            ends.setdefault(f"trend {act.act}.{name}", []).append(value)
        if "in_time" in act.figures:
            _add(found, f"accounts {act.act}", act.count * (2.0 * act.figures["in_time"] - 1.0))
    kept = found.get("figure promise_kept.number", 0.0)
    found["promises net"] = kept - found.get("figure promise_broken.number", 0.0)
    return found | {name: values[-1] - values[0] for name, values in ends.items()}


def _add(found: dict[str, float], name: str, amount: float) -> None:
    found[name] = found.get(name, 0.0) + amount


def known(word: str) -> bool:
    """Whether a claim's word is one of those that are measured."""
    return word.split(" ")[0] in {told.split(" ")[0] for told in WORDS}
