"""What institutions decide when they meet: verbs in batches, each journalled by the model.

Contributions of the phase `convene` (and of `build`, for what stands from the first day).
Shapes as in `resilience_sim.contributions`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias, get_args

import numpy as np
from numpy.typing import NDArray

from resilience_sim.errors import InputError, listed, nearest_name

Array: TypeAlias = NDArray[Any]
NOTHING: Array = np.zeros(0)


def _at_least_nothing(key: str, given: Array | float) -> None:
    """Refuse what would make a price negative, or a number of nothing."""
    values = np.asarray(given, np.float64)
    if not (np.isfinite(values) & (values >= 0.0)).all():
        worst = values.ravel()[np.argmin(np.where(np.isfinite(values), values, -np.inf))]
        raise InputError(
            f"{key} must be finite and at least 0", key=key, value=float(worst),
            allowed="numbers of at least 0",
        )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Assign:
    """Make bodies accountable for cells: arrays of need, building, first, second (-1 none)."""

    need: Array
    building: Array
    first: Array
    second: Array


@dataclass(frozen=True, slots=True, kw_only=True)
class Authorise:
    """Pair duty with power: cells (need, building) whose body gets the authority it lacks."""

    need: Array
    building: Array


@dataclass(frozen=True, slots=True, kw_only=True)
class Teach:
    """Bodies learn who is accountable for cells: arrays of body, need, building."""

    body: Array
    need: Array
    building: Array


@dataclass(frozen=True, slots=True, kw_only=True)
class Outdate:
    """What bodies believe of cells has become wrong: arrays of body, need, building, believed.

    Applied before what is taught at the same boundary, so a lesson puts it right.
    """

    body: Array
    need: Array
    building: Array
    believed: Array


@dataclass(frozen=True, slots=True, kw_only=True)
class Spend:
    """Hours of bodies (M,) that an act takes, and money; charged to the institution."""

    hours: Array
    money: float = 0.0

    def __post_init__(self) -> None:
        _at_least_nothing("hours", self.hours)
        _at_least_nothing("money", self.money)


MessageKind = Literal[
    "guidance",
    "correction",
    "against_blame",
    "appeal",
    "honour",
    "blame",
    "norms",
    "memory",
    "good_account",
    "bad_account",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """Messages to people (P,) of a kind that `society` knows; strength is reach, 0..1.

    guidance, correction, against_blame: what to believe; appeal: come and take part; honour,
    blame: what a person is told, in public, of what it did; norms: what we here stand for;
    memory: what we here hold on to; good_account, bad_account: bodies show what they did.
    """

    kind: MessageKind
    people: Array

    def __post_init__(self) -> None:
        if self.kind not in get_args(MessageKind):
            raise InputError(
                "society knows no message of this kind", key="kind", value=self.kind,
                allowed=listed(get_args(MessageKind)),
                nearest=nearest_name(str(self.kind), get_args(MessageKind)),
            )  # fmt: skip
        _at_least_nothing("people", self.people)


@dataclass(frozen=True, slots=True, kw_only=True)
class Agree:
    """Offers that last: holders let askers draw on them (as `Offer`) for `days` from now."""

    asker: Array
    holder: Array
    resource: Array
    reserve: Array
    delay: Array
    days: float = math.inf


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrol:
    """People (P,) bool take up a role, or lay it down; a role is a column of people."""

    role: Literal["chief", "grid_worker", "volunteer"]
    people: Array
    enrolled: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenPost:
    """Planned bodies (rows) open, each with the posts, staff and powers it was planned with."""

    bodies: Array


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrange:
    """Bodies (rows) get other values of a structural column: how many work, at what."""

    column: Literal["staff", "administration"]
    bodies: Array
    values: Array


@dataclass(frozen=True, slots=True, kw_only=True)
class Pay:
    """Pay people (P,) and bodies (M,), or take from them (< 0); the author's till balances.

    points: rewards (`People.points`, never below 0); hours: credits of a time bank (may be
    owed); funds: lots of funds in the stock of bodies (never below 0: what a payer lacks is
    not paid out). What is given and taken adds up to what left the till, in each currency.
    """

    currency: Literal["points", "hours", "funds"]
    people: Array = field(default_factory=lambda: NOTHING)
    bodies: Array = field(default_factory=lambda: NOTHING)


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """Promises to people, a number each (P,): made now, or ones made before kept or broken.

    Nobody keeps or breaks more than was promised: what is too much is left out.
    """

    people: Array
    outcome: Literal["made", "kept", "broken"] = "made"


@dataclass(frozen=True, slots=True, kw_only=True)
class Oblige:
    """People (P,) are obliged to do something, in days of the time since last met."""

    people: Array


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeOver:
    """Work (h) that others did in place of bodies whose it was, (M,)."""

    bodies: Array


@dataclass(frozen=True, slots=True)
class Note:
    """A line in the institution journal: what was done, how many, and figures."""

    act: str
    count: int = 0
    figures: Mapping[str, float] = field(default_factory=dict)
