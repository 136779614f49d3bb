"""Columns of the people and households of one community, drawn once from its name."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from resilience_sim.community.settings import AGE_GROUPS, CommunitySettings
from resilience_sim.community.synthesis import Synthesis
from resilience_sim.community.tables import Bodies, Households, People
from resilience_sim.rng import Luck
from resilience_sim.vocabulary import BODY_KINDS

Array = NDArray[Any]

__all__ = ["ASSUMED_TRAITS", "build_households", "build_people", "employ", "offsets"]

ASSUMED_TRAITS: tuple[str, ...] = (
    "Newcomers live in whole households, spread evenly over buildings; households without "
    "elders are four times as likely to be newcomers.",
    "Disability and chronic illness rise with age: weights .25, .6, 2, 4 for 0-14, 15-59, "
    "60-74, 75+, scaled to the share of the settings.",
    "Party members are adults, at weights 1, 1.5, 2 for under 35, 35-59 and 60+.",
    "Staff of the bodies and employees of units live in the community and are of working age.",
    "Digital access, hours to give and skills depend on age alone.",
    "Silence on needs goes together: a household silent on a rarer one is silent on commoner ones.",
    "Income class is drawn with shares .3, .5, .2 whatever the group; the ground under a "
    "building lies 0 to 5 m above the reference.",
)


def offsets(count: int, parts: int) -> Array:
    """Even contiguous ranges: `parts` + 1 offsets from 0 to `count`, int64."""
    return (np.arange(parts + 1, dtype=np.int64) * count) // parts


def broad_age(age: Array) -> Array:
    """Position in AGE_GROUPS of five-year bands."""
    starts = np.array([start for _, start in AGE_GROUPS])
    return np.searchsorted(starts, age, side="right") - 1


def chosen(draw: np.random.Generator, count: int, weight: Array) -> Array:
    """Mask of `count` rows drawn without replacement, odds by weight (0: never)."""
    mask = np.zeros(len(weight), bool)
    with np.errstate(divide="ignore"):
        score = np.log(draw.random(len(weight))) / weight
    able = int((weight > 0).sum())
    mask[np.argsort(-score, kind="stable")[: min(count, able)]] = True
    return mask


def build_people(
    settings: CommunitySettings, luck: Luck, community: str, made: Synthesis
) -> People:
    """People of one community, without employers; social columns are left to the levers."""
    n = len(made.age)
    people = People.empty(n)
    draw = luck.generator("community", f"{community}/people")
    people.household[:] = np.repeat(np.arange(len(made.size)), made.size)
    people.age[:], people.sex[:] = made.age, made.sex
    people.key[:] = np.arange(n)
    group = broad_age(made.age)
    people.newcomer[:] = _newcomers(settings, draw, people.household, made)
    ill = np.array([0.25, 0.6, 2.0, 4.0])[group]
    people.disabled[:] = chosen(draw, round(settings.disabled * n), ill)
    alone = (made.size == 1)[people.household] & (group >= 2)
    people.vulnerable[:] = people.disabled | (group == 0) | alone
    weight = np.where(made.age < 4, 0.0, np.where(made.age < 7, 1.0, 1.5))
    weight = np.where(group >= 2, 2.0, weight)
    people.party_member[:] = chosen(draw, round(settings.party_members * n), weight)
    people.digital[:] = draw.random(n) < np.array(settings.digital)[group]
    mean = np.array(settings.giving_hours)[group]
    people.hours[:] = np.minimum(draw.exponential(1.0, n) * mean, 8.0)
    people.rank[:] = draw.random(n)
    adult = made.age >= 3
    for k, share in enumerate(settings.able):
        able = (draw.random(n) < share) & adult
        people.skills |= np.where(able, np.uint32(1 << k), np.uint32(0))
    people.employer[:] = -1
    return people


def _newcomers(
    settings: CommunitySettings, draw: np.random.Generator, household: Array, made: Synthesis
) -> Array:
    """Mask of persons in newcomer households that together come nearest to the share."""
    elders = np.bincount(household, weights=made.age >= 12, minlength=len(made.size)) > 0
    with np.errstate(divide="ignore"):
        score = np.log(draw.random(len(made.size))) / np.where(elders, 1.0, 4.0)
    order = np.argsort(-score, kind="stable")
    reached = np.cumsum(made.size[order])
    target = settings.newcomers * len(household)
    count = int(np.argmin(np.abs(np.append(0, reached) - target)))
    is_new = np.zeros(len(made.size), bool)
    is_new[order[:count]] = True
    return is_new[household]


def build_households(
    settings: CommunitySettings,
    luck: Luck,
    community: str,
    made: Synthesis,
    people: People,
    household_of_stairwell: Array,
    stairwell_of_building: Array,
) -> Households:
    """Households of one community with their places, stores and silence."""
    n = len(made.size)
    homes = Households.empty(n)
    draw = luck.generator("community", f"{community}/households")
    homes.size[:] = made.size
    homes.first[:] = np.concatenate([[0], np.cumsum(made.size)])[:-1]
    stairs = np.diff(household_of_stairwell)
    homes.stairwell[:] = np.repeat(np.arange(len(stairs)), stairs)
    per_building = np.diff(household_of_stairwell[stairwell_of_building])
    homes.building[:] = np.repeat(np.arange(len(per_building)), per_building)
    homes.floor[:] = 1 + (np.arange(n) - household_of_stairwell[homes.stairwell]) // 2
    homes.elevation[:] = np.round(draw.uniform(0.0, 5.0, len(per_building)), 2)[homes.building]
    spread = settings.store_spread
    for column, days in (
        (homes.store_food, settings.food_days),
        (homes.store_medicine, settings.medicine_days),
    ):
        column[:] = days * np.exp(spread * draw.normal(size=n) - spread**2 / 2)
    homes.income[:] = np.searchsorted([0.3, 0.8], draw.random(n), side="right")
    homes.opens[:] = draw.random(n)
    quiet = draw.random(n)
    for k, share in enumerate(settings.silent):
        homes.silent |= np.where(quiet < share, np.uint32(1 << k), np.uint32(0))
    homes.newcomer[:] = people.newcomer[homes.first]
    homes.vulnerable[:] = np.bincount(people.household, weights=people.vulnerable) > 0
    homes.key[:] = np.arange(n)
    return homes


def employ(
    settings: CommunitySettings, luck: Luck, community: str, people: People, bodies: Bodies
) -> tuple[Array, Array]:
    """Give bodies their employees among residents; return the Party branch and club labels.

    Every body with staff employs round(staff) residents, at least one, every unit
    ``unit_employees``; where working-age residents run out, later bodies go without.
    """
    draw = luck.generator("community", f"{community}/work")
    working = draw.permutation(np.flatnonzero((people.age >= 4) & (people.age < 12)))
    unit = bodies.kind == BODY_KINDS.index("unit")
    wanted = np.where(bodies.staff > 0, np.maximum(1, np.round(bodies.staff)), 0.0)
    wanted = np.where(unit & (bodies.staff == 0), round(settings.unit_employees), wanted)
    jobs = np.repeat(np.arange(len(bodies)), wanted.astype(np.int64))[: len(working)]
    people.employer[working[: len(jobs)]] = jobs
    grid = bodies.kind == BODY_KINDS.index("grid_post")
    people.grid_worker[:] = np.where(people.employer >= 0, grid[people.employer], False)
    adults = np.flatnonzero(people.age >= 3)
    joins = draw.permutation(adults)[: round(settings.club_members * len(adults))]
    club = np.full(len(people), -1, np.int64)
    club[joins] = np.arange(len(joins)) // settings.club_size
    branch = np.where(people.party_member, 0, -1)
    return branch, club
