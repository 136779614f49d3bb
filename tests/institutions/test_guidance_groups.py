"""Three messages a day, to those in the group who read them."""

from __future__ import annotations

import numpy as np
import pytest

from resilience_sim.institutions import GuidanceGroups
from tests.institutions.made import acts, begun, days, hours_of, village


def test_those_in_the_group_hear_and_the_grid_pays_by_the_minute() -> None:
    community = village()
    community.people.digital[:5] = True
    one = GuidanceGroups(joined=1.0, reads=1.0, everyday=1.0, minutes=10.0)
    run = days(begun(community, one), 4)
    assert [count for _, count, _ in acts(run, "guidance")] == [5] * 4
    assert run.messages["guidance"] == pytest.approx([3.0] * 5 + [0.0] * 7)
    assert hours_of(run, "guidance_groups") == pytest.approx(4 * 3 * 10 / 60)


def test_everyday_life_has_few_and_who_does_not_read_hears_nothing() -> None:
    community = village(digital=True)
    run = days(begun(community, GuidanceGroups(joined=1.0, reads=1.0, everyday=0.1)), 2)
    assert run.messages["guidance"] == pytest.approx(0.3)
    run = days(begun(community, GuidanceGroups(joined=1.0, reads=0.0)), 2)
    assert not np.any(run.messages["guidance"])


def test_the_more_is_sent_the_less_the_next_one_moves() -> None:
    """With belief as the only rule of society, ten messages a day move less than ten times one."""
    from resilience_sim.society import Belief
    from tests.worlds import adapt_once, built, tiny_world

    gains = []
    for number in (1.0, 10.0):
        w = tiny_world([1] * 6, people={"belief": 0.5, "trust_institutions": 0.5})
        rule = Belief(lasting=0.0)
        built(w, rule)
        for _ in range(5):
            w.messages = {"guidance": np.full(6, number)}
            adapt_once(w, rule)
        gains.append(float(w.people.belief.mean()) - 0.5)
    assert 0.0 < gains[0] < gains[1] < 10.0 * gains[0]
