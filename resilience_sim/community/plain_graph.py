"""A community from a graph of persons with a few attributes: the rest is assumed and told."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from resilience_sim.community.community import Community
from resilience_sim.community.fitting import apportion
from resilience_sim.community.generate import build_part
from resilience_sim.community.parts import joined
from resilience_sim.community.plain_attributes import PlainGraph, read_attributes
from resilience_sim.community.plain_ties import plain_ties
from resilience_sim.community.residents import ASSUMED_TRAITS, build_people
from resilience_sim.community.settings import CommunitySettings
from resilience_sim.community.synthesis import ASSUMED_JOINTS, Marginals, Synthesis, synthesise
from resilience_sim.community.tables import People
from resilience_sim.rng import Luck

Array = NDArray[Any]

__all__ = ["from_plain"]

#: Attributes that stand over what is drawn for a person.
TRAITS = ("newcomer", "disabled", "vulnerable", "party_member", "digital", "hours")


def from_plain(graph: PlainGraph, settings: CommunitySettings, seed: int) -> Community:
    """The community of a plain graph; ``notes`` lists every assumption made for it."""
    notes = list(graph.notes)
    given = read_attributes(graph, notes)
    n = len(graph.labels)
    settings = replace(settings, name=graph.name, residents=n, communities=1)
    luck = Luck(seed)
    order, size, per_building = _grouped(graph, given, settings, luck, notes)
    age, sex = _ages(graph, given, settings, luck, order, size, notes)
    made = Synthesis(size, age, sex)
    people = build_people(settings, luck, graph.name, made)
    _given_traits(people, given, order, notes)
    row = np.empty(n, np.int64)
    row[order] = np.arange(n)
    ties = plain_ties(graph, row, people.household, notes)
    part = build_part(settings, luck, graph.name, made, people, buildings=per_building, ties=ties)
    if "newcomer" in given:
        new = np.bincount(people.household, weights=people.newcomer) * 2 > size
        part.households.newcomer[:] = new
    notes.append("Bodies, their staff, stock and duties were assumed from the settings.")
    community = joined(settings, [part], (graph.name,), [*notes, *ASSUMED_TRAITS])
    community.labels = tuple(graph.labels[i] for i in order)
    return community


def _given_traits(people: People, given: dict[str, Any], order: Array, notes: list[str]) -> None:
    """Put what was given over what was drawn."""
    for name in TRAITS:
        if name not in given:
            notes.append(f"'{name}' was not given: drawn as in a synthetic community.")
            continue
        column = getattr(people, name)
        told = given[name][order]
        known = ~np.isnan(told)
        column[known] = told[known].astype(column.dtype)
        _tell_gaps(name, known, "drawn as in a synthetic community", notes)
    if "disabled" in given and "vulnerable" not in given:
        size = np.bincount(people.household)
        alone = (size == 1)[people.household] & (people.age >= 12)
        people.vulnerable[:] = people.disabled | (people.age < 3) | alone


def _tell_gaps(name: str, known: Array, assumed: str, notes: list[str]) -> None:
    lacking = int((~known).sum())
    if lacking:
        notes.append(f"'{name}' is missing for {lacking} of {len(known)} persons: {assumed}.")


def _grouped(
    graph: PlainGraph,
    given: dict[str, Any],
    settings: CommunitySettings,
    luck: Luck,
    notes: list[str],
) -> tuple[Array, Array, Array | None]:
    """Order of persons by building and household, sizes, offsets of buildings (or None)."""
    n = len(graph.labels)
    if "household" in given:
        home = _numbered(_filled(given["household"], "household", "each lives alone", notes))
    else:
        made = synthesise(Marginals.read(settings.marginals), n, luck, graph.name)
        home = np.repeat(np.arange(len(made.size)), made.size)
        notes.append(
            "'household' was not given: persons were put together in the order of the nodes, "
            f"with the household sizes of {settings.marginals}."
        )
    if "building" not in given:
        notes.append("'building' was not given: households fill buildings in order.")
        order = np.argsort(home, kind="stable")
        return order, np.bincount(home), None
    told = _of_households(given["building"], home)
    building = _numbered(_filled(told, "building", "each of them has one of its own", notes))
    of_home = np.zeros(int(home.max()) + 1, np.int64)
    of_home[home[::-1]] = building[::-1]  # the first member's building stands
    split = int((of_home[home] != building).sum())
    if split:
        notes.append(f"{split} persons were moved to the building of their household.")
    rank = np.lexsort((np.arange(len(of_home)), of_home))
    place = np.empty(len(of_home), np.int64)
    place[rank] = np.arange(len(of_home))
    order = np.argsort(place[home], kind="stable")
    offsets = np.concatenate([[0], np.cumsum(np.bincount(of_home))])
    return order, np.bincount(place[home]), offsets


def _filled(labels: list[Hashable], name: str, assumed: str, notes: list[str]) -> list[Hashable]:
    """Labels with a new one for every gap."""
    known = np.array([label is not None for label in labels], bool)
    _tell_gaps(name, known, assumed, notes)
    return [("lacking", i) if label is None else label for i, label in enumerate(labels)]


def _of_households(labels: list[Hashable], home: Array) -> list[Hashable]:
    """Labels with gaps filled from the first member of the household that has one."""
    first: dict[int, Hashable] = {}
    for label, h in zip(labels, home.tolist(), strict=True):
        if label is not None:
            first.setdefault(h, label)
    return [
        first.get(h) if label is None else label
        for label, h in zip(labels, home.tolist(), strict=True)
    ]


def _numbered(labels: list[Hashable]) -> Array:
    """Labels as numbers by first appearance."""
    number: dict[Hashable, int] = {}
    return np.array([number.setdefault(label, len(number)) for label in labels], np.int64)


def _ages(
    graph: PlainGraph,
    given: dict[str, Any],
    settings: CommunitySettings,
    luck: Luck,
    order: Array,
    size: Array,
    notes: list[str],
) -> tuple[Array, Array]:
    """Age band and sex by person row, given or assumed."""
    n = len(order)
    marginals = Marginals.read(settings.marginals)
    draw = luck.generator("community", f"{graph.name}/graph_ages")
    by_band = marginals.age_sex.sum(axis=0)
    bands: Array | None = given.get("age_band", given["age"] // 5 if "age" in given else None)
    known = np.zeros(n, bool) if bands is None else ~np.isnan(bands[order])
    if bands is not None and known.all():
        age = np.minimum(bands, 17).astype(np.int8)[order]
    elif "household" in given or bands is not None:
        age = _dealt(draw, apportion(n, by_band), size)
        dealt = f"ages of {settings.marginals} were dealt out, an adult to every household first"
        if bands is None:
            notes.append(f"'age' was not given: {dealt}.")
        else:
            age[known] = np.minimum(bands[order][known], 17)
            _tell_gaps("age", known, dealt, notes)
    else:
        made = synthesise(marginals, n, luck, graph.name)
        age = made.age
        which = "'age'" if "sex" in given else "'age' and 'sex'"
        notes.append(f"{which} not given: synthesised with households of {settings.marginals}.")
        notes.extend(ASSUMED_JOINTS)
        if "sex" not in given:
            return age, made.sex
    return age, _sexes(given, order, (marginals.age_sex[1] / by_band)[age], draw, notes)


def _sexes(
    given: dict[str, Any], order: Array, women: Array, draw: np.random.Generator, notes: list[str]
) -> Array:
    """Sex by person row, given or drawn with the share of women of the age."""
    told = given["sex"][order] if "sex" in given else np.full(len(order), np.nan)
    known = ~np.isnan(told)
    if known.all():
        return told.astype(np.int8)
    drawn = draw.random(len(order)) < women
    assumed = "drawn with the share of women of the age"
    if known.any():
        _tell_gaps("sex", known, assumed, notes)
    else:
        notes.append(f"'sex' was not given: {assumed}.")
    return np.where(known, told == 1.0, drawn).astype(np.int8)


def _dealt(draw: np.random.Generator, by_band: Array, size: Array) -> Array:
    """Ages dealt to households of given sizes: an adult to each first, then the rest at random."""
    pool = np.repeat(np.arange(18, dtype=np.int8), by_band)
    adults, minors = draw.permutation(pool[pool >= 4]), draw.permutation(pool[pool < 4])
    heads = np.concatenate([[0], np.cumsum(size)])[:-1][: len(adults)]
    age = np.empty(len(pool), np.int8)
    age[heads] = adults[: len(heads)]
    rest = np.ones(len(pool), bool)
    rest[heads] = False
    age[rest] = draw.permutation(np.concatenate([adults[len(heads) :], minors]))
    return age
