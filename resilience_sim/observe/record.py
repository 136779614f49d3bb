"""The raw record of one run: NumPy only, small, picklable. Frames are made from it on demand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

#: A household that was replaced in its row, and when.
MOVE = np.dtype([("household", "i8"), ("t", "f8")])


@dataclass(frozen=True, slots=True)
class Act:
    """One line of the institution journal."""

    t: float
    author: str
    phase: str
    act: str
    count: int = 0
    figures: Mapping[str, float] = field(default_factory=dict)


@dataclass(slots=True)
class Record:
    """Everything one run leaves behind.

    Attributes
    ----------
    scenario, content_hash, seed
        What was run.
    begin, end, step
        Days since the strike (begin is negative: warm-up) and length of a step in days.
    times
        Ends of steps in days since the strike, shape (T,).
    series
        Time series by name, shape (T,) each:

        ``functionality`` Q(t), also ``functionality_vulnerable``, ``functionality_others``,
        ``functionality_newcomers``, ``functionality_locals`` (by household);
        ``open_<stage>`` counts of open cases by `vocabulary.STAGES`; ``raised`` cases raised
        in the step; ``hands_used`` share of accrued hours of bodies used in the step;
        means over people ``identity``, ``trust_neighbours``, ``trust_institutions``,
        ``belief``, ``stigma``, ``panic``, ``participation``; ``absent`` share of people
        absent; ``stock`` lots held by bodies; ``mobility`` mean mobility factor;
        ``unmet`` households with a need past due;
        for each epidemic label L ``infectious_L`` (count) and ``attacked_L`` (share of
        people ever infected).
    cases
        Case journal, structured array of dtype `engine.records.CASE`, closed and open.
    acts
        Institution journal.
    start, finish
        Arrays at the strike and at the end, by name (``people.identity``, ``bodies.stock``,
        ``ledger.service`` and so on). `ledger` arrays are cumulative since the run began.
    twins
        Measured twins of the levers at the strike and at the end:
        ``{"clarity": {"gaps": (at strike, at end), ...}, ...}``.
    tallies
        Sums over the period after the strike: ``helper_hours``, ``volunteer_hours``,
        ``duplicated_hours``, ``triage_hours``, ``planned_hours``, ``service_hours``,
        ``available_hours``, ``stock_outs``, ``given_lots``, ``official_lots``,
        ``institution_hours.<label>``, ``institution_money.<label>`` (and, of the time before
        the strike, ``institution_hours_before.<label>`` and ``institution_money_before.<label>``:
        what it took to be set up and in everyday life), ``watched_person_days``,
        ``compelled_person_days``, ``own_hours`` (hours residents spent on their own cases),
        ``body_days`` (bodies with staff, times days) and ``overloaded_body_days`` (those on
        which the hours asked for exceeded the hours there were) ...
    sizes
        Rows by table: ``people``, ``households``, ``bodies``, ``buildings``, and
        ``registered``: people on the list of volunteers.
    """

    scenario: str
    content_hash: str
    seed: int
    begin: float
    end: float
    step: float
    times: Array
    series: dict[str, Array]
    cases: Array
    acts: list[Act]
    start: dict[str, Array]
    finish: dict[str, Array]
    twins: dict[str, dict[str, tuple[float, float]]]
    tallies: dict[str, float]
    body_names: tuple[str, ...]
    channel_names: tuple[str, ...]
    notes: list[str] = field(default_factory=list)
    sizes: dict[str, int] = field(default_factory=dict)
    #: names of units with needs of their own: party ``sizes["households"] + u`` of a case is unit u
    units: tuple[str, ...] = ()
    #: households that moved out and when, in order of time, dtype `MOVE`
    moves: Array = field(default_factory=lambda: np.zeros(0, MOVE))
