"""Campaigns: what is given, for how long, and how will wears."""

from __future__ import annotations

import numpy as np
import pytest

from resilience_sim.institutions import DonationCampaign
from tests.institutions.made import acts, begun, days, hours_of, row, village


def test_all_give_at_first_to_the_committee_alone() -> None:
    run = days(begun(village(), DonationCampaign(reserve=0.1, lasts_days=5.0)), 2)
    offers = run.engine.arrays["offer"]
    assert sorted(offers["reserve"].tolist()) == [0.4, 0.5, 1.0]  # parts 4, food 5 and 10
    assert set(offers["holder"].tolist()) == {row(run, "shop"), row(run, "school")}
    assert hours_of(run, "donation_campaign") == pytest.approx(2.0)  # an hour for each unit
    assert len(days(run, 6).engine.arrays["offer"]) == 0


def test_will_wears_with_every_gift_and_returns_in_time() -> None:
    one = DonationCampaign(interval_days=10.0, wear=0.5, recover_days=1e5)
    run = days(begun(village(), one), 1)
    assert run.world.own["donation_campaign"]["will"][row(run, "shop")] == pytest.approx(0.5)
    days(run, 99)
    given = np.array([count for _, count, _ in acts(run, "campaign")])
    assert given[0] == 2
    assert given[-4:].sum() < 3  # it fades
    quick = DonationCampaign(interval_days=10.0, wear=0.5, recover_days=1.0)
    again = days(begun(village(), quick), 100)
    assert np.array([count for _, count, _ in acts(again, "campaign")]).sum() > given.sum() + 5
