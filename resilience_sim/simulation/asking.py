"""Asking the hooks: in sorted label order, and only when what they depend on has changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from resilience_sim import contributions as c
from resilience_sim.contributions import Contribution
from resilience_sim.errors import InputError, listed
from resilience_sim.mechanism import Mechanism
from resilience_sim.world import World

Authored = tuple[str, Contribution]
T = TypeVar("T")

#: What each phase takes; anything else is refused, not passed over.
TAKES: dict[str, tuple[type, ...]] = {
    "strike": (c.NeedRate, c.HouseholdRate, c.Condition, c.Absence),
    "staff": (c.Hours, c.Planned, c.Pace),
    "meet": (c.Contact, c.Gathering),
    "demand": (c.DemandFactor, c.StoreUse, c.UnitNeed),
    "help": (c.HelpRate,),
    "detect": (c.Channel,),
    "route": (c.Handling, c.Parallel),
    "share": (c.Offer, c.HouseholdOffer, c.SharedRecords),
    "rank": (c.Score, c.Tier),
    "adapt": (c.Movement, c.Move, c.OwnColumns, c.Anchored, c.Bridged),
    "convene": (
        c.Assign, c.Authorise, c.Teach, c.Outdate, c.Spend, c.Message, c.Note, c.OwnColumns,
        c.Agree, c.Enrol, c.OpenPost, c.Arrange, c.Pay, c.Promise, c.Oblige, c.TakeOver,
    ),
}  # fmt: skip


@dataclass(slots=True)
class Asked:
    """One hook of one mechanism and its last answer."""

    label: str
    hook: Callable[[World], Sequence[Contribution]]
    inputs: tuple[str, ...] | None
    seen: list[int] | None = None
    answer: list[Authored] = field(default_factory=list)


class Asking:
    """The hooks of a phase over all mechanisms."""

    def __init__(self, mechanisms: Sequence[Mechanism], phase: str) -> None:
        self.phase = phase
        self.asked = [
            Asked(one.label, getattr(one, phase), getattr(getattr(one, phase), "inputs", None))
            for one in sorted(mechanisms, key=lambda one: one.label)
            if phase in one.phases()
        ]

    def ask(self, world: World, versions: dict[str, int]) -> tuple[list[Authored], bool]:
        """All contributions with their authors, and whether any of them is new.

        Raises
        ------
        InputError
            This phase does not take one of them.
        """
        fresh = False
        found: list[Authored] = []
        takes = TAKES[self.phase]
        for one in self.asked:
            if one.inputs is not None:
                now = [versions[name] for name in one.inputs]
                if now == one.seen:
                    found += one.answer
                    continue
                one.seen = now
            label, one.answer = one.label, []
            try:
                given = one.hook(world)
            except InputError as error:
                raise error.at(error.where or label) from None
            if not isinstance(given, (tuple, list)):
                raise InputError(
                    f"{self.phase} gave no list of contributions", where=label, value=given,
                    allowed="a tuple or list, () for nothing",
                )  # fmt: skip
            for each in given:
                if not isinstance(each, takes):
                    self._refuse(label, each)
                one.answer.append((label, each))
            found += one.answer
            fresh = True
        return found, fresh

    def _refuse(self, label: str, given: Contribution) -> None:
        raise InputError(
            f"{self.phase} does not take {type(given).__name__}",
            where=label,
            allowed=listed(kind.__name__ for kind in TAKES[self.phase]),
        )


def of_type(found: Sequence[Authored], kind: type[T]) -> list[T]:
    """Contributions of one type, in order."""
    return [given for _, given in found if isinstance(given, kind)]
