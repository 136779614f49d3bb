"""A street of twelve one-person households in three buildings, under an office."""

from __future__ import annotations

from typing import Any

from resilience_sim.community.community import Community
from resilience_sim.mechanism import ByNeed, Mechanism
from resilience_sim.response import (
    EverydayNeeds,
    OwnReport,
    Patience,
    Priority,
    Routing,
    Service,
    Supply,
)
from resilience_sim.scenario import Scenario
from resilience_sim.simulation import Simulation
from resilience_sim.vocabulary import NEEDS
from tests.communities import Desk, bare, hand_made

#: needs naturally the committee's, the property company's and the office's
DUTIES = {"care": "committee", "repair": "property", "departmental": "office"}


def street(households: int = 12, buildings: int = 3, **changes: Any) -> Community:
    """Grid post, committee and property company under one office; four households a building.

    The committee may decide on care, the property company on repair, the office on all.
    """
    community = hand_made(
        households,
        [
            Desk("post", kind="grid_post", parent="committee", authority=0),
            Desk("committee", kind="residents_committee", parent="office",
                 authority=1 << NEEDS.index("care")),
            Desk("property", kind="property_company", parent="committee",
                 authority=1 << NEEDS.index("repair")),
            Desk("office", kind="subdistrict_office"),
        ],
        buildings=buildings,
        first=DUTIES,
        name="street",
    )  # fmt: skip
    community.bodies.community[3] = -1
    for name, values in changes.items():
        getattr(community.people, name)[:] = values
    return community


def rules(need: str = "care", rate: float = 0.0, **told: Any) -> tuple[Mechanism, ...]:
    """Rules of response without luck in times: cases of one need, hours that are constant."""
    rates = [rate * (name == need) for name in NEEDS]
    return (
        EverydayNeeds(rate=ByNeed(rates), vulnerable=1.0),
        OwnReport(rate=ByNeed(told.get("report", 0.0)), government_hand=0.0),
        Patience(days=ByNeed(1e6)),
        Priority(),
        Routing(
            triage_hours=0.0, hand_off_days=0.0, escalation_days=1.0, distribution="constant",
            refusal=0.0, cost_to_benefit=told.get("cost_to_benefit", 0.2),
        ),
        Service(work=ByNeed(told.get("work", 0.0)), distribution="constant", success=ByNeed(1.0),
                equipment_lots=ByNeed(0.0), parts_lots=ByNeed(0.0), funds_lots=ByNeed(0.0),
                food_lots=ByNeed(0.0), medicine_lots=ByNeed(0.0), space_lots=ByNeed(0.0)),
        *told.get("more", ()),
        Supply(),
    )  # fmt: skip


def scenario(community: Community, *institutions: Mechanism, **told: Any) -> Scenario:
    """Everyday life of the street; keywords of `rules`, and `settings` for the scenario."""
    settings = told.pop("settings", {})
    return bare(community, keep=rules(**told), **settings).with_institutions(*institutions)


def begun(community: Community, *institutions: Mechanism, **told: Any) -> Simulation:
    """A run of it at its first moment."""
    return Simulation(scenario(community, *institutions, **told), 1)


def days(run: Simulation, n: float) -> Simulation:
    """Let whole days pass."""
    for _ in range(round(n / run.dt)):
        run.step()
    return run


def row(run: Simulation, name: str) -> int:
    return run.world.body_of(name)


def only(thing: Any, kind: type) -> Any:
    """The one contribution of a kind."""
    (found,) = [one for one in thing if isinstance(one, kind)]
    return found


def village(households: int = 12, buildings: int = 3, **changes: Any) -> Community:
    """The street with a station, two units that hold stock, and an agency with hands for care.

    The shop holds 10 lots of food and 4 of parts, the school 5 of food; all others nothing.
    """
    community = hand_made(
        households,
        [
            Desk("post", kind="grid_post", parent="committee", authority=0),
            Desk("committee", kind="residents_committee", parent="office",
                 authority=1 << NEEDS.index("care")),
            Desk("station", kind="service_station", parent="committee",
                 authority=1 << NEEDS.index("information")),
            Desk("property", kind="property_company", parent="committee",
                 authority=1 << NEEDS.index("repair")),
            Desk("shop", kind="unit", parent="committee", authority=0, hours=0.0,
                 stock={"food": 10.0, "parts": 4.0}),
            Desk("school", kind="unit", parent="committee", authority=0, hours=0.0,
                 stock={"food": 5.0}),
            Desk("office", kind="subdistrict_office"),
        ],
        buildings=buildings,
        first={**DUTIES, "food": "committee", "information": "station",
               "mediation": "committee"},
        name="village",
    )  # fmt: skip
    community.bodies.community[6] = -1
    community.bodies.staff[4:6] = 0.0
    for name, values in changes.items():
        getattr(community.people, name)[:] = values
    return community


def acts(run: Simulation, name: str) -> list[tuple[float, int, dict[str, float]]]:
    """Day, count and figures of every act of a name, days from the beginning."""
    return [
        (act.t - run.world.begin, act.count, dict(act.figures))
        for act in run.acts
        if act.act == name
    ]


def hours_of(run: Simulation, label: str) -> float:
    """Hours charged to an institution so far."""
    return float(run.recording.sums.get(f"institution_hours.{label}", 0.0))


def money_of(run: Simulation, label: str) -> float:
    """Money charged to an institution so far."""
    return float(run.recording.sums.get(f"institution_money.{label}", 0.0))
