"""Owners and property company: repairs at one door, and a fund that a meeting opens."""

from __future__ import annotations

import numpy as np

from resilience_sim.institutions import OwnersPropertyLinkage
from resilience_sim.simulation import Simulation
from resilience_sim.vocabulary import CLOSED, NEEDS, RESOURCES
from tests.institutions.made import begun, days, hours_of, row, village

REPAIR, PARTS = NEEDS.index("repair"), RESOURCES.index("parts")
NAME = "village/owners_property_linkage/homeowners_committee"


def linked(comes: float, fund: float = 0.0) -> Simulation:
    """Every repair takes a part; nothing is delivered."""
    run = begun(
        village(), OwnersPropertyLinkage(comes=comes, fund=fund), need="repair", rate=0.3,
        report=1e3, work=0.01,
        settings={"response.service.parts_lots.repair": 1.0, "response.supply.inflow": 0.0,
                  "response.supply.daily_cap": [0.0, 0.0, 0.0, 0.0],
                  "response.supply.credit_lots": 1e9},
    )  # fmt: skip
    run.responsibility.first[REPAIR, 0] = -1
    run.engine.set_cells(run.responsibility)
    return run


def served(run: Simulation) -> int:
    return int((days(run, 60).record().cases["ending"] == CLOSED).sum())


def test_at_a_meeting_it_takes_on_what_nobody_held() -> None:
    run = days(linked(1.0), 1)
    assert run.responsibility.first[REPAIR, 0] == row(run, "property")
    assert run.responsibility.empowered[REPAIR, 0]
    assert hours_of(run, "owners_property_linkage") == 6.0


def test_the_fund_is_open_to_who_came_and_runs_dry() -> None:
    """12 people share 2,500 lots for 3,000: ten parts, and the shop's four are not theirs."""
    run = linked(1.0, fund=2500.0)
    assert served(run) == 10
    assert run.engine.arrays["body"]["stock"][row(run, NAME), PARTS] == 0.0
    assert served(linked(0.0, fund=2500.0)) == 0  # who stays away gets no parts


def test_all_repairs_queue_at_one_door() -> None:
    run = days(linked(1.0, fund=1e6), 60)
    cases = run.record().cases
    done = cases[(cases["ending"] == CLOSED) & (cases["raised"] > run.world.begin + 2.0)]
    assert (done["holder"] == row(run, "property")).all()
    assert (done["hops"] == 1).all()
    assert np.isin(done["landed"], row(run, "post")).all()
