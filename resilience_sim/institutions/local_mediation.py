"""Local mediation (枫桥经验): disputes are tried where they arise before they may go up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from resilience_sim import contributions as c
from resilience_sim.institutions.parties import Array, handling, no_handling, of_kind
from resilience_sim.mechanism import Mechanism, inputs, param
from resilience_sim.vocabulary import NEEDS
from resilience_sim.world import World

MEDIATION = NEEDS.index("mediation")
MEDIATION_PRECEDENCE = 20


@dataclass(frozen=True, kw_only=True)
class LocalMediation(Mechanism):
    """Desks near the door mediate a dispute themselves before it goes anywhere.

    A desk of a grid, and at will the committee, tries with its own hands; an attempt succeeds
    with a chance. `try_first`: one attempt, then the ordinary way. `keep_below`: no dispute
    leaves the place it arose in (矛盾不上交): it is tried again and again until it succeeds or
    is given up, whatever stands above.
    """

    family: ClassVar[str] = "institutions"
    en: ClassVar[str] = "Local mediation"
    zh: ClassVar[str] = "就地调解（枫桥经验）"
    sources: ClassVar[tuple[str, ...]] = ("five_measures", "legal_daily2022")
    price: ClassVar[tuple[str, str]] = (
        "Costs the hours of grid posts, which lack them elsewhere; it may bury what should go up.",
        "占用网格工时；可能压下本应上报的纠纷。",
    )

    rule: str = param(
        "try_first", en="tried once, or kept below", zh="规则",
        choices=("none", "try_first", "keep_below"), neutral="none", source="five_measures",
    )  # fmt: skip
    chance: float = param(
        0.5, en="chance that an attempt settles it", zh="就地调解成功率", unit="share",
        low=0.0, high=1.0, source="legal_daily2022", grade="assumed",
        why="over 95 % is claimed, likely a ceiling; who is not trained does worse than who is",
    )  # fmt: skip
    committee: bool = param(
        True, en="the committee tries too", zh="居委会也参与调解", choices=(True, False)
    )

    def _desks(self, world: World) -> Array:
        kinds = ("grid_post", "residents_committee") if self.committee else ("grid_post",)
        return of_kind(world, *kinds)

    def build(self, world: World) -> Sequence[c.Contribution]:
        """Desks are told to mediate; the hours are those of every attempt they make."""
        if self.rule == "none":
            return ()
        return (c.Note("charge_to_mediate", len(self._desks(world))),)

    @inputs()
    def route(self, world: World) -> Sequence[c.Contribution]:
        """Disputes are held and tried at the first desk."""
        if self.rule == "none":
            return ()
        desks = self._desks(world)
        action, target, chance = no_handling(world)
        action[desks, MEDIATION] = c.TRY if self.rule == "try_first" else c.KEEP_TRYING
        chance[desks, MEDIATION] = np.float64(self.chance)
        return (handling((action, target, chance), MEDIATION_PRECEDENCE),)
