"""The alliance for stability: each sort of dispute goes to a specialist of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from resilience_sim import contributions as c
from resilience_sim.errors import InputError
from resilience_sim.institutions.calendar import meeting_due, met_now, not_yet
from resilience_sim.institutions.parties import (
    bits,
    charge,
    handling,
    named,
    new_body,
    no_handling,
    of_kind,
    over,
)
from resilience_sim.mechanism import Mechanism, inputs, param
from resilience_sim.vocabulary import NEEDS
from resilience_sim.world import World

MEDIATION = NEEDS.index("mediation")
ALLIANCE_PRECEDENCE = 15
SORTS = ("neighbour", "labour", "tenancy", "legal")
MONTH = 30.0


@dataclass(frozen=True, kw_only=True)
class StabilityAlliance(Mechanism):
    """Desks hand disputes to an alliance of specialists, who try them once.

    A dispute is of a sort with the shares given. Where the alliance has a specialist for the
    sort an attempt succeeds as `matched` says, else as `unmatched`; the mean over the sorts is
    what a dispute meets. What fails goes the ordinary way. Specialists share one queue: who
    is free takes the next, so the sorts wait for each other.
    """

    family: ClassVar[str] = "institutions"
    en: ClassVar[str] = "Alliance for stability"
    zh: ClassVar[str] = "社会维稳专业联盟（静安）"
    sources: ClassVar[tuple[str, ...]] = ("grassroots_forms",)
    price: ClassVar[tuple[str, str]] = (
        "Costs the pay of specialists; a sort without one fares no better, and all disputes "
        "queue at one door.",
        "需支付专业人员费用；无对应专业的纠纷并不更好，且都在一个窗口排队。",
    )

    specialists: tuple[float, ...] = param(
        (0.5, 0.5, 0.5, 0.5),
        en="specialists for disputes of neighbours, labour, tenancy, law",
        zh="各类专业人员：邻里、劳动、租赁、法律", unit="persons", low=0.0, high=50.0,
        neutral=(0.0, 0.0, 0.0, 0.0),
    )  # fmt: skip
    sorts: tuple[float, ...] = param(
        (0.5, 0.15, 0.2, 0.15), en="shares of these disputes", zh="各类纠纷占比", unit="share",
        low=0.0, high=1.0,
    )  # fmt: skip
    matched: float = param(
        0.9, en="chance of an attempt with a specialist", zh="专业对口成功率", unit="share",
        low=0.0, high=1.0, source="legal_daily2022", grade="assumed",
    )  # fmt: skip
    unmatched: float = param(
        0.6, en="chance of an attempt without", zh="专业不对口成功率", unit="share", low=0.0,
        high=1.0,
    )  # fmt: skip
    pay_a_day: float = param(
        400.0, en="pay of a specialist a day", zh="专业人员日薪", unit="yuan/d", low=0.0, high=1e4
    )

    def __post_init__(self) -> None:
        super().__post_init__()
        for name in ("specialists", "sorts"):
            if len(getattr(self, name)) != len(SORTS):
                raise InputError(
                    f"{name} needs one value for each sort of dispute", where=self.label,
                    key=name, value=getattr(self, name), allowed=", ".join(SORTS),
                )  # fmt: skip

    @property
    def chance(self) -> float:
        """Chance that an attempt at a dispute of any sort succeeds."""
        whole = sum(self.sorts)
        each = (
            share * (self.matched if there > 0.0 else self.unmatched)
            for share, there in zip(self.sorts, self.specialists, strict=True)
        )
        return sum(each) / whole if whole > 0.0 else self.unmatched

    def build(self, world: World) -> Sequence[c.Contribution]:
        """One alliance a community."""
        staff = sum(self.specialists)
        if staff == 0.0:
            return ()
        desks = of_kind(world, "residents_committee")
        made: list[c.Contribution] = [c.OwnColumns(not_yet())]
        for row in desks:
            root = over(world, int(row))
            made.append(
                new_body(
                    world, self.label, "alliance", int(world.bodies.community[row]),
                    kind="social_work_agency", staff=staff, posts=max(1, round(staff)),
                    parent=world.body_names[root], skills=bits("mediation"),
                )
            )  # fmt: skip
        return made

    @inputs()
    def route(self, world: World) -> Sequence[c.Contribution]:
        """Grid posts and committees hand disputes on; the alliance tries them."""
        if sum(self.specialists) == 0.0:
            return ()
        action, target, chance = no_handling(world)
        alliance = named(world, self.label, "alliance")
        for row in of_kind(world, "grid_post", "residents_committee"):
            to = alliance[world.bodies.community[row]]
            if to >= 0:
                action[row, MEDIATION], target[row, MEDIATION] = c.HAND_ON, to
                action[to, MEDIATION], chance[to, MEDIATION] = c.TRY, self.chance
        return (handling((action, target, chance), ALLIANCE_PRECEDENCE),)

    def convene(self, world: World) -> Sequence[c.Contribution]:
        """Specialists are paid by the month."""
        if sum(self.specialists) == 0.0 or meeting_due(world, self.label, MONTH) < 0:
            return ()
        rows = named(world, self.label, "alliance")
        money = self.pay_a_day * MONTH * sum(self.specialists) * int((rows >= 0).sum())
        return (met_now(world), charge(world, rows, 0.0, money), c.Note("pay", len(rows)))
