"""The compiled loop: all open cases, posts and stocks in time order."""

from __future__ import annotations

from resilience_sim.engine.clocks import INFINITE, drop_first, order_of, push, set_rate, stop
from resilience_sim.engine.closing import give_up, help_comes, part_moved, served
from resilience_sim.engine.demand import candidate, first_stream, next_candidate, set_detect
from resilience_sim.engine.helping import set_help
from resilience_sim.engine.lists import ask_posts
from resilience_sim.engine.routing import arrive, climbed, hold, review, send_on
from resilience_sim.engine.service import dispatch, enter, make_ready, release_slot, settle_hours
from resilience_sim.engine.state import (
    ARRIVE,
    AT,
    CLIMB,
    DELIVERY,
    DETECT,
    DONE,
    GROW_CASES,
    GROW_HEAP,
    GROW_LOG,
    GROW_ORDERS,
    HELP,
    LAPSE,
    MOVE,
    ORDER,
    OVERRUN,
    RATE,
    REVIEW,
    TRIAGE_DONE,
    R,
)
from resilience_sim.engine.supply import arrived, deliver, give_back, wake_all
from resilience_sim.kernels.compiled import entry, pasted
from resilience_sim.vocabulary import ROUTING, SERVED, SHORT, UNDETECTED


@entry
def advance(s, end):  # type: ignore[no-untyped-def]
    """Handle all events before `end`; returns why it came back."""
    g = s.g[0]
    g.status = DONE
    while True:
        first = s.heap[0].t if g.n_heap > 0 else INFINITE
        if min(first, g.next_at) >= end:
            break
        room = cramped(s)
        if room != DONE:
            return room
        if g.next_at < first or (g.next_at == first and s.heap[0].order > 0):
            t = g.next_at
            candidate(s, g.next_need, g.next_class, t)
        else:
            t = first
            event(s, s.heap[0].what, s.heap[0].row, t)
        follow_up(s, t)
        if g.status == OVERRUN:
            return OVERRUN
    g.t = end
    return DONE


@pasted
def event(s, what, row, t):  # type: ignore[no-untyped-def]
    """The first event on the heap."""
    drop_first(s.g, s.heap)
    if what >= 0:
        if s.case[row].used == 1 and s.case[row].clock[what, AT] == t:
            stop(s.case, row, what)
            case_event(s, row, what, t)
    elif what == DELIVERY:
        deliver(s, row, t)
        push(s.g, s.heap, s.body[row].delivery_at, 0, DELIVERY, row)
    else:
        arrived(s, row, t)


@pasted
def follow_up(s, t):  # type: ignore[no-untyped-def]
    """When an event is over: goods that came free find takers, then free posts find work."""
    g = s.g[0]
    j = 0
    while j < g.n_freed:
        m = s.freed[j]
        s.body[m].freed = 0
        wake_all(s, m, t)
        j += 1
    g.n_freed = 0
    j = 0
    while j < g.n_asking:
        m = s.asking[j]
        s.body[m].asks = 0
        dispatch(s, m, t)
        j += 1
    g.n_asking = 0


@pasted
def cramped(s):  # type: ignore[no-untyped-def]
    """Whether an array must grow before the next event is handled."""
    g = s.g[0]
    if g.n_slots + 4 > s.case.shape[0]:  # a case and the parts of three departments
        return GROW_CASES
    if g.n_log + 2 > s.log.shape[0]:
        return GROW_LOG
    if g.n_heap + 3 * g.n_slots + 64 > s.heap.shape[0]:
        return GROW_HEAP
    if g.n_orders + 2 * R > s.ordered.shape[0]:
        return GROW_ORDERS
    return DONE


@pasted
def case_event(s, i, clock, t):  # type: ignore[no-untyped-def]
    """One clock of a case has run out."""
    c = s.case[i]
    if clock == MOVE:
        moved_on(s, i, t)
    elif clock == HELP:
        help_comes(s, i, t)
    elif clock == LAPSE:
        give_up(s, i, t)
    elif clock == REVIEW:
        review(s, i, t)
    elif c.stage == UNDETECTED:
        found(s, i, clock - DETECT, t)


@pasted
def moved_on(s, i, t):  # type: ignore[no-untyped-def]
    """The stage a case is in has ended."""
    c = s.case[i]
    if c.part == 1:
        part_moved(s, i, t)
    elif c.double_of >= 0:
        b = s.body[c.desk]
        settle_hours(b, t)
        b.busy_double -= 1
        give_back(s, c, True, t)
        m = c.desk
        release_slot(s, i)
        ask_posts(s, m)
    elif c.stage == SERVED:
        served(s, i, t)
    elif c.stage == SHORT:
        make_ready(s, i, t)
    elif c.plan == TRIAGE_DONE:
        b = s.body[c.desk]
        m = c.desk
        settle_hours(b, t)
        b.busy_triage -= 1
        send_on(s, i, t)
        ask_posts(s, m)
    elif c.plan == ARRIVE:
        arrive(s, i, c.target, t)
    elif c.plan == CLIMB:
        climbed(s, i, c.target, t)
    else:
        hold(s, i, c.target, t)


@pasted
def found(s, i, channel, t):  # type: ignore[no-untyped-def]
    """A channel finds the case: it lands on that channel's desk."""
    c = s.case[i]
    c.detected = t
    c.channel = channel
    for k in range(DETECT, DETECT + s.g[0].n_channels):
        c.clock[k, RATE] = 0.0
        c.clock[k, AT] = INFINITE
    enter(c, ROUTING, t)
    c.landed = s.channel[channel, c.household].desk
    if s.g[0].stops_at_detection:
        set_rate(s.g, s.heap, s.case, i, HELP, 0.0, t)
    arrive(s, i, c.landed, t)


@entry
def retable(s, t, until):  # type: ignore[no-untyped-def]
    """New tables are in force from `t` until `until`: rates of all clocks, and a fresh heap."""
    g = s.g[0]
    g.n_heap = 0
    for i in range(g.n_slots):
        c = s.case[i]
        if c.used == 0:
            continue
        g.tables_until = t  # what a new rate would put on the heap is put there below
        if c.double_of < 0:
            if c.stage == UNDETECTED:
                for k in range(g.n_channels):
                    set_detect(s, i, k, t)
            if c.stage != SERVED:
                set_help(s, i, t)
        if c.stage == SERVED:
            speed = s.body[c.desk].speed * s.access[c.building]
            set_rate(s.g, s.heap, s.case, i, MOVE, speed, t)
        elif c.stage == ROUTING and c.plan == TRIAGE_DONE and c.in_list == 0:
            set_rate(s.g, s.heap, s.case, i, MOVE, s.body[c.desk].speed, t)
        g.tables_until = until
        for k in range(DETECT + g.n_channels):
            if c.clock[k, AT] < until:
                push(s.g, s.heap, c.clock[k, AT], order_of(c, k), k, i)
    g.tables_until = until
    for need in range(s.stream.shape[0]):
        for k in range(s.stream.shape[1]):
            next_candidate(s, need, k)
    first_stream(s)
    for n in range(g.n_orders):
        if s.ordered[n].used == 1:
            push(s.g, s.heap, s.ordered[n].at, 0, ORDER, n)
    for m in range(s.body.shape[0]):
        push(s.g, s.heap, s.body[m].delivery_at, 0, DELIVERY, m)
    for m in range(s.body.shape[0]):
        ask_posts(s, m)
    follow_up(s, t)
