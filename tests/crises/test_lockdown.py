"""The lockdown: dates, contacts and needs."""

from __future__ import annotations

import numpy as np
import pytest

from resilience_sim import contributions as c
from resilience_sim.crises import Lockdown
from resilience_sim.errors import InputError
from resilience_sim.vocabulary import N_NEEDS
from tests.worlds import tiny_world


def told(t: float, **people: object) -> dict[str, object]:
    world = tiny_world([2, 2, 1], t=t, people=people)
    found: dict[str, object] = {}
    for given in Lockdown().strike(world):
        if isinstance(given, c.Condition):
            found[given.name] = given.value
        else:
            found["needs"] = given
    return found


@pytest.mark.parametrize(
    ("t", "on"),
    [(-5.0, False), (13.9, False), (14.0, True), (74.9, True), (75.0, False), (14.0 - 1e-12, True)],
)
def test_it_lasts_from_date_to_date(t: float, on: bool) -> None:
    assert bool(told(t)) is on


def test_contacts_fall_as_measured() -> None:
    """Pattern P3: 18.8 to 2.3 contacts, of which 78 to 94 % in the household; m squares."""
    rule = Lockdown()
    home = rule.contacts_within * rule.household_share
    before = rule.contacts_before - home
    after = before * rule.mobility() ** 2
    assert home + after == pytest.approx(2.3)
    assert 7.0 < rule.contacts_before / (home + after) < 9.0
    assert 0.78 <= home / (home + after) <= 0.94


def test_who_is_not_online_can_buy_less() -> None:
    supply = told(20.0, digital=[True, False, False, False, False])["self_supply"]
    assert np.array_equal(supply, [0.7, 0.3, 0.3])


def test_needs_rise_twice_as_much_for_the_vulnerable() -> None:
    needs = told(20.0)["needs"]
    assert isinstance(needs, c.NeedRate)
    assert needs.rate.shape == needs.unstocked.shape == (N_NEEDS, 2)
    assert needs.rate[:, 1] == pytest.approx(2 * needs.rate[:, 0])
    assert needs.unstocked[0] == pytest.approx([0.25, 0.25])


def test_an_empty_period_does_nothing() -> None:
    world = tiny_world([2], t=14.0)
    assert not Lockdown(reopening_date="2022-04-01").strike(world)


@pytest.mark.parametrize(
    ("key", "value"), [("lockdown_date", "April"), ("reopening_date", "2022-03-30")]
)
def test_dates_that_cannot_be_are_named(key: str, value: str) -> None:
    with pytest.raises(InputError) as error:
        Lockdown(**{key: value})  # type: ignore[arg-type]
    assert error.value.key == key
