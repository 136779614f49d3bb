"""How a case ends: served, helped or given up, and what an attempt that fails leads to."""

from __future__ import annotations

from resilience_sim.engine.clocks import set_rate, wind
from resilience_sim.engine.helping import (
    burden_now,
    can_give,
    new_help_budget,
    pick_helper,
    set_help,
    settle_store,
)
from resilience_sim.engine.joint import departments_next
from resilience_sim.engine.journal import enter_journal
from resilience_sim.engine.lists import READY_LIST, SHORT_LIST, append, ask_posts, remove
from resilience_sim.engine.routing import arrive, hold
from resilience_sim.engine.service import enter, release_slot, settle_hours
from resilience_sim.engine.state import ARRIVE, ASSIGNED, MOVE, RATE, TRIAGE_DONE
from resilience_sim.engine.supply import give_back, patience_runs
from resilience_sim.kernels.compiled import inner, pasted
from resilience_sim.kernels.luck import uniform
from resilience_sim.vocabulary import CLOSED, HELPED, LAPSED, READY, ROUTING

#: Nobody tries again within a quarter of an hour of the last beginning: an attempt that takes no
#: time and fails would be repeated for ever at the same instant.
AGAIN_DAYS = 0.25 / 24.0


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
        if s.need[c.need].joint <= 0.0 or not departments_next(s, i, t):
            close(s, i, CLOSED, t)
    else:
        enter(c, ROUTING, t)
        give_back(s, c, True, t)
        set_help(s, i, t)
        patience_runs(s, i, t)
        if c.tried == 1:
            c.tried = 2
        c.n_seen = 0
        wait = c.started + AGAIN_DAYS - t
        if wait > 0.0:
            c.plan = ARRIVE if c.turn == 0 else ASSIGNED
            c.target = c.desk
            wind(s.case, i, MOVE, wait, t)
            set_rate(s.g, s.heap, s.case, i, MOVE, 1.0, t)
        elif c.turn == 0:
            arrive(s, i, c.desk, t)
        else:
            hold(s, i, c.desk, t)  # the department tries again
    ask_posts(s, m)


@pasted
def part_moved(s, i, t):  # type: ignore[no-untyped-def]
    """The part of a department arrives at its desk, or is done: with the last the case closes."""
    c = s.case[i]
    m = c.holder
    if c.stage == ROUTING:
        c.stage = READY
        append(s.case, s.body, i, m, READY_LIST)
    else:
        b = s.body[m]
        settle_hours(b, t)
        b.busy_service -= 1
        whole = s.case[c.double_of]
        if whole.used == 1 and whole.serial == c.double_serial:
            whole.parts_left -= 1
            if whole.parts_left == 0:
                close(s, c.double_of, CLOSED, t)
        release_slot(s, i)
    ask_posts(s, m)


@pasted
def help_comes(s, i, t):  # type: ignore[no-untyped-def]
    """A neighbour comes: with hours and goods the case is settled, else a new budget starts."""
    c = s.case[i]
    j = pick_helper(s, c)
    if j >= 0 and can_give(s, j, c.need, t):
        c.helper = j
        s.lived[j].gave += 1.0
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
    if on_triage and c.clock[MOVE, RATE] > 0.0:
        b = s.body[c.desk]
        settle_hours(b, t)
        b.busy_triage -= 1
    else:
        on_triage = False
    enter(c, c.stage, t)
    c.closed = t
    c.ending = ending
    h.open &= ~(1 << c.need)
    lived = s.lived[c.household]
    if ending == CLOSED:
        if t <= c.due:
            lived.in_time += 1.0
        else:
            lived.late += 1.0
    elif ending == HELPED:
        lived.helped += 1.0
    elif ending == LAPSED:
        lived.lapsed += 1.0
    n = s.need[c.need]
    if n.store >= 0 and ending != LAPSED:
        store = s.store[c.household]
        settle_store(store, t)
        store.left[n.store] += n.restock if ending == CLOSED else n.gift
    give_back(s, c, ending == CLOSED, t)
    enter_journal(s.log[s.g[0].n_log], c)
    s.g[0].n_log += 1
    desk = c.desk
    release_slot(s, i)
    if on_triage:
        ask_posts(s, desk)
