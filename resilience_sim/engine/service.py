"""Posts: what they take next, how fast they work, and the ledger of their hours."""

from __future__ import annotations

from resilience_sim.engine.clocks import set_rate, stop, wind
from resilience_sim.engine.lists import (
    READY_LIST,
    TRIAGE,
    append,
    ask_posts,
    best,
    goods_freed,
    remove,
)
from resilience_sim.engine.state import DETECT, HELP, LAPSE, MOVE, REVIEW, TRIAGE_DONE
from resilience_sim.kernels.compiled import inner, pasted
from resilience_sim.kernels.luck import budget
from resilience_sim.vocabulary import CLOSED, READY, ROUTING, SERVED, SHORT, UNDETECTED


@inner
def enter(c, stage, t):  # type: ignore[no-untyped-def]
    """Move a case to a stage; the days since the last change go to the stage it leaves."""
    days = t - c.mark
    if c.stage == UNDETECTED:
        c.in_detection += days
    elif c.stage == SHORT:
        c.in_supply += days
    elif c.stage == READY:
        c.in_hands += days
    elif c.stage == SERVED:
        c.in_service += days
    else:
        c.in_routing += days
    c.mark = t
    c.stage = stage


@inner
def settle_hours(b, t):  # type: ignore[no-untyped-def]
    """Book the hours worked and accrued since the body's ledger was last touched."""
    days = t - b.anchor
    if days > 0.0:
        b.available += days * b.speed * b.posts
        b.service += days * b.speed * b.busy_service
        b.triage += days * b.speed * b.busy_triage
        b.double += days * b.speed * b.busy_double
    b.anchor = t


@inner
def make_ready(s, i, t):  # type: ignore[no-untyped-def]
    """All goods are here: the case waits for a post of its holder."""
    c = s.case[i]
    c.supplied = t
    enter(c, READY, t)
    c.desk = c.holder
    append(s.case, s.body, i, c.holder, READY_LIST)
    ask_posts(s, c.holder)


@inner
def ask_triage(s, i, m, t):  # type: ignore[no-untyped-def]
    """A desk that is not accountable looks into the case before it sends it on."""
    c = s.case[i]
    enter(c, ROUTING, t)
    c.desk = m
    c.plan = TRIAGE_DONE
    append(s.case, s.body, i, m, TRIAGE)
    ask_posts(s, m)


@inner
def dispatch(s, m, t):  # type: ignore[no-untyped-def]
    """Free posts take triage first (in order of arrival), then the highest-ranked case."""
    b = s.body[m]
    if b.speed <= 0.0:
        return
    while b.busy_service + b.busy_triage + b.busy_double < b.posts:
        i = b.head[TRIAGE]
        if i >= 0:
            remove(s.case, s.body, i, m)
            settle_hours(b, t)
            b.busy_triage += 1
            wind(s.case, i, MOVE, s.g[0].triage_hours, t)
            set_rate(s.g, s.heap, s.case, i, MOVE, b.speed, t)
            continue
        i = best(s, m, t)
        if i < 0:
            return
        remove(s.case, s.body, i, m)
        if s.case[i].double_of >= 0:
            start_double(s, i, m, t)
        else:
            start(s, i, m, t)


@inner
def start(s, i, m, t):  # type: ignore[no-untyped-def]
    """A post starts on a case; help, patience and reviews stop."""
    c = s.case[i]
    b = s.body[m]
    h = s.home[c.household]
    settle_hours(b, t)
    b.busy_service += 1
    enter(c, SERVED, t)
    c.started = t
    g = s.g[0]
    mean = s.need[c.need].work if c.turn == 0 else g.part_hours
    c.work = mean * budget(
        g.service_shape,
        g.service_sigma,
        g.work,
        h.community_key,
        h.key,
        c.need,
        c.attempts,
        c.ordinal,
    )
    c.attempts += 1
    set_rate(s.g, s.heap, s.case, i, HELP, 0.0, t)
    set_rate(s.g, s.heap, s.case, i, LAPSE, 0.0, t)
    stop(s.case, i, REVIEW)
    wind(s.case, i, MOVE, c.work, t)
    set_rate(s.g, s.heap, s.case, i, MOVE, b.speed * s.access[c.building], t)


@inner
def start_double(s, i, m, t):  # type: ignore[no-untyped-def]
    """The second body of an overlap, or a department, does its job; none is left if all is over."""
    c = s.case[i]
    first = s.case[c.double_of]
    if first.used == 0 or first.serial != c.double_serial or first.ending == CLOSED:
        keep_goods(s, i, m)
        release_slot(s, i)
        return
    b = s.body[m]
    g = s.g[0]
    h = s.home[c.household]
    settle_hours(b, t)
    mean = s.need[c.need].work
    ordinal = 200 + first.reviews
    if c.part == 1:
        b.busy_service += 1
        mean = g.part_hours
        ordinal = 300 + c.turn + 8 * first.attempts
    else:
        b.busy_double += 1
    c.stage = SERVED
    c.work = mean * budget(
        g.service_shape,
        g.service_sigma,
        g.work,
        h.community_key,
        h.key,
        c.need,
        ordinal,
        c.ordinal,
    )
    wind(s.case, i, MOVE, c.work, t)
    set_rate(s.g, s.heap, s.case, i, MOVE, b.speed * s.access[c.building], t)


@pasted
def keep_goods(s, i, m):  # type: ignore[no-untyped-def]
    """What a second body took for a case that is over stays with it: it is not spent twice."""
    c = s.case[i]
    for r in range(c.taken.shape[0]):
        if c.taken[r] > 0.0:
            s.body[m].stock[r] += c.taken[r]
            s.g[0].twice_lots -= c.taken[r]
            c.taken[r] = 0.0
            goods_freed(s, m)


@inner
def release_slot(s, i):  # type: ignore[no-untyped-def]
    """Give a slot of the pool back."""
    c = s.case[i]
    c.used = 0
    for k in range(DETECT + s.g[0].n_channels):
        stop(s.case, i, k)
    c.next = s.g[0].free
    s.g[0].free = i
