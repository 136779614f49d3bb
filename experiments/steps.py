"""The ready scenario, all rules on, at steps of 24, 6 and 1 h: `python -m experiments.steps`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

import resilience_sim as rs
from experiments.pages import Table, between, number, shown
from experiments.patterns import SCENARIO
from resilience_sim.observe.outcomes import OUTCOMES, compute
from resilience_sim.scenario import Scenario
from resilience_sim.simulation import build_community, simulate
from resilience_sim.study.statistics import interval

SEEDS = tuple(range(1, 13))
#: Hours of a step and hours between tables; the first is what the others are compared with.
WAYS = ((6.0, 24.0), (24.0, 24.0), (1.0, 24.0), (6.0, 6.0))
SHOWN = (
    "resilience_loss", "robustness", "share_lapsed", "days_median", "days_p95", "days_detection",
    "days_routing", "days_supply", "days_hands", "share_helped", "hops", "attack_rate",
    "hands_used", "volunteer_hours", "trust_institutions", "panic",
)  # fmt: skip


def tables(seeds: Sequence[int] = SEEDS) -> list[Table]:
    """Paired differences of outcomes between lengths of step and of tables."""
    today = rs.load(SCENARIO)
    worlds = [today.vary({"step_hours": s, "table_hours": t}) for s, t in WAYS]
    found: list[list[dict[str, float]]] = [[] for _ in worlds]
    for seed in seeds:
        community = build_community(today, seed)
        for at, world in enumerate(worlds):
            found[at].append(compute(simulate(world, seed, community=community)))
    rows: list[tuple[object, ...]] = []
    for name in SHOWN:
        base = np.array([run[name] for run in found[0]])
        cells = []
        for other in found[1:]:
            gap = interval(np.array([run[name] for run in other]) - base)
            cells.append(f"{number(gap.mean, 2)} ({between(gap.low, gap.high)})")
        mean, sd = float(base.mean()), float(base.std(ddof=1))
        smallest = OUTCOMES[name].smallest
        rows.append((f"`{name}`", number(mean), number(sd, 2), number(smallest), *cells))
    columns = (
        "outcome", "mean at 6 h", "SD over seeds", "smallest that matters", "24 h less 6 h",
        "1 h less 6 h", "tables every 6 h less every 24 h",
    )  # fmt: skip
    note = (
        f"{len(seeds)} paired seeds, mean difference with its 95 % interval. Tables of rules are "
        "made once a day in the first two, so the length of a step only changes when series are "
        "read; the last column changes how often rules look at what happened and people adapt."
    )
    return [
        Table("The ready scenario at other steps, all rules on", columns, rows, note),
        fatigue_table(today, seeds),
    ]


def fatigue_table(today: Scenario, seeds: Sequence[int]) -> Table:
    """How far tables every 6 h move the loss, with staff that tire and with staff that do not."""
    tireless = tuple(one for one in today.society if one.label != "fatigue")
    rows: list[tuple[object, ...]] = []
    for words, world in (("with", today), ("without", replace(today, society=tireless))):
        often = world.vary({"table_hours": 6.0})
        loss = [
            [compute(simulate(way, seed))["resilience_loss"] for seed in seeds]
            for way in (world, often)
        ]
        gap = interval(np.subtract(loss[1], loss[0]))
        mean = number(float(np.mean(loss[0])))
        rows.append((words, mean, f"{number(gap.mean, 2)} ({between(gap.low, gap.high)})"))
    columns = ("fatigue of staff", "`resilience_loss`, tables once a day", "every 6 h less that")
    return Table("Where the difference comes from", columns, rows)


if __name__ == "__main__":
    print(shown(tables()))
