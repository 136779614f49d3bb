"""Needs arise: streams of candidates fixed by the seed, and the case that one of them opens."""

from __future__ import annotations

from resilience_sim.engine.clocks import INFINITE, set_rate, wind
from resilience_sim.engine.helping import new_help_budget, set_help, settle_store
from resilience_sim.engine.routing import new_slot
from resilience_sim.engine.state import DETECT, LAPSE
from resilience_sim.engine.supply import patience_runs
from resilience_sim.kernels.compiled import entry, inner, pasted
from resilience_sim.kernels.luck import budget, exponential, uniform
from resilience_sim.vocabulary import OF_UNIT, UNDETECTED


@inner
def candidate(s, need, rate_class, t):  # type: ignore[no-untyped-def]
    """The next candidate of a demand stream; it may find nothing to raise."""
    g = s.g[0]
    st = s.stream[need, rate_class]
    rows = s.candidate[need]
    row = rows[st.first]
    home = row.household
    ordinal = row.ordinal
    h = s.home[home]
    row.ordinal = ordinal + 1
    row.time = row.time + exponential(g.demand, h.community_key, h.key, need, 0, ordinal + 1)
    sink(rows, st.first, st.end)
    next_candidate(s, need, rate_class)
    first_stream(s)
    if (h.open >> need) & 1:
        return
    n = s.need[need]
    share = st.share
    if rate_class == OF_UNIT:
        share = s.unit_share[need, home - (s.home.shape[0] - s.unit_share.shape[1])]
    elif n.store >= 0:
        settle_store(s.store[home], t)
        if s.store[home].left[n.store] < 1.0:
            share = st.low
    if g.aimed == 1 and rate_class != OF_UNIT:
        share += s.aimed[need, home] / st.full
    for f in range(g.n_factors):
        if n.factor[f] != 0.0:
            share *= 1.0 + n.factor[f] * s.factor[f, home]
    if share > n.ceiling:
        g.cut += 1.0
    u = uniform(g.accept, h.community_key, h.key, need, 0, ordinal)
    if u * n.ceiling < share:
        raise_case(s, home, need, ordinal, t)


@inner
def sink(rows, first, end):  # type: ignore[no-untyped-def]
    """Restore the heap of a stream after its first entry was moved on."""
    n = end - first
    top = rows[first]
    time, household, ordinal = top.time, top.household, top.ordinal
    i = 0
    while True:
        j = 2 * i + 1
        if j >= n:
            break
        b = rows[first + j]
        if j + 1 < n and sooner(rows[first + j + 1], b.time, b.household):
            j += 1
        if not sooner(rows[first + j], time, household):
            break
        rows[first + i] = rows[first + j]
        i = j
    at = rows[first + i]
    at.time, at.household, at.ordinal = time, household, ordinal


@pasted
def sooner(a, time, household):  # type: ignore[no-untyped-def]
    """Order of candidates: operational time, then row."""
    if a.time != time:
        return a.time < time
    return a.household < household


@pasted
def next_candidate(s, need, rate_class):  # type: ignore[no-untyped-def]
    """When the next candidate of a stream comes."""
    st = s.stream[need, rate_class]
    if st.end <= st.first or st.rate <= 0.0:
        st.at = INFINITE
    else:
        st.at = st.anchor + (s.candidate[need, st.first].time - st.spent) / st.rate


@inner
def first_stream(s):  # type: ignore[no-untyped-def]
    """Note which stream has the next candidate of all.

    Candidates are the most frequent events and few streams have them, so they do not go
    through the heap of events.
    """
    g = s.g[0]
    g.next_at = INFINITE
    for need in range(s.stream.shape[0]):
        for k in range(s.stream.shape[1]):
            if s.stream[need, k].at < g.next_at:
                g.next_at = s.stream[need, k].at
                g.next_need = need
                g.next_class = k


@entry
def set_stream(s, need, rate_class, rate, share, t):  # type: ignore[no-untyped-def]
    """Change the rate of a stream; its operational time goes on from where it is."""
    st = s.stream[need, rate_class]
    st.share = share
    if rate != st.rate:
        st.spent += (t - st.anchor) * st.rate
        st.anchor = t
        st.rate = rate


@inner
def raise_case(s, home, need, ordinal, t):  # type: ignore[no-untyped-def]
    """A need arises: a case opens, with its clocks."""
    g = s.g[0]
    i = new_slot(s)
    c = s.case[i]
    h = s.home[home]
    n = s.need[need]
    h.open |= 1 << need
    g.raised += 1.0
    c.household = home
    c.building = h.building
    c.ordinal = ordinal
    c.need = need
    c.rate_class = h.rate_class
    blank(c)
    c.raised = t
    c.mark = t
    c.due = t + n.due
    c.severity = n.severity
    c.tier = h.tier
    new_help_budget(s, i, t)
    set_help(s, i, t)
    wind(
        s.case,
        i,
        LAPSE,
        budget(g.lapse_shape, n.lapse_sigma, g.lapse, h.community_key, h.key, need, 0, ordinal),
        t,
    )
    patience_runs(s, i, t)
    for k in range(g.n_channels):
        wind(
            s.case,
            i,
            DETECT + k,
            exponential(g.detect[k], h.community_key, h.key, need, 0, ordinal),
            t,
        )
        set_detect(s, i, k, t)


@pasted
def blank(c):  # type: ignore[no-untyped-def]
    """What a fresh case has not met yet."""
    c.stage = UNDETECTED
    c.ending = 0
    c.channel = -1
    c.landed = -1
    c.desk = -1
    c.holder = -1
    c.second = -1
    c.helper = -1
    c.hops = 0
    c.escalations = 0
    c.attempts = 0
    c.duplicated = 0
    c.orphaned = 0
    c.short = 0
    c.detected = INFINITE
    c.held = INFINITE
    c.supplied = INFINITE
    c.started = INFINITE
    c.closed = INFINITE
    c.in_detection = 0.0
    c.in_routing = 0.0
    c.in_supply = 0.0
    c.in_hands = 0.0
    c.in_service = 0.0
    c.work = 0.0
    c.plan = 0
    c.acted = 0
    c.tried = 0
    c.turn = 0
    c.parts_left = 0
    c.reviews = 0
    c.helps = 0
    c.chance = 0.0
    c.ready_at = 0.0


@pasted
def set_detect(s, i, k, t):  # type: ignore[no-untyped-def]
    """Let a channel look for the case at the rate in force."""
    c = s.case[i]
    row = s.channel[k, c.household]
    rate = s.need[c.need].channel[k] * row.rate
    if row.desk < 0 or (row.heeds == 1 and (s.home[c.household].silent >> c.need) & 1):
        rate = 0.0
    set_rate(s.g, s.heap, s.case, i, DETECT + k, rate, t)
