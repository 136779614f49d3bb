"""From the first desk to the body that holds the case: hand-offs, ladders, overlaps."""

from __future__ import annotations

from resilience_sim.engine.clocks import set_rate, wind
from resilience_sim.engine.lists import READY_LIST, append, ask_posts
from resilience_sim.engine.service import ask_triage, enter
from resilience_sim.engine.silos import buy_twice, sees
from resilience_sim.engine.state import (
    ARRIVE,
    ASSIGNED,
    CLIMB,
    DETECT,
    MAX_SEEN,
    MOVE,
    REVIEW,
)
from resilience_sim.engine.supply import acquire
from resilience_sim.kernels.compiled import inner, pasted
from resilience_sim.kernels.luck import budget, uniform
from resilience_sim.vocabulary import ORPHANED, READY, REVIEWED, ROUTING, SERVED

HOLD, HAND_ON, ESCALATE, TRY, KEEP_TRYING = 1, 2, 3, 4, 5


@inner
def arrive(s, i, m, t):  # type: ignore[no-untyped-def]
    """A case reaches a desk in the ordinary way."""
    c = s.case[i]
    c.desk = m
    note_seen(c, m)
    rule = s.handle[m, c.need]
    cell = s.cell[c.need, c.building]
    if rule.action == HOLD:
        hold(s, i, m, t)
    elif (rule.action == TRY and c.tried == 0) or rule.action == KEEP_TRYING:
        c.tried = 1
        c.chance = rule.chance
        hold(s, i, m, t)
    elif m == cell.first or m == cell.second:
        accountable(s, i, m, t)
    else:
        ask_triage(s, i, m, t)


@pasted
def note_seen(c, m):  # type: ignore[no-untyped-def]
    """Remember the desk; the oldest is forgotten when the list is full."""
    if seen(c, m):
        return
    if c.n_seen < MAX_SEEN:
        c.seen[c.n_seen] = m
        c.n_seen += 1
    else:
        for j in range(1, MAX_SEEN):
            c.seen[j - 1] = c.seen[j]
        c.seen[MAX_SEEN - 1] = m


@pasted
def seen(c, m):  # type: ignore[no-untyped-def]
    """Whether a desk has already had the case."""
    for j in range(c.n_seen):  # noqa: SIM110 (compiled code has no generators)
        if c.seen[j] == m:
            return True
    return False


@inner
def accountable(s, i, m, t):  # type: ignore[no-untyped-def]
    """The desk is accountable: hold, ask upward for authority, or review with the other."""
    c = s.case[i]
    cell = s.cell[c.need, c.building]
    if cell.first >= 0 and cell.second >= 0:
        c.holder = cell.first
        c.second = cell.second
        c.acted = 0
        enter(c, REVIEWED, t)
        review(s, i, t)
    else:
        take_up(s, i, m, t)


@inner
def take_up(s, i, m, t):  # type: ignore[no-untyped-def]
    """An accountable body acts: it holds the case, or asks upward for the authority it lacks."""
    c = s.case[i]
    cell = s.cell[c.need, c.building]
    if m == cell.first and cell.empowered == 0:
        climb(s, i, m, t)
    else:
        hold(s, i, m, t)


@inner
def hold(s, i, m, t):  # type: ignore[no-untyped-def]
    """The body takes the case: from here on it gathers goods and finds hands."""
    c = s.case[i]
    c.holder = m
    c.desk = m
    c.held = t
    acquire(s, i, t)


@inner
def review(s, i, t):  # type: ignore[no-untyped-def]
    """Bodies of an overlap decide whether to act: the volunteer's dilemma, once a review."""
    c = s.case[i]
    g = s.g[0]
    h = s.home[c.household]
    n = c.reviews
    c.reviews = n + 1
    before = c.acted
    for side in range(2):
        if not (c.acted >> side) & 1:
            u = uniform(
                g.review,
                h.community_key,
                h.key,
                c.need,
                n * 2 + side + 1000 * c.attempts,
                c.ordinal,
            )
            if u < g.act_chance:
                c.acted |= 1 << side
    now = c.acted & ~before
    if before == 0 and now != 0:
        first = s.cell[c.need, c.building].first
        other = c.second
        if now & 1:
            take_up(s, i, first, t)
        else:
            take_up(s, i, other, t)
            other = first
        if now == 3:
            double(s, i, other, t)
    elif now != 0:
        cell = s.cell[c.need, c.building]
        double(s, i, cell.second if now == 2 else cell.first, t)
    if c.acted != 3 and c.stage != SERVED:
        wind(s.case, i, REVIEW, g.review_days, t)
        set_rate(s.g, s.heap, s.case, i, REVIEW, 1.0, t)


@inner
def double(s, i, m, t):  # type: ignore[no-untyped-def]
    """The other body works on the case as well: a job of its own that helps nobody."""
    if m < 0:
        return
    j = copied_slot(s, i, m)
    s.case[i].duplicated = 1
    s.case[j].stage = READY
    other = s.case[i].holder
    if s.g[0].blind == 1 and other != m and not sees(s.body[other], s.body[m]):
        buy_twice(s, j, m, t)
    append(s.case, s.body, j, m, READY_LIST)
    ask_posts(s, m)


@pasted
def copied_slot(s, i, m):  # type: ignore[no-untyped-def]
    """A slot for a job of body `m` that belongs to case `i`."""
    j = new_slot(s)
    c = s.case[i]
    d = s.case[j]
    d.household = c.household
    d.building = c.building
    d.ordinal = c.ordinal
    d.need = c.need
    d.rate_class = c.rate_class
    d.raised = c.raised
    d.due = c.due
    d.double_of = i
    d.double_serial = c.serial
    d.holder = m
    d.desk = m
    return j


@inner
def new_slot(s):  # type: ignore[no-untyped-def]
    """A fresh slot of the pool; the loop has made sure that there is one."""
    g = s.g[0]
    i = g.free
    if i >= 0:
        g.free = s.case[i].next
    else:
        i = g.n_slots
        g.n_slots = i + 1
    c = s.case[i]
    g.serial += 1
    c.serial = g.serial
    c.used = 1
    c.in_list = 0
    c.next = -1
    c.prev = -1
    c.n_seen = 0
    c.double_of = -1
    c.part = 0
    for k in range(DETECT + s.g[0].n_channels):
        wind(s.case, i, k, 0.0, 0.0)
    for r in range(c.missing.shape[0]):
        c.missing[r] = 0.0
        c.taken[r] = 0.0
    return i


@inner
def travel(s, i, plan, target, days, t):  # type: ignore[no-untyped-def]
    """Send the case on its way: it reaches `target` after a hand-off or escalation time."""
    c = s.case[i]
    g = s.g[0]
    h = s.home[c.household]
    c.plan = plan
    c.target = target
    leg = c.hops + 32 * c.escalations + 1024 * c.attempts
    wind(
        s.case,
        i,
        MOVE,
        days * budget(g.route_shape, 0.5, g.travel, h.community_key, h.key, c.need, leg, c.ordinal),
        t,
    )
    set_rate(s.g, s.heap, s.case, i, MOVE, 1.0, t)


@inner
def climb(s, i, m, t):  # type: ignore[no-untyped-def]
    """Escalate from body `m`; where nobody stands above it, the case is orphaned."""
    c = s.case[i]
    above = s.body[m].parent
    if above < 0:
        enter(c, ORPHANED, t)
        c.orphaned = 1
        return
    enter(c, ROUTING, t)
    c.escalations += 1
    travel(s, i, CLIMB, above, s.g[0].escalation_days, t)


@inner
def climbed(s, i, m, t):  # type: ignore[no-untyped-def]
    """At a level above: with authority, or at the root, it assigns the case or holds it."""
    c = s.case[i]
    c.desk = m
    b = s.body[m]
    if not (b.authority >> c.need) & 1 and b.parent >= 0:
        climb(s, i, m, t)
        return
    cell = s.cell[c.need, c.building]
    to = cell.first if cell.first >= 0 else cell.natural
    if to < 0 or to == m:
        hold(s, i, m, t)
    else:
        travel(s, i, ASSIGNED, to, s.g[0].hand_off_days, t)


@inner
def send_on(s, i, t):  # type: ignore[no-untyped-def]
    """After triage: to the desk believed accountable, elsewhere if it has seen the case, or up."""
    c = s.case[i]
    m = c.desk
    g = s.g[0]
    rule = s.handle[m, c.need]
    b = s.body[m]
    if rule.action == ESCALATE or c.hops >= g.max_hops:
        climb(s, i, m, t)
        return
    target = -1
    if rule.action == HAND_ON:
        target = rule.target
    elif b.first_building <= c.building < b.end_building:
        width = b.end_building - b.first_building
        target = s.belief[b.belief_start + c.need * width + (c.building - b.first_building)]
    if target < 0:
        climb(s, i, m, t)
        return
    if target == m or seen(c, target) or refuses(s, c, m, target):
        target = elsewhere(s, c, m)
    if target < 0:
        climb(s, i, m, t)
        return
    c.hops += 1
    travel(s, i, ARRIVE, target, g.hand_off_days, t)


@inner
def refuses(s, c, m, target):  # type: ignore[no-untyped-def]
    """An informal hand-off may be refused."""
    g = s.g[0]
    tie = uniform(g.formal, s.body[m].key, s.body[target].key, 0, 0, 0)
    if tie < s.body[m].formality:
        return False
    h = s.home[c.household]
    leg = c.hops + 32 * c.attempts
    return uniform(g.refuse, h.community_key, h.key, c.need, leg, c.ordinal) < g.refusal


@inner
def elsewhere(s, c, m):  # type: ignore[no-untyped-def]
    """Another desk that has not seen the case, by a keyed start in the list of desks."""
    g = s.g[0]
    h = s.home[c.household]
    begin = s.desk_start[h.community]
    n = s.desk_start[h.community + 1] - begin
    if n <= 0:
        return -1
    leg = c.hops + 32 * c.attempts
    u = uniform(g.elsewhere, h.community_key, h.key, c.need, leg, c.ordinal)
    offset = int(u * n)
    for j in range(n):
        other = s.desk[begin + (offset + j) % n]
        if other != m and not seen(c, other):
            return other
    return -1
