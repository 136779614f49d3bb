"""What the columns of frames mean: name, unit and meaning of each, declared once.

Names are stable: a column is never renamed, and what is added comes after. The page of frames
and the ``attrs`` of every frame are derived from this list.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

from resilience_sim.vocabulary import RESOURCES, STAGES

__all__ = ["FRAMES", "OPTIONAL", "PREFIXES", "Told", "attributes_of", "told_of"]


class Told(NamedTuple):
    """Unit and meaning of a column; no unit where it counts nothing and measures nothing."""

    unit: str
    meaning: str


_OUTCOMES: Final = {
    "outcome": Told("", "name of the outcome (the index)"),
    "value": Told("see unit", "value in this run, empty where it is not defined"),
    "unit": Told("", "unit of value and smallest"),
    "direction": Told("", "1 more is better, -1 less is better, 0 neither"),
    "smallest": Told("see unit", "smallest difference that matters"),
    "group": Told("", "cases, people, bodies, ..."),
    "en": Told("", "meaning in English"),
    "zh": Told("", "meaning in Chinese"),
    "undefined": Told("", "when the outcome has no value"),
}
_TIMELINE: Final = {
    "day": Told(
        "d", "end of the step, days since the strike; negative in everyday life (the index)"
    ),
    "functionality": Told("0..1", "how well the needs of households are met"),
    "functionality_others": Told("0..1", "the same among households without a vulnerable member"),
    "functionality_vulnerable": Told("0..1", "the same among vulnerable households"),
    "functionality_locals": Told("0..1", "the same among local households"),
    "functionality_newcomers": Told("0..1", "the same among newcomer households"),
    **{f"open_{stage}": Told("cases", f"open cases in stage {stage}") for stage in STAGES},
    "hands_used": Told("share", "share of the bodies' hours of the step that were used"),
    "raised": Told("cases", "cases raised in the step"),
    "stock": Told("lots", "stock of bodies: consumed and occupied resources"),
    "unmet": Told("households", "households with a need past due"),
    "identity": Told("0..1", "mean identification with the community"),
    "trust_neighbours": Told("0..1", "mean trust in neighbours"),
    "trust_institutions": Told("0..1", "mean trust in institutions"),
    "belief": Told("0..1", "mean belief in trusted guidance"),
    "stigma": Told("0..1", "mean fear of blame"),
    "panic": Told("0..1", "mean panic"),
    "participation": Told("share", "share of people who take part"),
    "absent": Told("share", "share of people ill or in quarantine"),
    "mobility": Told("factor", "mean mobility, 1 in everyday life"),
}
_CASES: Final = {
    "case": Told("", "number of the case in the run (the index)"),
    "household": Told("row", "household that has the need; missing where a unit has it"),
    "building": Told("row", "its building"),
    "need": Told("", "what is needed"),
    "vulnerable": Told("", "the household is vulnerable"),
    "stage": Told("", "stage it is in, or was in when it ended"),
    "ending": Told("", "how it ended, or open"),
    "channel": Told("", "how it was found"),
    "landed": Told("", "body that found it or was told"),
    "desk": Told("", "body it lies with, or lay with last"),
    "holder": Told("", "accountable body that held it last"),
    "second": Told("", "second body, where two are accountable"),
    "helper": Told("row", "household that settled it"),
    "raised": Told("d", "when the need arose"),
    "due": Told("d", "when it is past due"),
    "detected": Told("d", "when it was found"),
    "held": Told("d", "when an accountable body had it"),
    "supplied": Told("d", "when all it takes was there"),
    "started": Told("d", "when service began"),
    "closed": Told("d", "when it ended"),
    "in_detection": Told("d", "time undetected"),
    "in_routing": Told("d", "time on the way between desks"),
    "in_supply": Told("d", "time waiting for resources"),
    "in_hands": Told("d", "time waiting for hands"),
    "in_service": Told("d", "time in service"),
    "hops": Told("hand-offs", "times it was handed on"),
    "escalations": Told("times", "times it went up a level"),
    "attempts": Told("times", "times service began"),
    "work": Told("h", "work of the attempt under way, or of the last"),
    "severity": Told("weight", "severity weight of the need"),
    "duplicated": Told("", "two bodies did it"),
    "orphaned": Told("", "at some time nobody held it"),
    **{f"short_{name}": Told("", f"{name} was not at hand when asked for") for name in RESOURCES},
}
_JOURNAL: Final = {
    "day": Told("d", "when the act took place, days since the strike"),
    "author": Told("", "label of the mechanism, or user"),
    "phase": Told("", "phase of the step"),
    "act": Told("", "what was done"),
    "count": Told("times", "how many times, in this line"),
}
_TWINS: Final = {
    "lever": Told("", "lever"),
    "measure": Told("", "what is measured of the structure it changes"),
    "at_strike": Told("see measure", "value at the strike"),
    "at_end": Told("see measure", "value at the end"),
}
_DIFFERENCES: Final = {
    "world": Told("", "world"),
    "against": Told("", "world it is compared with"),
    "outcome": Told("", "outcome"),
    "value": Told("see unit", "mean over seeds in the world"),
    "value_against": Told("see unit", "mean over seeds in the other"),
    "difference": Told("see unit", "mean of the differences paired by seed"),
    "low": Told("see unit", "lower end of the interval over seeds"),
    "high": Told("see unit", "upper end of the interval over seeds"),
    "share_better": Told("share", "share of seeds in which the world does better"),
    "smallest": Told("see unit", "smallest difference that matters"),
    "verdict": Told("", "what the interval says"),
    "unit": Told("", "unit of the outcome"),
    "direction": Told("", "1 more is better, -1 less is better, 0 neither"),
    "group": Told("", "group of the outcome"),
    "n": Told("seeds", "seeds that have both values"),
}
_TIMELINES: Final = {
    "world": Told("", "world"),
    "day": Told("d", "days since the strike"),
    "mean": Told("0..1", "mean functionality over seeds"),
}
_RANKINGS: Final = {
    "weights": Told("", "set of severity weights"),
    "world": Told("", "world"),
    "resilience_loss": Told("d", "mean resilience loss under these weights"),
    "rank": Told("", "1 loses least"),
}
_WORLDS: Final = {
    "world": Told("", "world"),
    "replicate": Told("", "number of the seed, from 0"),
    "seed": Told("", "seed of the run"),
    "outcome": Told("", "outcome"),
    "value": Told("see unit", "value in that run; units stand in differences"),
}

#: Columns of each frame, in order.
FRAMES: Mapping[str, Mapping[str, Told]] = MappingProxyType(
    {
        "outcomes": _OUTCOMES,
        "timeline": _TIMELINE,
        "cases": _CASES,
        "journal": _JOURNAL,
        "twins": _TWINS,
        "differences": _DIFFERENCES,
        "worlds": _WORLDS,
        "timelines": _TIMELINES,
        "rankings": _RANKINGS,
    }
)
#: Columns that stand only where the scenario has what they tell of.
OPTIONAL: Mapping[str, Mapping[str, Told]] = MappingProxyType(
    {
        "timeline": {
            "functionality_units": Told("0..1", "the same among units with needs of their own"),
            "moved": Told("households", "households replaced since the row before"),
            "newcomers": Told("share", "share of people who are newcomers"),
        },
        "cases": {
            "unit": Told("", "unit that has the need, where units have needs of their own"),
        },
    }
)
#: Columns whose names begin with a word and end with the label of a mechanism.
PREFIXES: Mapping[str, Mapping[str, Told]] = MappingProxyType(
    {
        "timeline": {
            "infectious_": Told("persons", "infectious people, by label of the epidemic"),
            "attacked_": Told("share", "share of people ever infected, by label of the epidemic"),
        },
        "timelines": {
            "q": Told("0..1", "quantile of functionality over seeds, in hundredths"),
        },
        "journal": {
            "": Told("see act", "figures that acts of this kind tell, empty for other acts"),
        },
    }
)


def told_of(frame: str, column: str) -> Told:
    """Unit and meaning of a column; `KeyError` where none is declared."""
    declared = {**FRAMES[frame], **OPTIONAL.get(frame, {})}
    if column in declared:
        return declared[column]
    for prefix, told in PREFIXES.get(frame, {}).items():
        if column.startswith(prefix):
            return told
    raise KeyError(f"{frame}.{column}")


def attributes_of(frame: str, columns: Iterable[str]) -> dict[str, dict[str, str]]:
    """What a frame carries in ``attrs``: units and meanings by column."""
    told = {name: told_of(frame, name) for name in columns}
    return {
        "units": {name: one.unit for name, one in told.items()},
        "meanings": {name: one.meaning for name, one in told.items()},
    }
