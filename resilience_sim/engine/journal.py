"""Writing a case into the journal: the record that users see, without the engine's own fields."""

from __future__ import annotations

import math

from resilience_sim.kernels.compiled import entry, inner, pasted


@pasted
def known(time):  # type: ignore[no-untyped-def]
    """A time stamp, NaN where it never came."""
    return time if time < math.inf else math.nan


@inner
def enter_journal(row, c):  # type: ignore[no-untyped-def]
    """Copy what the case journal shows of a case."""
    row.household = c.household
    row.building = c.building
    row.ordinal = c.ordinal
    row.need = c.need
    row.rate_class = c.rate_class
    row.stage = c.stage
    row.ending = c.ending
    row.channel = c.channel
    row.landed = c.landed
    row.desk = c.desk
    row.holder = c.holder
    row.second = c.second
    row.helper = c.helper
    row.hops = c.hops
    row.escalations = c.escalations
    row.attempts = c.attempts
    row.duplicated = c.duplicated
    row.orphaned = c.orphaned
    row.short = c.short
    row.raised = c.raised
    row.due = c.due
    row.detected = known(c.detected)
    row.held = known(c.held)
    row.supplied = known(c.supplied)
    row.started = known(c.started)
    row.closed = known(c.closed)
    row.in_detection = c.in_detection
    row.in_routing = c.in_routing
    row.in_supply = c.in_supply
    row.in_hands = c.in_hands
    row.in_service = c.in_service
    row.work = c.work
    row.severity = c.severity


@entry
def open_cases(s, out):  # type: ignore[no-untyped-def]
    """Copy open cases to `out`; returns how many."""
    n = 0
    for i in range(s.g[0].n_slots):
        c = s.case[i]
        if c.used == 1 and c.double_of < 0:
            enter_journal(out[n], c)
            n += 1
    return n


@entry
def in_order(log, still, order, out):  # type: ignore[no-untyped-def]
    """Copy closed cases and then open ones to `out` in the given order."""
    n = log.shape[0]
    for i in range(order.shape[0]):
        k = order[i]
        if k < n:
            out[i] = log[k]
        else:
            out[i] = still[k - n]
