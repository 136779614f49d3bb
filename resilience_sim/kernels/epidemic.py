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
from numba import njit

from resilience_sim.kernels.heap import rekey
from resilience_sim.kernels.luck import exponential, normal, uniform

S, E, P, I, A, R = 0, 1, 2, 3, 4, 5  # noqa: E741 - the letters of the field
LATENT, BEFORE, ILL, KIND, FOUND, DELAY, LEFT, PICK, THIN = 0, 1, 2, 3, 4, 5, 6, 7, 8
FOREVER = np.inf

#: What never changes during a run, one row a person.
TRAITS = np.dtype(
    [
        ("community_key", "u8"),
        ("key", "i8"),
        ("susceptibility", "f8"),
        ("tied", "f8"),  # hazard a day through ties, at mobility 1 of both ends
        ("mixed", "f8"),  # the same through chance meetings
        ("house", "i4"),  # first member of the household
        ("house_end", "i4"),
        ("first", "i4"),  # first resident of the community
        ("end", "i4"),
        ("community", "i4"),
    ]
)

#: State and clocks, one row a person. Times in days since the strike.
PERSON = np.dtype(
    [
        ("state", "i1"),
        ("quarantined", "i1"),
        ("isolated", "i1"),
        ("tries", "i4"),
        ("by", "i4"),
        ("infected_at", "f8"),
        ("phase", "f8"),  # when the present state ends
        ("attempt", "f8"),
        ("detect", "f8"),
        ("release", "f8"),
        ("arrive", "f8"),  # infection from outside, once it is near
        ("left", "f8"),
        ("rate", "f8"),
        ("anchor", "f8"),
        ("out_left", "f8"),  # exposure from outside still to be used up, at out_at
        ("out_at", "f8"),  # cumulative pressure up to which it was counted
        ("out_factor", "f8"),
    ]
)

#: Numbers of the disease, one row.
TERMS = np.dtype(
    [
        ("shape", "i8"),  # of durations: 0 exponential, 1 lognormal, 2 constant
        ("latent", "f8"),
        ("latent_sigma", "f8"),
        ("before", "f8"),
        ("before_sigma", "f8"),
        ("ill", "f8"),
        ("ill_sigma", "f8"),
        ("asymptomatic", "f8"),
        ("asymptomatic_infectiousness", "f8"),
        ("household_hazard", "f8"),
        ("isolated_at_home", "f8"),
        ("found_ill", "f8"),
        ("found_well", "f8"),
        ("delay", "f8"),
        ("quarantine", "f8"),
        ("most_susceptible", "f8"),
    ]
)


@njit(cache=True, nogil=True)
def _duration(terms, mean, sigma, stream, who, purpose):  # type: ignore[no-untyped-def]
    if mean <= 0.0:
        return 0.0
    if terms["shape"] == 1:
        z = normal(stream, who["community_key"], who["key"], purpose, 0, 0)
        return mean * math.exp(sigma * z - 0.5 * sigma * sigma)
    if terms["shape"] == 0:
        return mean * exponential(stream, who["community_key"], who["key"], purpose, 0, 0)
    return mean


@njit(cache=True, nogil=True)
def _chance(stream, who, purpose, ordinal):  # type: ignore[no-untyped-def]
    return uniform(stream, who["community_key"], who["key"], purpose, 0, ordinal)


@njit(cache=True, nogil=True)
def pressure_until(t, knots, total):  # type: ignore[no-untyped-def]
    """Cumulative pressure up to time t: linear between knots, flat outside them."""
    if t <= knots[0]:
        return total[0]
    last = knots.shape[0] - 1
    if t >= knots[last]:
        return total[last]
    k = np.searchsorted(knots, t, side="right") - 1
    return total[k] + (total[k + 1] - total[k]) * (t - knots[k]) / (knots[k + 1] - knots[k])


@njit(cache=True, nogil=True)
def _time_of(level, knots, total):  # type: ignore[no-untyped-def]
    if level > total[total.shape[0] - 1]:
        return FOREVER
    k = np.searchsorted(total, level, side="left") - 1
    if k < 0:
        return knots[0]
    share = (level - total[k]) / (total[k + 1] - total[k])
    return knots[k] + share * (knots[k + 1] - knots[k])


@njit(cache=True, nogil=True)
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


@njit(cache=True, nogil=True)
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
        me["arrive"] = _time_of(level[i], knots, total)


@njit(cache=True, nogil=True)
def _next(me):  # type: ignore[no-untyped-def]
    return min(min(min(me["phase"], me["attempt"]), min(me["detect"], me["release"])), me["arrive"])


@njit(cache=True, nogil=True)
def _infect(i, by, t, terms, traits, person, stream):  # type: ignore[no-untyped-def]
    me = person[i]
    who = traits[i]
    me["state"] = E
    me["infected_at"] = t
    me["by"] = by
    me["arrive"] = FOREVER
    me["phase"] = t + _duration(terms, terms["latent"], terms["latent_sigma"], stream, who, LATENT)


@njit(cache=True, nogil=True)
def _progress(i, t, terms, traits, person, stream):  # type: ignore[no-untyped-def]
    """Move person i to the next state of the disease."""
    me = person[i]
    who = traits[i]
    state = me["state"]
    if state == E:
        before = _duration(terms, terms["before"], terms["before_sigma"], stream, who, BEFORE)
        me["phase"] = t + before
        me["left"] = exponential(stream, who["community_key"], who["key"], LEFT, 0, 0)
        me["anchor"] = t
        me["state"] = P
        if _chance(stream, who, KIND, 0) < terms["asymptomatic"]:
            me["state"] = A
            ill = _duration(terms, terms["ill"], terms["ill_sigma"], stream, who, ILL)
            me["phase"] = t + before + ill
            if _chance(stream, who, FOUND, 0) < terms["found_well"]:
                me["detect"] = t + terms["delay"] * exponential(
                    stream, who["community_key"], who["key"], DELAY, 0, 0
                )
    elif state == P:
        me["state"] = I
        me["phase"] = t + _duration(terms, terms["ill"], terms["ill_sigma"], stream, who, ILL)
        if _chance(stream, who, FOUND, 0) < terms["found_ill"]:
            me["detect"] = t + terms["delay"] * exponential(
                stream, who["community_key"], who["key"], DELAY, 0, 0
            )
    else:
        me["state"] = R
        me["phase"] = FOREVER
        me["detect"] = FOREVER
        if me["isolated"]:
            me["isolated"] = 0
            me["quarantined"] = 0
            me["release"] = FOREVER


@njit(cache=True, nogil=True)
def _target(i, terms, traits, person, out, ceiling, stream, start, index, weight):  # type: ignore[no-untyped-def]
    """Whom attempt number `tries` of person i meets, and whether at home: (row or -1, home)."""
    me = person[i]
    who = traits[i]
    home = terms["household_hazard"] * (who["house_end"] - who["house"] - 1)
    if me["isolated"]:
        home *= terms["isolated_at_home"]
    tied = ceiling * out * who["tied"]
    mixed = ceiling * out * who["mixed"]
    x = _chance(stream, who, PICK, me["tries"]) * (home + tied + mixed)
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


@njit(cache=True, nogil=True)
def _attempt(i, t, terms, traits, person, mobility, ceiling, stream, start, index, weight):  # type: ignore[no-untyped-def]
    """One attempt of person i; the row that it infects, or -1. The clock is wound again."""
    me = person[i]
    who = traits[i]
    top = ceiling[who["community"]]
    out = 0.0 if me["quarantined"] else mobility[i]
    j, home = _target(i, terms, traits, person, out, top, stream, start, index, weight)
    ordinal = me["tries"]
    me["tries"] = ordinal + 1
    me["left"] = exponential(stream, who["community_key"], who["key"], LEFT, 0, ordinal + 1)
    me["anchor"] = t
    me["attempt"] = t + me["left"] / me["rate"]
    if j < 0 or person[j]["state"] != S:
        return -1
    taken = traits[j]["susceptibility"] / terms["most_susceptible"]
    if not home:
        taken *= 0.0 if person[j]["quarantined"] else mobility[j] / top
    return j if _chance(stream, who, THIN, ordinal) < taken else -1


@njit(cache=True, nogil=True)
def _ceilings(traits, mobility, ceiling):  # type: ignore[no-untyped-def]
    ceiling[:] = 0.0
    for i in range(traits.shape[0]):
        c = traits[i]["community"]
        if mobility[i] > ceiling[c]:
            ceiling[c] = mobility[i]


@njit(cache=True, nogil=True)
def _happen(i, t, terms, traits, person, mobility, ceiling, stream, start, index, weight):  # type: ignore[no-untyped-def]
    """Let the event of person i happen; (row it infects or -1, whether its household is found)."""
    me = person[i]
    if me["release"] <= t:
        me["release"] = FOREVER
        me["quarantined"] = 0
    elif me["arrive"] <= t:
        _infect(i, -1, t, terms, traits, person, stream)
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


@njit(cache=True, nogil=True)
def _confine(j, t, terms, person):  # type: ignore[no-untyped-def]
    """Put a member of a found case's household into quarantine; cases stay until recovery."""
    other = person[j]
    other["quarantined"] = 1
    other["release"] = FOREVER if other["isolated"] else t + terms["quarantine"]


@njit(cache=True, nogil=True)
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
