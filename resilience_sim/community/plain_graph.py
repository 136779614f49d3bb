"""A community from a graph of persons with a few attributes: the rest is assumed and told."""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from resilience_sim.community.community import Community
from resilience_sim.community.fitting import apportion
from resilience_sim.community.generate import build_part
from resilience_sim.community.parts import joined
from resilience_sim.community.residents import ASSUMED_TRAITS, build_people
from resilience_sim.community.settings import CommunitySettings
from resilience_sim.community.synthesis import ASSUMED_JOINTS, Marginals, Synthesis, synthesise
from resilience_sim.community.ties import symmetric
from resilience_sim.errors import InputError, alike, listed, nearest_name
from resilience_sim.rng import Luck
from resilience_sim.vocabulary import TIE_LAYERS

Array = NDArray[Any]

__all__ = ["KNOWN", "PlainGraph", "from_plain"]

#: Attributes of a person that are read, and what they mean. Each stands on all nodes or none.
KNOWN: dict[str, str] = {
    "household": "any label; persons with the same label live together",
    "building": "any label; the building of the person's household",
    "age": "years, 0 to 120",
    "age_band": "five-year band, 0 to 17",
    "sex": "0 or 'male', 1 or 'female'",
    "newcomer": "true or false",
    "disabled": "true or false",
    "vulnerable": "true or false",
    "party_member": "true or false",
    "digital": "true or false",
    "hours": "hours a day the person could give, 0 to 24",
}


@dataclass(frozen=True, slots=True)
class PlainGraph:
    """Persons with attributes, and each edge once with its attributes."""

    name: str
    labels: list[Hashable]
    attributes: list[dict[str, Any]]
    one: Array
    two: Array
    edges: list[dict[str, Any]]


def from_plain(graph: PlainGraph, settings: CommunitySettings, seed: int) -> Community:
    """The community of a plain graph; ``notes`` lists every assumption made for it."""
    notes: list[str] = []
    given = _given(graph, notes)
    n = len(graph.labels)
    settings = replace(settings, name=graph.name, residents=n, communities=1)
    luck = Luck(seed)
    order, size, per_building = _grouped(graph, given, settings, luck, notes)
    age, sex = _ages(graph, given, settings, luck, order, size, notes)
    made = Synthesis(size, age, sex)
    people = build_people(settings, luck, graph.name, made)
    for name in ("newcomer", "disabled", "vulnerable", "party_member", "digital", "hours"):
        if name in given:
            getattr(people, name)[:] = given[name][order]
        else:
            notes.append(f"'{name}' was not given: drawn as in a synthetic community.")
    if "disabled" in given and "vulnerable" not in given:
        alone = (size == 1)[people.household] & (age >= 12)
        people.vulnerable[:] = people.disabled | (age < 3) | alone
    row = np.empty(n, np.int64)
    row[order] = np.arange(n)
    one, two, weight, layer = _edges(graph, row, people.household, notes)
    ties = symmetric(n, np.minimum(one, two), np.maximum(one, two), weight, layer)
    part = build_part(settings, luck, graph.name, made, people, buildings=per_building, ties=ties)
    if "newcomer" in given:
        new = np.bincount(people.household, weights=people.newcomer) * 2 > size
        part.households.newcomer[:] = new
    notes.append("Bodies, their staff, stock and duties were assumed from the settings.")
    community = joined(settings, [part], (graph.name,), [*notes, *ASSUMED_TRAITS])
    community.labels = tuple(graph.labels[i] for i in order)
    return community


def _given(graph: PlainGraph, notes: list[str]) -> dict[str, Any]:
    """Known attributes as arrays in node order; labels stay lists."""
    seen: dict[str, int] = {}
    for told in graph.attributes:
        for key in told:
            seen[str(key)] = seen.get(str(key), 0) + 1
    given: dict[str, Any] = {}
    for key, count in seen.items():
        if key not in KNOWN:
            near = nearest_name(key, [name for name in KNOWN if name not in seen])
            if near is not None and alike(key, near):
                raise InputError(
                    f"there is no attribute {key!r} of persons", where="graph", key=key,
                    allowed=listed(KNOWN), nearest=near,
                )  # fmt: skip
            notes.append(f"'{key}' of the nodes is not used.")
            continue
        if count < len(graph.labels):
            at, lacking = next(
                (v, t) for v, t in zip(graph.labels, graph.attributes, strict=True) if key not in t
            )
            raise InputError(
                f"some persons lack the attribute {key!r}: it must stand on all nodes or on none",
                where="graph", key=f"node {at!r}.{key}", allowed=KNOWN[key],
                nearest=nearest_name(key, [str(k) for k in lacking]),
            )  # fmt: skip
        values = [told[key] for told in graph.attributes]
        given[key] = values if key in ("household", "building") else _read(graph, key, values)
    return given


def _read(graph: PlainGraph, key: str, values: list[Any]) -> Array:
    read = READERS[key]
    out: list[float] = []
    for label, value in zip(graph.labels, values, strict=True):
        number = read(value)
        if number is None:
            raise InputError(
                f"attribute {key!r} of a person cannot be used", where="graph",
                key=f"node {label!r}.{key}", value=value, allowed=KNOWN[key],
            )  # fmt: skip
        out.append(number)
    return np.array(out, np.float64)


def _between(low: float, high: float) -> Callable[[Any], float | None]:
    def read(value: Any) -> float | None:
        if isinstance(value, (int, float, np.number)) and low <= float(value) <= high:
            return float(value)
        return None

    return read


def _truth(value: Any) -> float | None:
    if isinstance(value, (bool, np.bool_)) or value in (0, 1):
        return float(value)
    return None


def _sex(value: Any) -> float | None:
    words = {"male": 0.0, "m": 0.0, "female": 1.0, "f": 1.0, "男": 0.0, "女": 1.0}
    if isinstance(value, str):
        return words.get(value.lower())
    return _truth(value)


READERS: dict[str, Callable[[Any], float | None]] = {
    "age": _between(0, 120),
    "age_band": _between(0, 17),
    "sex": _sex,
    "newcomer": _truth,
    "disabled": _truth,
    "vulnerable": _truth,
    "party_member": _truth,
    "digital": _truth,
    "hours": _between(0, 24),
}


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
        home = _numbered(given["household"])
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
    building = _numbered(given["building"])
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
    if "age" in given or "age_band" in given:
        bands = given["age_band"] if "age_band" in given else given["age"] // 5
        age = np.minimum(bands, 17).astype(np.int8)[order]
    elif "household" in given:
        age = _dealt(draw, apportion(n, by_band), size)
        notes.append(
            f"'age' was not given: ages of {settings.marginals} were dealt out, an adult to "
            "every household first."
        )
    else:
        made = synthesise(marginals, n, luck, graph.name)
        age = made.age
        which = "'age'" if "sex" in given else "'age' and 'sex'"
        notes.append(f"{which} not given: synthesised with households of {settings.marginals}.")
        notes.extend(ASSUMED_JOINTS)
        if "sex" not in given:
            return age, made.sex
    if "sex" in given:
        return age, given["sex"].astype(np.int8)[order]
    women = (marginals.age_sex[1] / by_band)[age]
    notes.append("'sex' was not given: drawn with the share of women of the age.")
    return age, (draw.random(n) < women).astype(np.int8)


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


def _edges(
    graph: PlainGraph, row: Array, household: Array, notes: list[str]
) -> tuple[Array, Array, Array, Array]:
    """Ties by person rows; those inside a household are implicit and left out."""
    weight = np.ones(len(graph.edges))
    layer = np.zeros(len(graph.edges), np.int8)
    for e, told in enumerate(graph.edges):
        ends = f"edge ({graph.labels[graph.one[e]]!r}, {graph.labels[graph.two[e]]!r})"
        value = told.get("weight", 1.0)
        name = told.get("layer", "building")
        if not isinstance(value, (int, float, np.number)) or not 0.0 <= float(value) < math.inf:
            raise InputError(
                "the weight of a tie cannot be used", where="graph", key=f"{ends}.weight",
                value=value, allowed="a finite number of 0 or more",
            )  # fmt: skip
        if name not in TIE_LAYERS:
            raise InputError(
                "there is no such layer of ties", where="graph", key=f"{ends}.layer", value=name,
                allowed=listed(TIE_LAYERS), nearest=nearest_name(str(name), TIE_LAYERS),
            )  # fmt: skip
        weight[e] = float(value)
        layer[e] = TIE_LAYERS.index(name)
    if graph.edges and not any("weight" in told for told in graph.edges):
        notes.append("'weight' of edges was not given: every tie weighs 1.")
    if graph.edges and not any("layer" in told for told in graph.edges):
        notes.append("'layer' of edges was not given: every tie is one between neighbours.")
    one, two = row[graph.one], row[graph.two]
    apart = household[one] != household[two]
    inside = int((~apart).sum())
    if inside:
        notes.append(f"{inside} edges inside a household were left out: its members are tied.")
    return one[apart], two[apart], weight[apart], layer[apart]
