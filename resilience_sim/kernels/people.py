"""Sums over people that every day needs, each in one pass."""

from __future__ import annotations

from resilience_sim.kernels.compiled import entry, pasted


@entry
def shift(x, delta):  # type: ignore[no-untyped-def]
    """Add `delta` to `x` (P,) and cut it to 0..1."""
    for i in range(x.shape[0]):
        x[i] = max(min(x[i] + delta[i], 1.0), 0.0)


@entry
def count_absent(  # type: ignore[no-untyped-def]
    absent, employer, age, household, community, youngest, oldest, staff, away, size, gone
):
    """Count staff by body and those away, and people of working age by community and those gone.

    Working age are bands `youngest` to `oldest` - 1. Adds to `staff` and `away` (M,), `size` and
    `gone` (communities,).
    """
    for i in range(absent.shape[0]):
        if employer[i] >= 0:
            staff[employer[i]] += 1.0
            if absent[i]:
                away[employer[i]] += 1.0
        if youngest <= age[i] < oldest:
            k = community[household[i]]
            size[k] += 1.0
            if absent[i]:
                gone[k] += 1.0


@entry
def give_hours(  # type: ignore[no-untyped-def]
    taking, hours, absent, household, community, a_day, given, by_community
):
    """Hours a day that each person gives: `a_day` of its community, at most its own.

    Fills `given` (P,), adds to `by_community`; returns the hours of all.
    """
    whole = 0.0
    for i in range(taking.shape[0]):
        k = community[household[i]]
        given[i] = 0.0 if absent[i] else min(a_day[k], hours[i]) * taking[i]
        by_community[k] += given[i]
        whole += given[i]
    return whole


@pasted
def signed(x, sign):  # type: ignore[no-untyped-def]
    """A state with its link as it is, reversed, or off (its middle)."""
    if sign == 0.0:
        return 0.5
    return x if sign > 0.0 else 1.0 - x


@entry
def helpers(  # type: ignore[no-untyped-def]
    first, size, identity, trust, panic, absent, hours, placed, adult, waiting, signs, load, share,
    willing, free,
):  # fmt: skip
    """Willingness of each household to help, and the hours its members have for it.

    Willing is the mean over grown-ups (weights `adult`) of identification times trust times
    calm, none while absent, less `load` while the household waits itself. `signs` (3,) turn or
    stop the three links. Fills `willing` and `free` (H,).
    """
    for h in range(first.shape[0]):
        head = rest = spare = 0.0
        for i in range(first[h], first[h] + size[h]):
            here = 0.0 if absent[i] else 1.0
            calm = 1.0 - signs[2] * panic[i]
            each = signed(identity[i], signs[0]) * signed(trust[i], signs[1]) * calm
            part = adult[i] * (min(max(each, 0.0), 1.0) * here)
            if i == first[h]:
                head = part
            else:
                rest += part
            spare += max(hours[i] - placed[i], 0.0) * here * share
        willing[h] = (head + rest) * (1.0 - load * min(waiting[h], 1.0))
        free[h] = spare
