"""What an outcome is: one declaration of a number read off a run."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from resilience_sim.observe.record import Record
from resilience_sim.observe.view import View

__all__ = ["GROUPS", "UNITS_ZH", "Group", "Outcome"]

Group = Literal["functionality", "cases", "people", "bodies", "price"]
GROUPS: tuple[Group, ...] = ("functionality", "cases", "people", "bodies", "price")
#: Chinese words for the units that outcomes are in.
UNITS_ZH: Mapping[str, str] = MappingProxyType(
    {
        "days": "天",
        "share": "占比",
        "share of runs": "占模拟次数之比",
        "household-days per household": "户日/户",
        "cases per household": "件/户",
        "share of cases": "占事项之比",
        "share of found cases": "占已发现事项之比",
        "hand-offs per case": "次/件",
        "share of people": "占人口之比",
        "person-days": "人日",
        "0..1": "0–1",
        "share of hours": "占工时之比",
        "share of body-days": "占机构日之比",
        "lots": "份",
        "times": "次",
        "h": "小时",
        "yuan": "元",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One number that a run is judged by, on the period after the strike.

    Parameters
    ----------
    name
        Key in frames and on the command line.
    en, zh
        What it is, in both languages.
    unit
        Physical unit, as text.
    direction
        1 where more is better, -1 where less is, 0 where neither can be said.
    smallest
        The smallest difference between two worlds that would matter to anyone, in `unit`.
        Chosen by judgement (grade assumed); it decides verdicts, so it is shown with them.
    group
        Heading under which it is shown.
    read
        How it is read off a run.
    undefined
        When the value is NaN, in words; empty if it never is.
    censored_by
        Outcome that is 0 for a run whose value is the length of the run because what is
        measured had not come by its end; empty if there is none.
    """

    name: str
    en: str
    zh: str
    unit: str
    direction: Literal[-1, 0, 1]
    smallest: float
    group: Group
    read: Callable[[View], float]
    undefined: str = ""
    censored_by: str = ""

    def compute(self, record: Record) -> float:
        """The outcome of one run."""
        return float(self.read(View(record)))

    def title(self, lang: str = "en") -> str:
        """What it is called where there is room; `lang` is ``en`` or ``zh``."""
        return self.zh if lang == "zh" else self.en

    def short(self, lang: str = "en") -> str:
        """The name without what explains it after a colon or in brackets."""
        return re.split(r"[:：（]| \(", self.title(lang))[0]

    def unit_in(self, lang: str = "en") -> str:
        """The unit in a language."""
        return UNITS_ZH.get(self.unit, self.unit) if lang == "zh" else self.unit
