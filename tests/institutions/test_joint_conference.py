"""A table at which duties are given by load, to those who came, without power."""

from __future__ import annotations

import numpy as np

from resilience_sim.institutions import JointConference
from resilience_sim.simulation import Simulation
from resilience_sim.vocabulary import NEEDS
from tests.institutions.made import acts, begun, days, hours_of, row, village

CARE, REPAIR, FOOD = (NEEDS.index(need) for need in ("care", "repair", "food"))


def muddled(*institutions: JointConference) -> Simulation:
    """Nobody holds repair in building 0; two hold care in building 1; no power for either."""
    run = begun(village(), *institutions)
    run.responsibility.first[REPAIR, 0] = -1
    run.responsibility.second[CARE, 1] = row(run, "station")
    run.responsibility.empowered[:] = False
    run.responsibility.belief[:] = row(run, "post")
    return run


def test_the_trained_take_gaps_and_the_less_loaded_leads_an_overlap() -> None:
    run = muddled(JointConference(reach=1.0))
    run.watching.backlog[row(run, "committee")] = 5.0
    assert run.world.ledger is not None
    days(run, 1)
    cells = run.responsibility
    assert cells.first[REPAIR, 0] == row(run, "property")
    assert cells.second[CARE, 1] == -1
    assert (cells.first[CARE, 1] == row(run, "committee")) or (
        cells.first[CARE, 1] == row(run, "station")
    )
    ((_, came, figures),) = acts(run, "meeting")
    assert came == 4  # post, committee, station, property; units without staff do not sit
    # food and the rest: nobody here is trained for the other needs that have no body
    assert figures == {"gaps": 1.0, "overlaps": 1.0}
    assert hours_of(run, "joint_conference") == 12.0


def test_a_decision_gives_duty_but_power_only_where_statutes_do() -> None:
    run = days(muddled(JointConference(reach=1.0)), 1)
    assert run.responsibility.empowered[REPAIR, 0]  # the company may decide on repairs
    assert not run.responsibility.empowered[REPAIR, 1:].any()  # not on the agenda
    assert not run.responsibility.empowered[FOOD].any()


def test_who_stayed_away_knows_nothing_and_leads_nothing() -> None:
    run = days(muddled(JointConference(reach=0.0)), 1)
    assert run.responsibility.first[REPAIR, 0] == -1
    assert run.responsibility.second[CARE, 1] == row(run, "station")
    assert (run.responsibility.belief == row(run, "post")).all()
    assert hours_of(run, "joint_conference") == 0.0


def test_a_short_agenda_leaves_the_rest() -> None:
    run = days(muddled(JointConference(reach=1.0, agenda=1)), 1)
    left = int(run.responsibility.first[REPAIR, 0] < 0) + int(
        run.responsibility.second[CARE, 1] >= 0
    )
    assert left == 1
    assert np.isin(run.responsibility.belief, row(run, "post")).sum() > 0
