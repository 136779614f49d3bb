"""The compiled loop: all open cases, posts and stocks in time order."""

from __future__ import annotations

from resilience_sim.engine.clocks import INFINITE, drop_first, order_of, push, set_rate, stop, wind
from resilience_sim.engine.helping import (
    burden_now,
    can_give,
    new_help_budget,
    pick_helper,
    set_help,
    settle_store,
)
from resilience_sim.engine.journal import enter_journal
from resilience_sim.engine.lists import SHORT_LIST, ask_posts, goods_freed, remove
from resilience_sim.engine.routing import (
    arrive,
    climbed,
    hold,
    new_slot,
    review,
    send_on,
)
from resilience_sim.engine.service import (
    dispatch,
    enter,
    release_slot,
    settle_hours,
)
from resilience_sim.engine.state import (
    ARRIVE,
    CANDIDATE,
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
    N_CLOCKS,
    ORDER,
    OVERRUN,
    REVIEW,
    TRIAGE_DONE,
    N,
    R,
)
from resilience_sim.engine.supply import (
    arrived,
    deliver,
    give_back,
    make_ready,
    patience_runs,
    wake_all,
)
from resilience_sim.kernels.compiled import entry, inner, pasted
from resilience_sim.kernels.luck import budget, exponential, uniform
from resilience_sim.vocabulary import (
    CLOSED,
    HELPED,
    LAPSED,
    READY,
    ROUTING,
    SERVED,
    SHORT,
    UNDETECTED,
)


@entry
def advance(s, end):  # type: ignore[no-untyped-def]
    """Handle all events before `end`; returns why it came back."""
    g = s.g[0]
    g.status = DONE
    while g.n_heap > 0 and s.heap[0].t < end:
        room = cramped(s)
        if room != DONE:
            return room
        e = s.heap[0]
        t = e.t
        what = e.what
        row = e.row
        drop_first(s.g, s.heap)
        if what >= 0:
            if s.case[row].used == 1 and s.case[row].at[what] == t:
                stop(s.case, row, what)
                case_event(s, row, what, t)
        elif what == CANDIDATE:
            candidate(s, row // 2, row % 2, t)
        elif what == DELIVERY:
            deliver(s, row, t)
            push(s.g, s.heap, s.body[row].delivery_at, 0, DELIVERY, row)
        else:
            arrived(s, row, t)
        follow_up(s, t)
        if g.status == OVERRUN:
            return OVERRUN
    g.t = end
    return DONE


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
    if g.free < 0 and g.n_slots + 2 > s.case.shape[0]:
        return GROW_CASES
    if g.free >= 0 and s.case[g.free].next < 0 and g.n_slots + 1 > s.case.shape[0]:
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
    if c.double_of >= 0:
        b = s.body[c.desk]
        settle_hours(b, t)
        b.busy_double -= 1
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
    for k in range(DETECT, N_CLOCKS):
        c.rate[k] = 0.0
        c.at[k] = INFINITE
    enter(c, ROUTING, t)
    c.landed = s.channel[channel, c.household].desk
    if s.g[0].stops_at_detection:
        set_rate(s.g, s.heap, s.case, i, HELP, 0.0, t)
    arrive(s, i, c.landed, t)


@pasted
def served(s, i, t):  # type: ignore[no-untyped-def]
    """An attempt ends: the case is closed, or goes back to be routed anew."""
    c = s.case[i]
    m = c.holder
    b = s.body[m]
    settle_hours(b, t)
    b.busy_service -= 1
    h = s.home[c.household]
    g = s.g[0]
    chance = c.chance if c.tried == 1 else s.need[c.need].success
    u = uniform(g.success, h.community_key, h.key, c.need, c.attempts, c.ordinal)
    if u < chance:
        close(s, i, CLOSED, t)
    else:
        enter(c, ROUTING, t)
        if give_back(s, c, True, t):
            goods_freed(s, m)
        set_help(s, i, t)
        patience_runs(s, i, t)
        if c.tried == 1:
            c.tried = 2
        c.n_seen = 0
        arrive(s, i, c.desk, t)
    ask_posts(s, m)


@pasted
def help_comes(s, i, t):  # type: ignore[no-untyped-def]
    """A neighbour comes: with hours and goods the case is settled, else a new budget starts."""
    c = s.case[i]
    j = pick_helper(s, c)
    if j >= 0 and can_give(s, j, c.need, t):
        c.helper = j
        s.home[j].gave += 1.0
        close(s, i, HELPED, t)
        return
    c.helps += 1
    new_help_budget(s, i, t)
    set_help(s, i, t)


@pasted
def give_up(s, i, t):  # type: ignore[no-untyped-def]
    """Patience ends: the case lapses and leaves a burden of its severity."""
    c = s.case[i]
    h = s.home[c.household]
    h.burden = burden_now(h, t, s.g[0].burden_days) + c.severity
    h.burden_at = t
    close(s, i, LAPSED, t)


@inner
def close(s, i, ending, t):  # type: ignore[no-untyped-def]
    """End a case: lists, goods, posts, the household's memory and the journal."""
    c = s.case[i]
    h = s.home[c.household]
    on_triage = c.stage == ROUTING and c.plan == TRIAGE_DONE and c.in_list == 0
    if c.in_list == SHORT_LIST or c.stage == READY:
        remove(s.case, s.body, i, c.holder)
    else:
        remove(s.case, s.body, i, c.desk)
    if on_triage and c.rate[MOVE] > 0.0:
        b = s.body[c.desk]
        settle_hours(b, t)
        b.busy_triage -= 1
    else:
        on_triage = False
    enter(c, c.stage, t)
    c.closed = t
    c.ending = ending
    h.open &= ~(1 << c.need)
    if ending == CLOSED:
        if t <= c.due:
            h.in_time += 1.0
        else:
            h.late += 1.0
    elif ending == HELPED:
        h.helped += 1.0
    elif ending == LAPSED:
        h.lapsed += 1.0
    n = s.need[c.need]
    if n.store >= 0 and ending != LAPSED:
        settle_store(h, t)
        h.store[n.store] += n.restock if ending == CLOSED else n.gift
    holder = c.holder
    freed = holder >= 0 and give_back(s, c, ending == CLOSED, t)
    enter_journal(s.log[s.g[0].n_log], c)
    s.g[0].n_log += 1
    desk = c.desk
    release_slot(s, i)
    if freed:
        goods_freed(s, holder)
    if on_triage:
        ask_posts(s, desk)


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
    if (h.open >> need) & 1:
        return
    n = s.need[need]
    share = st.share
    if n.store >= 0:
        settle_store(h, t)
        if h.store[n.store] < 1.0:
            share = 1.0
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
    i = 0
    while True:
        j = 2 * i + 1
        if j >= n:
            return
        if j + 1 < n and sooner(rows[first + j + 1], rows[first + j]):
            j += 1
        a = rows[first + i]
        b = rows[first + j]
        if not sooner(b, a):
            return
        time, household, ordinal = a.time, a.household, a.ordinal
        a.time, a.household, a.ordinal = b.time, b.household, b.ordinal
        b.time, b.household, b.ordinal = time, household, ordinal
        i = j


@pasted
def sooner(a, b):  # type: ignore[no-untyped-def]
    """Order of candidates: operational time, then row."""
    if a.time != b.time:
        return a.time < b.time
    return a.household < b.household


@pasted
def next_candidate(s, need, rate_class):  # type: ignore[no-untyped-def]
    """Push the event of a stream's next candidate."""
    st = s.stream[need, rate_class]
    if st.end <= st.first or st.rate <= 0.0:
        st.at = INFINITE
        return
    st.at = st.anchor + (s.candidate[need][st.first].time - st.spent) / st.rate
    push(s.g, s.heap, st.at, 1, CANDIDATE, need * 2 + rate_class)


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
    new_help_budget(s, i, t)
    set_help(s, i, t)
    wind(
        s.case, i, LAPSE,
        budget(g.lapse_shape, g.lapse_sigma, g.lapse, h.community_key, h.key, need, 0, ordinal), t,
    )
    patience_runs(s, i, t)
    for k in range(g.n_channels):
        wind(
            s.case, i, DETECT + k,
            exponential(g.detect[k], h.community_key, h.key, need, 0, ordinal), t,
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


@entry
def retable(s, t, until):  # type: ignore[no-untyped-def]
    """New tables are in force from `t` until `until`: rates of all clocks, and a fresh heap."""
    g = s.g[0]
    g.tables_until = until
    g.n_heap = 0
    for i in range(g.n_slots):
        c = s.case[i]
        if c.used == 0:
            continue
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
    g.n_heap = 0
    for i in range(g.n_slots):
        c = s.case[i]
        if c.used == 1:
            for k in range(N_CLOCKS):
                if c.at[k] < until:
                    push(s.g, s.heap, c.at[k], order_of(c, k), k, i)
    for need in range(N):
        for k in range(2):
            next_candidate(s, need, k)
    for n in range(g.n_orders):
        if s.ordered[n].used == 1:
            push(s.g, s.heap, s.ordered[n].at, 0, ORDER, n)
    for m in range(s.body.shape[0]):
        push(s.g, s.heap, s.body[m].delivery_at, 0, DELIVERY, m)
    for m in range(s.body.shape[0]):
        ask_posts(s, m)
    follow_up(s, t)
