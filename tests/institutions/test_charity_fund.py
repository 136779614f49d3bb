"""The fund: what comes in equals what was given, and bodies draw on it."""

from __future__ import annotations

import pytest

from resilience_sim.institutions import CharityFund
from resilience_sim.simulation import Simulation
from resilience_sim.vocabulary import CLOSED, RESOURCES
from tests.institutions.made import acts, begun, days, hours_of, row, village

FUNDS = RESOURCES.index("funds")
FUND = "village/charity_fund/fund"


def fund(identity: float = 1.0, **told: object) -> Simulation:
    community = village()
    community.bodies.stock[4, FUNDS] = 10.0
    run = begun(community, CharityFund(**told),  # type: ignore[arg-type]
                need="departmental", rate=told.get("rate", 0.0) or 0.0)  # fmt: skip
    run.people.identity[:] = identity
    return run


def lots(run: Simulation, name: str) -> float:
    return float(run.engine.arrays["body"]["stock"][row(run, name), FUNDS])


def test_households_and_units_give_and_the_pool_has_it() -> None:
    run = days(fund(gives=1.0, gift=0.5, units_give=0.1), 2)
    assert lots(run, FUND) == pytest.approx(12 * 0.5 + 1.0)
    assert lots(run, "shop") == pytest.approx(9.0)
    purse = run.world.purses["charity_fund"]["funds"]
    assert purse.people.sum() == pytest.approx(-6.0)
    assert purse.till == pytest.approx(0.0)
    assert hours_of(run, "charity_fund") == pytest.approx(2.0)


def test_it_fills_slowly_where_people_do_not_identify() -> None:
    run = days(fund(identity=0.0, gives=1.0, units_give=0.0), 65)
    assert lots(run, FUND) == 0.0
    assert [count for _, count, _ in acts(run, "collect")] == [0, 0, 0]


def test_bodies_draw_on_it_and_an_unused_pool_lies_idle() -> None:
    community = village()
    told = {"need": "care", "report": 1e3, "work": 0.1,
            "settings": {"response.service.funds_lots.care": 1.0,
                         "response.supply.daily_cap": [0.0, 0.0, 0.0, 0.0],
                         "response.supply.credit_lots": 1e9}}  # fmt: skip
    one = CharityFund(gives=1.0, gift=0.5, units_give=0.0)
    used = begun(community, one, rate=0.2, **told)
    used.people.identity[:] = 1.0
    days(used, 60)
    closed = int((used.record().cases["ending"] == CLOSED).sum())
    given = 6.0 * len(acts(used, "collect"))
    assert 0 < closed <= given
    assert lots(used, FUND) + closed == pytest.approx(given)
    idle = begun(community, one, rate=0.0, **told)
    idle.people.identity[:] = 1.0
    assert lots(days(idle, 60), FUND) == pytest.approx(6.0 * len(acts(idle, "collect")))
