"""The incubator: place and leader, then an organisation; then the grant ends."""

from __future__ import annotations

import pytest

from resilience_sim.institutions import OrganisationIncubator
from resilience_sim.mechanism import ByNeed
from resilience_sim.simulation import Simulation
from resilience_sim.vocabulary import NEEDS, RESOURCES
from tests.institutions.made import acts, begun, days, money_of, row, village

CARE = NEEDS.index("care")
NAME = "village/organisation_incubator/care"


def incubator(leader: bool = True, place: bool = True, **told: object) -> Simulation:
    community = village()
    community.bodies.stock[5, RESOURCES.index("space")] = float(place)
    community.people.skills[0] = 1 << CARE
    one = OrganisationIncubator(
        **{"fields": ByNeed(0.0, care=2.0), "founding": 1.0, **told}  # type: ignore[arg-type]
    )
    run = begun(community, one)
    run.people.participation[0] = float(leader)
    return run


def test_with_place_and_leader_it_is_founded_and_takes_every_third_building() -> None:
    run = incubator()
    run.responsibility.first[CARE, 1] = -1
    days(run, 31)
    assert run.bodies.staff[row(run, NAME)] == 2.0
    assert run.responsibility.first[CARE].tolist() == [
        row(run, NAME), row(run, NAME), row(run, "committee"),
    ]  # fmt: skip
    assert run.engine.arrays["body"]["authority"][row(run, NAME)] == 1 << CARE
    days(run, 30)
    assert money_of(run, "organisation_incubator") == pytest.approx(2.0 * 200.0 * 30)


@pytest.mark.parametrize(("leader", "place"), [(False, True), (True, False)])
def test_without_a_leader_or_a_place_none_is_founded(leader: bool, place: bool) -> None:
    run = days(incubator(leader=leader, place=place), 95)
    assert acts(run, "open_post") == []
    assert run.bodies.staff[row(run, NAME)] == 0.0


def test_when_the_grant_ends_a_share_of_the_staff_stays() -> None:
    run = days(incubator(grant_days=60.0, kept=0.25), 150)
    assert run.bodies.staff[row(run, NAME)] == pytest.approx(0.5)
