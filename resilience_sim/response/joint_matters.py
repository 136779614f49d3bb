"""Matters that several departments must act on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from resilience_sim import contributions as c
from resilience_sim.errors import InputError
from resilience_sim.mechanism import ByNeed, Mechanism, param
from resilience_sim.world import World


@dataclass(frozen=True, kw_only=True)
class JointMatters(Mechanism):
    """When the body that holds such a case has done its work, up to three departments do theirs.

    One after another, each after a hand-off, unless an institution lets them act all at once.
    Acts where the subdistrict has departments.
    """

    family: ClassVar[str] = "response"
    en: ClassVar[str] = "Matters for several departments"
    zh: ClassVar[str] = "多部门事项"
    sources: ClassVar[tuple[str, ...]] = ("tian_meilie",)
    later: ClassVar[bool] = True

    matters: ByNeed = param(
        ByNeed(0.0, departmental=1.0, permits=1.0),
        en="share of cases that departments must act on", zh="需部门办理的比例", unit="share",
        low=0.0, high=1.0, neutral=ByNeed(0.0),
    )  # fmt: skip
    departments: tuple[float, ...] = param(
        (1.0, 0.6, 0.3),
        en="share of these that take at least one, two, three departments",
        zh="其中至少需要一、二、三个部门的比例", unit="share", low=0.0, high=1.0,
        why="no count found: a matter is departmental because more than one body must agree",
    )  # fmt: skip
    hours: float = param(
        3.0, en="hours of work of each department", zh="每个部门办理工时", unit="h",
        low=0.0, high=1000.0,
    )  # fmt: skip

    def __post_init__(self) -> None:
        super().__post_init__()
        told = self.departments
        if len(told) != 3 or not told[0] >= told[1] >= told[2]:
            raise InputError(
                "shares of cases for departments do not fall",
                where=self.label,
                key="departments",
                value=told,
                allowed="three shares: at least one department, at least two, three",
            )

    def build(self, world: World) -> Sequence[c.Contribution]:
        """The rule of joint matters."""
        return (
            c.JointRule(
                by_need=np.asarray(self.matters),
                shares=np.asarray(self.departments),
                hours=self.hours,
            ),
        )
