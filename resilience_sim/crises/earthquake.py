"""An earthquake: buildings fall within the hour, people are trapped, hurt and without a home."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from resilience_sim import contributions as c
from resilience_sim.crises.onset import Onset, lost, pulse, weight_of
from resilience_sim.mechanism import ByNeed, inputs, param
from resilience_sim.world import World


@dataclass(frozen=True, kw_only=True)
class Earthquake(Onset):
    """Each building falls, is damaged or stands by one draw; needs follow from that.

    Within `shock_hours` the given shares of households come to need rescue, care for the
    injured, shelter and repair. How long trapped people live is the patience of `rescue`; who
    frees them is up to neighbours and bodies. Roads, staff, deliveries and shops recover
    exponentially. The hurt are absent.
    """

    en: ClassVar[str] = "Earthquake"
    zh: ClassVar[str] = "地震"
    sources: ClassVar[tuple[str, ...]] = ("kobe2003", "aldrich2012")

    fallen: float = param(
        0.08, en="share of buildings that fall", zh="倒塌楼栋比例", unit="share",
        low=0.0, high=1.0, neutral=0.0,
    )  # fmt: skip
    damaged: float = param(
        0.3, en="share of buildings damaged and standing", zh="受损楼栋比例", unit="share",
        low=0.0, high=1.0, neutral=0.0,
    )  # fmt: skip
    shock_hours: float = param(
        1.0, en="time within which it strikes everybody", zh="震动影响时长", unit="h",
        low=0.25, high=24.0,
    )  # fmt: skip
    fallen_needs: ByNeed = param(
        ByNeed(0.0, rescue=0.4, medical=0.4, shelter=0.95, psychosocial=0.3, information=0.5),
        en="share of households of a fallen building left with the need", zh="倒塌楼栋户需求比例",
        unit="share", low=0.0, high=0.999, neutral=ByNeed(0.0),
    )  # fmt: skip
    damaged_needs: ByNeed = param(
        ByNeed(0.0, rescue=0.01, medical=0.06, shelter=0.3, repair=0.6, information=0.3),
        en="share of households of a damaged building left with the need",
        zh="受损楼栋户需求比例", unit="share", low=0.0, high=0.999, neutral=ByNeed(0.0),
    )  # fmt: skip
    aftermath_needs: ByNeed = param(
        ByNeed(0.0, medicine=0.004, care=0.01, information=0.03, psychosocial=0.02,
               departmental=0.004),
        en="further need rate everywhere, on the first day", zh="震后新增需求率", unit="1/d",
        low=0.0, high=10.0, neutral=ByNeed(0.0),
    )  # fmt: skip
    unstocked_needs: ByNeed = param(
        ByNeed(food=0.25, medicine=0.1), en="further rate once the store is under a day",
        zh="断供后的需求率", unit="1/d", low=0.0, high=10.0, neutral=ByNeed(0.0),
    )  # fmt: skip
    vulnerable: float = param(
        2.0, en="factor on the aftermath for vulnerable households", zh="脆弱家庭系数",
        unit="ratio", low=0.0, high=20.0,
    )  # fmt: skip
    hurt: float = param(
        0.2, en="share of people of fallen buildings who are hurt and absent", zh="伤者比例",
        unit="share", low=0.0, high=1.0, neutral=0.0,
    )  # fmt: skip
    hurt_days: float = param(
        14.0, en="days for which they are absent", zh="伤者缺席天数", unit="d",
        low=0.0, high=365.0,
    )  # fmt: skip
    blocked: float = param(
        0.5, en="speed of service lost at fallen and damaged buildings", zh="道路阻断损失",
        unit="share", low=0.0, high=1.0, neutral=0.0,
    )  # fmt: skip
    staff_lost: float = param(
        0.4, en="share of staff who cannot come on the first day", zh="人员损失", unit="share",
        low=0.0, high=1.0, neutral=0.0,
    )  # fmt: skip
    supply_lost: float = param(
        0.7, en="share of deliveries and of what shops sell lost on the first day",
        zh="供应损失", unit="share", low=0.0, high=1.0, neutral=0.0,
    )  # fmt: skip
    recovery_days: float = param(
        10.0, en="time in which conditions recover", zh="恢复时间", unit="d", low=0.1, high=3650.0
    )

    def marks(self) -> Sequence[float]:
        """The end of the shock, and of the absence of the hurt."""
        return (self.shock_hours / 24.0, self.hurt_days)

    def build(self, world: World) -> Sequence[c.Contribution]:
        """Refuse a place or a day that is not there."""
        self.check(world)
        return ()

    def grades(self, world: World, strike: int) -> tuple[c.Array, c.Array]:
        """Buildings that fall and that are damaged, two masks (B,)."""
        u, here = self.drawn(world, "damage", strike), self.buildings(world)
        fallen = here & (u < self.fallen)
        return fallen, here & ~fallen & (u < self.fallen + self.damaged)

    @inputs("day")
    def strike(self, world: World) -> Sequence[c.Contribution]:
        """Needs of the shock and of its aftermath, conditions, and the absence of the hurt."""
        found = self.now(world)
        if found is None:
            return ()
        strike, days = found
        fallen, damaged = self.grades(world, strike)
        home, here = world.households.building, self.homes(world)
        said: list[c.Contribution] = []
        shock = self.shock_hours / 24.0
        if days < shock - 1e-9:
            said += [
                c.HouseholdRate(pulse(self.fallen_needs, shock), fallen[home].astype(float)),
                c.HouseholdRate(pulse(self.damaged_needs, shock), damaged[home].astype(float)),
            ]
        fading = 1.0 - lost(1.0, days, self.recovery_days)
        said.append(
            c.HouseholdRate(
                fading * np.asarray(self.aftermath_needs), weight_of(world, here, self.vulnerable)
            )
        )
        if days < self.hurt_days - 1e-9:
            there = fallen[home][world.people.household]
            said.append(c.Absence(there & (self.drawn_people(world, "hurt", strike) < self.hurt)))
        return (*said, *self._conditions(world, days, fallen | damaged, here))

    def _conditions(
        self, world: World, days: float, hit: c.Array, here: c.Array
    ) -> Sequence[c.Contribution]:
        supply = lost(self.supply_lost, days, self.recovery_days)
        blocked = 1.0 - lost(self.blocked, days, self.recovery_days)
        staff = 1.0 - lost(self.staff_lost, days, self.recovery_days)
        area = self.bodies(world)
        part = float(here.mean()) if len(here) else 0.0
        empty = np.outer(self.unstocked_needs, (1.0, 1.0))
        return (
            c.Condition("access", 1.0 - blocked * hit),
            c.Condition("availability", 1.0 - staff * area),
            c.Condition("inflow", 1.0 - (1.0 - supply) * part),
            c.Condition("self_supply", np.where(here, supply, 1.0)),
            c.NeedRate(np.zeros_like(empty), empty if self.supply_lost > 0.0 else 0.0 * empty),
        )
