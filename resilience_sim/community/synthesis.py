"""Households and persons made jointly from age, sex and household-size marginals."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from importlib import resources
from typing import Any

import numpy as np
from numpy.typing import NDArray

from resilience_sim.community.fitting import apportion, fit
from resilience_sim.errors import InputError, listed, nearest_name
from resilience_sim.rng import Luck

Array = NDArray[Any]

__all__ = ["ASSUMED_JOINTS", "HOUSEHOLD_TYPES", "Marginals", "Synthesis", "synthesise"]

#: Broad groups of a household type: child, youth, adult, elder, with their first age band.
GROUP_START = (0, 3, 5, 12, 18)

#: Household types as counts of (child 0-14, youth 15-24, adult 25-59, elder 60+) and the seed
#: weight of the type among households of its size. Assumed; the fit moves them to the
#: marginals and keeps their odds.
HOUSEHOLD_TYPES: tuple[tuple[int, int, int, int, float], ...] = (
    (0, 0, 1, 0, 50), (0, 0, 0, 1, 30), (0, 1, 0, 0, 20),
    (0, 0, 2, 0, 42), (0, 0, 0, 2, 28), (1, 0, 1, 0, 6), (0, 0, 1, 1, 8), (0, 1, 1, 0, 8),
    (0, 2, 0, 0, 6), (1, 0, 0, 1, 1), (0, 1, 0, 1, 1),
    (1, 0, 2, 0, 50), (0, 1, 2, 0, 20), (0, 0, 2, 1, 8), (0, 0, 1, 2, 5), (1, 0, 1, 1, 4),
    (0, 0, 3, 0, 6), (0, 3, 0, 0, 2), (0, 2, 1, 0, 3), (1, 0, 0, 2, 1), (0, 1, 1, 1, 1),
    (2, 0, 2, 0, 35), (1, 0, 2, 1, 20), (1, 1, 2, 0, 8), (0, 1, 2, 1, 5), (0, 0, 2, 2, 10),
    (1, 0, 1, 2, 4), (0, 0, 4, 0, 4), (0, 0, 3, 1, 4), (0, 2, 2, 0, 6), (1, 0, 3, 0, 4),
    (1, 0, 2, 2, 45), (2, 0, 2, 1, 20), (2, 1, 2, 0, 4), (1, 1, 2, 1, 8), (0, 1, 2, 2, 8),
    (0, 0, 3, 2, 6), (3, 0, 2, 0, 3), (1, 0, 3, 1, 6),
    (2, 0, 2, 2, 50), (1, 1, 2, 2, 15), (1, 0, 3, 2, 15), (2, 0, 3, 1, 10), (0, 0, 4, 2, 10),
)  # fmt: skip

#: What the marginals do not say and the synthesis assumes.
ASSUMED_JOINTS: tuple[str, ...] = (
    "Age and sex of all residents are taken for those of family households "
    "(collective households are included in the marginals).",
    "Who lives with whom: odds between household types of one size are assumed "
    "(HOUSEHOLD_TYPES), then fitted to both marginals.",
    "Households of five and more have five or six members, in the mix that meets the mean size.",
    "Ages within a household follow one another: the adults of a household are of similar age, "
    "and older adults live with older children and elders.",
    "Two members of the same broad age group are of opposite sex where the marginals allow it.",
)


@dataclass(frozen=True, slots=True)
class Marginals:
    """Population marginals: persons by (sex, band), household shares of size 1 to 5+."""

    age_sex: Array
    sizes: Array
    mean_size: float
    source: str

    @classmethod
    def read(cls, name: str) -> Marginals:
        """Marginals of a file of ``resilience_sim/data`` by its name; `InputError` if none."""
        folder = resources.files("resilience_sim") / "data"
        path = folder / f"{name}.toml"
        known = sorted(p.name[:-5] for p in folder.iterdir() if p.name.endswith(".toml"))
        if name not in known:
            raise InputError(
                "there are no such marginals", key="community.marginals", value=name,
                allowed=listed(known), nearest=nearest_name(name, known),
            )  # fmt: skip
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        if "age_sex" not in table or "household_size" not in table:
            raise InputError(
                "the file holds no population marginals", where=f"{name}.toml",
                key="community.marginals", value=name,
                allowed="tables age_sex and household_size",
            )  # fmt: skip
        size = table["household_size"]
        ages = np.array([table["age_sex"]["male"], table["age_sex"]["female"]], np.float64)
        return cls(ages, np.array(size["shares"], np.float64), float(size["mean"]), table["source"])

    def six_sizes(self) -> Array:
        """Shares of household sizes 1 to 6; five and more split so that the mean holds."""
        shares = self.sizes / self.sizes.sum()
        top = (self.mean_size - float(shares[:4] @ np.arange(1, 5))) / float(shares[4])
        six = min(max(top - 5.0, 0.0), 1.0)
        return np.append(shares[:4], [shares[4] * (1 - six), shares[4] * six])


@dataclass(slots=True)
class Synthesis:
    """Synthesised persons, contiguous by household, in a shuffled order of households.

    ``size`` (households,), ``age`` band and ``sex`` (persons,).
    """

    size: Array
    age: Array
    sex: Array


def type_weights(marginals: Marginals) -> Array:
    """Fitted share of households of each type, shape (types,), summing to 1."""
    table = np.array(HOUSEHOLD_TYPES)
    members = table[:, :4]
    size = members.sum(axis=1)
    sizes = marginals.six_sizes()
    by_band = marginals.age_sex.sum(axis=0)
    persons = np.add.reduceat(by_band, GROUP_START[:4])
    persons = persons / persons.sum() * float(sizes @ np.arange(1, 7))
    keep = sizes > 0
    incidence = np.hstack([members, (size[:, None] == np.arange(1, 7))[:, keep]])
    used = keep[size.astype(int) - 1]
    weights = np.zeros(len(table))
    weights[used] = fit(table[used, 4], incidence[used], np.append(persons, sizes[keep]))
    return weights


def synthesise(marginals: Marginals, residents: int, luck: Luck, community: str) -> Synthesis:
    """Exactly `residents` persons in households that meet both marginals.

    Household types are fitted to the shares of household sizes and to broad age groups at
    once, made whole by largest remainder, and filled with the ages and sexes of the marginals.
    The draws belong to (seed, community name).
    """
    weights = type_weights(marginals)
    members = np.array(HOUSEHOLD_TYPES)[:, :4].astype(np.int64)
    type_size = members.sum(axis=1)
    by_size = _sizes(residents, marginals)
    counts = np.zeros(len(members), np.int64)
    for s in range(1, 7):
        rows = np.flatnonzero(type_size == s)
        counts[rows] = apportion(int(by_size[s - 1]), weights[rows])
    kind = np.repeat(np.arange(len(members)), counts)
    kind = luck.generator("community", f"{community}/order").permutation(kind)
    size = type_size[kind]
    groups = np.concatenate([np.repeat(np.arange(4), m) for m in members])
    begin = np.concatenate([[0], np.cumsum(type_size)])[kind]
    first = np.concatenate([[0], np.cumsum(size)])[:-1]
    inside = np.arange(residents) - np.repeat(first, size)
    group = groups[np.repeat(begin, size) + inside]
    age, sex = _fill(marginals, group, np.repeat(np.arange(len(size)), size), luck, community)
    return Synthesis(size, age, sex)


def _sizes(residents: int, marginals: Marginals) -> Array:
    """Households of size 1 to 6 with exactly `residents` members in all."""
    shares = marginals.six_sizes()
    mean = float(shares @ np.arange(1, 7))
    target = residents / mean * shares
    counts = apportion(max(1, round(residents / mean)), shares)
    sizes = np.arange(1, 7)
    while (missing := residents - int(counts @ sizes)) != 0:
        step = 1 if missing > 0 else -1
        able = counts > 0
        able[5 if step > 0 else 0] = False
        if not able.any():  # all households at the end of the scale: add or drop one
            counts[0] += step
            continue
        gain = np.where(able, counts - target - np.roll(counts - target, -step), -np.inf)
        s = int(np.argmax(gain))
        counts[s] -= 1
        counts[s + step] += 1
    return counts


def _fill(
    marginals: Marginals, group: Array, household: Array, luck: Luck, community: str
) -> tuple[Array, Array]:
    """Age band and sex of each person, given the broad group and the household."""
    draw = luck.generator("community", f"{community}/ages")
    stage = draw.random(int(household[-1]) + 1)  # how far in life the household is
    near = stage[household] + draw.normal(0.0, 0.08, len(group))
    tie = draw.random(len(group))
    age = np.zeros(len(group), np.int8)
    sex = np.zeros(len(group), np.int8)
    for g in range(4):
        rows = np.flatnonzero(group == g)
        bands = np.arange(GROUP_START[g], GROUP_START[g + 1])
        cells = apportion(len(rows), marginals.age_sex[:, bands].T.ravel()).reshape(-1, 2)
        ordered = rows[np.argsort(near[rows], kind="stable")]
        age[ordered] = np.repeat(bands, cells.sum(axis=1))
        # members of one group in a household alternate: the first tends to be male
        turn = (rows - np.searchsorted(household, household[rows])) % 2
        preference = np.zeros(len(group))
        preference[rows] = turn + 0.5 * tie[rows]
        for band, (men, _) in zip(bands, cells, strict=True):
            here = rows[age[rows] == band]
            by_turn = here[np.argsort(preference[here], kind="stable")]
            sex[by_turn[men:]] = 1
    return age, sex
