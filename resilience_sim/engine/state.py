"""The state of the engine: a handful of record arrays, and how they are laid out.

Everything the compiled loop reads or writes stands in one `State`. Records keep what belongs
to one row together, so a call passes few arrays and an event touches few cache lines.
Times are days since the strike; speeds are hours of work a day.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numba import types
from numba.experimental import structref
from numpy.typing import NDArray

from resilience_sim.engine.records import CASE
from resilience_sim.vocabulary import N_NEEDS, N_RESOURCES

Array = NDArray[Any]

MAX_CHANNELS: Final = 20
MAX_FACTORS: Final = 8
MAX_SEEN: Final = 8
#: clocks of a case: neighbours, patience, the stage it is in, reviews, then the channels
HELP: Final = 0
LAPSE: Final = 1
MOVE: Final = 2
REVIEW: Final = 3
DETECT: Final = 4
N_CLOCKS: Final = DETECT + MAX_CHANNELS
#: events that are no clock of a case
CANDIDATE: Final = -1
DELIVERY: Final = -2
ORDER: Final = -3
#: what a case in routing does when its clock runs out
TRIAGE_DONE: Final = 1
ARRIVE: Final = 2  # at `target`, in the ordinary way
CLIMB: Final = 3  # at `target`, escalated
ASSIGNED: Final = 4  # at `target`, which holds it
#: why the loop came back
DONE: Final = 0
GROW_CASES: Final = 1
GROW_LOG: Final = 2
GROW_HEAP: Final = 3
GROW_ORDERS: Final = 4
OVERRUN: Final = 5  # a bound of the engine's own was broken: a defect

WORK_CASE: Final = np.dtype(
    [
        *[(name, CASE[name]) for name in CASE.names or ()],
        ("used", "i1"),
        ("in_list", "i1"),  # 0 none, 1 triage, 2 ready, 3 short of resources
        ("plan", "i1"),  # TRIAGE_DONE, ARRIVE, CLIMB, ASSIGNED
        ("acted", "i1"),  # bits: bodies of an overlap that decided to act
        ("tried", "i1"),  # 1: on trial at a desk that is not accountable
        ("reviews", "i2"),
        ("helps", "i2"),  # ordinal of the help budget
        ("target", "i4"),
        ("double_of", "i4"),  # slot of the case this job doubles, -1 for a real case
        ("serial", "i8"),  # tells a slot's present case from its earlier ones
        ("double_serial", "i8"),
        ("next", "i4"),
        ("prev", "i4"),
        ("n_seen", "i2"),
        ("seen", "i4", (MAX_SEEN,)),
        ("mark", "f8"),  # time of the last change of stage
        ("ready_at", "f8"),  # time at which goods under way arrive
        ("chance", "f8"),  # chance of success of a trial
        ("tier", "f8"),  # further score of its household when it arose
        ("missing", "f8", (N_RESOURCES,)),
        ("taken", "f8", (N_RESOURCES,)),
        ("lender", "i4", (N_RESOURCES,)),  # whose stock it was taken from
        ("left", "f8", (N_CLOCKS,)),
        ("anchor", "f8", (N_CLOCKS,)),
        ("rate", "f8", (N_CLOCKS,)),
        ("at", "f8", (N_CLOCKS,)),
    ],
    align=True,
)

BODY: Final = np.dtype(
    [
        ("posts", "i4"),
        ("busy_service", "i4"),
        ("busy_triage", "i4"),
        ("busy_double", "i4"),
        ("asks", "i4"),  # 1: posts are to be filled after this event
        ("freed", "i4"),  # 1: goods came free in this event
        ("parent", "i4"),
        ("community", "i4"),
        ("first_building", "i4"),
        ("end_building", "i4"),
        ("belief_start", "i8"),
        ("authority", "u4"),
        ("skills", "u4"),
        ("key", "i8"),
        ("formality", "f8"),
        ("speed", "f8"),  # h a day of one post
        ("anchor", "f8"),
        ("available", "f8"),  # h accrued
        ("service", "f8"),
        ("triage", "f8"),
        ("double", "f8"),
        ("delivery_at", "f8"),
        ("head", "i4", (4,)),  # of lists 1 triage, 2 ready, 3 short
        ("tail", "i4", (4,)),
        ("length", "i4", (4,)),
        ("stock", "f8", (N_RESOURCES,)),
        ("capacity", "f8", (N_RESOURCES,)),
    ],
    align=True,
)

HOUSEHOLD: Final = np.dtype(
    [
        ("community_key", "i8"),
        ("key", "i8"),
        ("building", "i4"),
        ("community", "i4"),
        ("rate_class", "i4"),
        ("open", "u4"),  # bits: needs with an open case
        ("silent", "u4"),
        ("able", "u4"),  # bits: needs its members can help with
        ("willing", "f8"),
        ("tier", "f8"),
        ("hours_rate", "f8"),  # h a day that accrue to helping
        ("hours_left", "f8"),
        ("hours_at", "f8"),
        ("store", "f8", (2,)),
        ("drain", "f8", (2,)),
        ("store_at", "f8"),
        ("burden", "f8"),
        ("burden_at", "f8"),
        ("in_time", "f8"),
        ("late", "f8"),
        ("lapsed", "f8"),
        ("helped", "f8"),
        ("gave", "f8"),
    ],
    align=True,
)

NEED: Final = np.dtype(
    [
        ("work", "f8"),
        ("success", "f8"),
        ("due", "f8"),
        ("severity", "f8"),
        ("patience", "f8"),
        ("lapse_sigma", "f8"),
        ("help", "f8"),
        ("ceiling", "f8"),
        ("store", "i4"),  # which household store it draws on, -1 none
        ("restock", "f8"),
        ("gift", "f8"),  # days of goods that a helper brings
        ("bundle", "f8", (N_RESOURCES,)),
        ("base", "f8", (2,)),
        ("slope", "f8", (2,)),
        ("channel", "f8", (MAX_CHANNELS,)),
        ("factor", "f8", (MAX_FACTORS,)),
    ],
    align=True,
)

#: one stream of demand candidates for each (need, rate class), in operational time
STREAM: Final = np.dtype(
    [
        ("first", "i8"),
        ("end", "i8"),
        ("spent", "f8"),
        ("anchor", "f8"),
        ("rate", "f8"),
        ("share", "f8"),  # share of the rate that holds with a full store
        ("low", "f8"),  # the same with less than a day of it
        ("full", "f8"),  # highest rate of a household, before the ceiling
        ("at", "f8"),
    ],
    align=True,
)
CANDIDATE_ROW: Final = np.dtype([("time", "f8"), ("household", "i4"), ("ordinal", "i4")])
CELL: Final = np.dtype([("first", "i4"), ("second", "i4"), ("natural", "i4"), ("empowered", "i4")])
HEAP: Final = np.dtype([("t", "f8"), ("order", "i8"), ("what", "i4"), ("row", "i4")])
OFFER: Final = np.dtype(
    [
        ("holder", "i4"),
        ("reserve", "f8"),
        ("delay", "f8"),
        ("credit", "f8"),
        ("credit_at", "f8"),
    ],
    align=True,
)
ORDERED: Final = np.dtype(
    [
        ("at", "f8"),
        ("amount", "f8"),
        ("body", "i4"),
        ("resource", "i4"),
        ("used", "i4"),
        ("next", "i4"),
    ],
    align=True,
)
HANDLE: Final = np.dtype([("action", "i4"), ("target", "i4"), ("chance", "f8")], align=True)
CHANNEL_ROW: Final = np.dtype([("rate", "f8"), ("desk", "i4"), ("heeds", "i4")], align=True)

STREAM_NAMES: Final = (
    "demand",
    "accept",
    "help",
    "helper",
    "lapse",
    "travel",
    "elsewhere",
    "refuse",
    "formal",
    "review",
    "give",
    "work",
    "success",
    "open_home",
)

GLOBAL: Final = np.dtype(
    [
        ("t", "f8"),
        ("tables_until", "f8"),
        ("n_slots", "i8"),
        ("free", "i8"),
        ("n_log", "i8"),
        ("n_heap", "i8"),
        ("n_orders", "i8"),
        ("free_order", "i8"),
        ("n_asking", "i8"),
        ("n_freed", "i8"),
        ("serial", "i8"),
        ("status", "i8"),
        ("n_channels", "i8"),
        ("n_factors", "i8"),
        ("aimed", "i8"),  # 1: some households have rates of their own
        *[(name, "u8") for name in STREAM_NAMES],
        ("detect", "u8", (MAX_CHANNELS,)),
        ("service_shape", "i8"),
        ("service_sigma", "f8"),
        ("lapse_shape", "i8"),
        ("burden_days", "f8"),
        ("route_shape", "i8"),
        ("triage_hours", "f8"),
        ("hand_off_days", "f8"),
        ("escalation_days", "f8"),
        ("max_hops", "i8"),
        ("refusal", "f8"),
        ("review_days", "f8"),
        ("act_chance", "f8"),
        ("effort", "f8"),
        ("keep_days", "f8"),
        ("stops_at_detection", "i8"),
        ("lead_days", "f8"),
        ("credit_lots", "f8"),
        ("credit_days", "f8"),
        ("giving_days", "f8"),
        ("refused", "f8", (N_RESOURCES,)),  # amounts found not to be had while waking
        ("raised", "f8"),
        ("cut", "f8"),
        ("stock_outs", "f8"),
        ("given_lots", "f8"),
        ("own_lots", "f8"),
        ("official_lots", "f8"),
        ("delivered_lots", "f8"),
        ("returned_lots", "f8"),
        ("consumed_lots", "f8"),
        ("household_lots", "f8"),
        ("n_open", "i8"),  # households that opened their stores
        ("open_delay", "f8"),
        ("lot_days", "f8", (2,)),  # days of food and medicine of a household in a lot
        ("opened_lots", "f8"),
        ("helper_hours", "f8"),
    ],
    align=True,
)


#: arrays of the engine and their shapes: N needs, K rate classes, H households, M bodies
ARRAYS: Final = (
    ("g", "(1,) GLOBAL"),
    ("case", "WORK_CASE, a pool that grows"),
    ("heap", "HEAP"),
    ("log", "CASE, closed cases"),
    ("body", "(M,) BODY"),
    ("home", "(H,) HOUSEHOLD"),
    ("need", "(N,) NEED"),
    ("stream", "(N, K) STREAM"),
    ("candidate", "(N, H) CANDIDATE_ROW"),
    ("cell", "(N, B) CELL"),
    ("belief", "flat int32"),
    ("handle", "(M, N) HANDLE"),
    ("offer_start", "(M * R + 1,) int64"),
    ("offer", "OFFER"),
    ("asker_start", "(M + 1,) int64: who may draw on a holder"),
    ("asker", "int32"),
    ("tie_start", "(H + 1,) uint32"),
    ("tie_index", "uint32"),
    ("tie_weight", "float64"),
    ("open_start", "(communities + 1,) int64: households that opened their stores"),
    ("open_home", "int32"),
    ("open_keeps", "(H, 2) float64: days they keep, infinite where closed"),
    ("channel", "(MAX_CHANNELS, H) CHANNEL_ROW"),
    ("factor", "(MAX_FACTORS, H) float64"),
    ("aimed", "(N, H) float64: further rates of single households; (1, 1) while there are none"),
    ("access", "(B,) float64"),
    ("inflow", "(R,) float64: share of capacity delivered a day, conditions included"),
    ("cap", "(R,) float64: lots a day of the official channel"),
    ("official", "(communities + M, R) float64: time at which each channel is free again"),
    ("ordered", "ORDERED"),
    ("desk_start", "(communities + 1,) int64"),
    ("desk", "int32: bodies a case may be handed to"),
    ("asking", "(M,) int32: bodies whose posts are to be filled after this event"),
    ("freed", "(M,) int32: bodies where goods came free in this event"),
)


@structref.register
class StateType(types.StructRef):
    """Compiled type of `State`: one pointer, however many arrays it holds.

    (A named tuple of the same arrays is passed field by field: calls twenty times dearer and
    a cold compilation of a minute.)
    """

    @property
    def mangling_args(self) -> tuple[str, tuple[()]]:
        """Name in compiled symbols: the full one lists every field and costs seconds."""
        return "EngineState", ()

    def preprocess_fields(self, fields: Any) -> Any:
        """Literal types would compile a version for each value."""
        return tuple((name, types.unliteral(kind)) for name, kind in fields)  # type: ignore[no-untyped-call]


class State(structref.StructRefProxy):
    """All arrays of the engine, by the names of `ARRAYS`.

    Python reads and writes the arrays through `Engine`, which keeps them by name as well.
    """

    def __new__(cls, *arrays: Array) -> Any:
        """Bind the arrays, in the order of `ARRAYS`."""
        return structref.StructRefProxy.__new__(cls, *arrays)  # type: ignore[no-untyped-call]


structref.define_proxy(State, StateType, [name for name, _ in ARRAYS])  # type: ignore[no-untyped-call]


N: Final = N_NEEDS
R: Final = N_RESOURCES
