"""Disputes tried where they arise: how many stay, and what is buried."""

from __future__ import annotations

import numpy as np
import pytest

from resilience_sim.institutions import LocalMediation
from resilience_sim.simulation import Simulation
from resilience_sim.vocabulary import CLOSED, LAPSED
from tests.institutions.made import begun, days, row, village

TOLD = {"need": "mediation", "rate": 0.5, "report": 1e3, "work": 0.5}


def settled(rule: str, chance: float, patience: float = 1e6) -> tuple[Simulation, np.ndarray]:
    run = begun(village(), LocalMediation(rule=rule, chance=chance), **TOLD,
                settings={"response.patience.days": patience})  # fmt: skip
    cases = days(run, 100).record().cases
    return run, cases


def test_the_share_that_stays_below_is_the_chance_of_an_attempt() -> None:
    """The grid post tries once; what fails goes to the committee, which is accountable."""
    run, cases = settled("try_first", 0.4)
    done = cases[cases["ending"] == CLOSED]
    below = done["holder"] == row(run, "post")
    assert len(done) > 200
    assert below.mean() == pytest.approx(0.4, abs=0.1)
    assert (done["attempts"][below] == 1).all()
    _, without = settled("none", 0.4)
    assert (without["holder"][without["ending"] == CLOSED] != row(run, "post")).all()


def test_kept_below_nothing_goes_up_and_what_cannot_be_settled_is_buried() -> None:
    run, cases = settled("keep_below", 0.4)
    done = cases[cases["ending"] == CLOSED]
    assert (done["holder"] == row(run, "post")).all()
    assert (cases["escalations"] == 0).all() and (cases["hops"] == 0).all()
    assert done["attempts"].mean() == pytest.approx(2.5, abs=0.5)  # 1 / .4 attempts
    _, hopeless = settled("keep_below", 0.0, patience=5.0)
    assert (hopeless["ending"] == LAPSED).sum() > 100
    assert (hopeless["ending"] == CLOSED).sum() == 0
    _, tried = settled("try_first", 0.0, patience=5.0)
    assert (tried["ending"] == CLOSED).sum() > 100  # the ordinary way was still open
