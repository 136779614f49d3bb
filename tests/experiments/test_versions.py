"""What differs between environments is counted as it is."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from experiments.versions import compared, named
from resilience_sim.observe.outcomes import OUTCOMES

RUN: dict[str, Any] = {
    "world": "today",
    "seed": 1,
    "bits": "a",
    "outcomes": dict.fromkeys(OUTCOMES, 1.0),
}
FOUND = {"python": "3.11.7", "libraries": {"numpy": "2.4.6"}, "runs": [RUN, {**RUN, "seed": 2}]}


def test_equal_runs_differ_in_nothing() -> None:
    assert compared(FOUND, deepcopy(FOUND)) == {
        "same bits": 2, "of": 2, "largest": 0.0, "outcome": ""
    }  # fmt: skip


def test_the_largest_difference_is_told_in_units_that_matter() -> None:
    other = deepcopy(FOUND)
    other["runs"][1]["bits"] = "b"
    name = "resilience_loss"
    other["runs"][1]["outcomes"][name] = 1.0 - 3.0 * OUTCOMES[name].smallest
    told = compared(FOUND, other)
    assert told["same bits"] == 1
    assert abs(told["largest"] - 3.0) < 1e-9
    assert told["outcome"] == name


def test_an_outcome_that_is_missing_is_no_small_difference() -> None:
    other = deepcopy(FOUND)
    other["runs"][0]["outcomes"]["resilience_loss"] = None
    assert compared(FOUND, other)["largest"] == float("inf")


def test_environments_are_named() -> None:
    assert named(FOUND) == "Python 3.11.7; numpy 2.4.6"
