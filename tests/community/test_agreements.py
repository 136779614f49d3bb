"""Sharing opens holders, lowers reserves and shortens delays, one way only."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, strategies as st

from resilience_sim.community.agreements import (
    askers,
    no_offers,
    offers,
    offers_from_rows,
    reserve_share,
)
from resilience_sim.community.generate import generate
from resilience_sim.community.settings import CommunitySettings
from resilience_sim.community.tables import Offers
from resilience_sim.vocabulary import N_RESOURCES

WORLD = generate(CommunitySettings(residents=600, communities=2), 3)
BODIES = WORLD.bodies


def told(found: Offers) -> dict[tuple[int, int], tuple[float, float]]:
    row = np.repeat(np.arange(len(found.start) - 1), np.diff(found.start))
    columns = (row, found.holder, found.reserve, found.delay)
    return {(int(r), int(h)): (v, d) for r, h, v, d in zip(*columns, strict=True)}


@given(st.floats(0, 1), st.floats(0, 1), st.integers(0, 3))
def test_sharing_only_ever_adds(one: float, two: float, seed: int) -> None:
    low, high = (told(offers(BODIES, s, seed)) for s in sorted((one, two)))
    assert low.keys() <= high.keys()
    for key, (reserve, delay) in low.items():
        assert high[key][0] <= reserve + 1e-9 and high[key][1] <= delay


def test_nobody_shares_at_zero_and_everybody_at_one() -> None:
    assert len(offers(BODIES, 0.0, 1).holder) == 0
    full = offers(BODIES, 1.0, 1)
    assert np.all(full.delay == 0.25)
    assert set(full.holder) == set(np.flatnonzero(BODIES.capacity.sum(axis=1) > 0))


def test_offers_stay_within_a_community_or_its_office() -> None:
    for (row, holder), _ in told(offers(BODIES, 1.0, 1)).items():
        asker = row // N_RESOURCES
        a, h = int(BODIES.community[asker]), int(BODIES.community[holder])
        assert asker != holder and (a == h or -1 in (a, h))
        assert askers(BODIES)[asker]
        assert BODIES.capacity[holder, row % N_RESOURCES] > 0


def test_reserves_are_a_falling_share_of_normal_stock() -> None:
    assert (reserve_share(0.0), reserve_share(1.0)) == pytest.approx((0.8, 0.2))
    half = offers(BODIES, 0.5, 1)
    row = np.repeat(np.arange(len(half.start) - 1), np.diff(half.start))
    assert half.reserve == pytest.approx(0.5 * BODIES.capacity[half.holder, row % N_RESOURCES])


def test_transfers_take_longer_across_formats() -> None:
    delay = offers(BODIES, 0.5, 1, transaction_days=1.0, format_factor=3.0).delay
    assert set(delay) == {1.0, 3.0}


def test_rows_are_sorted_by_delay_then_key() -> None:
    found = offers(BODIES, 0.7, 1)
    for begin, end in zip(found.start[:-1], found.start[1:], strict=True):
        keys = list(zip(found.delay[begin:end], BODIES.key[found.holder[begin:end]], strict=True))
        assert keys == sorted(keys)


def test_the_same_stock_offered_twice_is_one_offer() -> None:
    found = offers_from_rows(
        BODIES,
        asker=np.array([0, 0]),
        holder=np.array([5, 5]),
        resource=np.array([2, 2]),
        reserve=np.array([3.0, 1.0]),
        delay=np.array([0.5, 0.7]),
    )
    assert (found.holder.tolist(), found.reserve.tolist(), found.delay.tolist()) == (
        [5],
        [1.0],
        [0.5],
    )
    assert found.start[2] == 0 and found.start[3] == 1
    assert no_offers(BODIES).start[-1] == 0


def test_a_rank_decides_when_a_holder_opens() -> None:
    has = BODIES.capacity.sum(axis=1) > 0
    for sharing in (0.1, 0.35, 0.8):
        opened = np.zeros(len(BODIES), bool)
        opened[offers(BODIES, sharing, 1).holder] = True
        assert np.array_equal(opened, has & (BODIES.openness < sharing))
