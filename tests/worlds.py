"""Worlds made by hand for tests of single mechanisms, and a loop that drives one of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from resilience_sim.community.tables import (
    Bodies,
    Households,
    People,
    Places,
    Responsibility,
    Ties,
    frozen,
)
from resilience_sim.contributions import Movement, OwnColumns
from resilience_sim.mechanism import Mechanism
from resilience_sim.rng import Luck
from resilience_sim.vocabulary import N_NEEDS, N_RESOURCES
from resilience_sim.world import Conditions, Experience, Ledger, World

Pairs = Sequence[tuple[int, int]] | np.ndarray


def ties_of(rows: int, pairs: Pairs, weight: Sequence[float] | None = None) -> Ties:
    """Symmetric ties from pairs of rows, weight 1 each unless given."""
    edges = np.asarray(pairs, dtype=np.int64).reshape(-1, 2)
    w = np.ones(len(edges)) if weight is None else np.asarray(weight, dtype=float)
    a = np.concatenate([edges[:, 0], edges[:, 1]])
    b = np.concatenate([edges[:, 1], edges[:, 0]])
    both = np.concatenate([w, w])
    order = np.lexsort((b, a))
    start = np.zeros(rows + 1, np.uint32)
    start[1:] = np.cumsum(np.bincount(a, minlength=rows))
    return Ties(
        start=start,
        index=b[order].astype(np.uint32),
        weight=both[order],
        layer=np.zeros(len(a), np.int8),
    )


def _places(community_of_household: np.ndarray) -> Places:
    """One stairwell, building and grid a community."""
    n = int(community_of_household[-1]) + 1
    cuts = np.searchsorted(community_of_household, np.arange(n + 1))
    steps = np.arange(n + 1)
    return Places(
        household_of_stairwell=cuts,
        stairwell_of_building=steps,
        building_of_grid=steps,
        grid_of_community=steps,
        community_of_subdistrict=np.array([0, n]),
        subdistrict_of_district=np.array([0, 1]),
        communities=tuple(f"community {i}" for i in range(n)),
        subdistricts=("subdistrict",),
        districts=("district",),
    )


def _bodies(n_communities: int, bodies: int) -> Bodies:
    table = Bodies.empty(bodies)
    table.community[:] = np.arange(bodies) % n_communities
    table.first_building[:] = table.community
    table.end_building[:] = table.community + 1
    table.parent[:] = -1
    table.posts[:] = 1
    table.staff[:] = 1.0
    table.hours[:] = 8.0
    table.key[:] = np.arange(bodies)
    return table


def _people(sizes: np.ndarray, community: np.ndarray) -> People:
    people = People.empty(int(sizes.sum()))
    people.household[:] = np.repeat(np.arange(len(sizes)), sizes)
    people.age[:] = 7
    people.employer[:] = -1
    people.hours[:] = 2.0
    people.rank[:] = (np.arange(len(people)) + 0.5) / max(len(people), 1)
    people.key[:] = _within(community[people.household])
    return people


def _within(community: np.ndarray) -> np.ndarray:
    """Row within the community."""
    first = np.searchsorted(community, community, side="left")
    return np.arange(len(community)) - first


def tiny_world(
    household_sizes: Sequence[int] | np.ndarray,
    *,
    communities: Sequence[int] | np.ndarray | None = None,
    ties: Pairs = (),
    weight: Sequence[float] | None = None,
    help_ties: Pairs = (),
    bodies: int = 1,
    seed: int = 1,
    people: Mapping[str, Any] | None = None,
    households: Mapping[str, Any] | None = None,
    t: float = 0.0,
    span: float = 1.0,
    end: float = 100.0,
) -> World:
    """A world with one grown-up in mid-life a row, everything else zero unless given.

    `communities` gives the community of each household, in ascending order. `people` and
    `households` set columns by name. Body 0.. are residents' committees, one a community.
    """
    sizes = np.asarray(household_sizes, dtype=np.int64)
    community = np.zeros(len(sizes), int) if communities is None else np.asarray(communities)
    persons = _people(sizes, community)
    homes = Households.empty(len(sizes))
    homes.size[:] = sizes
    homes.first[:] = np.cumsum(sizes) - sizes
    homes.community[:] = homes.building[:] = homes.stairwell[:] = community
    homes.key[:] = _within(community)
    homes.store_food[:] = homes.store_medicine[:] = 6.0
    for table, given in ((persons, people), (homes, households)):
        for name, value in (given or {}).items():
            getattr(table, name)[:] = value
    n = int(community[-1]) + 1
    m = max(bodies, n)
    h, p = len(homes), len(persons)
    cells = np.full((N_NEEDS, n), -1, np.int32)
    return World(
        t=t,
        begin=min(t, 0.0),
        end=end,
        span=span,
        luck=Luck(seed),
        people=persons.readonly(),
        households=homes.readonly(),
        places=_places(community),
        bodies=_bodies(n, m).readonly(),
        body_names=tuple(f"committee {i}" for i in range(m)),
        ties=ties_of(p, ties, weight),
        help_ties=ties_of(h, help_ties),
        responsibility=Responsibility(
            cells, cells.copy(), cells > 0, np.zeros(0, np.int32), np.zeros(m + 1, int), np.ones(m)
        ),
        levers={"clarity": 0.5, "sharing": 0.5, "identity": 0.5, "bridging": 0.5},
        conditions=Conditions(np.ones(p), np.ones(n), np.ones(m), np.ones(N_RESOURCES), np.ones(h)),
        experience=Experience(*(np.zeros(h) for _ in range(7))),
        ledger=Ledger(*(np.zeros(m) for _ in range(6))),
        absent=np.zeros(p, bool),
        stock=np.zeros((m, N_RESOURCES)),
        community_keys=np.arange(1000, 1000 + n),
    )


def built(world: World, mechanism: Mechanism) -> dict[str, Any]:
    """Own columns of a mechanism after `build`; the world sees read-only views of them."""
    own: dict[str, Any] = {}
    for given in mechanism.build(world):
        if isinstance(given, OwnColumns):
            own.update({name: np.array(value) for name, value in given.columns.items()})
    world.own = {**world.own, mechanism.label: {k: frozen(v) for k, v in own.items()}}
    return own


def run_process(world: World, mechanism: Mechanism, until: float, step: float) -> dict[str, Any]:
    """Build a mechanism and advance its own process to `until` in steps of `step` days."""
    own = built(world, mechanism)
    begin, n = world.t, round((until - world.t) / step)
    for k in range(n):
        world.t = begin + k * step
        mechanism.process(world, own, begin + (k + 1) * step)
    world.t = until
    return own


def adapt_once(world: World, *mechanisms: Mechanism) -> dict[str, np.ndarray]:
    """Ask mechanisms to adapt, commit what they decide, and give the summed movements back."""
    moved: dict[str, np.ndarray] = {}
    kept: list[tuple[str, OwnColumns]] = []
    for mechanism in sorted(mechanisms, key=lambda m: m.label):
        for given in mechanism.adapt(world):
            if isinstance(given, Movement):
                name = given.column if given.table == "people" else f"bodies.{given.column}"
                moved[name] = moved.get(name, 0.0) + given.delta
            elif isinstance(given, OwnColumns):
                kept.append((mechanism.label, given))
    for label, given in kept:
        for name, value in given.columns.items():
            writable(world.own[label][name])[...] = value
    for name, delta in moved.items():
        table: Any = world.bodies if name.startswith("bodies.") else world.people
        column = writable(getattr(table, name.removeprefix("bodies.")))
        column[:] = np.clip(column + delta, 0.0, 1.0)
    world.t += world.span
    return moved


def writable(view: np.ndarray) -> np.ndarray:
    """The array behind a read-only view: what only the model may do in a real run."""
    base = view
    while base.base is not None and not base.flags.writeable:
        base = base.base
    return base
