"""Disputes handed to specialists: chance by sort, one queue, and their pay."""

from __future__ import annotations

import pytest

from resilience_sim.errors import InputError
from resilience_sim.institutions import StabilityAlliance
from resilience_sim.vocabulary import CLOSED
from tests.institutions.made import begun, days, money_of, row, village

TOLD = {"need": "mediation", "rate": 0.2, "report": 1e3, "work": 0.5}
NAME = "village/stability_alliance/alliance"


def test_the_chance_is_the_mean_over_sorts_with_and_without_a_specialist() -> None:
    one = StabilityAlliance(specialists=(1.0, 0.0, 1.0, 0.0), sorts=(0.4, 0.3, 0.2, 0.1),
                            matched=0.9, unmatched=0.5)  # fmt: skip
    assert one.chance == pytest.approx(0.6 * 0.9 + 0.4 * 0.5)
    with pytest.raises(InputError, match="each sort"):
        StabilityAlliance(specialists=(1.0,))


def test_disputes_go_to_it_and_what_fails_goes_the_ordinary_way() -> None:
    one = StabilityAlliance(matched=0.7, unmatched=0.0)
    run = days(begun(village(), one, **TOLD), 100)
    done = run.record().cases
    done = done[done["ending"] == CLOSED]
    there = done["holder"] == row(run, NAME)
    assert there.mean() == pytest.approx(0.7, abs=0.12)
    assert (done["holder"][~there] == row(run, "committee")).all()
    assert money_of(run, "stability_alliance") == pytest.approx(
        2.0 * 30 * 400.0 * 2
    )  # since the strike


def test_all_sorts_queue_at_one_door() -> None:
    """One specialist of eight hours a day against 2.4 disputes of four hours: a queue grows."""
    told = {**TOLD, "work": 4.0}
    few = StabilityAlliance(specialists=(1.0, 0.0, 0.0, 0.0), matched=1.0, unmatched=1.0)
    many = StabilityAlliance(specialists=(4.0, 0.0, 0.0, 0.0), matched=1.0, unmatched=1.0)
    waits = []
    for one in (few, many):
        cases = days(begun(village(), one, **told), 60).record().cases
        waits.append(float(cases["in_hands"].mean()))
    assert waits[0] > 5.0 * waits[1]
