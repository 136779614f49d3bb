"""Mutual aid: neighbours and kin who are willing, able and have the hours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from resilience_sim import contributions as c
from resilience_sim.mechanism import ByNeed, Mechanism, inputs, param
from resilience_sim.world import World


@dataclass(frozen=True, kw_only=True)
class MutualAid(Mechanism):
    """Neighbours and kin may take any case that is not in service.

    Willingness is identification times trust in neighbours, less with panic and with the
    helper's own needs. Helpers have hours and a store of their own, and both are debited.
    """

    family: ClassVar[str] = "response"
    en: ClassVar[str] = "Mutual aid"
    zh: ClassVar[str] = "邻里互助"
    sources: ClassVar[tuple[str, ...]] = ("aldrich2012",)

    rate: ByNeed = param(
        ByNeed(food=0.8, medicine=0.4, medical=0.05, care=0.4, shelter=0.2, repair=0.15,
               information=0.8, psychosocial=0.6, mediation=0.15, departmental=0.0),
        en="rate at which fully willing neighbours take a case", zh="邻里接手率", unit="1/d",
        low=0.0, high=1000.0, neutral=ByNeed(0.0),
    )  # fmt: skip
    identity_to_help: int = param(
        1,
        en="sign: identification raises willingness to help",
        zh="认同提高互助（1 为如此）",
        link=True,
    )
    trust_to_help: int = param(
        1,
        en="sign: trust in neighbours raises willingness",
        zh="邻里信任提高互助（1 为如此）",
        link=True,
    )
    panic_to_help: int = param(
        1, en="sign: panic lowers willingness", zh="恐慌降低互助（1 为如此）", link=True
    )
    load: float = param(
        0.5, en="willingness lost while the own household waits for help", zh="自身困难降低意愿",
        unit="share", low=0.0, high=1.0,
    )  # fmt: skip
    effort: float = param(
        1.0, en="helper's hours for an hour of work", zh="互助工时倍数", unit="ratio",
        low=0.0, high=10.0,
    )  # fmt: skip
    keep_days: float = param(
        3.0, en="days of goods a helper keeps for itself", zh="自留物资天数", unit="d",
        low=0.0, high=60.0,
    )  # fmt: skip
    gift_food_days: float = param(
        2.0,
        en="days of food that a helper brings",
        zh="邻里赠送食品天数",
        unit="d",
        low=0.0,
        high=60.0,
    )
    gift_medicine_days: float = param(
        5.0, en="days of medicine that a helper brings", zh="邻里赠送药品天数", unit="d",
        low=0.0, high=180.0,
    )  # fmt: skip
    share_of_hours: float = param(
        0.3, en="share of the hours people could give that goes to neighbours", zh="互助时间占比",
        unit="share", low=0.0, high=1.0,
    )  # fmt: skip
    stops_at_detection: bool = param(
        False, en="help stops once an office knows", zh="机构知晓后互助停止",
        choices=(False, True),
        why="a rule variant to be swept: it decides which lever looks larger",
    )  # fmt: skip

    @inputs("people", "absence", "experience")
    def help(self, world: World) -> Sequence[c.Contribution]:
        """Rates, willingness and hours of helpers."""
        from resilience_sim.kernels.people import helpers

        people, homes = world.people, world.households
        willing, hours = np.empty((2, len(homes)))
        helpers(
            homes.first,
            homes.size,
            people.identity,
            people.trust_neighbours,
            people.panic,
            world.absent,
            people.hours,
            world.placed,
            world.adult_weights,
            world.experience.waiting,
            # panic is 0 in quiet times: off means nobody is held back, reversed that it drives
            np.array([self.identity_to_help, self.trust_to_help, self.panic_to_help], np.float64),
            self.load,
            self.share_of_hours,
            willing,
            hours,
        )
        return (
            c.HelpRate(
                by_need=np.asarray(self.rate),
                willing=willing,
                hours=hours,
                effort=self.effort,
                keep_days=self.keep_days,
                gift_days=(self.gift_food_days, self.gift_medicine_days),
                stops_at_detection=self.stops_at_detection,
            ),
        )
