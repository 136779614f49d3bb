"""Disclosure: a good record and a bad one, read by some."""

from __future__ import annotations

import numpy as np
import pytest

from resilience_sim.institutions import Disclosure
from resilience_sim.simulation import Simulation
from tests.institutions.made import acts, begun, days, hours_of, row, village


def posted(due: float, readers: float = 1.0) -> Simulation:
    """Care is served within a day of when it arose."""
    run = begun(
        village(), Disclosure(interval_days=30.0, readers=readers), need="care", rate=0.2,
        report=1e3, work=1.0, settings={"response.service.due": due},
    )  # fmt: skip
    run.responsibility.belief[:] = row(run, "property")
    return days(run, 30)


def test_a_good_record_is_a_good_account_and_desks_learn() -> None:
    run = posted(due=10.0)
    assert acts(run, "post")[0][2]["in_time"] == pytest.approx(1.0)
    assert run.messages["good_account"] == pytest.approx(np.ones(12))
    assert not run.messages["bad_account"].any()
    believed = run.responsibility.belief.reshape(7, *run.responsibility.first.shape)
    learned = [row(run, name) for name in ("post", "committee", "station", "property", "office")]
    assert (believed[learned] == run.responsibility.first[None]).all()
    assert hours_of(run, "disclosure") == pytest.approx(5.0)


def test_a_poor_record_that_all_can_see_is_a_bad_account() -> None:
    run = posted(due=0.0)
    assert acts(run, "post")[0][2]["in_time"] == pytest.approx(0.0)
    assert run.messages["bad_account"] == pytest.approx(np.ones(12))


def test_few_read() -> None:
    run = posted(due=10.0, readers=0.0)
    assert not run.messages["good_account"].any()
    assert hours_of(run, "disclosure") == pytest.approx(5.0)
