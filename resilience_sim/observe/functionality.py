"""Outcomes read off functionality Q(t): how deep, how long, for whom."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from resilience_sim.observe.outcome import Outcome
from resilience_sim.observe.view import View, integral

__all__ = ["FUNCTIONALITY", "RECOVERED_SHARE", "recovery_day"]

#: Share of the drop that must be made good for a community to count as recovered.
RECOVERED_SHARE = 0.95


def _loss(view: View) -> float:
    return integral(1.0 - view.daily("functionality"))


def _robustness(view: View) -> float:
    return float(view.daily("functionality").min())


def recovery_day(view: View) -> tuple[float, bool]:
    """First day from which 95 % of the drop is made good and stays so; and whether it came.

    Functionality is read as means over the week that begins on a day: single days of everyday
    life fall short by more than a twentieth of the drop, and a rule for days would count those
    as never recovered. The drop is from the mean of everyday life (second half of the warm-up)
    to the lowest week after the strike. Never recovered counts as the end of the run; no drop
    counts as day 0.
    """
    before = view.at("functionality", view.days_before).mean()
    days = view.daily("functionality")
    week = min(7, len(days))
    after = np.convolve(days, np.full(week, 1.0 / week), mode="valid")
    lowest = after.min()
    if np.isnan(before) or np.isnan(lowest):
        return float("nan"), False
    if lowest >= before - 1e-12:  # sums of equal days differ in the last bit
        return 0.0, True
    enough = lowest + RECOVERED_SHARE * (before - lowest)
    below = np.flatnonzero(after < enough)
    if below[-1] == len(after) - 1:
        return float(view.record.end), False
    return float(view.days[below[-1] + 1]), True


def _time_to_recover(view: View) -> float:
    return recovery_day(view)[0]


def _recovered(view: View) -> float:
    day, came = recovery_day(view)
    return day if np.isnan(day) else float(came)


def _unmet(view: View) -> float:
    return integral(view.daily("unmet")) / view.households


def _excess(of: str, against: str) -> Callable[[View], float]:
    def read(view: View) -> float:
        return integral(view.daily(f"functionality_{against}") - view.daily(f"functionality_{of}"))

    return read


def _gap(of: str, against: str) -> Callable[[View], float]:
    excess = _excess(of, against)
    return lambda view: abs(excess(view))


FUNCTIONALITY: tuple[Outcome, ...] = (
    Outcome(
        name="resilience_loss",
        en="Resilience loss",
        zh="韧性损失",
        unit="days",
        direction=-1,
        smallest=0.1,
        group="functionality",
        read=_loss,
    ),
    Outcome(
        name="robustness",
        en="Robustness: lowest functionality",
        zh="稳健性：功能最低点",
        unit="share",
        direction=1,
        smallest=0.005,
        group="functionality",
        read=_robustness,
    ),
    Outcome(
        name="time_to_recover",
        en="Time to recover 95 % of the drop, for good (weekly means)",
        zh="恢复到位所需时间（周均值，跌幅的95%，此后不再回落）",
        unit="days",
        direction=-1,
        smallest=2.0,
        group="functionality",
        read=_time_to_recover,
        censored_by="recovered",
    ),
    Outcome(
        name="recovered",
        en="Recovered before the run ended",
        zh="模拟结束前已恢复",
        unit="share of runs",
        direction=1,
        smallest=0.1,
        group="functionality",
        read=_recovered,
    ),
    Outcome(
        name="unmet_days",
        en="Days with a need past due, per household",
        zh="户均需求逾期天数",
        unit="household-days per household",
        direction=-1,
        smallest=0.25,
        group="functionality",
        read=_unmet,
    ),
    # A gap is closed from either side, so its size has a direction and its sign has none.
    Outcome(
        name="gap_vulnerable",
        en="Gap between vulnerable households and others: functionality lost",
        zh="弱势家庭与其他家庭的差距：功能损失之差（绝对值）",
        unit="days",
        direction=-1,
        smallest=0.1,
        group="functionality",
        read=_gap("vulnerable", "others"),
        undefined="all households are vulnerable, or none is",
    ),
    Outcome(
        name="excess_vulnerable",
        en="Loss of vulnerable households beyond others (below 0: others lose more)",
        zh="弱势家庭比其他家庭多损失的功能（小于0：其他家庭损失更多）",
        unit="days",
        direction=0,
        smallest=0.1,
        group="functionality",
        read=_excess("vulnerable", "others"),
        undefined="all households are vulnerable, or none is",
    ),
    Outcome(
        name="gap_newcomers",
        en="Gap between newcomers and locals: functionality lost",
        zh="流动人口与本地家庭的差距：功能损失之差（绝对值）",
        unit="days",
        direction=-1,
        smallest=0.1,
        group="functionality",
        read=_gap("newcomers", "locals"),
        undefined="all households are newcomers, or none is",
    ),
    Outcome(
        name="excess_newcomers",
        en="Loss of newcomers beyond locals (below 0: locals lose more)",
        zh="流动人口比本地家庭多损失的功能（小于0：本地家庭损失更多）",
        unit="days",
        direction=0,
        smallest=0.1,
        group="functionality",
        read=_excess("newcomers", "locals"),
        undefined="all households are newcomers, or none is",
    ),
)
