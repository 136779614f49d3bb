"""What an outcome is: one declaration of a number read off a run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from resilience_sim.observe.record import Record
from resilience_sim.observe.view import View

__all__ = ["GROUPS", "Group", "Outcome"]

Group = Literal["functionality", "cases", "people", "bodies", "price"]
GROUPS: tuple[Group, ...] = ("functionality", "cases", "people", "bodies", "price")


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

    def compute(self, record: Record) -> float:
        """The outcome of one run."""
        return float(self.read(View(record)))
