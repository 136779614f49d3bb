"""A level of its own: fewer escalations for specialists, and an agenda that is too short."""

from __future__ import annotations

import numpy as np
import pytest

from resilience_sim.institutions import CoordinationCommittees
from resilience_sim.vocabulary import NEEDS
from tests.institutions.made import begun, days, hours_of, row, village

NAME = "village/coordination_committees/coordination"
REPAIR, CARE = NEEDS.index("repair"), NEEDS.index("care")


def test_it_stands_over_the_specialists_and_under_the_office() -> None:
    run = begun(village(), CoordinationCommittees())
    at = row(run, NAME)
    assert run.bodies.parent[row(run, "property")] == at
    assert run.bodies.parent[row(run, "station")] == at
    assert run.bodies.parent[row(run, "post")] == row(run, "committee")
    assert run.bodies.parent[row(run, "committee")] == row(run, "office")
    assert run.bodies.parent[at] == row(run, "office")


def test_what_a_specialist_cannot_decide_goes_up_one_level_instead_of_two() -> None:
    """Repairs without power: to the coordination committee, not committee and office."""
    ups = []
    for interval in (0.0, 14.0):
        told = {"need": "repair", "rate": 0.1, "report": 1e3}
        run = begun(village(), CoordinationCommittees(interval_days=interval), **told)
        run.responsibility.empowered[REPAIR] = False
        run.engine.set_cells(run.responsibility)
        cases = days(run, 40).record().cases
        ups.append(float(cases["escalations"][~np.isnan(cases["held"])].mean()))
    assert ups == [pytest.approx(2.0), pytest.approx(1.0)]


def test_an_agenda_too_short_leaves_overlaps_for_later() -> None:
    run = begun(village(), CoordinationCommittees(agenda=2, interval_days=7.0, hours=1.5))
    run.responsibility.second[CARE] = row(run, "property")
    days(run, 1)
    assert int((run.responsibility.second[CARE] >= 0).sum()) == 1
    assert hours_of(run, "coordination_committees") == pytest.approx(1.5 * 3)
    days(run, 8)
    assert int((run.responsibility.second[CARE] >= 0).sum()) == 0
    assert (run.responsibility.first[CARE] == row(run, "committee")).all()
