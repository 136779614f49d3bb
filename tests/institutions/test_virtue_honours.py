"""Honours for those who take part, blame for some who do not."""

from __future__ import annotations

import numpy as np
import pytest

from resilience_sim.institutions import VirtueHonours
from resilience_sim.simulation import Simulation
from tests.institutions.made import acts, begun, days, hours_of, money_of, village


def board(honoured: float, blamed: float) -> Simulation:
    run = begun(village(), VirtueHonours(interval_days=20.0, honoured=honoured, blamed=blamed))
    run.people.participation[:3] = 1.0
    run.people.volunteer[3] = True
    return days(run, 20)


def test_those_who_do_are_honoured_and_it_costs() -> None:
    run = board(1.0, 0.0)
    assert run.messages["honour"] == pytest.approx([1.0] * 4 + [0.0] * 8)
    assert not run.messages["blame"].any()
    assert money_of(run, "virtue_honours") == pytest.approx(4 * 50.0)
    assert hours_of(run, "virtue_honours") == pytest.approx(8.0)


def test_blame_falls_on_the_others_and_shames() -> None:
    from resilience_sim.society import Motivation
    from tests.worlds import adapt_once, built, tiny_world

    run = board(0.0, 1.0)
    assert run.messages["blame"] == pytest.approx([0.0] * 4 + [1.0] * 8)
    assert acts(run, "board")[0][2]["blamed"] == 8.0
    w = tiny_world([1] * 12, people={"stigma": 0.2})
    rule = Motivation(shame=0.1)
    built(w, rule)
    w.messages = {"blame": np.array(run.messages["blame"])}
    adapt_once(w, rule)
    assert w.people.stigma == pytest.approx([0.2] * 4 + [0.28] * 8)
