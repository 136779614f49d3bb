"""Explanations: what differs is told with its author, and nothing is where nothing differs."""

from __future__ import annotations

import numpy as np
import pytest

import resilience_sim as rs
from resilience_sim.errors import InputError
from resilience_sim.institutions import ResponsibilityList
from resilience_sim.observe.ink import language
from resilience_sim.observe.result import Result
from resilience_sim.registry import title_zh


@pytest.fixture(scope="module")
def pair() -> tuple[Result, Result]:
    today = rs.load("epidemic_lockdown").vary(
        {"community.residents": 400, "warmup_days": 20.0, "horizon_days": 40.0}
    )
    return rs.run(today, seed=2), rs.run(today.with_institutions(ResponsibilityList()), seed=2)


def test_acts_and_prices_bear_their_author(pair: tuple[Result, Result]) -> None:
    frame = pair[0].explain(pair[1]).frame
    acts = frame[frame["what"] == "act"]
    assert set(acts["author"]) == {"responsibility_list"}
    journal = pair[1].journal
    meetings = acts[acts["name"] == "meeting"].iloc[0]
    assert (meetings["one"], meetings["other"]) == (0.0, (journal["act"] == "meeting").sum())
    noted = acts[acts["name"] == "meeting.gaps"].iloc[0]
    assert noted["difference"] == pytest.approx(journal["gaps"].sum())
    price = frame[(frame["what"] == "price") & (frame["name"] == "institution_hours")].iloc[0]
    assert price["other"] == pair[1].record.tallies["institution_hours.responsibility_list"]


def test_stages_are_the_means_of_the_journal_of_cases(pair: tuple[Result, Result]) -> None:
    frame = pair[0].explain(pair[1]).frame
    stages = frame[frame["what"] == "stage"].set_index("name")
    cases = pair[1].record.cases
    over = cases[(cases["raised"] >= 0.0) & (cases["ending"] != 0)]
    assert stages.loc["routing", "other"] == pytest.approx(over["in_routing"].mean())
    assert stages.loc["routing", "difference"] < 0.0  # a list shortens the way
    endings = frame[frame["what"] == "ending"]
    assert endings["one"].sum() == pytest.approx(1.0)
    structure = frame[frame["what"] == "structure"].set_index(["author", "name"])
    assert structure.loc[("clarity", "gaps"), "difference"] < 0.0


def test_the_first_divergence_has_an_ancestor_in_a_journal(pair: tuple[Result, Result]) -> None:
    first = pair[0].explain(pair[1]).first
    assert np.isfinite(first["day"])
    assert {act.author for _, act in first["before"]} == {"responsibility_list"}
    assert {world for world, _ in first["before"]} == {"other"}
    earliest = min(act.t for _, act in first["before"])
    cases = {(int(c["household"]), int(c["need"]), int(c["ordinal"])): c
             for c in pair[0].record.cases}  # fmt: skip
    for other in pair[1].record.cases:
        if other["closed"] <= earliest:  # what was over before the first act is the same
            mine = cases[int(other["household"]), int(other["need"]), int(other["ordinal"])]
            assert mine["closed"] == other["closed"]


def test_a_world_and_itself_do_not_differ(pair: tuple[Result, Result]) -> None:
    told = pair[0].explain(pair[0])
    assert (told.frame["difference"] == 0.0).all()
    assert np.isnan(told.first["day"])
    assert told.first["before"] == ()


def test_runs_that_are_no_pair_are_refused(pair: tuple[Result, Result]) -> None:
    other = rs.run(pair[0].scenario, seed=3)
    with pytest.raises(InputError, match="no pair"):
        pair[0].explain(other)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_figure_shows_both_worlds(pair: tuple[Result, Result], lang: str) -> None:
    figure = pair[0].explain(pair[1]).plot(lang)
    left, right = figure.axes
    assert len(left.patches) == 10  # five parts, two worlds
    assert len(right.patches) == 4  # one institution, before the strike and after it
    hours = [label.get_text() for label in right.get_yticklabels()]
    name = "responsibility_list"
    if language(lang) == "zh":
        name = title_zh("institutions", name)
        assert name == "权责清单"
    assert hours[1] == name and hours[0].startswith(name)
