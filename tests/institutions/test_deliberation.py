"""Deliberation: what is put first, what is promised, and what paperwork makes of it."""

from __future__ import annotations

import pytest

from resilience_sim import contributions as c
from resilience_sim.institutions import Deliberation
from resilience_sim.simulation import Simulation
from resilience_sim.vocabulary import NEEDS
from tests.institutions.made import acts, begun, days, hours_of, only, village

REPAIR = NEEDS.index("repair")


def talk(papers: float = 0.0, **told: object) -> Simulation:
    """Repairs pile up at the property company; everybody comes."""
    community = village()
    community.bodies.administration[1] = papers
    one = Deliberation(
        **{"interval_days": 10.0, "comes": 1.0, "genuine": 1.0, **told}  # type: ignore[arg-type]
    )
    return begun(community, one, need="repair", rate=2.0, report=1e3, work=48.0)


def test_what_waits_most_is_put_first_and_promised_and_kept() -> None:
    run = days(talk(), 11)
    assert run.own["deliberation"]["first"][0] == REPAIR
    score = only(run.scenario.institutions[0].rank(run.world), c.Score)
    assert score.base[REPAIR] == pytest.approx([0.5, 0.5])
    assert score.base.sum() == pytest.approx(1.0)
    assert acts(run, "promise_made")[0][1] == 12
    assert acts(run, "gathering")[0][1] == 12
    assert hours_of(run, "deliberation") == pytest.approx(12.0)  # committee and station
    days(run, 10)
    assert acts(run, "promise_kept")[-1][1] == 12
    assert acts(run, "promise_broken")[-1][1] == 0


@pytest.mark.parametrize(("papers", "genuine"), [(0.95, 1.0), (0.0, 0.0)])
def test_without_time_or_will_promises_break_and_nothing_comes_first(
    papers: float, genuine: float
) -> None:
    run = days(talk(papers, genuine=genuine), 101)
    kept = sum(count for _, count, _ in acts(run, "promise_kept"))
    broken = sum(count for _, count, _ in acts(run, "promise_broken"))
    assert broken > 5 * kept
    if genuine == 0.0:
        assert run.own["deliberation"]["first"][0] == -1
        assert run.scenario.institutions[0].rank(run.world) == ()


def test_three_rounds_take_three_times_the_time() -> None:
    run = days(talk(rounds=3), 11)
    assert hours_of(run, "deliberation") == pytest.approx(36.0)
    assert acts(run, "gathering")[0][2]["hours"] == pytest.approx(12 * 2.0 * 3)
