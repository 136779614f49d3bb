"""Outcomes of cases raised after the strike: how they ended, how long, where time went."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from resilience_sim.observe.outcome import Outcome
from resilience_sim.observe.view import PARTS, Array, View
from resilience_sim.vocabulary import CLOSED, HELPED, LAPSED, OPEN

__all__ = ["CASES"]

_NO_CASE = "no case was raised after the strike"
_NONE_FOUND = "no case raised after the strike was found"

_PART_WORDS = {
    "detection": ("until it is found", "被发现之前"),
    "routing": ("being routed", "转办途中"),
    "supply": ("waiting for resources", "等待资源"),
    "hands": ("waiting for hands", "等待人手"),
    "service": ("being served", "办理中"),
}


def _share(select: Callable[[dict[str, Array]], Array]) -> Callable[[View], float]:
    def read(view: View) -> float:
        return float(select(view.cases).mean()) if view.n_cases else float("nan")

    return read


def _mean_of_found(select: Callable[[dict[str, Array]], Array]) -> Callable[[View], float]:
    def read(view: View) -> float:
        found = ~np.isnan(view.cases["detected"])
        return float(select(view.cases)[found].mean()) if found.any() else float("nan")

    return read


def _quantile(level: float) -> Callable[[View], float]:
    def read(view: View) -> float:
        return float(np.quantile(view.waited, level)) if view.n_cases else float("nan")

    return read


def _part(row: int) -> Callable[[View], float]:
    def read(view: View) -> float:
        return float(view.parts[row].mean()) if view.n_cases else float("nan")

    return read


def _raised(view: View) -> float:
    return view.n_cases / view.households


def _where_they_arose(cases: dict[str, Array]) -> Array:
    at_first_desk = (cases["ending"] == CLOSED) & (cases["holder"] == cases["landed"])
    return np.asarray(at_first_desk | (cases["ending"] == HELPED))


_ENDINGS = (
    Outcome(
        name="cases_raised",
        en="Cases raised, per household",
        zh="户均产生的事项数",
        unit="cases per household",
        direction=0,
        smallest=0.1,
        group="cases",
        read=_raised,
    ),
    Outcome(
        name="share_lapsed",
        en="Cases given up",
        zh="放弃的事项",
        unit="share of cases",
        direction=-1,
        smallest=0.005,
        group="cases",
        read=_share(lambda cases: cases["ending"] == LAPSED),
        undefined=_NO_CASE,
    ),
    Outcome(
        name="share_open",
        en="Cases still open at the end",
        zh="结束时未办结的事项",
        unit="share of cases",
        direction=-1,
        smallest=0.005,
        group="cases",
        read=_share(lambda cases: cases["ending"] == OPEN),
        undefined=_NO_CASE,
    ),
    Outcome(
        name="share_helped",
        en="Cases settled by neighbours or kin",
        zh="由邻里亲友解决的事项",
        unit="share of cases",
        direction=0,
        smallest=0.02,
        group="cases",
        read=_share(lambda cases: cases["ending"] == HELPED),
        undefined=_NO_CASE,
    ),
    Outcome(
        name="share_settled_there",
        en="Cases settled where they arose: by neighbours, or at the first desk",
        zh="就地解决的事项（邻里解决或首接办结）",
        unit="share of cases",
        direction=1,
        smallest=0.02,
        group="cases",
        read=_share(_where_they_arose),
        undefined=_NO_CASE,
    ),
)

_WAITS = (
    Outcome(
        name="days_median",
        en="Days a case waits, median",
        zh="事项等待天数中位数",
        unit="days",
        direction=-1,
        smallest=0.1,
        group="cases",
        read=_quantile(0.5),
        undefined=_NO_CASE,
    ),
    Outcome(
        name="days_p95",
        en="Days a case waits, 95th percentile",
        zh="事项等待天数第95百分位",
        unit="days",
        direction=-1,
        smallest=0.5,
        group="cases",
        read=_quantile(0.95),
        undefined=_NO_CASE,
    ),
)

_PARTS = tuple(
    Outcome(
        name=f"days_{part}",
        en=f"Days a case spends {_PART_WORDS[part][0]}, mean",
        zh=f"事项{_PART_WORDS[part][1]}的天数（均值）",
        unit="days",
        direction=-1,
        smallest=0.05,
        group="cases",
        read=_part(row),
        undefined=_NO_CASE,
    )
    for row, part in enumerate(PARTS)
)

_ROUTES = (
    Outcome(
        name="hops",
        en="Hand-offs of a case that was found, mean",
        zh="已发现事项的平均转手次数",
        unit="hand-offs per case",
        direction=-1,
        smallest=0.05,
        group="cases",
        read=_mean_of_found(lambda cases: cases["hops"]),
        undefined=_NONE_FOUND,
    ),
    Outcome(
        name="share_escalated",
        en="Cases found that went up a level",
        zh="上报上级的事项",
        unit="share of found cases",
        direction=0,
        smallest=0.02,
        group="cases",
        read=_mean_of_found(lambda cases: cases["escalations"] > 0),
        undefined=_NONE_FOUND,
    ),
    Outcome(
        name="share_orphaned",
        en="Cases that nobody was responsible for",
        zh="无人负责的事项",
        unit="share of cases",
        direction=-1,
        smallest=0.005,
        group="cases",
        read=_share(lambda cases: cases["orphaned"] > 0),
        undefined=_NO_CASE,
    ),
    Outcome(
        name="share_duplicated",
        en="Cases that two bodies worked on",
        zh="重复办理的事项",
        unit="share of cases",
        direction=-1,
        smallest=0.005,
        group="cases",
        read=_share(lambda cases: cases["duplicated"] > 0),
        undefined=_NO_CASE,
    ),
)

CASES: tuple[Outcome, ...] = _ENDINGS + _WAITS + _PARTS + _ROUTES
