"""What hooks return: one small type for each thing that can be contributed to a phase.

Arrays are never written after they were handed over. Shapes: N needs, H households, P people,
M bodies, B buildings, R resources, K = 2 rate classes (0 others, 1 vulnerable households).
Times are in days since the strike (everyday life before it is negative), rates per day.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from resilience_sim.mechanism import ByNeed
from resilience_sim.parties import (
    HouseholdOffer as HouseholdOffer,
    JointRule as JointRule,
    Move as Move,
    Parallel as Parallel,
    SharedRecords as SharedRecords,
    UnitNeed as UnitNeed,
)
from resilience_sim.strikes import (
    Absence as Absence,
    Condition as Condition,
    ConditionName as ConditionName,
    HouseholdRate as HouseholdRate,
    NeedRate as NeedRate,
)
from resilience_sim.verbs import (
    NOTHING as NOTHING,
    Agree as Agree,
    Arrange as Arrange,
    Array as Array,
    Assign as Assign,
    Authorise as Authorise,
    Enrol as Enrol,
    Message as Message,
    Note as Note,
    Oblige as Oblige,
    OpenPost as OpenPost,
    Outdate as Outdate,
    Pay as Pay,
    Promise as Promise,
    Spend as Spend,
    TakeOver as TakeOver,
    Teach as Teach,
)


# --- build ---------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True, kw_only=True)
class NewBody:
    """A body that a mechanism brings into being; `name` is unique and keys its luck."""

    name: str
    kind: str
    community: int
    first_building: int
    end_building: int
    parent: str | None = None
    level: int = 0
    posts: int = 1
    staff: float = 1.0
    hours: float = 8.0
    administration: float = 0.0
    skills: int = 0
    authority: int = 0
    #: bodies (by name) that this one is placed above
    above: tuple[str, ...] = ()
    #: False: it is only planned; `OpenPost` opens it, and until then it has no hands or power
    opens: bool = True
    #: lots at hand at the start, by resource; nothing is delivered to replace them
    stock: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OwnColumns:
    """Arrays that the mechanism alone writes, by name; others may read them.

    From `build` they come into being. From `adapt` and `convene` they are new values of some
    of them, which the model copies in place (anchors move with experience, meetings count).
    """

    columns: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceRule:
    """How long serving takes and what it needs (response.serve).

    `shape` of durations: 0 exponential, 1 lognormal with `sigma`, 2 constant. `work` is the
    mean (exponential, constant) or median (lognormal) in hours of one post at full speed.
    `bundle` (N, R) lots; `success` chance of an attempt; `restock` days of food and medicine
    that a served case brings home.
    """

    work: ByNeed
    shape: int
    sigma: float
    success: ByNeed
    bundle: Array
    restock: tuple[float, float]
    due: ByNeed
    severity: ByNeed


@dataclass(frozen=True, slots=True, kw_only=True)
class LapseRule:
    """Patience: median days and lognormal `sigma` by need (or exponential, shape 0); burden."""

    patience: ByNeed
    shape: int
    sigma: ByNeed
    burden_days: float


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteRule:
    """Hand-offs: hours of triage, delays in days, hops before escalation, dilemma."""

    triage_hours: float
    hand_off_days: float
    escalation_days: float
    shape: int
    max_hops: int
    refusal: float
    review_days: float
    cost_to_benefit: float
    #: residents' own hours for one report and for one hand-off of their case
    report_hours: float = 0.0
    hop_hours: float = 0.0
    #: bodies of an overlap that cannot see each other's records both buy for the case
    blind_buying: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DemandRule:
    """Ceiling of the product of factors on need rates, by need (candidates are drawn for it).

    `stock_up_days`: time in which a household that can buy brings its store back to normal.
    """

    ceiling: ByNeed
    stock_up_days: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplyRule:
    """Official channel and giving: lead in days, lots a day by resource (R,), reciprocity."""

    lead_days: float
    daily_cap: Array
    inflow: float
    credit_lots: float
    credit_days: float
    giving_review_days: float


# --- staff ---------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Hours:
    """Hours a day placed with bodies (M,), and whose they are; they add.

    `people` (P,) are hours taken from people (0 where the body pays). `use` names the ledger.
    """

    bodies: Array
    people: Array = field(default_factory=lambda: NOTHING)
    use: str = "service"


@dataclass(frozen=True, slots=True)
class Planned:
    """Hours a day (M,) that planned visits or meetings take from bodies; they lower speed."""

    bodies: Array
    use: str


@dataclass(frozen=True, slots=True)
class Pace:
    """Factor on the speed of bodies (M,); factors multiply."""

    bodies: Array


# --- meet ----------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Contact:
    """Factor on a person's contacts outside the household, (P,) or scalar, at each end."""

    people: Array | float


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathering:
    """An event at day `t` where people meet: the table each sits at, (P,) int, -1 not there.

    `hours` of every participant's own time. It counts once, when `t` lies in the time for
    which tables are made. What meeting does to people is a rule of `society`.
    """

    t: float
    table: Array
    hours: float = 0.0


# --- demand --------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class DemandFactor:
    """Factor on need rates: by need (N,) for household weights (H,).

    The factor of (need, household) is 1 + by_need[need] * by_household[household]; factors
    multiply, and the product is cut at the declared ceiling of the need.
    """

    by_need: Array
    by_household: Array


@dataclass(frozen=True, slots=True)
class StoreUse:
    """Net days of store used per day, (H,) for food and medicine; uses add."""

    food: Array
    medicine: Array


# --- help ----------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class HelpRate:
    """Mutual aid: base rate by need (N,) per unit of willing tie weight; willingness (H,).

    The rate of a case of household h is by_need[k] * sum over ties of weight * willing[j]
    * (across if groups differ else 1). `hours` (H,) a day accrue to helpers; a helper gives
    the case's work times `effort` hours, and goods from its own store above `keep_days`.
    """

    by_need: Array
    willing: Array
    hours: Array
    #: without willingness (an empty array) a rule adds to rates and hours alone
    effort: float = 1.0
    keep_days: float = 0.0
    #: days of food and medicine that a helper brings
    gift_days: tuple[float, float] = (2.0, 5.0)
    stops_at_detection: bool = False


# --- detect --------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Channel:
    """A channel that finds cases at rate by_need[k] * by_household[h] per day.

    `desk` (H,) is the body on whose desk the case lands. `heeds_silence`: households never
    use it for needs they are silent about. `watched` counts people whose lives it sees.
    `by_unit` and `unit_desk` (U,) say the same of units with needs; empty: it finds none.
    A run has the same channels from first to last; a rate of 0 closes one.
    """

    name: str
    by_need: Array
    by_household: Array
    desk: Array
    heeds_silence: bool = False
    #: what it finds it finds by looking into people's lives: their days count as watched
    watches: bool = False
    by_unit: Array = field(default_factory=lambda: NOTHING)
    unit_desk: Array = field(default_factory=lambda: NOTHING)


# --- route ---------------------------------------------------------------------------------
HOLD, HAND_ON, ESCALATE, TRY, KEEP_TRYING = 1, 2, 3, 4, 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Handling:
    """What bodies do with cases that reach them, (M, N); 0 leaves it to the rules.

    Actions: HOLD, HAND_ON to `target`, ESCALATE, TRY with `chance` before anything else,
    KEEP_TRYING with `chance` until it succeeds or is given up.
    The highest `precedence` wins a cell; ties go to the first label.
    """

    action: Array
    target: Array
    chance: Array
    precedence: int


# --- share ---------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """Rows: holder `holder` lets `asker` draw `resource` above `reserve` lots, in `delay` d."""

    asker: Array
    holder: Array
    resource: Array
    reserve: Array
    delay: Array


# --- rank ----------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Score:
    """Score of a ready case: base (N, K) + slope (N, K) * days overdue; scores add."""

    base: Array
    slope: Array


@dataclass(frozen=True, slots=True)
class Tier:
    """Further score of every case that a household raises from now on, (H,); tiers add."""

    by_household: Array


# --- adapt ---------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Movement:
    """Movement of a social column of people (P,), or of fatigue of bodies; movements add."""

    column: str
    delta: Array
    table: Literal["people", "bodies"] = "people"


@dataclass(frozen=True, slots=True)
class Anchored:
    """Movement (P,) of the anchor to which a social column returns, whoever keeps it."""

    column: str
    delta: Array


@dataclass(frozen=True, slots=True)
class Bridged:
    """Ties across groups as the lever `bridging` would have them, 0..1, by community."""

    bridging: Array


# fmt: off
Contribution: TypeAlias = (
    NewBody | OwnColumns | ServiceRule | LapseRule | RouteRule | SupplyRule | DemandRule
    | JointRule | Parallel | SharedRecords
    | NeedRate | HouseholdRate | Condition | Absence | Hours | Planned | Pace | Contact
    | DemandFactor | StoreUse | HelpRate | Channel | Handling | Offer | HouseholdOffer | UnitNeed
    | Score | Movement | Move | Assign | Authorise | Teach | Outdate | Spend | Message | Note
    | Gathering | Tier | Anchored | Bridged | Agree | Enrol | OpenPost | Arrange | Pay
    | Promise | Oblige | TakeOver
)
# fmt: on
