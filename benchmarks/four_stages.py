"""The four stages that are compared: the scenario that leaves the shipped model with only them,
and the figures by which two ways of running it are judged to agree.

Epidemic, mutual aid, influence and taking part act as shipped, with their shipped parameters.
Everything else is switched off by what a user may set: nobody reports, visits or tells, so
bodies never hear of a case; no need takes goods; no other rule of society is in the scenario.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from resilience_sim.crises import Epidemic
from resilience_sim.mechanism import ByNeed
from resilience_sim.observe.record import Record
from resilience_sim.registry import classes
from resilience_sim.scenario import Scenario
from resilience_sim.society import Influence, Participation
from resilience_sim.vocabulary import HELPED, LAPSED, NEEDS, SOCIAL

SILENT = ("own_report", "rounds", "telling")
STEP_HOURS = 6.0
#: cases raised this long before the end are counted, so that nearly all of them have ended
TAIL_DAYS = 15.0
#: needs that a neighbour settles with goods from the own store
WITH_GOODS = ("food", "medicine")


def scenario(
    residents: int, *, horizon_days: float = 40.0, table_hours: float = STEP_HOURS
) -> Scenario:
    """Epidemic, help, influence and participation among `residents`, everything else off.

    Infection, needs and help move at every step; attitudes, decisions to take part and
    willingness to help every `table_hours`.
    """
    rules = tuple(cls() for name, cls in classes("response").items() if name not in SILENT)
    bare = Scenario(
        name="four_stages",
        step_hours=STEP_HOURS,
        table_hours=table_hours,
        warmup_days=10.0,
        horizon_days=horizon_days,
        crises=(
            Epidemic(pressure="none", initial=max(1, residents // 100), needs_of_ill=ByNeed(0.0)),
        ),
        response=rules,
        society=(Influence(), Participation()),
    )
    everyday = {f"response.everyday_needs.rate.{name}": 0.0 for name in WITH_GOODS}
    return bare.vary({"community.residents": residents, **everyday})


def figures(record: Record) -> dict[str, float]:
    """What both ways are compared by, from the record of the shipped run."""
    cases = record.cases
    told = cases[cases["raised"] < record.end - TAIL_DAYS]
    helped = told[told["ending"] == HELPED]
    people = {name: record.finish[f"people.{name}"] for name in SOCIAL}
    return summary(
        attacked=float(record.series["attacked_epidemic"][-1]),
        raised=len(told),
        helped=helped["closed"] - helped["raised"],
        lapsed=int((told["ending"] == LAPSED).sum()),
        people=people,
        homes=record.sizes["households"],
    )


def summary(
    *,
    attacked: float,
    raised: int,
    helped: np.ndarray,
    lapsed: int,
    people: Mapping[str, np.ndarray],
    homes: int,
) -> dict[str, float]:
    """Figures by name; `helped` holds the days from need to help of cases neighbours settled."""
    found = {
        "attacked": attacked,
        "raised_per_household": raised / homes,
        "share_helped": len(helped) / raised,
        "share_lapsed": lapsed / raised,
        "days_to_help": float(np.mean(helped)),
        "participation": float(np.mean(people["participation"])),
    }
    for name in ("identity", "trust_neighbours", "trust_institutions", "belief", "stigma"):
        found[f"{name}_mean"] = float(np.mean(people[name]))
        found[f"{name}_sd"] = float(np.std(people[name]))
    return found


def need_rates(of: Scenario) -> list[float]:
    """Everyday need rates of the scenario, by need."""
    rule = next(one for one in of.response if one.label == "everyday_needs")
    rates: ByNeed = rule.rate
    return [rates[k] for k in range(len(NEEDS))]
