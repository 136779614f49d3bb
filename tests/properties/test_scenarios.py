"""Any valid scenario survives TOML; any single corrupted key is refused by its name."""

from __future__ import annotations

import copy
import tomllib
from typing import Any

import pytest
import tomli_w
from hypothesis import assume, given, settings, strategies as st

from resilience_sim.errors import InputError
from resilience_sim.mechanism import ByNeed
from resilience_sim.registry import classes
from resilience_sim.scenario import ParameterRow, Scenario, from_document
from resilience_sim.vocabulary import NEEDS

#: Everything there is, so that every declared parameter is drawn and corrupted.
FULL = Scenario(
    crises=tuple(cls() for cls in classes("crises").values()),
    institutions=tuple(cls() for cls in classes("institutions").values()),
)
#: Lengths of time must fit each other; they have tests of their own.
TIMES = ("step_hours", "table_hours", "warmup_days", "horizon_days")
ROWS = [row for row in FULL.parameters() if row.key not in TIMES]


def numbers(row: ParameterRow, whole: bool) -> st.SearchStrategy[Any]:
    if whole:
        low = None if row.low is None else int(row.low)
        high = None if row.high is None else int(row.high)
        return st.integers(low, min(high or 10**6, 10**6))
    return st.floats(row.low, row.high, allow_nan=False, allow_infinity=False)


def values(row: ParameterRow) -> st.SearchStrategy[Any]:
    """Values that the declaration of a parameter allows, as TOML would give them."""
    if row.choices is not None:
        return st.sampled_from(row.choices)
    if isinstance(row.value, bool):
        return st.booleans()
    if isinstance(row.value, ByNeed):
        return st.one_of(
            numbers(row, False),
            st.dictionaries(st.sampled_from(NEEDS), numbers(row, False), min_size=1),
        )
    if isinstance(row.value, tuple):
        return st.tuples(*(values(row._replace(value=entry)) for entry in row.value)).map(list)
    if isinstance(row.value, (int, float)):
        return numbers(row, isinstance(row.value, int))
    return st.just(row.value)


@st.composite
def changes(draw: st.DrawFn) -> dict[str, Any]:
    """Some keys with allowed values."""
    rows = draw(st.lists(st.sampled_from(ROWS), min_size=1, max_size=8, unique_by=lambda r: r.key))
    return {row.key: draw(values(row)) for row in rows}


@settings(max_examples=150)
@given(changes())
def test_a_valid_scenario_survives_toml(changed: dict[str, Any]) -> None:
    try:
        scenario = FULL.vary(changed)
    except InputError:  # a mechanism may ask that two of its values fit each other
        assume(False)
    again = from_document(tomllib.loads(scenario.to_toml()))
    assert again == scenario
    assert again.content_hash() == scenario.content_hash()
    assert again.to_toml() == scenario.to_toml()


@settings(max_examples=60)
@given(changes(), st.randoms(use_true_random=False))
def test_the_order_in_a_file_changes_nothing(changed: dict[str, Any], luck: Any) -> None:
    try:
        scenario = FULL.vary(changed)
    except InputError:
        assume(False)
    told = scenario.document()
    shuffled = dict(luck.sample(list(told.items()), len(told)))
    for family in ("crises", "institutions"):
        shuffled[family] = luck.sample(told[family], len(told[family]))
    again = from_document(tomllib.loads(tomli_w.dumps(shuffled)))
    assert again == scenario
    assert again.content_hash() == scenario.content_hash()


WRONG: dict[str, Any] = {
    "nan": float("nan"),
    "infinite": float("inf"),
    "table": {"nothing": 1},
    "empty text": "",
    "true": True,
    "far below": -1e18,
    "far above": 1e18,
}


def is_wrong(row: ParameterRow, how: str) -> bool:
    """Whether a corruption is one for this parameter."""
    number = isinstance(row.value, (int, float, tuple)) and not isinstance(row.value, bool)
    if how == "true":
        return not isinstance(row.value, bool)
    if how == "empty text":
        return number or isinstance(row.value, bool) or row.choices is not None
    if how == "far below":
        return not number or row.low is not None
    if how == "far above":
        return not number or row.high is not None
    return True


def place(document: dict[str, Any], key: str) -> tuple[dict[str, Any], str]:
    """The table that holds a dotted key, and the key in it."""
    *path, last = key.split(".")
    if not path:
        return document["scenario"], last
    at: Any = document[path[0]]
    if isinstance(at, list):
        at = next(e for e in at if e.get("label", e["kind"]) == path[1])
    elif len(path) > 1:
        at = at[path[1]]
    return at, last


def test_what_is_far_off_lies_beyond_every_range() -> None:
    for row in FULL.parameters():
        for bound in (row.low, row.high):
            assert bound is None or abs(bound) < WRONG["far above"], row.key


@settings(max_examples=300)
@given(st.sampled_from(FULL.parameters()), st.sampled_from([*WRONG, "renamed"]))
def test_one_corrupted_key_is_refused_by_its_name(row: ParameterRow, how: str) -> None:
    assume(how == "renamed" or is_wrong(row, how))
    document = copy.deepcopy(FULL.document())
    table, last = place(document, row.key)
    key = row.key
    if how == "renamed":
        table[f"{last}_x"] = table.pop(last)
        key = f"{row.key}_x"
    else:
        table[last] = WRONG[how]
    with pytest.raises(InputError) as told:
        from_document(document)
    assert told.value.key is not None
    assert told.value.key.removeprefix("scenario.").startswith(key)
    assert told.value.allowed
    if how == "renamed":
        assert told.value.nearest is not None
