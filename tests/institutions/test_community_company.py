"""The company: good months, bad months, and what comes back."""

from __future__ import annotations

import pytest

from resilience_sim.community.community import Community
from resilience_sim.institutions import CommunityCompany
from resilience_sim.simulation import Simulation
from resilience_sim.vocabulary import RESOURCES
from tests.institutions.made import acts, begun, days, hours_of, row, village

FUNDS = RESOURCES.index("funds")


def made(raising: float = 0.5) -> Community:
    community = village(hours=1.0)
    community.bodies.raising[1] = raising
    return community


def lots(run: Simulation, name: str) -> float:
    return float(run.engine.arrays["body"]["stock"][row(run, name), FUNDS])


def test_without_luck_a_month_brings_its_mean_and_half_comes_back() -> None:
    """1,000 lots for 3,000 residents, 12 of them, ability .5: 2 lots; then 2 + 1 and so on."""
    run = days(begun(made(), CommunityCompany(earnings=1000.0, spread=0.0)), 30)
    assert lots(run, "committee") == pytest.approx(1.0)
    assert lots(run, "village/community_company/company") == pytest.approx(1.0)
    days(run, 30)
    assert lots(run, "committee") == pytest.approx(2.5)
    purse = run.world.purses["community_company"]["funds"]
    assert purse.till == pytest.approx(-4.0)
    assert purse.bodies.sum() == pytest.approx(4.0)
    assert hours_of(run, "community_company") == pytest.approx(12.0)  # since the strike


def test_months_may_bring_losses_but_no_debt() -> None:
    run = days(begun(made(), CommunityCompany(earnings=1000.0, spread=5.0)), 400)
    results = [figures["lots"] for _, _, figures in acts(run, "trade")]
    assert min(results) < 0.0 < max(results)
    assert lots(run, "village/community_company/company") >= 0.0


def test_who_cannot_raise_resources_earns_nothing_and_pays_all_the_same() -> None:
    run = days(begun(made(0.0), CommunityCompany(earnings=1000.0)), 29 + 35)
    assert lots(run, "committee") == 0.0
    assert hours_of(run, "community_company") > 0.0
