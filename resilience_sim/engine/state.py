"""The state of the engine: a handful of record arrays, and how they are laid out.

Everything the compiled loop reads or writes stands in one `State`. Records keep what belongs
to one row together, so a call passes few arrays and an event touches few cache lines.
Times are days since the strike; speeds are hours of work a day.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from resilience_sim.engine.records import CASE
from resilience_sim.vocabulary import N_NEEDS, N_RESOURCES, RATE_CLASSES

Array = NDArray[Any]

N: Final = N_NEEDS
R: Final = N_RESOURCES
K: Final = len(RATE_CLASSES)
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
#: what a clock consists of: budget left, the time that was true at, its rate, when it runs out
LEFT: Final = 0
SINCE: Final = 1
RATE: Final = 2
AT: Final = 3
#: events that are no clock of a case
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

# What sweeps over all slots ask first of each stands first, in one line of the cache.
WORK_CASE: Final = np.dtype(
    [
        ("double_of", "i4"),  # slot of the case this job doubles, -1 for a real case
        ("used", "i1"),
        ("in_list", "i1"),  # 0 none, 1 triage, 2 ready, 3 short of resources
        ("plan", "i1"),  # TRIAGE_DONE, ARRIVE, CLIMB, ASSIGNED
        ("part", "i1"),  # 1: the part of a department in another case
        *[(name, CASE[name]) for name in CASE.names or ()],
        ("acted", "i1"),  # bits: bodies of an overlap that decided to act
        ("tried", "i1"),  # 1: on trial at a desk that is not accountable
        ("turn", "i1"),  # departments that were sent for
        ("parts_left", "i1"),  # departments that have still to act
        ("reviews", "i2"),
        ("helps", "i2"),  # ordinal of the help budget
        ("target", "i4"),
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
        ("clock", "f8", (N_CLOCKS, 4)),  # LEFT, SINCE, RATE and AT of each
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
        ("format", "i4"),
        ("common", "i1"),  # 1: keeps the common format
        ("above", "i1"),  # 1: an office whose records every community's like system sees
        ("party", "i4"),  # row of the unit among parties, -1 without needs of its own
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
        ("tier", "f8"),
        ("burden", "f8"),
        ("burden_at", "f8"),
    ],
    align=True,
)

# What every step passes over for all households stands by itself: a row with everything about a
# household would fill three lines of the cache, and each pass wants a part of them.
SPARE: Final = np.dtype([("rate", "f8"), ("left", "f8"), ("at", "f8")])  # rate: h a day
STORE: Final = np.dtype([("left", "f8", (2,)), ("drain", "f8", (2,)), ("at", "f8")])
LIVED: Final = np.dtype([(name, "f8") for name in ("in_time", "late", "lapsed", "helped", "gave")])

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
        ("joint", "f8"),  # share of cases that departments must act on
        ("parallel", "i4"),
        ("bundle", "f8", (N_RESOURCES,)),
        ("base", "f8", (K,)),
        ("slope", "f8", (K,)),
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
    "joint",
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
        ("next_at", "f8"),  # the next candidate of all streams, and whose it is
        ("next_need", "i8"),
        ("next_class", "i8"),
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
        ("blind", "i8"),  # 1: bodies of an overlap that cannot see each other buy twice
        ("twice_lots", "f8"),
        ("joint_shares", "f8", (3,)),
        ("part_hours", "f8"),
        ("withheld", "f8"),  # share of its offer that a giver holds back for an open need
        ("n_open", "i8"),  # households that opened their stores
        ("open_delay", "f8"),
        ("lot_days", "f8", (2,)),  # days of food and medicine of a household in a lot
        ("opened_lots", "f8"),
        ("helper_hours", "f8"),
    ],
    align=True,
)


#: arrays of the engine: name, type, dimensions, and what a row is (N needs, K rate classes, H
#: households, Q parties: households and, behind them, U units with needs; M bodies, B buildings,
#: R resources)
ARRAYS: Final[tuple[tuple[str, Any, int, str], ...]] = (
    ("g", GLOBAL, 1, "one row"),
    ("case", WORK_CASE, 1, "a pool that grows"),
    ("heap", HEAP, 1, "grows"),
    ("log", CASE, 1, "closed cases; grows"),
    ("body", BODY, 1, "M"),
    ("home", HOUSEHOLD, 1, "Q"),
    ("spare", SPARE, 1, "Q: hours for helping, they accrue"),
    ("store", STORE, 1, "Q: days of food and medicine, and days used a day"),
    ("lived", LIVED, 1, "Q: cases since it was last forgotten"),
    ("willing", "f8", 1, "H: to help; by itself because every tie of every case reads it"),
    ("able", "u4", 1, "H, bits: needs its members can help with"),
    ("need", NEED, 1, "N"),
    ("stream", STREAM, 2, "N, K; fewer without units"),
    ("candidate", CANDIDATE_ROW, 2, "N, Q; fewer without units"),
    ("cell", CELL, 2, "N, B"),
    ("belief", "i4", 1, "flat, see BODY.belief_start"),
    ("handle", HANDLE, 2, "M, N"),
    ("offer_start", "i8", 1, "M * R + 1"),
    ("offer", OFFER, 1, "flat"),
    ("asker_start", "i8", 1, "M + 1: who may draw on a holder"),
    ("asker", "i4", 1, "flat"),
    ("tie_start", "u4", 1, "Q + 1"),
    ("tie_index", "u4", 1, "flat"),
    ("tie_weight", "f8", 1, "flat"),
    ("open_start", "i8", 1, "communities + 1: households that opened their stores"),
    ("open_home", "i4", 1, "flat"),
    ("open_keeps", "f8", 2, "H, 2: days they keep, infinite where closed"),
    ("unit_share", "f8", 2, "N, U: share of candidates of a unit that raise a case"),
    ("channel", CHANNEL_ROW, 2, "MAX_CHANNELS, Q"),
    ("factor", "f8", 2, "MAX_FACTORS, Q"),
    ("aimed", "f8", 2, "N, H: further rates of households; one by one while there are none"),
    ("access", "f8", 1, "B"),
    ("inflow", "f8", 1, "R: share of capacity delivered a day, conditions included"),
    ("cap", "f8", 1, "R: lots a day of the official channel"),
    ("official", "f8", 2, "communities + M, R: when each channel is free again"),
    ("ordered", ORDERED, 1, "grows"),
    ("desk_start", "i8", 1, "communities + 1"),
    ("desk", "i4", 1, "flat: bodies a case may be handed to"),
    ("department_start", "i8", 1, "communities + 1: departments of each community"),
    ("department", "i4", 1, "flat"),
    ("asking", "i4", 1, "M + 1: bodies whose posts are to be filled after this event"),
    ("freed", "i4", 1, "M + 1: bodies where goods came free in this event"),
)
