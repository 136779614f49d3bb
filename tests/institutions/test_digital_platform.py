"""Who is online reports and is dispatched by one register; who is not gains nothing."""

from __future__ import annotations

import numpy as np
import pytest

from resilience_sim import contributions as c
from resilience_sim.institutions import DigitalPlatform
from resilience_sim.mechanism import ByNeed
from resilience_sim.vocabulary import CLOSED, NEEDS
from tests.institutions.made import begun, days, money_of, only, row, village

CARE = NEEDS.index("care")
TOLD = {"need": "care", "rate": 0.2, "report": 0.0, "work": 0.0}


def half_online(**told: object) -> object:
    community = village(trust_institutions=0.5)
    community.people.digital[:6] = True
    one = DigitalPlatform(users=1.0, **told)  # type: ignore[arg-type]
    return begun(community, one, **TOLD)


def test_only_households_online_are_found_and_who_is_offline_waits() -> None:
    run = days(half_online(), 60)  # type: ignore[arg-type]
    cases = run.record().cases
    online = cases["household"] < 6
    assert (cases["ending"][online] == CLOSED).mean() > 0.9
    assert np.isnan(cases["detected"][~online]).all()
    assert (~online).sum() > 3


def test_silence_is_kept_online_too() -> None:
    community = village(trust_institutions=1.0, digital=True)
    community.households.silent[:] = np.uint32(1 << CARE)
    run = days(begun(community, DigitalPlatform(users=1.0), **TOLD), 40)
    assert np.isnan(run.record().cases["detected"]).all()


def test_a_register_saves_the_detour_where_one_body_is_named() -> None:
    hops = []
    for dispatch in (False, True):
        community = village(trust_institutions=1.0, digital=True)
        run = begun(community, DigitalPlatform(users=1.0, dispatch=dispatch), **TOLD)
        run.responsibility.belief[:] = row(run, "property")  # nobody knows who does care
        run.engine.set_cells(run.responsibility)
        run.bump("responsibility")
        cases = days(run, 40).record().cases
        hops.append(float(cases["hops"][cases["ending"] == CLOSED].mean()))
    assert hops[1] == pytest.approx(1.0)
    assert hops[0] > 1.5


def test_where_two_are_named_the_desk_is_left_to_itself() -> None:
    run = half_online()
    run.responsibility.second[CARE, 0] = 3  # type: ignore[attr-defined]
    told = only(run.scenario.institutions[0].route(run.world), c.Handling)  # type: ignore[attr-defined]
    assert told.action[0, CARE] == 0
    assert told.action[0, NEEDS.index("food")] == c.HAND_ON


def test_it_opens_nobodys_stock_and_costs_by_the_month() -> None:
    run = days(half_online(rate=ByNeed(1.0)), 29)  # type: ignore[arg-type]
    assert run.standing.agreed == []  # sharing is 0: no body is open
    assert money_of(run, "digital_platform") == pytest.approx(5000.0)
