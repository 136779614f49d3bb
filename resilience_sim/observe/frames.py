"""A record as pandas frames; made only when somebody looks.

Units and meanings of columns stand in ``attrs`` of every frame and go with it into Parquet.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from resilience_sim.observe.columns import FRAMES, attributes_of
from resilience_sim.observe.outcomes import OUTCOMES, compute
from resilience_sim.observe.record import Array, Record
from resilience_sim.vocabulary import ENDINGS, NEEDS, RESOURCES, STAGES

__all__ = [
    "cases_frame",
    "journal_frame",
    "outcomes_frame",
    "timeline_frame",
    "twins_frame",
    "with_units",
]

_PLAIN = (
    "raised",
    "due",
    "detected",
    "held",
    "supplied",
    "started",
    "closed",
    "in_detection",
    "in_routing",
    "in_supply",
    "in_hands",
    "in_service",
    "hops",
    "escalations",
    "attempts",
    "work",
    "severity",
)


def with_units(frame: pd.DataFrame, kind: str) -> pd.DataFrame:
    """The same frame, with units and meanings of its columns in ``attrs``."""
    names = [str(name) for name in (*frame.index.names, *frame.columns) if name is not None]
    frame.attrs.update(attributes_of(kind, names))
    return frame


def outcomes_frame(record: Record) -> pd.DataFrame:
    """Every outcome with its declaration; index ``outcome``."""
    values = compute(record)
    rows = [
        (name, values[name], o.unit, o.direction, o.smallest, o.group, o.en, o.zh, o.undefined)
        for name, o in OUTCOMES.items()
    ]
    columns = ["outcome", "value", "unit", "direction", "smallest", "group", "en", "zh"]
    frame = pd.DataFrame(rows, columns=[*columns, "undefined"]).set_index("outcome")
    return with_units(frame, "outcomes")


def timeline_frame(record: Record) -> pd.DataFrame:
    """All time series at the ends of steps; index ``day``, days since the strike."""
    frame = pd.DataFrame(dict(record.series), index=pd.Index(record.times, name="day"))
    return with_units(frame, "timeline")


def cases_frame(record: Record) -> pd.DataFrame:
    """The case journal with words for codes; times and durations in days."""
    cases = record.cases
    frame = pd.DataFrame({"household": cases["household"], "building": cases["building"]})
    if record.units:  # parties behind the households are units with needs of their own
        of_unit = cases["household"] - record.sizes["households"]
        frame["unit"] = _words(of_unit, record.units)
        frame["household"] = pd.array(cases["household"], dtype="Int64")
        frame.loc[of_unit >= 0, "household"] = pd.NA
    frame["need"] = _words(cases["need"], NEEDS)
    frame["vulnerable"] = cases["rate_class"] == 1
    frame["stage"] = _words(cases["stage"], STAGES)
    frame["ending"] = _words(cases["ending"], ENDINGS)
    frame["channel"] = _words(cases["channel"], record.channel_names)
    for name in ("landed", "desk", "holder", "second"):
        frame[name] = _words(cases[name], record.body_names)
    frame["helper"] = pd.array(cases["helper"], dtype="Int64")
    frame.loc[cases["helper"] < 0, "helper"] = pd.NA
    for name in _PLAIN:
        frame[name] = cases[name]
    frame["duplicated"] = cases["duplicated"] > 0
    frame["orphaned"] = cases["orphaned"] > 0
    for bit, resource in enumerate(RESOURCES):
        frame[f"short_{resource}"] = (cases["short"] >> bit) & 1 > 0
    frame.index.name = "case"
    return with_units(frame, "cases")


def journal_frame(record: Record) -> pd.DataFrame:
    """The institution journal, one act a row; figures as columns of their own."""
    rows = [
        {
            "day": act.t,
            "author": act.author,
            "phase": act.phase,
            "act": act.act,
            "count": act.count,
            **dict(act.figures),
        }
        for act in record.acts
    ]
    frame = pd.DataFrame(rows) if rows else pd.DataFrame(columns=list(FRAMES["journal"]))
    return with_units(frame, "journal")


def twins_frame(record: Record) -> pd.DataFrame:
    """Measured twins of the levers, at the strike and at the end."""
    rows = [
        (lever, measure, *pair)
        for lever, measures in record.twins.items()
        for measure, pair in measures.items()
    ]
    return with_units(pd.DataFrame(rows, columns=list(FRAMES["twins"])), "twins")


def _words(codes: Array, words: tuple[str, ...]) -> pd.Series[str]:
    """Words for codes, as categories; a code below 0 has no word."""
    kinds = pd.CategoricalDtype(list(words))
    return pd.Series(pd.Categorical.from_codes(np.maximum(codes, -1).tolist(), dtype=kinds))
