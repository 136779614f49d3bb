"""Outcomes of bodies: how full their hands were, and what their stock did."""

from __future__ import annotations

import numpy as np

from resilience_sim.observe.outcome import Outcome
from resilience_sim.observe.view import View, integral

__all__ = ["BODIES"]


def _hands_used(view: View) -> float:
    there = view.tally("available_hours")
    used = (
        view.tally("service_hours")
        + view.tally("triage_hours")
        + view.tally("planned_hours")
        + view.tally("duplicated_hours")
    )
    return used / there if there > 0.0 else float("nan")


def _overload(view: View) -> float:
    there = view.tally("body_days")
    return view.tally("overloaded_body_days") / there if there > 0.0 else float("nan")


def _stock_idle(view: View) -> float:
    held = view.daily("stock")
    return integral(held) / (len(held) - 1) if len(held) > 1 else float(np.mean(held))


def _stock_outs(view: View) -> float:
    return view.tally("stock_outs")


def _duplicated(view: View) -> float:
    return view.tally("duplicated_hours")


def _spent_twice(view: View) -> float:
    return view.tally("twice_lots")


BODIES: tuple[Outcome, ...] = (
    Outcome(
        name="hands_used",
        en="Hands used: share of bodies' hours spent",
        zh="人手使用率",
        unit="share of hours",
        direction=0,
        smallest=0.02,
        group="bodies",
        read=_hands_used,
        undefined="no body had any hours",
    ),
    Outcome(
        name="overload",
        en="Overload: body-days on which more was asked than there were hours",
        zh="超负荷的机构日",
        unit="share of body-days",
        direction=-1,
        smallest=0.02,
        group="bodies",
        read=_overload,
        undefined="no body had any staff",
    ),
    Outcome(
        name="stock_idle",
        en="Stock lying with bodies, mean over the crisis",
        zh="机构库存（危机期间均值）",
        unit="lots",
        direction=0,
        smallest=50.0,
        group="bodies",
        read=_stock_idle,
    ),
    Outcome(
        name="stock_outs",
        en="Times a resource was not at hand when asked for",
        zh="缺货次数",
        unit="times",
        direction=-1,
        smallest=20.0,
        group="bodies",
        read=_stock_outs,
    ),
    Outcome(
        name="duplicated_hours",
        en="Hours of service done twice",
        zh="重复服务工时",
        unit="h",
        direction=-1,
        smallest=10.0,
        group="bodies",
        read=_duplicated,
    ),
    Outcome(
        name="duplicated_spending",
        en="Goods bought twice: by bodies that cannot see each other, for one case",
        zh="重复采购：数据不通的机构为同一事项各自支出的物资",
        unit="lots",
        direction=-1,
        smallest=20.0,
        group="bodies",
        read=_spent_twice,
    ),
)
