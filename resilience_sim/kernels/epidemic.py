"""SEIR with asymptomatic cases in continuous time: one event loop over persons.

Every infectious person carries a clock of attempts to transmit, every susceptible person one
budget of exposure from outside (Sellke's construction). A clock is a budget drawn once and
used up at the rate in force; when a rate changes, what is left is rescaled and nothing is
drawn again, so the result does not depend on how the time is cut into steps. All draws are
keyed by (community, person, purpose, ordinal).
"""

from __future__ import annotations

import math

import numpy as np

from resilience_sim.kernels.compiled import entry, inner
from resilience_sim.kernels.epidemic_layout import A, E, I, P, R, S
from resilience_sim.kernels.heap import rekey
from resilience_sim.kernels.luck import exponential, normal, uniform

# Typed numbers, not literals: numba compiles a function anew for every literal it is called with.
_NONE = np.int64(0)
_NOBODY = np.int64(-1)
LATENT, BEFORE, ILL, KIND, FOUND, DELAY, LEFT, PICK, THIN = (
    np.int64(0),
    np.int64(1),
    np.int64(2),
    np.int64(3),
    np.int64(4),
    np.int64(5),
    np.int64(6),
    np.int64(7),
    np.int64(8),
)
FOREVER = np.inf


@inner
def _wait(stream, who, purpose, ordinal):  # type: ignore[no-untyped-def]
    return exponential(stream, who["community_key"], who["key"], purpose, _NONE, ordinal)


@inner
def _chance(stream, who, purpose, ordinal):  # type: ignore[no-untyped-def]
    return uniform(stream, who["community_key"], who["key"], purpose, _NONE, ordinal)


@inner
def _duration(terms, mean, sigma, stream, who, purpose):  # type: ignore[no-untyped-def]
    if mean <= 0.0:
        return 0.0
    if terms["shape"] == 1:
        z = normal(stream, who["community_key"], who["key"], purpose, _NONE, _NONE)
        return mean * math.exp(sigma * z - 0.5 * sigma * sigma)
    if terms["shape"] == 0:
        return mean * _wait(stream, who, purpose, _NONE)
    return mean


@entry
def pressure_until(t, knots, total):  # type: ignore[no-untyped-def]
    """Cumulative pressure up to time t: linear between knots a day apart, flat outside them."""
    last = knots.shape[0] - 1
    x = t - knots[0]
    if x <= 0.0:
        return total[0]
    if x >= last:
        return total[last]
    k = int(x)
    return total[k] + (total[k + 1] - total[k]) * (x - k)


@entry
def time_of(level, knots, total):  # type: ignore[no-untyped-def]
    """The first time at which the cumulative pressure is `level`, infinity if it never is."""
    low, high = 0, total.shape[0] - 1
    if level > total[high]:
        return FOREVER
    if level <= total[0]:
        return knots[0]
    while high - low > 1:
        k = (low + high) >> 1
        if total[k] < level:
            low = k
        else:
            high = k
    return knots[low] + (level - total[low]) / (total[high] - total[low])


@inner
def _emission(terms, me, who, out, ceiling):  # type: ignore[no-untyped-def]
    """Rate of attempts a day, before thinning by the susceptibility and mobility of targets."""
    state = me["state"]
    if state != P and state != I and state != A:
        return 0.0
    home = terms["household_hazard"] * (who["house_end"] - who["house"] - 1)
    if me["isolated"]:
        home *= terms["isolated_at_home"]
    abroad = ceiling * out * (who["tied"] + who["mixed"])
    strength = terms["asymptomatic_infectiousness"] if state == A else 1.0
    return strength * terms["most_susceptible"] * (home + abroad)


@inner
def _rescale(  # type: ignore[no-untyped-def]
    i, t, reach, terms, traits, person, level, mobility, ceiling, outside, knots, total
):
    """Rescale the clocks of person i after anything that changes its rates.

    `reach` is the cumulative pressure at the end of the stretch: infection from outside gets
    its time only once it falls before that.
    """
    me = person[i]
    who = traits[i]
    out = 0.0 if me["quarantined"] else mobility[i]
    rate = _emission(terms, me, who, out, ceiling[who["community"]])
    if rate != me["rate"]:
        me["left"] -= (t - me["anchor"]) * me["rate"]
        me["anchor"] = t
        me["rate"] = rate
        me["attempt"] = t + max(me["left"], 0.0) / rate if rate > 0.0 else FOREVER
    if me["state"] != S or me["arrive"] <= t:
        level[i] = FOREVER
        return
    factor = out * outside * who["susceptibility"]
    if factor != me["out_factor"]:
        now = pressure_until(t, knots, total)
        me["out_left"] -= (now - me["out_at"]) * me["out_factor"]
        me["out_at"] = now
        me["out_factor"] = factor
        me["arrive"] = FOREVER
        level[i] = now + max(me["out_left"], 0.0) / factor if factor > 0.0 else FOREVER
    if level[i] <= reach:
        me["arrive"] = time_of(level[i], knots, total)


@inner
def _next(me):  # type: ignore[no-untyped-def]
    return min(min(min(me["phase"], me["attempt"]), min(me["detect"], me["release"])), me["arrive"])


@inner
def _infect(i, by, t, terms, traits, person, stream):  # type: ignore[no-untyped-def]
    me = person[i]
    who = traits[i]
    me["state"] = E
    me["infected_at"] = t
    me["by"] = by
    me["arrive"] = FOREVER
    me["phase"] = t + _duration(terms, terms["latent"], terms["latent_sigma"], stream, who, LATENT)


@inner
def _progress(i, t, terms, traits, person, stream):  # type: ignore[no-untyped-def]
    """Move person i to the next state of the disease."""
    me = person[i]
    who = traits[i]
    state = me["state"]
    if state == E:
        before = _duration(terms, terms["before"], terms["before_sigma"], stream, who, BEFORE)
        me["phase"] = t + before
        me["left"] = _wait(stream, who, LEFT, _NONE)
        me["anchor"] = t
        me["state"] = P
        if _chance(stream, who, KIND, _NONE) < terms["asymptomatic"]:
            me["state"] = A
            ill = _duration(terms, terms["ill"], terms["ill_sigma"], stream, who, ILL)
            me["phase"] = t + before + ill
            if _chance(stream, who, FOUND, _NONE) < terms["found_well"] * me["shown"]:
                me["detect"] = t + terms["delay"] * _wait(stream, who, DELAY, _NONE)
    elif state == P:
        me["state"] = I
        me["phase"] = t + _duration(terms, terms["ill"], terms["ill_sigma"], stream, who, ILL)
        if _chance(stream, who, FOUND, _NONE) < terms["found_ill"] * me["shown"]:
            me["detect"] = t + terms["delay"] * _wait(stream, who, DELAY, _NONE)
    else:
        me["state"] = R
        me["phase"] = FOREVER
        me["detect"] = FOREVER
        if me["isolated"]:
            me["isolated"] = 0
            me["quarantined"] = 0
            me["release"] = FOREVER


@inner
def _target(i, terms, traits, person, out, ceiling, stream, start, index, weight):  # type: ignore[no-untyped-def]
    """Whom attempt number `tries` of person i meets, and whether at home: (row or -1, home)."""
    me = person[i]
    who = traits[i]
    home = terms["household_hazard"] * (who["house_end"] - who["house"] - 1)
    if me["isolated"]:
        home *= terms["isolated_at_home"]
    tied = ceiling * out * who["tied"]
    mixed = ceiling * out * who["mixed"]
    x = _chance(stream, who, PICK, np.int64(me["tries"])) * (home + tied + mixed)
    if x < home:
        n = who["house_end"] - who["house"] - 1
        j = who["house"] + min(int(x / home * n), n - 1)
        return (j + 1 if j >= i else j), True
    x -= home
    if tied > 0.0 and (x < tied or mixed <= 0.0):
        first, last = np.int64(start[i]), np.int64(start[i + 1])
        whole = 0.0
        for e in range(first, last):
            whole += weight[e]
        x *= whole / tied
        for e in range(first, last):
            x -= weight[e]
            if x < 0.0:
                return np.int64(index[e]), False
        return np.int64(index[last - 1]), False
    n = who["end"] - who["first"] - 1
    if n < 1 or mixed <= 0.0:
        return -1, False
    j = who["first"] + min(int((x - tied) / mixed * n), n - 1)
    return (j + 1 if j >= i else j), False


@inner
def _attempt(i, t, terms, traits, person, mobility, ceiling, stream, start, index, weight):  # type: ignore[no-untyped-def]
    """One attempt of person i; the row that it infects, or -1. The clock is wound again."""
    me = person[i]
    who = traits[i]
    top = ceiling[who["community"]]
    out = 0.0 if me["quarantined"] else mobility[i]
    j, home = _target(i, terms, traits, person, out, top, stream, start, index, weight)
    ordinal = np.int64(me["tries"])
    me["tries"] = ordinal + 1
    me["left"] = _wait(stream, who, LEFT, ordinal + 1)
    me["anchor"] = t
    me["attempt"] = t + me["left"] / me["rate"]
    if j < 0 or person[j]["state"] != S:
        return -1
    taken = traits[j]["susceptibility"] / terms["most_susceptible"]
    if not home:
        taken *= 0.0 if person[j]["quarantined"] else mobility[j] / top
    return j if _chance(stream, who, THIN, ordinal) < taken else -1


@inner
def _ceilings(traits, mobility, ceiling):  # type: ignore[no-untyped-def]
    ceiling[:] = 0.0
    for i in range(traits.shape[0]):
        c = traits[i]["community"]
        if mobility[i] > ceiling[c]:
            ceiling[c] = mobility[i]


@inner
def _happen(i, t, terms, traits, person, mobility, ceiling, stream, start, index, weight):  # type: ignore[no-untyped-def]
    """Let the event of person i happen; (row it infects or -1, whether its household is found)."""
    me = person[i]
    if me["release"] <= t:
        me["release"] = FOREVER
        me["quarantined"] = 0
    elif me["arrive"] <= t:
        _infect(i, _NOBODY, t, terms, traits, person, stream)
    elif me["phase"] <= t:
        _progress(i, t, terms, traits, person, stream)
    elif me["detect"] <= t:
        me["detect"] = FOREVER
        me["isolated"] = 1
        return -1, True
    else:
        hit = _attempt(i, t, terms, traits, person, mobility, ceiling, stream, start, index, weight)
        if hit >= 0:
            _infect(hit, i, t, terms, traits, person, stream)
        return hit, False
    return -1, False


@inner
def _confine(j, t, terms, person):  # type: ignore[no-untyped-def]
    """Put a member of a found case's household into quarantine; cases stay until recovery."""
    other = person[j]
    other["quarantined"] = 1
    other["release"] = FOREVER if other["isolated"] else t + terms["quarantine"]


@entry
def advance(  # type: ignore[no-untyped-def]
    t,
    end,
    changed,
    outside,
    stream,
    terms_row,
    traits,
    person,
    level,
    heap,
    place,
    key,
    size,
    mobility,
    ceiling,
    start,
    index,
    weight,
    knots,
    total,
):
    """Advance all persons from time t to `end`; the number of events that fell in between.

    `changed` says that mobility or outside pressure differ from those of the last stretch.
    ``level`` (P,) is the cumulative outside pressure at which each person is infected.
    """
    terms = terms_row[0]
    reach = pressure_until(end, knots, total)
    if changed:
        _ceilings(traits, mobility, ceiling)
    for i in range(traits.shape[0]):
        if changed or (level[i] <= reach and person[i]["arrive"] == FOREVER):
            _rescale(
                i, t, reach, terms, traits, person, level, mobility, ceiling, outside, knots, total
            )
            size[0] = rekey(heap, place, size[0], key, i, _next(person[i]))
    events = 0
    while size[0] > 0 and key[heap[0]] < end:
        i = heap[0]
        t = key[i]
        events += 1
        hit, house = _happen(
            i, t, terms, traits, person, mobility, ceiling, stream, start, index, weight
        )
        if hit >= 0:
            level[hit] = FOREVER
            size[0] = rekey(heap, place, size[0], key, hit, _next(person[hit]))
        first, last = i, i + 1
        if house:
            first, last = traits[i]["house"], traits[i]["house_end"]
        for j in range(first, last):
            if house:
                _confine(j, t, terms, person)
            _rescale(
                j, t, reach, terms, traits, person, level, mobility, ceiling, outside, knots, total
            )
            size[0] = rekey(heap, place, size[0], key, j, _next(person[j]))
    return events
