"""Outcomes of price: hours, money, and how much was watched or compelled."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from resilience_sim.observe.outcome import Outcome
from resilience_sim.observe.view import View

__all__ = ["PRICE"]


def _tally(name: str) -> Callable[[View], float]:
    return lambda view: view.tally(name)


def _tallied(prefix: str) -> Callable[[View], float]:
    return lambda view: view.tallied(prefix)


def _residents(view: View) -> float:
    return view.tally("own_hours") + view.tally("helper_hours") + view.tally("volunteer_hours")


def _price(
    name: str,
    en: str,
    zh: str,
    unit: str,
    smallest: float,
    read: Callable[[View], float],
    direction: Literal[-1, 0, 1] = -1,
) -> Outcome:
    return Outcome(
        name=name,
        en=en,
        zh=zh,
        unit=unit,
        direction=direction,
        smallest=smallest,
        group="price",
        read=read,
    )


# Time given freely is a price to those who give it and a good to those who get it, so the
# hours of helpers and volunteers have no direction of their own; the total of residents has.
PRICE: tuple[Outcome, ...] = (
    _price(
        "helper_hours",
        "Hours neighbours and kin gave",
        "邻里亲友付出的工时",
        "h",
        50.0,
        _tally("helper_hours"),
        0,
    ),
    _price(
        "volunteer_hours",
        "Hours volunteers gave",
        "志愿者工时",
        "h",
        50.0,
        _tally("volunteer_hours"),
        0,
    ),
    _price(
        "residents_hours",
        "Residents' own time: on own cases, helping, volunteering",
        "居民投入的时间（办自己的事、帮人、志愿）",
        "h",
        100.0,
        _residents,
    ),
    _price(
        "service_hours",
        "Hours of service by bodies",
        "机构服务工时",
        "h",
        50.0,
        _tally("service_hours"),
        0,
    ),
    _price(
        "given_lots",
        "Goods that bodies gave each other",
        "机构间调剂的物资",
        "lots",
        20.0,
        _tally("given_lots"),
        0,
    ),
    _price(
        "institution_hours",
        "Hours that institutions took",
        "制度占用工时",
        "h",
        20.0,
        _tallied("institution_hours."),
    ),
    _price(
        "institution_money",
        "Money that institutions took",
        "制度花费",
        "yuan",
        1000.0,
        _tallied("institution_money."),
    ),
    _price(
        "watched_days",
        "Days on which somebody's life was watched",
        "被关注的人日",
        "person-days",
        300.0,
        _tally("watched_person_days"),
    ),
    _price(
        "compelled_days",
        "Days on which somebody was compelled",
        "被强制的人日",
        "person-days",
        300.0,
        _tally("compelled_person_days"),
    ),
)
