"""Households are replaced by others of the same size, and nothing of those who left stays."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import Any, ClassVar

import numpy as np
import pytest

import resilience_sim as rs
from resilience_sim import contributions as c
from resilience_sim.community.ties import sources
from resilience_sim.errors import InputError
from resilience_sim.mechanism import ByNeed, Mechanism
from resilience_sim.observe.frames import timeline_frame
from resilience_sim.observe.severity import functionality_from_cases
from resilience_sim.scenario import Scenario
from resilience_sim.simulation import Simulation, build_community, simulate
from resilience_sim.society import Turnover
from resilience_sim.vocabulary import (
    LAPSED,
    MOVED,
    N_OF_HOMES,
    NEEDS,
    OPEN,
    SERVED,
    TIE_LAYERS,
)
from resilience_sim.world import World
from tests.bits import bits, differing

SEED = 4


@cache
def quiet() -> Scenario:
    """Six hundred residents, everyday life and nothing that strikes."""
    plain = rs.load("epidemic_lockdown").vary(
        {"community.residents": 600, "warmup_days": 10.0, "horizon_days": 60.0}
    )
    return replace(plain, crises=())


@dataclass(frozen=True, kw_only=True)
class Removal(Mechanism):
    """Named households move on one day, each replaced by one like another of its size."""

    family: ClassVar[str] = "society"
    rows: tuple[int, ...] = ()
    like: tuple[int, ...] = ()
    day: float = 20.0
    says_so: bool = True

    def moves_households(self) -> bool:
        return self.says_so

    def adapt(self, world: World) -> list[c.Contribution]:
        if abs(world.t - self.day) > 1e-6:
            return []
        return [c.Move(np.array(self.rows), np.array(self.like))]


def twins(scenario: Scenario, vulnerable: bool) -> tuple[list[int], list[int]]:
    """Ten households of one size and ten of that size with the other vulnerability."""
    homes = build_community(scenario, SEED).households
    two = homes.size == 2
    return (
        np.flatnonzero(two & (homes.vulnerable == vulnerable))[:10].tolist(),
        np.flatnonzero(two & (homes.vulnerable != vulnerable))[-10:].tolist(),
    )


def before_removal(scenario: Scenario, **more: Any) -> tuple[Simulation, list[int], list[int]]:
    """A run that stands a step before the day on which households are replaced."""
    rows, like = twins(scenario, vulnerable=True)
    removal = Removal(rows=tuple(rows), like=tuple(like), **more)
    run = Simulation(replace(scenario, society=(*scenario.society, removal)), SEED)
    while run.t < removal.day - run.dt - 1e-9:
        run.step()
    return run, rows, like


def after_removal(**more: Any) -> tuple[Simulation, list[int], list[int]]:
    run, rows, like = before_removal(quiet(), **more)
    run.step()
    return run, rows, like


def test_who_comes_has_the_columns_of_the_other_household_and_no_ties_beyond_the_building() -> None:
    run, rows, like = after_removal()
    start, now = build_community(quiet(), SEED), run.world.households
    for name in ("newcomer", "vulnerable", "silent", "income", "opens"):
        assert np.array_equal(getattr(now, name)[rows], getattr(start.households, name)[like])
    for name in ("floor", "building", "key", "size", "first"):
        assert np.array_equal(getattr(now, name), getattr(start.households, name))
    new, old = (np.flatnonzero(np.isin(start.people.household, who)) for who in (rows, like))
    for name in ("age", "sex", "skills", "hours", "rank", "newcomer"):
        assert np.array_equal(getattr(run.people, name)[new], getattr(start.people, name)[old])
    assert (run.people.employer[new] == -1).all()
    ties = run.world.ties
    row = sources(ties)
    theirs = np.isin(row, new) | np.isin(ties.index, new)
    building = ties.layer == TIE_LAYERS.index("building")
    assert (ties.weight[theirs & ~building] == 0.0).all()
    assert (ties.weight[theirs & building] > 0.0).any()
    before = run.community.ties
    assert before.weight[theirs & ~building].sum() > 0.0
    others = ~theirs
    assert np.array_equal(ties.weight[others], Simulation(quiet(), SEED).world.ties.weight[others])


def test_help_runs_along_the_ties_that_are_left() -> None:
    from resilience_sim.community.bridging import help_ties

    run, rows, _ = after_removal()
    left = help_ties(run.people, run.world.households, run.world.ties)
    aid = run.world.help_ties
    # both scale to the ties there are: shares of weight must agree, entry by entry
    assert aid.weight / aid.weight.sum() == pytest.approx(left.weight / left.weight.sum())
    assert np.array_equal(run.engine.arrays["tie_weight"], aid.weight)
    plain = Simulation(quiet(), SEED).world.help_ties
    untouched = ~np.isin(sources(aid), rows) & ~np.isin(aid.index, rows)
    assert aid.weight[untouched] == pytest.approx(plain.weight[untouched], rel=1e-12)


def test_open_cases_end_as_moved_and_free_their_posts_and_goods() -> None:
    run, rows, _ = before_removal(quiet().vary({"response.everyday_needs.rate": 0.2}))
    record = run.record()
    run.step()
    cases = run.engine.journal()
    moved = cases[cases["ending"] == MOVED]
    assert len(moved) > 5
    assert (moved["closed"] == Removal().day).all()
    assert np.isin(moved["household"], rows).all()
    still = cases[(cases["ending"] == OPEN) & np.isin(cases["household"], rows)]
    assert len(still) == 0
    assert (run.engine.arrays["home"]["open"][rows] == 0).all()
    work = run.engine.arrays["case"]
    served = (work["used"] == 1) & (work["stage"] == SERVED) & (work["double_of"] < 0)
    body = run.engine.arrays["body"]
    busy = np.bincount(work["holder"][served], minlength=len(body))
    assert np.array_equal(body["busy_service"], busy)
    assert len(record.cases) < len(cases)


def test_every_household_stands_once_in_the_stream_of_its_class() -> None:
    run, rows, _ = after_removal()
    home, streams = run.engine.arrays["home"], run.engine.arrays["stream"]
    assert (home["rate_class"][rows] == 0).all()
    for need, row in enumerate(run.engine.arrays["candidate"]):
        row = row[: streams[need]["end"].max()]  # needs of units alone have no households
        assert np.array_equal(
            np.sort(row["household"]), np.arange(len(home) if need < N_OF_HOMES else 0)
        )
        for k, stream in enumerate(streams[need]):
            part = row[stream["first"] : stream["end"]]
            assert (home["rate_class"][part["household"]] == k).all()
            assert (np.diff(part["time"]) >= 0.0).all()


def test_everyday_life_goes_on_at_the_rates_of_those_who_came() -> None:
    """Candidates that changed class are neither lost nor doubled: needs arise at class rates."""
    scenario = quiet().vary(
        {"response.everyday_needs.rate": ByNeed(0.0, information=0.05), "horizon_days": 200.0,
         "response.everyday_needs.vulnerable": 4.0, "response.own_report.rate": 50.0,
         "response.service.work": 0.01, "society.turnover.rate": 6.0,
         "response.service.success": 1.0}
    )  # fmt: skip
    run = Simulation(scenario, SEED)
    exposure = np.zeros(2)
    while not run.ended:
        vulnerable = run.world.households.vulnerable
        exposure += run.dt * np.bincount(vulnerable.astype(int), minlength=2)
        run.step()
    cases = run.record().cases
    assert run.recording.sums["moved_households"] > 200
    information = cases[cases["need"] == 6]
    found = np.bincount(information["rate_class"], minlength=2)
    expected = exposure * 0.05 * np.array([1.0, 4.0])
    # a household with an open case raises none, so a little less than the rate
    assert (found < expected + 4 * np.sqrt(expected)).all()
    assert (found > 0.8 * expected).all()


def test_as_many_move_as_the_rate_says_and_newcomers_gather() -> None:
    scenario = quiet().vary({"society.turnover.rate": 0.5, "horizon_days": 365.0})
    run = Simulation(scenario, SEED)
    weight = 0.0
    while not run.ended:
        weight += run.dt * np.where(run.world.households.newcomer, 3.0, 1.0).sum()
        run.step()
    acts = [act for act in run.acts if act.author == "turnover"]
    moved = sum(act.count for act in acts)
    expected = 0.5 * weight / 365.25
    assert abs(moved - expected) < 4.0 * np.sqrt(expected)
    arrived = sum(act.figures["newcomers"] for act in acts)
    assert abs(arrived / moved - 0.8) < 4.0 * np.sqrt(0.16 / moved)
    assert run.people.newcomer.mean() > run.community.people.newcomer.mean() + 0.05
    assert run.record().tallies["moved_households"] <= moved


def test_moves_stand_in_the_record_the_series_and_the_journal_alike() -> None:
    scenario = quiet().vary({"society.turnover.rate": 2.0})
    run = Simulation(scenario, SEED)
    while not run.ended:
        run.step()
    record = run.record()
    acts = [act for act in record.acts if act.author == "turnover"]
    sizes = run.community.households.size
    assert len(record.moves) == sum(act.count for act in acts) > 50
    assert sizes[record.moves["household"]].sum() == sum(act.figures["people"] for act in acts)
    assert (np.diff(record.moves["t"]) >= 0.0).all()
    since = record.moves["t"] > 0.0
    # who moves at the end of the last step stands in no row any more
    seen = record.moves["t"] < record.end
    assert record.series["moved"].sum() == seen.sum()
    assert record.tallies["moved_households"] == since.sum()
    frame = timeline_frame(record)
    assert frame["newcomers"].iloc[0] == run.community.people.newcomer.mean()
    assert frame["newcomers"].iloc[-1] != frame["newcomers"].iloc[0]
    assert frame.attrs["units"]["moved"] == "households"
    plain = simulate(quiet(), SEED)
    assert len(plain.moves) == 0 and "moved" not in plain.series


def test_who_leaves_takes_burdens_along_in_the_journal_too() -> None:
    """Functionality worked out again from cases is that of the run, with many moves in it."""
    scenario = quiet().vary(
        {"society.turnover.rate": 12.0, "response.patience.days": 2.0,
         "response.everyday_needs.rate": 0.05, "step_hours": 24.0}
    )  # fmt: skip
    record = simulate(scenario, SEED)
    assert (record.cases["ending"] == LAPSED).sum() > 100 and len(record.moves) > 300
    told = scenario.document()["response"]["service"]["severity"]
    again = functionality_from_cases(record, [float(told[need]) for need in NEEDS])
    strike = int(np.searchsorted(record.times, 0.0))
    shown = record.series["functionality"][strike:]
    assert len(shown) == len(again)
    assert again == pytest.approx(shown, abs=1e-9)
    still = replace(record, moves=record.moves[:0])
    blind = functionality_from_cases(still, [float(told[need]) for need in NEEDS])
    assert np.abs(blind - shown).max() > 1e-3


def test_what_a_rule_keeps_by_household_begins_anew_with_who_comes() -> None:
    run, rows, _ = before_removal(quiet().vary({"society.shops.appetite": 5.0}))
    run.own["shops"]["ahead"][:] = 3.0
    run.step()
    ahead = run.own["shops"]["ahead"]
    assert (ahead[rows] == 0.0).all()
    assert (np.delete(ahead, rows) > 0.0).all()


@pytest.mark.parametrize("seed", [1, pytest.param(2, marks=pytest.mark.long)])
def test_over_a_fifth_of_residents_are_new_every_year_where_a_scenario_says_so(seed: int) -> None:
    """The parameter, what it implies, and what a run shows, year by year."""
    scenario = rs.load("years_of_newcomers").vary(
        {"horizon_days": 10.0, "community.residents": 1500}
    )
    rule = next(one for one in scenario.society if isinstance(one, Turnover))
    record = simulate(scenario, seed)
    homes = build_community(scenario, seed).households
    moves = record.moves[record.moves["t"] <= 0.0]
    newcomers = record.series["newcomers"]
    for year in (0, 1):
        begin = record.begin + 365.0 * year
        inside = (moves["t"] > begin) & (moves["t"] <= begin + 365.0)
        people = homes.size[moves["household"][inside]].sum()
        assert people / record.sizes["people"] > 0.2
        # at the rate in force: newcomers' share lies between that at the two ends of the year
        at = np.interp([begin, begin + 365.0], record.times, newcomers)
        low, high = (rule.rate * (1.0 + (rule.newcomers - 1.0) * share) for share in at)
        slack = 4.0 * np.sqrt(high / len(homes))
        assert low - slack < inside.sum() / len(homes) < high + slack


def test_nobody_moves_at_rate_zero_and_nothing_changes() -> None:
    bare = replace(
        quiet(), society=tuple(one for one in quiet().society if not isinstance(one, Turnover))
    )
    assert not differing(bits(simulate(quiet(), SEED)), bits(simulate(bare, SEED)))


def test_moving_households_unannounced_is_refused() -> None:
    with pytest.raises(InputError, match="does not say so"):
        after_removal(says_so=False)
