"""The alliance against the stock of a village: what is open, for how long, and when it is not."""

from __future__ import annotations

import numpy as np
import pytest

from resilience_sim.institutions import CommunityAlliance
from resilience_sim.vocabulary import CLOSED, N_RESOURCES, RESOURCES
from tests.institutions.made import acts, begun, days, hours_of, row, village

FOOD = RESOURCES.index("food")


def reserve(run: object, asker: str, holder: str) -> list[float]:
    """Reserves of offers of food between two bodies."""
    arrays = run.engine.arrays  # type: ignore[attr-defined]
    at = row(run, asker) * N_RESOURCES + FOOD  # type: ignore[arg-type]
    rows = slice(arrays["offer_start"][at], arrays["offer_start"][at + 1])
    offers = arrays["offer"][rows]
    return [float(o["reserve"]) for o in offers if o["holder"] == row(run, holder)]  # type: ignore[arg-type]


def test_members_lend_above_what_they_keep_and_renew_on_the_day() -> None:
    run = begun(village(), CommunityAlliance(joins=1.0, reserve=0.4, renew_days=10.0, hours=2.0))
    assert reserve(run, "committee", "shop") == []
    days(run, 2)
    assert reserve(run, "committee", "shop") == [pytest.approx(4.0)]  # .4 of 10 lots
    assert reserve(run, "committee", "school") == [pytest.approx(2.0)]
    days(run, 19)
    assert [day for day, _, _ in acts(run, "renew")] == [1.0, 10.0, 20.0]
    # post, committee, station, property, shop and school sign each time, two hours each
    assert hours_of(run, "community_alliance") == pytest.approx(3 * 6 * 2.0)


def test_who_does_not_renew_is_closed_again() -> None:
    run = days(begun(village(), CommunityAlliance(joins=0.4, renew_days=5.0, reserve=0.0)), 60)
    joined = [count for _, count, _ in acts(run, "renew")]
    assert min(joined) < max(joined) < 6
    assert len(run.standing.agreed) <= 1


def test_givers_run_dry() -> None:
    """Cases take a lot each: the committee, which has none, lives on 15 lots of its allies."""
    told = {"need": "food", "rate": 0.3, "report": 1e3, "work": 0.01}
    closed = []
    for joins in (0.0, 1.0):
        run = begun(village(), CommunityAlliance(joins=joins, reserve=0.0), **told,
                    settings={"response.service.food_lots.food": 1.0,
                              "response.supply.daily_cap": [0.0, 0.0, 0.0, 0.0],
                              "response.supply.inflow": 0.0,
                              "response.supply.credit_lots": 1e9})  # fmt: skip
        cases = days(run, 60).record().cases
        closed.append(int((cases["ending"] == CLOSED).sum()))
        left = run.engine.arrays["body"]["stock"][:, FOOD].sum()
        assert left + closed[-1] == pytest.approx(15.0)
    assert closed == [0, 15]
    assert np.isclose(left, 0.0)
