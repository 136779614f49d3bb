"""Legal service: an adviser takes disputes that stay unsettled below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from resilience_sim import contributions as c
from resilience_sim.institutions.calendar import meeting_due, met_now, not_yet
from resilience_sim.institutions.parties import (
    bits,
    charge,
    handling,
    named,
    new_body,
    no_handling,
    one_each,
)
from resilience_sim.mechanism import Mechanism, inputs, param
from resilience_sim.vocabulary import NEEDS
from resilience_sim.world import World

MEDIATION = NEEDS.index("mediation")
LEGAL_PRECEDENCE = 6
MONTH = 30.0


@dataclass(frozen=True, kw_only=True)
class LegalService(Mechanism):
    """The committee hands a dispute that reached it to a legal adviser for one attempt.

    The adviser sits some hours a day. It comes after what is tried below (local mediation
    and a council go first), and before the ordinary way up. Legal clarity settles with a
    chance; where it fails the dispute goes on.
    """

    family: ClassVar[str] = "institutions"
    en: ClassVar[str] = "Legal service"
    zh: ClassVar[str] = "法律服务（一社区一法律顾问）"
    sources: ClassVar[tuple[str, ...]] = ("grassroots_forms",)
    price: ClassVar[tuple[str, str]] = (
        "Costs the adviser's fee; few hours make a queue, and law leaves neighbours apart "
        "whom a word would have reconciled.",
        "需支付顾问费；工时少则排队，诉诸法律可能伤及邻里和气。",
    )

    hours_a_day: float = param(
        1.0, en="hours a day that an adviser sits", zh="顾问每日坐班时数", unit="h/d", low=0.0,
        high=24.0, neutral=0.0,
    )  # fmt: skip
    chance: float = param(
        0.75, en="chance that an attempt settles it", zh="法律调处成功率", unit="share",
        low=0.0, high=1.0,
    )  # fmt: skip
    fee_a_month: float = param(
        3000.0, en="fee of an adviser a month", zh="顾问月费", unit="yuan", low=0.0, high=1e6
    )

    def build(self, world: World) -> Sequence[c.Contribution]:
        """An adviser beside each committee."""
        if self.hours_a_day == 0.0:
            return ()
        made = [
            new_body(
                world, self.label, "adviser", k, kind="social_work_agency", staff=1.0,
                hours=self.hours_a_day, parent=world.body_names[row], skills=bits("mediation"),
            )
            for k, row in enumerate(one_each(world, "residents_committee"))
            if row >= 0
        ]  # fmt: skip
        return (*made, c.OwnColumns(not_yet()))

    @inputs()
    def route(self, world: World) -> Sequence[c.Contribution]:
        """Disputes at the committee go to the adviser, who tries them once."""
        if self.hours_a_day == 0.0:
            return ()
        action, target, chance = no_handling(world)
        adviser = named(world, self.label, "adviser")
        for k, row in enumerate(one_each(world, "residents_committee")):
            if row >= 0 and adviser[k] >= 0:
                action[row, MEDIATION], target[row, MEDIATION] = c.HAND_ON, adviser[k]
                action[adviser[k], MEDIATION] = c.TRY
                chance[adviser[k], MEDIATION] = self.chance
        return (handling((action, target, chance), LEGAL_PRECEDENCE),)

    def convene(self, world: World) -> Sequence[c.Contribution]:
        """The fee of a month."""
        if self.hours_a_day == 0.0 or meeting_due(world, self.label, MONTH) < 0:
            return ()
        rows = named(world, self.label, "adviser")
        money = self.fee_a_month * int((rows >= 0).sum())
        return (met_now(world), charge(world, rows, 0.0, money), c.Note("pay", len(rows)))
