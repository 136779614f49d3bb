"""Cases that several departments must act on, one after another or all at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from resilience_sim.community.tables import Bodies
from resilience_sim.contributions import JointRule, Parallel
from resilience_sim.engine.clocks import set_rate, wind
from resilience_sim.engine.helping import set_help
from resilience_sim.engine.routing import copied_slot, travel
from resilience_sim.engine.service import enter
from resilience_sim.engine.state import ASSIGNED, MOVE
from resilience_sim.engine.supply import patience_runs
from resilience_sim.kernels.compiled import inner, pasted
from resilience_sim.kernels.luck import budget, uniform
from resilience_sim.vocabulary import BODY_KINDS, READY, ROUTING

if TYPE_CHECKING:
    from resilience_sim.engine.engine import Engine

Array = NDArray[Any]

__all__ = ["departments_next", "departments_rows", "set_joint", "set_parallel"]

DEPARTMENT = BODY_KINDS.index("department")
MOST = 3  # departments of one case


def departments_rows(bodies: Bodies, n_communities: int) -> tuple[Array, Array]:
    """Departments that act on the cases of each community: those whose area holds it."""
    start = np.zeros(n_communities + 1, np.int64)
    parts: list[Array] = []
    rows = np.flatnonzero(bodies.kind == DEPARTMENT)
    for c in range(n_communities):
        own = bodies.community == c
        found = rows[:0]
        if len(rows) > 0 and own.any():
            first, end = bodies.first_building[own].min(), bodies.end_building[own].max()
            inside = (bodies.first_building[rows] <= first) & (bodies.end_building[rows] >= end)
            found = rows[inside]
        parts.append(found)
        start[c + 1] = start[c] + len(found)
    department = np.concatenate(parts) if parts else np.zeros(0)
    return start, department.astype(np.int32)


def set_joint(engine: Engine, rules: list[JointRule]) -> None:
    """Which cases departments act on, how many of them, and for how long."""
    for one in rules:
        engine.arrays["need"]["joint"] = one.by_need
        engine.arrays["g"]["joint_shares"] = one.shares
        engine.arrays["g"]["part_hours"] = one.hours


def set_parallel(engine: Engine, given: list[Parallel]) -> None:
    """Needs whose departments act all at once."""
    engine.arrays["need"]["parallel"] = np.any([one.by_need for one in given], axis=0)


@inner
def departments_next(s, i, t):  # type: ignore[no-untyped-def]
    """Send a case on whose attempt succeeded, if departments have still to act on it.

    How many is drawn once, and who is first; then they follow in the order of the subdistrict.
    """
    c = s.case[i]
    h = s.home[c.household]
    g = s.g[0]
    n = s.need[c.need]
    begin = s.department_start[h.community]
    many = s.department_start[h.community + 1] - begin
    if many == 0:
        return False
    if c.turn == 0:
        u = uniform(g.joint, h.community_key, h.key, c.need, 0, c.ordinal)
        c.parts_left = 0
        for d in range(min(MOST, many)):
            if u < n.joint * g.joint_shares[d]:
                c.parts_left = d + 1
    if c.parts_left <= 0:
        return False
    first = int(uniform(g.joint, h.community_key, h.key, c.need, 1, c.ordinal) * many)
    if n.parallel == 1:
        enter(c, READY, t)
        c.turn = c.parts_left
        for d in range(c.parts_left):
            part(s, i, s.department[begin + (first + d) % many], d, t)
    else:
        m = s.department[begin + (first + c.turn) % many]
        c.turn += 1
        c.parts_left -= 1
        enter(c, ROUTING, t)
        travel(s, i, ASSIGNED, m, g.hand_off_days, t)
    set_help(s, i, t)
    patience_runs(s, i, t)
    return True


@pasted
def part(s, i, m, d, t):  # type: ignore[no-untyped-def]
    """The part of department `m` in a case: a job of its own, on its way to that desk."""
    j = copied_slot(s, i, m)
    c = s.case[i]
    h = s.home[c.household]
    g = s.g[0]
    s.case[j].part = 1
    s.case[j].turn = d
    s.case[j].stage = ROUTING
    s.case[j].plan = ASSIGNED
    leg = (1 << 20) + 8 * c.attempts + d
    days = g.hand_off_days * budget(
        g.route_shape, 0.5, g.travel, h.community_key, h.key, c.need, leg, c.ordinal
    )
    wind(s.case, j, MOVE, days, t)
    set_rate(s.g, s.heap, s.case, j, MOVE, 1.0, t)
