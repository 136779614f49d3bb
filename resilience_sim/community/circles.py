"""Ties from groups that people belong to: circles of neighbours, families, teams, clubs.

Pairs drawn one by one make networks with hardly any triangles. Village networks of persons are
made of groups: most acquaintances of a person know each other (clustering about .6), and members
of large groups are tied to members of large groups (degree assortativity about .3). Ties here
come from groups of uneven size, whose members are tied densely.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from resilience_sim.community.settings import CommunitySettings
from resilience_sim.community.tables import Ties
from resilience_sim.community.ties import distinct, merged
from resilience_sim.rng import Luck
from resilience_sim.vocabulary import TIE_LAYERS

Array = NDArray[Any]

__all__ = ["draw_circles", "pairs_within"]


def draw_circles(
    settings: CommunitySettings,
    luck: Luck,
    community: str,
    *,
    household: Array,
    stairwell: Array,
    newcomer: Array,
    employer: Array,
    branch: Array,
    club: Array,
) -> Ties:
    """Draw all layers for the persons of one community; arguments as in `ties.draw_ties`.

    *Neighbours*: households of a stairwell are cut into circles of uneven size; all members of
    two households of a circle may be tied. *Kin*: households are cut into families, mostly
    within their group; a few friends beyond are drawn one by one. *Colleagues*: employees of a
    body are cut into teams, and tied more loosely across teams. *Members*: Party
    branches and clubs, each cut into core groups.
    """
    first = np.flatnonzero(np.r_[True, household[1:] != household[:-1]])
    homes = len(first)
    parts: list[tuple[Array, Array, int]] = []

    def layer(name: str, purpose: str, label: Array, density: float) -> None:
        draw = luck.generator("community", f"{community}/circles/{purpose}/pairs")
        one, two = pairs_within(label)
        kept = (household[one] != household[two]) & (draw.random(len(one)) < density)
        parts.append((one[kept], two[kept], TIE_LAYERS.index(name)))

    def cut(purpose: str, within: Array, mean: float) -> Array:
        draw = luck.generator("community", f"{community}/circles/{purpose}/cuts")
        return _cut(draw, within, mean, settings.circle_spread)

    circle = cut("circle", stairwell[first], settings.circle_households)
    layer("building", "circle", circle[_row_of(household)], settings.circle_density)
    draw = luck.generator("community", f"{community}/circles/family/order")
    mixed = draw.random(homes) >= settings.homophily
    pool = np.where(mixed, 2, newcomer[first].astype(np.int64))
    family = _grouped(draw, pool, partial(cut, "family", mean=settings.family_households))
    alone = draw.random(homes) >= settings.family_share
    family[alone] = -1
    layer("kin", "family", family[_row_of(household)], settings.circle_density)
    draw = luck.generator("community", f"{community}/circles/loose")
    one, two = _loose(draw, settings, newcomer, household)
    parts.append((one, two, TIE_LAYERS.index("kin")))
    for name, purpose, label, mean, density in (
        ("colleague", "team", employer, settings.team_size, settings.team_density),
        ("member", "branch", branch, settings.core_size, settings.circle_density),
        ("member", "club", club, settings.core_size, settings.circle_density),
    ):
        draw = luck.generator("community", f"{community}/circles/{purpose}/order")
        group = _grouped(draw, label, partial(cut, purpose, mean=mean))
        layer(name, purpose, group, density)
    layer("colleague", "office", employer, settings.office_density)
    return merged(len(household), parts, np.array(settings.tie_weights))


def _grouped(draw: np.random.Generator, label: Array, cut: Callable[[Array], Array]) -> Array:
    """Rows of each label in random order, cut into groups, int64; -1 where the label is below 0."""
    among = np.flatnonzero(label >= 0)
    ranked = among[np.lexsort((draw.random(len(among)), label[among]))]
    group = np.full(len(label), -1, np.int64)
    group[ranked] = cut(label[ranked])
    return group


def pairs_within(label: Array) -> tuple[Array, Array]:
    """All pairs of rows with the same label (below 0: none), one < two, int64."""
    rows = np.flatnonzero(label >= 0)
    rows = rows[np.argsort(label[rows], kind="stable")]
    labels = label[rows]
    end = np.searchsorted(labels, labels, side="right")
    later = end - np.arange(len(rows)) - 1  # members of the same group behind each
    one = np.repeat(np.arange(len(rows)), later)
    start = np.cumsum(later) - later
    two = one + 1 + np.arange(len(one)) - start[one]
    return np.asarray(rows[one], np.int64), np.asarray(rows[two], np.int64)


def _row_of(household: Array) -> Array:
    """Number of each person's household, from 0 in order of rows."""
    return np.asarray(np.cumsum(np.r_[False, household[1:] != household[:-1]]))


def _cut(draw: np.random.Generator, within: Array, mean: float, spread: float) -> Array:
    """Labels of consecutive runs of lognormal length of that mean, none across `within`."""
    n = len(within)
    if n == 0:
        return np.zeros(0, np.int64)
    length = mean * np.exp(spread * draw.normal(size=n) - 0.5 * spread**2)
    ends = np.cumsum(np.maximum(np.round(length), 1.0))
    run = np.searchsorted(ends, np.arange(n), side="right")
    breaks = np.r_[True, (run[1:] != run[:-1]) | (within[1:] != within[:-1])]
    return np.asarray(np.cumsum(breaks) - 1)


def _loose(
    draw: np.random.Generator, settings: CommunitySettings, group: Array, household: Array
) -> tuple[Array, Array]:
    """Friends beyond all circles: some people have many, most have few or none.

    Both ends are drawn by a person's lognormal sociability, the second one within the group of
    the first with the share of homophily.
    """
    n = len(group)
    wanted = round(settings.loose_ties * n / 2)
    if wanted <= 0 or n < 2:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    weight = np.exp(settings.loose_spread * draw.normal(size=n))
    order = np.argsort(group, kind="stable")
    total = np.r_[0.0, np.cumsum(weight[order])]
    cut = int(n - group.sum())
    low, high = total[[0, cut]], total[[cut, n]]
    tries = int(2.0 * wanted) + 16
    one = order[np.searchsorted(total, draw.random(tries) * total[-1], side="right") - 1]
    own = group[one].astype(np.int64)
    there = np.where(draw.random(tries) >= settings.homophily, 1 - own, own)
    there = np.where(high[there] > low[there], there, own)
    mark = low[there] + draw.random(tries) * (high - low)[there]
    two = order[np.searchsorted(total, mark, side="right") - 1]
    return distinct(one, two, wanted, household)
