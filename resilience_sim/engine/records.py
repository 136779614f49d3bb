"""The record of a case, as the engine keeps it and as the case journal shows it."""

from __future__ import annotations

from typing import Final

import numpy as np

#: One row a case. Times are days since the strike, NaN where a stage was not reached;
#: durations are days spent so far in each part of the journey (all attempts together).
CASE: Final = np.dtype(
    [
        ("household", "i4"),
        ("building", "i4"),
        ("ordinal", "i4"),  # ordinal of the demand candidate of (household, need)
        ("need", "i1"),
        ("rate_class", "i1"),  # 1: household with a vulnerable member
        ("stage", "i1"),  # vocabulary.STAGES
        ("ending", "i1"),  # vocabulary.ENDINGS
        ("channel", "i2"),  # channel that found it, -1 not found
        ("landed", "i4"),  # body on whose desk it landed
        ("desk", "i4"),  # body where it is now
        ("holder", "i4"),  # body that held it last, -1 none
        ("second", "i4"),  # second accountable body, -1 none
        ("helper", "i4"),  # household that settled it, -1 none
        ("hops", "i2"),
        ("escalations", "i2"),
        ("attempts", "i2"),  # service attempts
        ("duplicated", "i1"),  # 1: two bodies worked on it
        ("orphaned", "i1"),  # 1: nobody held it and nobody stood above
        ("short", "u1"),  # bits: resources that were not at hand when asked for
        ("raised", "f8"),
        ("due", "f8"),  # time at which it is overdue
        ("detected", "f8"),
        ("held", "f8"),
        ("supplied", "f8"),
        ("started", "f8"),
        ("closed", "f8"),
        ("in_detection", "f8"),
        ("in_routing", "f8"),
        ("in_supply", "f8"),
        ("in_hands", "f8"),
        ("in_service", "f8"),
        ("work", "f8"),  # hours of the attempt under way (or last)
        ("severity", "f8"),
    ]
)
