"""How the columns of an epidemic are laid out from its parameters and the community."""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from resilience_sim.kernels.epidemic_layout import PERSON, TERMS, TRAITS, A, I, P
from resilience_sim.world import World

if TYPE_CHECKING:
    from resilience_sim.crises.epidemic import Epidemic

Array = NDArray[Any]
FOREVER = np.inf
_CHILD, _ELDER = 3, 13  # first age band above 14 years, first band of 65 and over


def columns(of: Epidemic, world: World) -> dict[str, Any]:
    """Own columns: public ones (P,), clocks, and the terms of the disease."""
    n = len(world.people)
    knots, total = of.pressure_curve(max(1, math.ceil(world.end)), world)
    own: dict[str, Any] = {
        "state": np.zeros(n, np.int8),
        "ill": np.zeros(n, bool),
        "infectious": np.zeros(n, bool),
        "quarantined": np.zeros(n, bool),
        "infected_at": np.full(n, np.nan),
        "infected_by": np.full(n, -1, np.int32),
        "events": np.zeros(1, np.int64),
        "terms": terms(of),
        "traits": traits(of, world),
        "person": _persons(of, world),
        "level": np.full(n, FOREVER),
        "heap": np.zeros(n, np.int64),
        "place": np.full(n, -1, np.int64),
        "due": np.full(n, FOREVER),
        "size": np.zeros(1, np.int64),
        "mobility": np.full(n, np.nan),
        "taken": np.zeros(0),  # the array of mobility that was last taken over
        "outside": np.full(1, np.nan),
        "ceiling": np.zeros(len(world.places.communities)),
        "knots": knots,
        "total": total,
    }
    return own


def sigma(mean: float, sd: float) -> float:
    """Sigma of the lognormal distribution with this mean and standard deviation."""
    return math.sqrt(math.log1p((sd / mean) ** 2)) if mean > 0.0 else 0.0


def infectious_days(of: Epidemic) -> float:
    """Mean infectious days when nobody is isolated."""
    return of.presymptomatic_days + of.ill_days


def terms(of: Epidemic) -> Array:
    """The disease as one row of `kernels.epidemic.TERMS`."""
    row = np.zeros(1, TERMS)
    given = {
        "shape": ("exponential", "lognormal", "constant").index(of.shape),
        "latent": of.latent_days,
        "latent_sigma": sigma(of.latent_days, of.latent_sd),
        "before": of.presymptomatic_days,
        "before_sigma": sigma(of.presymptomatic_days, of.presymptomatic_sd),
        "ill": of.ill_days,
        "ill_sigma": sigma(of.ill_days, of.ill_sd),
        "asymptomatic": of.asymptomatic,
        "asymptomatic_infectiousness": of.asymptomatic_infectiousness,
        "household_hazard": household_hazard(of),
        "isolated_at_home": of.isolated_at_home,
        "found_ill": of.found_ill,
        "found_well": of.found_well,
        "delay": of.finding_days,
        "quarantine": of.quarantine_days,
        "most_susceptible": max(1.0, of.child_susceptibility, of.elder_susceptibility),
    }
    for name, value in given.items():
        row[name] = value
    return row


@lru_cache(maxsize=256)
def household_hazard(of: Epidemic) -> float:
    """Hazard a day between two members that gives the household secondary attack rate.

    It solves 1 - E[exp(-b D)] = SAR for the infectious days D of a case with symptoms who is
    not isolated and a member of susceptibility 1.
    """
    if of.household_attack <= 0.0:
        return 0.0
    low, high = 0.0, 1e3
    for _ in range(200):
        middle = 0.5 * (low + high)
        if 1.0 - escape(of, middle) < of.household_attack:
            low = middle
        else:
            high = middle
    return 0.5 * (low + high)


def escape(of: Epidemic, hazard: float) -> float:
    """Chance to escape a hazard a day over all infectious days of a case with symptoms."""
    chance = 1.0
    for mean, sd in ((of.presymptomatic_days, of.presymptomatic_sd), (of.ill_days, of.ill_sd)):
        if of.shape == "exponential":
            chance /= 1.0 + hazard * mean
        elif of.shape == "constant":
            chance *= math.exp(-hazard * mean)
        else:
            x, w = np.polynomial.hermite_e.hermegauss(40)
            s = sigma(mean, sd)
            days = mean * np.exp(s * x - 0.5 * s * s)
            chance *= float(w @ np.exp(-hazard * days) / w.sum())
    return chance


def traits(of: Epidemic, world: World) -> Array:
    """What never changes of a person, as rows of `kernels.epidemic.TRAITS`."""
    people, homes = world.people, world.households
    rows = np.zeros(len(people), TRAITS)
    house = people.household
    community = homes.community[house]
    rows["community"] = community
    rows["community_key"] = world.community_keys[community]
    rows["key"] = people.key
    rows["house"] = homes.first[house]
    rows["house_end"] = homes.first[house] + homes.size[house]
    rows["first"] = np.searchsorted(community, community, side="left")
    rows["end"] = np.searchsorted(community, community, side="right")
    rows["susceptibility"] = np.where(
        people.age < _CHILD,
        of.child_susceptibility,
        np.where(people.age >= _ELDER, of.elder_susceptibility, 1.0),
    )
    days = infectious_days(of)
    hazard = of.outside_reproduction / days if days > 0.0 else 0.0
    rows["tied"] = hazard * of.tie_share * _relative_strength(world, community)
    rows["mixed"] = hazard * (1.0 - of.tie_share)
    return rows


def _relative_strength(world: World, community: Array) -> Array:
    """Tie weight of a person over the mean of its community, (P,)."""
    start = world.ties.start.astype(np.int64)
    whole = np.concatenate([[0.0], np.cumsum(world.ties.weight)])
    strength = whole[start[1:]] - whole[start[:-1]]
    n = np.bincount(community)
    mean = np.bincount(community, weights=strength) / np.maximum(n, 1)
    return np.asarray(strength / np.where(mean > 0.0, mean, 1.0)[community])


def _persons(of: Epidemic, world: World) -> Array:
    """Everybody susceptible, save those infected at the strike."""
    people = world.people
    rows = np.zeros(len(people), PERSON)
    rows["by"] = -1
    rows["shown"] = 1.0
    rows["infected_at"] = np.nan
    for clock in ("phase", "attempt", "detect", "release", "arrive"):
        rows[clock] = FOREVER
    rows["out_left"] = _exposures(of, world)
    if of.initial > 0:
        for which, members in _members(world):
            drawn = world.luck.uniform_rows(
                of.label, "initial", int(world.community_keys[which]), people.key[members]
            )
            first = np.argsort(drawn, kind="stable")[: of.initial]
            rows["arrive"][members.start + first] = 0.0
    return rows


def _exposures(of: Epidemic, world: World) -> Array:
    """Exposure from outside that each person can take, exponential of mean 1."""
    out = np.zeros(len(world.people))
    for which, members in _members(world):
        drawn = world.luck.uniform_rows(
            of.label, "outside", int(world.community_keys[which]), world.people.key[members]
        )
        out[members] = -np.log(drawn)
    return out


def _members(world: World) -> Iterator[tuple[int, slice]]:
    """Communities and the rows of their residents."""
    community = world.households.community[world.people.household]
    cuts = np.searchsorted(community, np.arange(len(world.places.communities) + 1))
    for which, (first, end) in enumerate(pairwise(cuts.tolist())):
        yield which, slice(first, end)


def shown(world: World) -> Array | None:
    """How far each person shows that it is ill, by the rules of society; None without one."""
    for label in sorted(world.own):
        found = world.own[label].get("shown")
        if found is not None:
            return np.asarray(found)
    return None


def show(own: dict[str, Any]) -> None:
    """Bring the public columns up to the state of the clocks."""
    person = own["person"]
    state = person["state"]
    own["state"][:] = state
    own["ill"][:] = state == I
    own["infectious"][:] = (state >= P) & (state <= A)
    own["quarantined"][:] = person["quarantined"] > 0
    own["infected_at"][:] = person["infected_at"]
    own["infected_by"][:] = person["by"]
