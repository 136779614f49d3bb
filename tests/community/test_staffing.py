"""A community whose staff do not fit its people says so, and the shipped ones need not."""

from __future__ import annotations

from dataclasses import fields, replace

import networkx as nx
import pytest

import resilience_sim as rs
from resilience_sim.community.generate import generate
from resilience_sim.community.organisations import set_bodies
from resilience_sim.community.settings import CommunitySettings
from resilience_sim.community.staffing import STAFF_KEYS, staff_of, staffing_note

SHIPPED = CommunitySettings()


def test_staff_are_those_of_the_bodies_but_for_grid_posts() -> None:
    listed = set_bodies(SHIPPED, 0)
    assert staff_of(SHIPPED) == pytest.approx(sum(staff for _, _, staff, _ in listed))
    assert set(STAFF_KEYS) <= {one.name for one in fields(SHIPPED)}


@pytest.mark.parametrize("residents", [2600, 3000, 3600])
def test_within_a_fifth_nothing_is_said(residents: int) -> None:
    assert staffing_note(replace(SHIPPED, residents=residents)) == ""


@pytest.mark.parametrize(
    ("residents", "factor", "often", "zh"),
    [(600, "0.2", "less often", "比默认少"), (12_000, "4", "more often", "比默认多")],
)
def test_the_note_says_how_many_for_how_many_and_how_to_scale(
    residents: int, factor: str, often: str, zh: str
) -> None:
    odd = replace(SHIPPED, residents=residents)
    note = staffing_note(odd)
    assert f"for {residents:,} residents" in note and "30.2 persons" in note
    assert f"by {factor}:" in note and often in note and "do not grow" in note
    assert zh in staffing_note(odd, "zh") and factor in staffing_note(odd, "zh")
    # what it advises is what makes it fall silent
    scaled = {key: getattr(odd, key) * float(factor) for key in STAFF_KEYS}
    assert staffing_note(replace(odd, **scaled)) == ""


def test_communities_carry_it_and_the_shipped_one_does_not() -> None:
    small = replace(SHIPPED, residents=600)
    assert generate(small, 1).notes[-1] == staffing_note(small)
    assert not any("persons of staff" in note for note in generate(SHIPPED, 1).notes)
    graph = rs.Community.from_networkx(nx.connected_watts_strogatz_graph(60, 6, 0.1, seed=1))
    assert "persons of staff for 60 residents" in graph.notes[-1]
