"""How far people keep to restrictions on movement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from resilience_sim import contributions as c
from resilience_sim.mechanism import Mechanism, inputs, param
from resilience_sim.world import World

#: Movement below this factor counts as restricted.
RESTRICTED = 0.9


@dataclass(frozen=True, kw_only=True)
class Compliance(Mechanism):
    """Where movement is restricted, contacts outside fall with compliance.

    Compliance = base + trust + belief - unmet need, each about its middle. The factor on
    contacts is 1 at `reference`, for which restrictions are calibrated, and rises by `slack` as
    compliance falls from 1 to 0. Without restrictions there is nothing to comply with.
    """

    family: ClassVar[str] = "society"
    en: ClassVar[str] = "Compliance with restrictions"
    zh: ClassVar[str] = "防控遵从"
    sources: ClassVar[tuple[str, ...]] = ("zhang2020",)

    slack: float = param(
        3.0,
        en="further contacts of one who does not comply, relative to one who does",
        zh="不遵从者额外接触",
        unit="ratio",
        low=0.0,
        high=20.0,
        neutral=0.0,
    )
    reference: float = param(
        0.85,
        en="compliance for which restrictions are calibrated",
        zh="基准遵从度",
        unit="share",
        low=0.0,
        high=1.0,
    )
    base: float = param(
        0.85,
        en="compliance of a person in the middle",
        zh="基础遵从度",
        unit="share",
        low=0.0,
        high=1.0,
    )
    from_trust: float = param(
        0.3,
        en="compliance from trust in institutions, none to full",
        zh="信任对遵从的作用",
        unit="share",
        low=0.0,
        high=1.0,
    )
    from_belief: float = param(
        0.2,
        en="compliance from belief, none to full",
        zh="信念对遵从的作用",
        unit="share",
        low=0.0,
        high=1.0,
    )
    from_unmet: float = param(
        0.3,
        en="compliance lost at unmet need of severity 1",
        zh="未满足需求对遵从的损失",
        unit="share",
        low=0.0,
        high=1.0,
    )
    trust_to_compliance: int = param(
        1,
        en="sign: trust raises compliance",
        zh="信任提高遵从（1 为如此）",
        link=True,
    )
    belief_to_compliance: int = param(
        1,
        en="sign: belief raises compliance",
        zh="信念提高遵从（1 为如此）",
        link=True,
    )
    unmet_to_compliance: int = param(
        1,
        en="sign: unmet needs lower compliance",
        zh="未满足需求降低遵从（1 为如此）",
        link=True,
    )

    @inputs("day", "conditions")
    def meet(self, world: World) -> Sequence[c.Contribution]:
        """Factor on contacts of each person under restrictions."""
        restricted = world.conditions.mobility < RESTRICTED
        if self.slack == 0.0 or not restricted.any():
            return ()
        people = world.people
        unmet = np.minimum(world.experience.unmet, 1.0)[people.household]
        kept = (
            self.base
            + self.trust_to_compliance * self.from_trust * (people.trust_institutions - 0.5)
            + self.belief_to_compliance * self.from_belief * (people.belief - 0.5)
            - self.unmet_to_compliance * self.from_unmet * unmet
        )
        loose = 1.0 + self.slack * (1.0 - np.clip(kept, 0.0, 1.0))
        factor = loose / (1.0 + self.slack * (1.0 - self.reference))
        return (c.Contact(np.where(restricted, factor, 1.0)),)
