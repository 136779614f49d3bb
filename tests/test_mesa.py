"""What a Mesa user expects of a model: batches, agents with a step, names that are checked."""

from __future__ import annotations

import gc
import inspect
import os
import warnings
import weakref
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

import mesa
import pytest
from mesa.batchrunner import batch_run

import resilience_sim as rs
from resilience_sim.model import (
    GridMember,
    Organisation,
    PartyMember,
    Resident,
    ResidentsCommittee,
    ResilienceModel,
)

#: Everyday life and a few days more, as plain keyword parameters.
PLAIN: Mapping[str, Any] = {
    "residents": 120,
    "warmup_days": 10.0,
    "horizon_days": 5.0,
    "step_hours": 24.0,
}
LATER = tuple(map(int, version("mesa").split(".")[:2])) >= (3, 5)


def batch(parameters: Mapping[str, Any], **more: Any) -> list[dict[str, Any]]:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        rows: list[dict[str, Any]] = batch_run(
            ResilienceModel, {**PLAIN, **parameters}, display_progress=False, **more
        )
    return rows


# --- batches ----------------------------------------------------------------------------------
def test_batches_take_plain_keywords_and_seeds_without_a_warning() -> None:
    rows = batch({"clarity": [0.1, 0.9], "rng": [1, 2]})
    assert [(row["clarity"], row["rng"]) for row in rows] == [
        (0.1, 1),
        (0.1, 2),
        (0.9, 1),
        (0.9, 2),
    ]
    for row in rows:
        base = rs.load("epidemic_lockdown").vary(
            {
                "levers.clarity": row["clarity"],
                "community.residents": 120,
                **{key: PLAIN[key] for key in ("warmup_days", "horizon_days", "step_hours")},
            }
        )
        told = rs.run(base, seed=row["rng"]).timeline
        assert row["functionality"] == told["functionality"].iloc[-1]


@pytest.mark.skipif(not LATER, reason="Mesa before 3.5 gives a batch no seeds")
def test_later_mesa_gives_a_batch_its_seeds() -> None:
    by_mesa = batch({"clarity": [0.1, 0.9]}, rng=[1, 2])
    by_hand = batch({"rng": [1, 2], "clarity": [0.1, 0.9]})
    assert [row["functionality"] for row in by_mesa] == [row["functionality"] for row in by_hand]


@pytest.mark.parametrize(
    ("keyword", "value", "key"),
    [
        ("clarity", 0.9, "levers.clarity"),
        ("sharing", 0.2, "levers.sharing"),
        ("identity", 0.7, "levers.identity"),
        ("bridging", 0.1, "levers.bridging"),
        ("residents", 90, "community.residents"),
        ("step_hours", 12.0, "step_hours"),
        ("warmup_days", 11.0, "warmup_days"),
        ("horizon_days", 3.0, "horizon_days"),
    ],
)
def test_a_keyword_is_the_key_it_stands_for(keyword: str, value: float, key: str) -> None:
    model = ResilienceModel(**{**PLAIN, keyword: value}, seed=1)
    rows = {row.key: row.value for row in model.simulation.scenario.parameters()}
    assert rows[key] == value


def test_institutions_and_further_keys_are_given_by_name() -> None:
    model = ResilienceModel(
        **PLAIN,
        institutions="responsibility_list, red_grid",
        changes={"table_hours": 48.0},
    )
    assert model.simulation.scenario.table_hours == 48.0
    labels = [one.label for one in model.simulation.scenario.institutions]
    assert labels == ["red_grid", "responsibility_list"]


@pytest.mark.parametrize(
    ("more", "problem"),
    [
        ({"clarity": 1.2}, "clarity"),
        ({"institutions": "red_gird"}, "red_grid"),
        ({"changes": {"levers.clarty": 0.2}}, "levers.clarity"),
        ({"clarity": 0.2, "changes": {"levers.clarity": 0.3}}, "twice"),
        ({"seed": 1, "rng": 2}, "twice"),
        ({"base": "epidemic_lokdown"}, "epidemic_lockdown"),
        ({"rng": 1.5}, "whole number"),
    ],
)
def test_a_bad_keyword_is_told(more: dict[str, Any], problem: str) -> None:
    with pytest.raises(rs.InputError, match=problem):
        ResilienceModel(**{**PLAIN, **more})


def test_settings_of_a_community_that_was_given_are_refused() -> None:
    given = rs.Scenario().with_community(_tiny())
    with pytest.raises(rs.InputError, match="given as an object"):
        ResilienceModel(given, residents=50)


def _tiny() -> rs.Community:
    from resilience_sim.community.generate import generate
    from resilience_sim.community.settings import CommunitySettings

    return generate(CommunitySettings(residents=30), 1)


def test_the_constructor_leaves_mesa_its_names() -> None:
    names = set(inspect.signature(ResilienceModel).parameters)
    assert "scenario" not in names
    assert {"seed", "rng"} <= names


# --- agents with a step -----------------------------------------------------------------------
class Gardener(Resident):
    """A resident who calms down."""

    def step(self) -> None:
        self.panic = self.panic / 2


class Tired(ResidentsCommittee):
    """A committee that tires by the day."""

    tiring: float = 0.01

    def step(self) -> None:
        self.fatigue = min(1.0, self.fatigue + self.tiring)


class Town(ResilienceModel):
    """A model whose agents step before it does."""

    views = {Resident: Gardener, ResidentsCommittee: Tired}  # noqa: RUF012

    def step(self) -> None:
        self.agents.shuffle_do("step")
        super().step()


def test_agents_step_as_mesa_agents_do() -> None:
    model = Town(**PLAIN, seed=1)
    plain = ResilienceModel(**PLAIN, seed=1)
    for _ in range(5):
        model.step()
        plain.step()
    committee = next(iter(model.agents_by_type[Tired]))
    told = plain.body(committee.name)
    assert committee.fatigue > told.fatigue + 0.02
    authors = {act.author for act in model.record().acts}
    assert "user" in authors
    assert model.steps == 5


def test_any_function_is_hung_on_a_role_whatever_the_class() -> None:
    model = ResilienceModel(**PLAIN, seed=1)

    def rest(agent: Any) -> None:
        agent.hours = 0.0

    members = model.residents_where("party_member")
    assert {type(one) for one in members} <= {PartyMember, GridMember}
    members.shuffle_do(rest)
    people = model.simulation.people
    assert (people.hours[people.party_member] == 0.0).all()
    next(iter(members)).party_member = False
    assert len(model.residents_where("party_member")) == len(members) - 1
    posts = model.bodies_where("staff", lambda staff: staff > 0.0)
    assert all(isinstance(one, Organisation) and one.staff > 0.0 for one in posts)
    with pytest.raises(rs.InputError, match="did you mean: fatigue"):
        model.bodies_where("fatique")


def test_ages_are_shown_by_bands_and_years() -> None:
    model = ResilienceModel(**PLAIN, seed=1)
    bands = model.simulation.people.age
    one = model.resident(5)
    assert one.age_band == bands[5]
    assert one.age_years == 5 * bands[5]
    with pytest.raises(AttributeError, match="age_band"):
        one.age  # noqa: B018
    elders = model.residents_where("age_band", lambda band: band >= 12)
    assert all(one.age_years >= 60 for one in elders)


# --- names ------------------------------------------------------------------------------------
def test_a_slip_of_the_pen_is_refused_and_changes_nothing() -> None:
    model = Town(**PLAIN, seed=1)
    with pytest.raises(rs.InputError, match="did you mean: identity"):
        model.agents_by_type[Gardener].set("identty", 0.5)
    with pytest.raises(rs.InputError, match="of your own"):
        model.agents_by_type[PartyMember].set("wealth", 3)
    assert model.record().acts == []


def test_a_class_of_ones_own_keeps_what_it_likes() -> None:
    model = Town(**PLAIN, seed=1)
    gardeners = model.agents_by_type[Gardener]
    gardeners.set("tomatoes", 3)
    assert set(gardeners.get("tomatoes")) == {3}
    one = model.resident(0)
    one.pos = (1, 2)
    one._hidden = 1
    assert one.pos == (1, 2)
    committee = next(iter(model.agents_by_type[Tired]))
    committee.tiring = 0.5
    assert committee.tiring == 0.5


# --- memory -----------------------------------------------------------------------------------
def test_agents_of_other_classes_keep_no_model_alive() -> None:
    model = ResilienceModel(**PLAIN, seed=1)
    first = mesa.Agent(model)
    second = mesa.Agent(model)
    assert (first.unique_id, second.unique_id) == (1, 2)
    assert len({agent.unique_id for agent in model.agents}) == len(model.agents)
    dead = weakref.ref(model)
    del model, first, second
    gc.collect()
    assert dead() is None


def resident_bytes() -> int:
    """Memory of this process, in bytes."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


@pytest.mark.long
@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="needs the memory of a process")
def test_two_thousand_models_leave_memory_flat() -> None:
    given = rs.Scenario(warmup_days=10.0, horizon_days=1.0).with_community(_tiny())
    dead, held = [], []
    for number in range(2000):
        model = ResilienceModel(given, seed=1)
        model.step()
        assert sum(model.agents.get("unique_id")) > 0
        dead.append(weakref.ref(model))
        if number % 200 == 199:
            del model
            gc.collect()
            held.append(resident_bytes())
    assert [ref for ref in dead if ref() is not None] == []
    # the first models fill caches and the allocator's arenas; what is held after 400 stays
    assert held[-1] - held[1] < 8 * 2**20, [round(b / 2**20, 1) for b in held]
