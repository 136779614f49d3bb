"""What every mechanism of every family must keep; it names none of them."""

from __future__ import annotations

import dataclasses
import tomllib
from collections.abc import Sequence
from dataclasses import FrozenInstanceError, dataclass, fields, replace
from functools import cache
from typing import Any, ClassVar

import numpy as np
import pytest

import resilience_sim as rs
from resilience_sim import contributions as c
from resilience_sim.bibliography import bibliography
from resilience_sim.community.tables import Table
from resilience_sim.errors import InputError
from resilience_sim.mechanism import PHASES, ByNeed, Mechanism, param, parameters
from resilience_sim.observe.record import Record
from resilience_sim.registry import FAMILIES, families
from resilience_sim.scenario import Scenario, from_document
from resilience_sim.simulation import Simulation, simulate
from resilience_sim.simulation.asking import TAKES
from resilience_sim.world import World
from tests.bits import bits, differing

EVERY = [(family, cls) for family in FAMILIES for cls in families()[family].values()]
every = pytest.mark.parametrize(
    ("family", "cls"), EVERY, ids=[f"{family}.{cls.name()}" for family, cls in EVERY]
)
SEED = 5


@cache
def base() -> Scenario:
    """Two hundred residents, everyday life and lockdown, no institution."""
    return rs.load("epidemic_lockdown").vary(
        {"community.residents": 200, "warmup_days": 10.0, "horizon_days": 20.0}
    )


def with_it(scenario: Scenario, family: str, one: Mechanism) -> Scenario:
    """The scenario with that mechanism, in place of those of its class."""
    others = [m for m in getattr(scenario, family) if type(m) is not type(one)]
    return replace(scenario, **{family: (*others, one)})


def without(scenario: Scenario, family: str, cls: type[Mechanism]) -> Scenario:
    kept = tuple(m for m in getattr(scenario, family) if type(m) is not cls)
    return replace(scenario, **{family: kept})


@cache
def run_without(family: str, cls: type[Mechanism]) -> Record:
    return simulate(without(base(), family, cls), SEED)


# --- declarations ----------------------------------------------------------------------------
@every
def test_defaults_construct_a_frozen_keyword_only_value(family: str, cls: type[Mechanism]) -> None:
    one = cls()
    assert cls.family == family
    assert one.label == cls.name()
    assert one == cls()
    assert hash(one) == hash(cls())
    with pytest.raises(FrozenInstanceError):
        one.label = "other"  # type: ignore[misc]
    assert all(f.kw_only for f in fields(cls))


@every
def test_names_and_parameters_are_told_in_both_languages(family: str, cls: type[Mechanism]) -> None:
    assert cls.en
    assert any("\u4e00" <= sign <= "\u9fff" for sign in cls.zh)
    for name, (_, told) in parameters(cls).items():
        assert told.en, name
        assert told.zh, name
    undeclared = {f.name for f in fields(cls)} - set(parameters(cls)) - {"label"}
    assert not undeclared
    if family == "institutions":
        assert all(cls.price)


@every
def test_sources_stand_in_the_bibliography(family: str, cls: type[Mechanism]) -> None:
    keys = {told.source for _, told in parameters(cls).values()} | set(cls.sources)
    assert keys <= set(bibliography())


@every
def test_no_parameter_shadows_what_a_mechanism_has(family: str, cls: type[Mechanism]) -> None:
    assert not set(parameters(cls)) & set(dir(Mechanism))
    assert not any(word in name for name in parameters(cls)
                   for word in ("effect", "boost", "effectiveness"))  # fmt: skip


@every
def test_defaults_lie_in_their_ranges(family: str, cls: type[Mechanism]) -> None:
    for name, (default, told) in parameters(cls).items():
        for value in (default, told.neutral):
            entries = value if isinstance(value, tuple) else (value,)
            for entry in entries:
                if isinstance(entry, (int, float)) and not isinstance(entry, bool):
                    assert told.low is None or entry >= told.low, name
                    assert told.high is None or entry <= told.high, name
                if told.choices is not None and entry is not None:
                    assert entry in told.choices, name


@every
def test_institutions_use_three_hooks_at_most(family: str, cls: type[Mechanism]) -> None:
    used = [phase for phase in cls.phases() if phase != "build"]
    assert cls.phases(), "it acts nowhere"
    if family == "institutions":
        assert len(used) <= 3
        assert "adapt" not in used


def other_value(value: Any, told: Any) -> Any:
    """Another allowed value, so that a roundtrip cannot pass by falling back to defaults."""
    if told.choices is not None:
        return next((v for v in told.choices if v != value), value)
    if isinstance(value, ByNeed):
        return ByNeed(other_value(entry, told) for entry in value)
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1 if told.high is None or value < told.high else value - 1
    if isinstance(value, float):
        ends = [x for x in (told.low, told.high) if x is not None and x != value]
        return (value + ends[0]) / 2 if ends else value + 0.5
    return value


@every
def test_parameters_survive_toml(family: str, cls: type[Mechanism]) -> None:
    values = {n: other_value(default, told) for n, (default, told) in parameters(cls).items()}
    try:
        one = cls(**values)
    except InputError:  # its values must fit each other: the defaults do
        one = cls()
    scenario = with_it(base(), family, one)
    back = from_document(tomllib.loads(scenario.to_toml()))
    assert back == scenario
    assert back.content_hash() == scenario.content_hash()


# --- hooks -----------------------------------------------------------------------------------
def ask_every_hook(one: Mechanism, world: World) -> dict[str, Sequence[Any]]:
    phases = [phase for phase in one.phases() if phase != "process"]
    return {phase: tuple(getattr(one, phase)(world)) for phase in phases}


def flat(thing: Any) -> Any:
    """Contributions as comparable values: arrays by their bytes."""
    if isinstance(thing, np.ndarray):
        return thing.dtype.str, thing.shape, thing.tobytes()
    if dataclasses.is_dataclass(thing) and not isinstance(thing, type):
        return type(thing), tuple(flat(getattr(thing, f.name)) for f in fields(thing))
    if isinstance(thing, dict):
        return {name: flat(value) for name, value in thing.items()}
    if isinstance(thing, (tuple, list)):
        return tuple(flat(entry) for entry in thing)
    return thing


def arrays_of(thing: Any, name: str = "") -> dict[str, np.ndarray]:
    """All arrays behind a world or a community, by their path."""
    if isinstance(thing, np.ndarray):
        return {name: thing}
    found: dict[str, np.ndarray] = {}
    if isinstance(thing, Table):
        parts: Any = thing.items()
    elif dataclasses.is_dataclass(thing) and not isinstance(thing, type):
        parts = [(f.name, getattr(thing, f.name, None)) for f in fields(thing)]
    elif hasattr(thing, "items"):
        parts = thing.items()
    else:
        return found
    for key, part in parts:
        found |= arrays_of(part, f"{name}.{key}")
    return found


def bytes_behind(run: Simulation) -> dict[str, bytes]:
    """Everything a hook could write to: the world, the community and the engine."""
    parts = {"world": run.world, "community": run.community, "engine": run.engine.arrays}
    return {
        path: array.tobytes()
        for name, part in parts.items()
        for path, array in arrays_of(part, name).items()
    }


@pytest.fixture(scope="module")
def full() -> Simulation:
    """A run in the midst of lockdown with everything there is."""
    scenario = base()
    for family, cls in EVERY:
        if cls not in {type(m) for m in getattr(scenario, family)}:
            scenario = with_it(scenario, family, cls())
    run = Simulation(scenario, SEED)
    while run.t < 16.0:
        run.step()
    return run


@every
def test_hooks_decide_the_same_twice_and_write_nothing(
    full: Simulation, family: str, cls: type[Mechanism]
) -> None:
    one = next(m for m in full.mechanisms if type(m) is cls)
    before = bytes_behind(full)
    parts = {f.name: getattr(full.world, f.name) for f in fields(full.world)}
    first = ask_every_hook(one, full.world)
    again = ask_every_hook(one, full.world)
    assert flat(first) == flat(again)
    assert not differing(before, bytes_behind(full))
    for name, part in parts.items():
        now = getattr(full.world, name)
        assert now is part or now == part, f"world.{name} was exchanged"


@every
def test_hooks_return_what_their_phases_take(
    full: Simulation, family: str, cls: type[Mechanism]
) -> None:
    one = next(m for m in full.mechanisms if type(m) is cls)
    own = full.world.own.get(one.label, {})
    for phase, given in ask_every_hook(one, full.world).items():
        for part in given:
            if phase != "build":
                assert isinstance(part, TAKES[phase])
            if isinstance(part, c.Movement):
                assert family == "society"
            if isinstance(part, c.OwnColumns):
                assert set(part.columns) <= set(own), "columns nobody declared"
            for path, array in arrays_of(part).items():
                if array.dtype.kind == "f" and not isinstance(part, (c.OwnColumns, c.NewBody)):
                    assert np.isfinite(array).all(), (phase, path)


def test_the_world_is_read_only(full: Simulation) -> None:
    loose = [
        name
        for part in ("people", "households", "bodies", "responsibility", "experience", "ledger",
                     "absent", "stock", "placed", "natural", "own")
        for name, array in arrays_of(getattr(full.world, part), part).items()
        if array.flags.writeable
    ]  # fmt: skip
    assert not loose


# --- runs ------------------------------------------------------------------------------------
STILL = {"response.everyday_needs.rate": 0.0}
PLACES: dict[str, dict[str, Any]] = {
    "one person": {"community.residents": 1},
    "no cases": {**STILL, "crises": ()},
    "no crisis": {"crises": ()},
}


def in_place(place: str) -> Scenario:
    changes = dict(PLACES[place])
    crises = changes.pop("crises", None)
    scenario = base().vary(changes)
    return scenario if crises is None else replace(scenario, crises=crises)


@pytest.mark.parametrize("place", PLACES)
@every
def test_it_works_where_there_is_little(family: str, cls: type[Mechanism], place: str) -> None:
    scenario = in_place(place)
    if cls not in {type(m) for m in getattr(scenario, family)}:
        scenario = with_it(scenario, family, cls())
    record = simulate(scenario, SEED)
    assert np.isfinite(record.series["functionality"]).all()
    if place == "no cases" and family != "crises":
        assert len(record.cases) == 0


@every
def test_neutral_values_equal_absence(family: str, cls: type[Mechanism]) -> None:
    neutral = {n: told.neutral for n, (_, told) in parameters(cls).items()
               if told.neutral is not None}  # fmt: skip
    if not neutral:
        pytest.skip("declares no neutral value: nothing to compare")
    try:
        absent = run_without(family, cls)
    except InputError as error:
        pytest.skip(f"a run needs it: {error.problem}")
    idle, bare = bits(simulate(with_it(base(), family, cls(**neutral)), SEED)), bits(absent)
    # it may add series and figures of its own, never change those that were there
    assert not differing({name: idle.get(name, b"") for name in bare}, bare)
    if family == "institutions":
        assert set(idle) == set(bare)


@pytest.mark.parametrize("family", ["crises", "institutions"])
def test_the_order_in_which_they_are_listed_changes_no_bit(family: str) -> None:
    every = [cls() for cls in families()[family].values()]
    one = replace(base(), **{family: tuple(every)})
    other = replace(base(), **{family: tuple(reversed(every))})
    assert one.content_hash() == other.content_hash()
    assert not differing(bits(simulate(one, SEED)), bits(simulate(other, SEED)))


def test_contributions_combine_in_label_order_however_they_are_handed_over(
    full: Simulation,
) -> None:
    from resilience_sim.simulation.asking import Asking

    for phase in TAKES:
        orders = []
        for listed in (full.mechanisms, full.mechanisms[::-1]):
            asking = Asking(listed, phase)
            orders.append([entry.label for entry in asking.asked])
        assert orders[0] == orders[1] == sorted(orders[0])


# --- the trap --------------------------------------------------------------------------------
@dataclass(frozen=True, kw_only=True)
class Meddler(Mechanism):
    """An institution that tries to move what only society may move."""

    family: ClassVar[str] = "institutions"
    way: str = param("adapt", en="how it tries", zh="方式")

    def _tries(self, world: World) -> Sequence[c.Contribution]:
        return (c.Movement("identity", np.full(len(world.people), 0.1)),)

    def adapt(self, world: World) -> Sequence[c.Contribution]:
        return self._tries(world) if self.way == "adapt" else ()

    def convene(self, world: World) -> Sequence[c.Contribution]:
        return self._tries(world) if self.way == "convene" else ()

    def staff(self, world: World) -> Sequence[c.Contribution]:
        if self.way == "write":
            world.people.identity[:] = 1.0
        return self._tries(world) if self.way == "staff" else ()


@pytest.mark.parametrize("way", ["adapt", "convene", "staff"])
def test_an_institution_that_moves_a_social_column_is_refused(way: str) -> None:
    with pytest.raises(InputError, match=r"social columns|does not take Movement") as caught:
        simulate(with_it(base(), "institutions", Meddler(way=way)), SEED)
    assert caught.value.where == "meddler"


def test_an_institution_that_writes_a_column_is_stopped() -> None:
    with pytest.raises(ValueError, match="read-only"):
        simulate(with_it(base(), "institutions", Meddler(way="write")), SEED)


def test_every_phase_is_covered() -> None:
    assert set(TAKES) == set(PHASES) - {"build", "process"}
