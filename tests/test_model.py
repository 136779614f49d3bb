"""The Mesa model: the same bits as the plain run, agents as views, and nothing left behind."""

from __future__ import annotations

import gc
import subprocess
import sys
import tracemalloc
import weakref
from collections.abc import Mapping
from typing import Any

import mesa
import numpy as np
import pytest
from mesa.batchrunner import batch_run

import resilience_sim as rs
from resilience_sim.kernels.luck import uniform
from resilience_sim.model import (
    GridMember,
    Organisation,
    PartyMember,
    Resident,
    ResidentsCommittee,
    ResilienceModel,
    Unit,
)
from resilience_sim.simulation import simulate
from resilience_sim.vocabulary import N_RESOURCES, RESOURCES, SOCIAL

SMALL: Mapping[str, Any] = {
    "community.residents": 120,
    "warmup_days": 10.0,
    "horizon_days": 10.0,
    "step_hours": 24.0,
}


@pytest.fixture(scope="module")
def small() -> rs.Scenario:
    """Everyday life of about fifty households for twenty days."""
    return rs.Scenario().vary(SMALL)


def left(record: Any) -> dict[str, np.ndarray]:
    """What a run left behind, in arrays."""
    return {**record.series, **record.finish, "cases": record.cases}


def assert_same(one: Any, two: Any) -> None:
    a, b = left(one), left(two)
    assert a.keys() == b.keys()
    for name in a:
        assert a[name].tobytes() == b[name].tobytes(), name


def finished(model: ResilienceModel) -> ResilienceModel:
    while model.running:
        model.step()
    return model


# --- a run ------------------------------------------------------------------------------------
def test_a_mesa_model_gives_the_bits_of_the_plain_run(small: rs.Scenario) -> None:
    model = ResilienceModel(small, seed=3)
    assert isinstance(model, mesa.Model)
    while model.running:
        model.random.random()
        model.rng.random(5)
        model.agents.shuffle_do("act")
        model.step()
    assert_same(model.record(), simulate(small, 3))


def test_steps_are_counted_and_end(small: rs.Scenario) -> None:
    model = finished(ResilienceModel(small, seed=1))
    assert model.steps == 20
    assert model.day == 10.0
    model.step()
    assert model.day == 10.0
    assert len(model.datacollector.get_model_vars_dataframe()) == 20


def test_the_ready_scenario_is_found_by_its_name() -> None:
    model = ResilienceModel(seed=1)
    scenario = model.simulation.scenario
    assert scenario == rs.load("epidemic_lockdown")
    model.step()
    assert model.day == pytest.approx(scenario.step_hours / 24.0 - scenario.warmup_days)


@pytest.mark.parametrize("seed", [-1, 1.5, "one", True])
def test_a_bad_seed_is_refused(seed: Any, small: rs.Scenario) -> None:
    with pytest.raises(rs.InputError, match="seed"):
        ResilienceModel(small, seed=seed)


def test_a_bad_base_is_refused() -> None:
    with pytest.raises(rs.InputError, match="no scenario"):
        ResilienceModel(3)  # type: ignore[arg-type]


def test_a_seed_from_the_system_is_told_and_repeats_the_run(small: rs.Scenario) -> None:
    model = finished(ResilienceModel(small))
    assert_same(model.record(), simulate(small, model.seed))
    assert ResilienceModel(small).seed != model.seed


def test_user_luck_derives_from_the_seed(small: rs.Scenario) -> None:
    one, two, other = (ResilienceModel(small, seed=k) for k in (1, 1, 2))
    assert one.random.random() == two.random.random() != other.random.random()
    assert one.rng.random() == two.rng.random() != other.rng.random()


# --- data -------------------------------------------------------------------------------------
def test_the_data_collector_keeps_the_series_of_the_run(small: rs.Scenario) -> None:
    model = finished(ResilienceModel(small, seed=2))
    frame, record = model.datacollector.get_model_vars_dataframe(), model.record()
    assert {"functionality", "hands_used", "open_cases", *SOCIAL} <= set(frame.columns)
    for name in ("functionality", "hands_used", *SOCIAL):
        np.testing.assert_array_equal(frame[name], record.series[name])
    np.testing.assert_array_equal(frame["day"], record.times)
    stages = sum(v for k, v in record.series.items() if k.startswith("open_"))
    np.testing.assert_array_equal(frame["open_cases"], stages)


def test_users_add_reporters_of_their_own(small: rs.Scenario) -> None:
    model = ResilienceModel(
        small,
        seed=2,
        model_reporters={"most": lambda m: max(m.agents_by_type[Resident].get("identity"))},
        agent_reporters={"fatigue": lambda agent: getattr(agent, "fatigue", None)},
    )
    model.step()
    frame = model.datacollector.get_agent_vars_dataframe()
    assert len(frame) == len(model.agents)
    assert frame["fatigue"].notna().sum() == len(model.simulation.bodies)
    assert model.datacollector.model_vars["most"][0] <= 1.0


def test_mesa_runs_batches_of_it(small: rs.Scenario) -> None:
    shorter = small.vary({"horizon_days": 5.0})
    rows = batch_run(
        ResilienceModel, {"base": [small, shorter]}, display_progress=False, max_steps=99
    )
    assert [row["day"] for row in rows] == [10.0, 5.0]


def test_the_result_is_that_of_the_plain_run(small: rs.Scenario) -> None:
    model = finished(ResilienceModel(small, seed=4))
    assert model.result().outcomes.equals(rs.run(small, seed=4).outcomes)


# --- agents -----------------------------------------------------------------------------------
def test_no_agent_is_made_before_somebody_asks(small: rs.Scenario) -> None:
    gc.collect()
    before = sum(isinstance(thing, mesa.Agent) for thing in gc.get_objects())
    model = finished(ResilienceModel(small, seed=1))
    assert sum(isinstance(thing, mesa.Agent) for thing in gc.get_objects()) == before
    assert len(model.agents) == len(model.simulation.people) + len(model.simulation.bodies)


def test_agents_stand_under_their_exact_class(small: rs.Scenario) -> None:
    model = ResilienceModel(small, seed=1)
    people, bodies = model.simulation.people, model.simulation.bodies
    by_type = model.agents_by_type
    grid, party = people.grid_worker, people.party_member
    assert len(by_type.get(GridMember, ())) == grid.sum()
    assert len(by_type[PartyMember]) == (party & ~grid).sum()
    assert len(by_type[Resident]) == (~party & ~grid).sum()
    assert len(by_type[ResidentsCommittee]) == (bodies.kind == 0).sum()
    assert len(by_type[Unit]) > 0
    assert set(model.agent_types) == set(by_type)
    assert sum(map(len, by_type.values())) == len(model.agents)
    assert [a.unique_id for a in model.agents] == list(range(1, len(model.agents) + 1))


def test_attributes_read_the_columns(small: rs.Scenario) -> None:
    model = ResilienceModel(small, seed=1)
    people = model.simulation.people
    residents = model.agents.select(agent_type=Resident)
    assert residents.get("identity") == people.identity.tolist()
    assert residents.agg("age_band", max) == people.age.max()
    model.step()
    assert residents.get("trust_neighbours") == people.trust_neighbours.tolist()
    body = model.body(model.simulation.world.body_names[0])
    assert body.staff == model.simulation.bodies.staff[0]
    assert body.name == model.simulation.world.body_names[0]
    np.testing.assert_array_equal(body.stock, model.simulation.engine.arrays["body"]["stock"][0])
    with pytest.raises(ValueError, match="read-only"):
        body.stock[0] = 1.0


def test_a_role_is_found_by_its_column_whatever_the_class(small: rs.Scenario) -> None:
    model = ResilienceModel(small, seed=1)
    some = next(iter(model.agents_by_type[Resident]))
    some.party_member = True
    assert type(some) is Resident
    assert some in model.residents_where("party_member")
    assert some not in model.agents_by_type[PartyMember]
    chosen = model.agents.select(lambda a: getattr(a, "party_member", False))
    assert set(chosen) == set(model.residents_where("party_member"))
    assert len(model.residents_where("identity", lambda x: x < 0.0)) == 0
    with pytest.raises(rs.InputError, match="no such column"):
        model.residents_where("party")


def test_neighbours_are_agents_too(small: rs.Scenario) -> None:
    model = ResilienceModel(small, seed=1)
    ties = model.simulation.world.ties
    for one in map(model.resident, range(20)):
        rows = slice(int(ties.start[one.row]), int(ties.start[one.row + 1]))
        tied = one.tied()
        assert sum(weight for _, weight in tied) == pytest.approx(ties.weight[rows].sum())
        for other, weight in tied:
            assert dict(other.tied())[one] == pytest.approx(weight)
        assert all(other.household == one.household for other in one.housemates())


def test_rows_cannot_be_removed(small: rs.Scenario) -> None:
    model = ResilienceModel(small, seed=1)
    with pytest.raises(rs.InputError, match="cannot be removed"):
        model.resident(0).remove()
    with pytest.raises(rs.InputError, match="no such body"):
        model.body("nobody")


# --- what a user writes -----------------------------------------------------------------------
def test_writing_reaches_the_run_and_its_journal(small: rs.Scenario) -> None:
    model = ResilienceModel(small, seed=1)
    model.step()
    people = model.simulation.people
    residents = model.agents.select(agent_type=Resident)
    change = float((0.9 - people.identity).sum())
    residents.set("identity", 0.9)
    assert (people.identity == 0.9).all()
    assert (model.simulation.world.people.identity == 0.9).all()
    act = model.record().acts[-1]
    assert (act.author, act.act, act.t) == ("user", "set people.identity", -9.0)
    assert act.count == len(people)
    assert act.figures["change"] == pytest.approx(change)
    model.step()
    model.resident(0).panic = 0.5
    assert model.record().acts[-1].act == "set people.panic"
    assert model.record().acts[-1].t == -8.0


def test_writing_changes_what_happens_after(small: rs.Scenario) -> None:
    as_it_is = finished(ResilienceModel(small, seed=1)).record()
    model = ResilienceModel(small, seed=1)
    for _ in range(10):
        model.step()
    model.agents.select(agent_type=Resident).set("hours", 0.0)
    model.agents.select(agent_type=Organisation).set("staff", 0.0)
    after = finished(model).record()
    assert after.tallies["helper_hours"] < as_it_is.tallies["helper_hours"]
    assert after.tallies["service_hours"] < as_it_is.tallies["service_hours"]
    past = as_it_is.times <= 0.0
    for name, series in as_it_is.series.items():
        np.testing.assert_array_equal(series[past], after.series[name][past])


def test_stock_and_skills_are_written_where_the_engine_reads_them(small: rs.Scenario) -> None:
    model = ResilienceModel(small, seed=1)
    body = next(iter(model.agents_by_type[Unit]))
    body.stock = [7.0] * 8
    arrays = model.simulation.engine.arrays
    assert (arrays["body"]["stock"][body.row] == 7.0).all()
    one = model.resident(0)
    for each in [one, *one.housemates()]:
        each.skills = 0
    assert arrays["able"][one.household] == 0
    one.skills = 5
    assert arrays["able"][one.household] == 5


def test_writing_what_is_there_already_is_no_act(small: rs.Scenario) -> None:
    model = ResilienceModel(small, seed=1)
    for one in model.agents.select(agent_type=Resident):
        one.identity = one.identity
    assert model.simulation.acts == []
    assert_same(finished(model).record(), simulate(small, 1))


def test_a_refused_value_changes_nothing(small: rs.Scenario) -> None:
    model = ResilienceModel(small, seed=1)
    one, before = model.resident(0), model.simulation.people.copy()
    for name, value in (("identity", 1.2), ("trust_neighbours", "high"), ("household", 3)):
        with pytest.raises(rs.InputError, match=name):
            setattr(one, name, value)
    assert model.simulation.people.equals(before)
    assert model.simulation.acts == []


class Gardener(Resident):
    """A resident who calms down."""

    def act(self) -> None:
        self.panic = self.panic / 2 + 0.1 * self.random.random()


def test_users_give_agents_behaviour(small: rs.Scenario) -> None:
    def run(seed: int) -> Any:
        model = ResilienceModel(small, seed=seed, views={Resident: Gardener})
        while model.running:
            model.agents.shuffle_do("act")
            model.step()
        return model

    model = run(5)
    assert Gardener in model.agents_by_type
    assert Resident not in model.agents_by_type
    assert len(model.record().acts) == model.steps
    assert_same(model.record(), run(5).record())
    with pytest.raises(rs.InputError, match="inherit"):
        ResilienceModel(small, views={Unit: Gardener})


# --- several models ---------------------------------------------------------------------------
def test_two_models_at_once_do_not_mix(small: rs.Scenario) -> None:
    one, two = ResilienceModel(small, seed=1), ResilienceModel(small, seed=2)
    before = two.simulation.people.copy()
    one.agents.select(agent_type=Resident).set("identity", 1.0)
    assert two.simulation.people.equals(before)
    assert two.agents[0].identity == before.identity[0]
    three = ResilienceModel(small, seed=1)
    while two.running:
        two.step()
        three.step()
    assert_same(two.record(), simulate(small, 2))
    assert_same(three.record(), simulate(small, 1))


def test_models_that_nobody_holds_are_freed(small: rs.Scenario) -> None:
    community = rs.Community.from_networkx(ResilienceModel(small, seed=1).graph())
    given = rs.Scenario(warmup_days=10.0, horizon_days=1.0, use_community=community)
    dead, held, size = [], [], 0
    tracemalloc.start()
    for _ in range(5):
        for _ in range(10):
            model = ResilienceModel(given, seed=1)
            model.step()
            model.agents.shuffle_do("act")
            dead += [weakref.ref(model), weakref.ref(model.resident(0))]
        with_one = tracemalloc.get_traced_memory()[0]
        del model
        gc.collect()
        held.append(tracemalloc.get_traced_memory()[0])
        size = with_one - held[-1]
    tracemalloc.stop()
    assert [ref for ref in dead if ref() is not None] == []
    assert held[-1] - held[0] < size, "forty models leave less behind than one holds"


# --- the graph --------------------------------------------------------------------------------
def test_the_graph_shows_the_community_as_it_is_now(small: rs.Scenario) -> None:
    model = ResilienceModel(small, seed=1)
    model.resident(0).identity = 0.125
    graph = model.graph()
    assert graph.nodes["person", 0]["identity"] == 0.125
    back = rs.Community.from_networkx(graph)
    assert back.people.equals(model.simulation.people)
    assert back.body_names == model.simulation.world.body_names
    np.testing.assert_array_equal(back.ties.weight, model.simulation.world.ties.weight)


def test_the_graph_of_a_run_tells_formality_authority_and_agreements() -> None:
    scenario = rs.load("whole_district").vary(
        {"community.residents": 200, "warmup_days": 10.0, "society.turnover.rate": 5.0}
    )
    model = ResilienceModel(scenario, seed=1)
    while model.day < 20.0:
        model.step()
    run, graph = model.simulation, model.graph()
    names, cells = run.world.body_names, run.responsibility
    shares = {name: graph.nodes["body", name]["formality"] for name in names}
    assert list(shares.values()) == cells.formality.tolist() and min(shares.values()) < 1.0
    stream = run.luck.stream("engine", "formal")
    kinds = {"formal": 0, "informal": 0, "draws": 0}
    for a, b, told in graph.edges(data=True):
        if (a[0], b[0]) != ("body", "body"):
            continue
        for name in told.get("hands_on", ()):
            m, to = names.index(name), names.index(b[1] if a[1] == name else a[1])
            drawn = uniform(stream, run.bodies.key[m], run.bodies.key[to], 0, 0, 0)
            is_formal = name in told.get("formal", ())
            assert is_formal == (drawn < cells.formality[m])
            kinds["formal" if is_formal else "informal"] += 1
        for name, kept in told.get("draws", {}).items():
            asker, holder = names.index(name), names.index(b[1] if a[1] == name else a[1])
            for resource, reserve in kept.items():
                row = asker * N_RESOURCES + RESOURCES.index(resource)
                at = slice(run.in_force.start[row], run.in_force.start[row + 1])
                mine = run.in_force.holder[at] == holder
                assert reserve == run.in_force.reserve[at][mine].min()
                kinds["draws"] += 1
    assert min(kinds.values()) > 0
    assert kinds["draws"] == len(np.unique(np.stack([
        np.repeat(np.arange(len(run.in_force.start) - 1), np.diff(run.in_force.start)),
        run.in_force.holder]), axis=1).T)  # fmt: skip
    told = graph.edges(data="empowered")
    empowered = [(a, b, n) for a, b, needs in told for n in needs or ()]
    assert len(empowered) == cells.empowered.sum() > 0
    # what is told beside it changes nothing of what comes back, households that moved in included
    back = rs.Community.from_networkx(graph)
    assert run.record().tallies["moved_households"] > 0
    assert back.households.equals(run.world.households)
    assert back.people.equals(run.people)
    np.testing.assert_array_equal(back.duties.natural_first, cells.first)


def test_the_plain_run_loads_no_mesa() -> None:
    script = (
        "import sys, resilience_sim as rs\n"
        "rs.run(rs.Scenario().vary({'community.residents': 40, 'horizon_days': 1.0}))\n"
        "print('mesa' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["False"]
