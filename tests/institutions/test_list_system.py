"""Lists: as many as the convener can carry, contracts that follow, benefits that keep givers."""

from __future__ import annotations

import numpy as np
import pytest

from resilience_sim.institutions import ListSystem
from resilience_sim.simulation import Simulation
from resilience_sim.vocabulary import NEEDS, RESOURCES
from tests.institutions.made import acts, begun, days, hours_of, row, village

FUNDS = RESOURCES.index("funds")
CARE = NEEDS.index("care")


def with_lists(funds: float = 0.0, **told: float) -> Simulation:
    community = village()
    community.bodies.stock[1, FUNDS] = funds
    return begun(community, ListSystem(**{"interval_days": 10.0, **told}))  # type: ignore[arg-type]


def test_a_convener_keeps_as_many_lists_as_its_hours_allow() -> None:
    """24 h a day for 10 days, a tenth of it for lists: 24 h, four lists of six hours."""
    run = with_lists(share_of_hours=0.1, hours_a_list=6.0)
    one = run.scenario.institutions[0]
    assert one.kept(run.world, row(run, "committee")) == (
        "actors", "needs", "problems", "open_resources",
    )  # fmt: skip
    assert one.kept(run.world, row(run, "shop")) == ()  # a unit without staff carries none
    days(run, 2)
    ((_, came, figures),) = acts(run, "meeting")
    assert figures["lists"] == 4.0
    assert hours_of(run, "list_system") == pytest.approx(24.0 + 2.0 * came)


def test_a_convener_who_cannot_carry_it_gets_no_contracts() -> None:
    none = days(with_lists(share_of_hours=0.0), 2)
    assert none.standing.agreed == []
    some = days(with_lists(share_of_hours=1.0, reach_actors=1.0, renewal_shared=1.0), 2)
    assert len(some.standing.agreed) == 1


def test_givers_are_paid_from_the_conveners_funds_while_they_last() -> None:
    told = {"share_of_hours": 1.0, "reach_actors": 1.0, "renewal_shared": 1.0, "benefit": 0.5}
    run = days(with_lists(funds=1.2, **told), 2)
    stock = run.engine.arrays["body"]["stock"][:, FUNDS]
    givers = [row(run, "shop"), row(run, "school"), row(run, "committee")]
    assert stock[givers].sum() == pytest.approx(1.2)
    assert stock[row(run, "shop")] > 0.0
    days(run, 30)
    assert stock.sum() == pytest.approx(1.2)  # nothing was made
    assert stock.min() >= 0.0


def test_contracts_not_renewed_break_what_was_promised() -> None:
    told = {"share_of_hours": 1.0, "reach_actors": 1.0, "renewal_shared": 0.5, "benefit": 0.0}
    run = days(with_lists(**told), 100)
    broken = sum(figures["number"] for _, _, figures in acts(run, "promise_broken"))
    kept = sum(figures["number"] for _, _, figures in acts(run, "promise_kept"))
    made = sum(figures["number"] for _, _, figures in acts(run, "promise_made"))
    assert broken > 0.0 and kept > 0.0
    assert kept + broken + run.standing.promised["list_system"].sum() == pytest.approx(made)


def test_problems_listed_fill_gaps_of_those_present() -> None:
    run = with_lists(share_of_hours=1.0, reach_actors=1.0)
    run.responsibility.first[CARE, 0] = -1
    days(run, 2)
    assert run.responsibility.first[CARE, 0] == row(run, "committee")
    assert np.asarray(run.responsibility.second).max() == -1
