"""Goods: own stock, partners who give, the official channel, and who gets what comes free.

Each kind found is reserved and the rest waits. A small bundle may pass a blocked one: when
something comes free, the highest-scored case that can be completed takes it.
"""

from __future__ import annotations

import math

from resilience_sim.engine.clocks import push, set_rate, wind
from resilience_sim.engine.helping import settle_store
from resilience_sim.engine.lists import SHORT_LIST, append, before, goods_freed, remove, score
from resilience_sim.engine.service import enter, make_ready
from resilience_sim.engine.state import LAPSE, MOVE, ORDER, OVERRUN, N, R
from resilience_sim.kernels.compiled import inner, pasted
from resilience_sim.kernels.luck import uniform
from resilience_sim.vocabulary import SHORT

FIRST_OCCUPIED = 4
FIRST_FREE = 6  # data and skills are not used up
N_STORES = 2  # food and medicine, needs and goods alike, are what households have at home


@inner
def acquire(s, i, t):  # type: ignore[no-untyped-def]
    """The holder gathers what the case needs; what is not found is ordered and waited for."""
    c = s.case[i]
    m = c.holder
    enter(c, SHORT, t)
    c.ready_at = t
    short = 0
    for r in range(FIRST_FREE):
        c.missing[r] = 0.0
        amount = s.need[c.need].bundle[r] - c.taken[r]
        if amount <= 0.0:
            continue
        if take(s, c, m, r, amount, t):
            continue
        c.missing[r] = amount
        c.short |= 1 << r
        s.g[0].stock_outs += 1.0
        short += 1
        if r < FIRST_OCCUPIED:
            order(s, m, r, amount, t)
    if short == 0:
        on_the_way(s, i, t)
    else:
        append(s.case, s.body, i, m, SHORT_LIST)


@inner
def on_the_way(s, i, t):  # type: ignore[no-untyped-def]
    """Nothing is missing: ready now, or when the last transaction is through."""
    c = s.case[i]
    if c.ready_at <= t:
        make_ready(s, i, t)
    else:
        wind(s.case, i, MOVE, c.ready_at - t, t)
        set_rate(s.g, s.heap, s.case, i, MOVE, 1.0, t)


@inner
def take(s, c, m, r, amount, t):  # type: ignore[no-untyped-def]
    """Reserve one kind from the own stock or from the first partner that gives."""
    g = s.g[0]
    if s.body[m].stock[r] >= amount:
        s.body[m].stock[r] -= amount
        c.taken[r] += amount
        c.lender[r] = m
        if r < FIRST_OCCUPIED:
            g.own_lots += amount
        return True
    for j in range(s.offer_start[m * R + r], s.offer_start[m * R + r + 1]):
        o = s.offer[j]
        giver = s.body[o.holder]
        if giver.stock[r] - amount < kept(s, o, giver, r) or not gives(s, o, m, t):
            continue
        giver.stock[r] -= amount
        c.taken[r] += amount
        c.lender[r] = o.holder
        o.credit = credit(g, o, t) + amount
        o.credit_at = t
        if r < FIRST_OCCUPIED:
            g.given_lots += amount
        if t + o.delay > c.ready_at:
            c.ready_at = t + o.delay
        return True
    if g.n_open > 0 and r < N_STORES:
        j = open_home(s, c, r, amount, t)
        if j >= 0:
            settle_store(s.store[j], t)
            s.store[j].left[r] -= amount * g.lot_days[r]
            c.taken[r] += amount
            c.lender[r] = of_home(j)
            g.opened_lots += amount
            if t + g.open_delay > c.ready_at:
                c.ready_at = t + g.open_delay
            return True
    return False


@pasted
def of_home(j):  # type: ignore[no-untyped-def]
    """How a household is told as the lender of goods: bodies are 0 and above."""
    return -2 - j


@inner
def open_home(s, c, r, amount, t):  # type: ignore[no-untyped-def]
    """A household of the community that opened its store and has enough; -1 if there is none.

    Who is asked first is drawn once a case and kind, so no house number gives more than others.
    """
    g = s.g[0]
    h = s.home[c.household]
    begin = s.open_start[h.community]
    n = s.open_start[h.community + 1] - begin
    days = amount * g.lot_days[r]
    u = uniform(g.open_home, h.community_key, h.key, c.need, r, c.ordinal)
    offset = int(u * n)
    for k in range(n):
        j = int(s.open_home[begin + (offset + k) % n])
        store = s.store[j]
        left = store.left[r] - (t - store.at) * store.drain[r]
        # own needs come first: what it keeps, and nothing of a kind it waits for itself
        if left - days < s.open_keeps[j, r] or (s.home[j].open >> r) & 1 or j == c.household:
            continue
        return j
    return -1


@inner
def kept(s, o, giver, r):  # type: ignore[no-untyped-def]
    """What a giver keeps: its reserve, and part of the rest for each open need of its own."""
    if giver.party < 0:
        return o.reserve
    held = 0.0
    for need in range(N):
        if (s.home[giver.party].open >> need) & 1:
            held += s.g[0].withheld
    rest = giver.capacity[r] - o.reserve
    return o.reserve + min(1.0, held) * max(0.0, rest)


@pasted
def credit(g, o, t):  # type: ignore[no-untyped-def]
    """What the asker owes the holder now: a balance that decays."""
    return o.credit * math.exp(-(t - o.credit_at) / g.credit_days)


@inner
def gives(s, o, asker, t):  # type: ignore[no-untyped-def]
    """Willingness: one uniform for each (holder, asker, review period) against the balance."""
    g = s.g[0]
    owed = credit(g, o, t) / g.credit_lots
    if owed <= 0.0:
        return True
    # counted from long before the run, because keys are not negative
    period = math.floor(t / g.giving_days) + 100000
    return uniform(g.give, s.body[o.holder].key, s.body[asker].key, 0, 0, period) >= owed


@inner
def order(s, m, r, amount, t):  # type: ignore[no-untyped-def]
    """Order from the official channel: a post of the daily cap's speed, then the lead time."""
    g = s.g[0]
    b = s.body[m]
    if s.cap[r] <= 0.0:
        return
    # bodies above communities have a channel each: two offices share no queue
    place = b.community if b.community >= 0 else s.official.shape[0] - s.body.shape[0] + m
    free = s.official[place, r]
    begin = free if free > t else t
    s.official[place, r] = begin + amount / s.cap[r]
    n = g.free_order
    if n >= 0:
        g.free_order = s.ordered[n].next
    else:
        n = g.n_orders
        if n >= s.ordered.shape[0]:
            g.status = OVERRUN
            return
        g.n_orders = n + 1
    o = s.ordered[n]
    o.used = 1
    o.at = s.official[place, r] + g.lead_days
    o.amount = amount
    o.body = m
    o.resource = r
    push(s.g, s.heap, o.at, 0, ORDER, n)


@inner
def arrived(s, n, t):  # type: ignore[no-untyped-def]
    """An order arrives in the stock of the body that placed it."""
    o = s.ordered[n]
    o.used = 0
    o.next = s.g[0].free_order
    s.g[0].free_order = n
    s.g[0].official_lots += o.amount
    s.body[o.body].stock[o.resource] += o.amount
    goods_freed(s, o.body)


@inner
def deliver(s, m, t):  # type: ignore[no-untyped-def]
    """The daily delivery of a body: a share of its capacity, never above it."""
    b = s.body[m]
    for r in range(FIRST_OCCUPIED):
        room = b.capacity[r] - b.stock[r]
        lots = b.capacity[r] * s.inflow[r]
        if lots > room:
            lots = room
        if lots > 0.0:
            b.stock[r] += lots
            s.g[0].delivered_lots += lots
    b.delivery_at = t + 1.0
    goods_freed(s, m)


@inner
def wake_all(s, m, t):  # type: ignore[no-untyped-def]
    """Something came free at `m`: its own cases first, then those of bodies that may draw."""
    wake(s, m, t)
    for j in range(s.asker_start[m], s.asker_start[m + 1]):
        wake(s, s.asker[j], t)


@inner
def wake(s, m, t):  # type: ignore[no-untyped-def]
    """Cases short of goods at `m`, best first: whoever can be completed takes what is there.

    A kind that cannot be had in some amount cannot be had in a larger one, so a case that
    needs it is passed over without asking again.
    """
    if s.body[m].length[SHORT_LIST] == 0:
        return
    refused = s.g[0].refused
    for r in range(R):
        refused[r] = math.inf
    while True:
        i = next_best(s, m, t)
        if i < 0:
            return
        if complete(s, i, m, t):
            on_the_way(s, i, t)


@inner
def next_best(s, m, t):  # type: ignore[no-untyped-def]
    """The best case waiting for goods that nothing refused so far rules out."""
    refused = s.g[0].refused
    found = -1
    top = 0.0
    i = s.body[m].head[SHORT_LIST]
    while i >= 0:
        c = s.case[i]
        open_ = True
        for r in range(FIRST_FREE):
            if c.missing[r] > 0.0 and c.missing[r] >= refused[r]:
                open_ = False
        if open_:
            value = score(s, c, t)
            if found < 0 or value > top or (value == top and before(c, s.case[found])):
                found = i
                top = value
        i = c.next
    return found


@inner
def complete(s, i, m, t):  # type: ignore[no-untyped-def]
    """Take every missing kind if all are to be had; otherwise leave all where it is."""
    c = s.case[i]
    for r in range(FIRST_FREE):
        if c.missing[r] > 0.0 and not to_be_had(s, c, m, r, c.missing[r], t):
            s.g[0].refused[r] = c.missing[r]
            return False
    remove(s.case, s.body, i, m)
    c.ready_at = t if c.ready_at < t else c.ready_at
    for r in range(FIRST_FREE):
        if c.missing[r] > 0.0:
            take(s, c, m, r, c.missing[r], t)
            c.missing[r] = 0.0
    return True


@inner
def to_be_had(s, c, m, r, amount, t):  # type: ignore[no-untyped-def]
    """Whether `take` would find the kind."""
    if s.body[m].stock[r] >= amount:
        return True
    for j in range(s.offer_start[m * R + r], s.offer_start[m * R + r + 1]):
        o = s.offer[j]
        giver = s.body[o.holder]
        if giver.stock[r] - amount >= kept(s, o, giver, r) and gives(s, o, m, t):
            return True
    if s.g[0].n_open > 0 and r < N_STORES:
        return open_home(s, c, r, amount, t) >= 0
    return False


@inner
def give_back(s, c, used, t):  # type: ignore[no-untyped-def]
    """Return what a case held to whose it was: all, or only what is not consumed if `used`."""
    for r in range(FIRST_FREE):
        amount = c.taken[r]
        if amount <= 0.0:
            continue
        c.taken[r] = 0.0
        if r < FIRST_OCCUPIED and used:
            s.g[0].consumed_lots += amount
            continue
        if c.lender[r] < 0:
            store = s.store[of_home(c.lender[r])]
            settle_store(store, t)
            store.left[r] += amount * s.g[0].lot_days[r]
            s.g[0].opened_lots -= amount
            continue
        s.body[c.lender[r]].stock[r] += amount
        if r < FIRST_OCCUPIED:
            s.g[0].returned_lots += amount
        goods_freed(s, c.lender[r])


@pasted
def patience_runs(s, i, t):  # type: ignore[no-untyped-def]
    """Resume the patience clock at its rate."""
    c = s.case[i]
    set_rate(s.g, s.heap, s.case, i, LAPSE, 1.0 / s.need[c.need].patience, t)
