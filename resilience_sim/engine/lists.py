"""Lists of cases on a body's hands: waiting for triage, ready, short of resources.

Doubly linked through the case pool, so a case that is helped or given up leaves at once.
"""

from __future__ import annotations

from resilience_sim.kernels.compiled import inner, pasted

TRIAGE = 1
READY_LIST = 2
SHORT_LIST = 3


@pasted
def append(case, body, i, m, which):  # type: ignore[no-untyped-def]
    """Put case `i` at the end of a list of body `m`."""
    c = case[i]
    b = body[m]
    c.in_list = which
    c.next = -1
    c.prev = b.tail[which]
    if c.prev >= 0:
        case[c.prev].next = i
    else:
        b.head[which] = i
    b.tail[which] = i
    b.length[which] += 1


@inner
def remove(case, body, i, m):  # type: ignore[no-untyped-def]
    """Take case `i` out of the list of body `m` that it stands in, if any."""
    c = case[i]
    which = c.in_list
    if which == 0:
        return
    b = body[m]
    if c.prev >= 0:
        case[c.prev].next = c.next
    else:
        b.head[which] = c.next
    if c.next >= 0:
        case[c.next].prev = c.prev
    else:
        b.tail[which] = c.prev
    b.length[which] -= 1
    c.in_list = 0
    c.next = -1
    c.prev = -1


@pasted
def ask_posts(s, m):  # type: ignore[no-untyped-def]
    """Note that posts of body `m` may be filled; the loop does so when the event is over."""
    b = s.body[m]
    if b.asks == 0:
        b.asks = 1
        g = s.g[0]
        s.asking[g.n_asking] = m
        g.n_asking += 1


@pasted
def goods_freed(s, m):  # type: ignore[no-untyped-def]
    """Note that goods came free at body `m`; the loop tells those who wait for them."""
    b = s.body[m]
    if b.freed == 0:
        b.freed = 1
        g = s.g[0]
        s.freed[g.n_freed] = m
        g.n_freed += 1


@inner
def best(s, m, t):  # type: ignore[no-untyped-def]
    """Ready case of body `m` with the highest score now; ties by time raised, then key."""
    found = -1
    top = 0.0
    i = s.body[m].head[READY_LIST]
    while i >= 0:
        c = s.case[i]
        value = score(s, c, t)
        if found < 0 or value > top or (value == top and before(c, s.case[found])):
            found = i
            top = value
        i = c.next
    return found


@pasted
def score(s, c, t):  # type: ignore[no-untyped-def]
    """Priority of a case: base of its class, slope times days overdue, tier of its household."""
    n = s.need[c.need]
    late = t - c.due
    if late < 0.0:
        late = 0.0
    return n.base[c.rate_class] + n.slope[c.rate_class] * late + c.tier


@pasted
def before(a, b):  # type: ignore[no-untyped-def]
    """Which of two equally urgent cases goes first: raised earlier, then hashed key."""
    if a.raised != b.raised:
        return a.raised < b.raised
    return scrambled(a) < scrambled(b)


@pasted
def scrambled(c):  # type: ignore[no-untyped-def]
    """A hash of (household, need): row order would serve low house numbers first."""
    x = (c.household * 31 + c.need) * 2654435761 & 0xFFFFFFFF
    x = (x ^ (x >> 16)) * 2246822519 & 0xFFFFFFFF
    return x ^ (x >> 13)
