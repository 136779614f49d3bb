"""Outcomes of people: sickness and what they think, feel and do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import numpy as np

from resilience_sim.observe.outcome import Outcome
from resilience_sim.observe.view import View, integral

__all__ = ["PEOPLE"]


def _attack_rate(view: View) -> float:
    # Each epidemic by itself; the worst is reported. Without an epidemic nobody is infected.
    shares = [
        float(view.at(name, np.array([view.record.end]))[0])
        for name in sorted(view.record.series)
        if name.startswith("attacked_")
    ]
    return max(shares, default=0.0)


def _peak(view: View) -> float:
    peaks = [
        float(view.daily(name).max())
        for name in sorted(view.record.series)
        if name.startswith("infectious_")
    ]
    return max(peaks, default=0.0) / view.people


def _absent(view: View) -> float:
    return integral(view.daily("absent")) * view.people


def _dispersion(view: View) -> float:
    values = view.record.finish.get("people.identity")
    return float("nan") if values is None or len(values) == 0 else float(values.std())


def _at_end(column: str) -> Callable[[View], float]:
    return lambda view: view.mean_at_end(column)


def _over_time(series: str) -> Callable[[View], float]:
    def read(view: View) -> float:
        values = view.daily(series)
        return integral(values) / (len(values) - 1) if len(values) > 1 else float(values.mean())

    return read


def _registered(view: View) -> float:
    return float(view.record.sizes.get("registered", np.nan)) / view.people


def _state(
    name: str, en: str, zh: str, direction: Literal[-1, 0, 1], read: Callable[[View], float]
) -> Outcome:
    return Outcome(
        name=name,
        en=en,
        zh=zh,
        unit="0..1",
        direction=direction,
        smallest=0.02,
        group="people",
        read=read,
        undefined="nobody lives there",
    )


PEOPLE: tuple[Outcome, ...] = (
    Outcome(
        name="attack_rate",
        en="Attack rate: people ever infected",
        zh="罹患率：曾被感染者",
        unit="share of people",
        direction=-1,
        smallest=0.01,
        group="people",
        read=_attack_rate,
    ),
    Outcome(
        name="peak_infectious",
        en="Infectious at the peak",
        zh="高峰时具传染性者",
        unit="share of people",
        direction=-1,
        smallest=0.005,
        group="people",
        read=_peak,
    ),
    Outcome(
        name="absent_days",
        en="Days people are sick or in quarantine",
        zh="因病或隔离缺席的人日",
        unit="person-days",
        direction=-1,
        smallest=300.0,
        group="people",
        read=_absent,
    ),
    _state(
        "identity_mean",
        "Identification at the end, mean",
        "认同（期末均值）",
        0,
        _at_end("identity"),
    ),
    _state(
        "identity_dispersion",
        "Identification at the end, dispersion",
        "认同（期末离散度）",
        0,
        _dispersion,
    ),
    _state(
        "trust_neighbours",
        "Trust in neighbours at the end",
        "邻里信任（期末）",
        1,
        _at_end("trust_neighbours"),
    ),
    _state(
        "trust_institutions",
        "Trust in institutions at the end",
        "机构信任（期末）",
        1,
        _at_end("trust_institutions"),
    ),
    _state(
        "belief",
        "Belief in trusted guidance at the end",
        "对可信指引的相信（期末）",
        1,
        _at_end("belief"),
    ),
    _state("stigma", "Fear of blame at the end", "害怕被责怪（期末）", -1, _at_end("stigma")),
    _state("panic", "Panic, mean over the crisis", "恐慌（危机期间均值）", -1, _over_time("panic")),
    Outcome(
        name="participation_active",
        en="People taking part, mean over the crisis",
        zh="实际参与者（危机期间均值）",
        unit="share of people",
        direction=0,
        smallest=0.02,
        group="people",
        read=_over_time("participation"),
    ),
    Outcome(
        name="participation_registered",
        en="People on the list of volunteers",
        zh="登记志愿者",
        unit="share of people",
        direction=0,
        smallest=0.02,
        group="people",
        read=_registered,
        undefined="the run keeps no list of volunteers",
    ),
)
