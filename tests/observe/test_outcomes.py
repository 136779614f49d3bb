"""Outcomes against values worked out by hand, and recovery against its integral."""

from __future__ import annotations

import math

import numpy as np
import pytest

from resilience_sim.errors import InputError
from resilience_sim.observe.outcome import GROUPS, UNITS_ZH
from resilience_sim.observe.outcomes import OUTCOMES, compute, outcome_of
from resilience_sim.observe.view import PARTS, View
from resilience_sim.vocabulary import CLOSED, HELPED, LAPSED, OPEN, READY, UNDETECTED
from tests.records import no_cases, random_cases, record


def times(begin: float = -10.0, end: float = 30.0, step: float = 0.25) -> np.ndarray:
    return begin + step * np.arange(1, round((end - begin) / step) + 1)


def exponential(loss: float, tau: float, **grid: float) -> np.ndarray:
    t = times(**grid)
    return np.where(t < 0.0, 1.0, 1.0 - loss * np.exp(-np.maximum(t, 0.0) / tau))


@pytest.mark.parametrize(("loss", "tau"), [(0.2, 4.0), (0.5, 8.0), (0.1, 12.0)])
def test_exponential_recovery_loses_depth_times_mean_duration(loss: float, tau: float) -> None:
    q = exponential(loss, tau, end=200.0)
    found = compute(record(q, end=200.0))
    # Trapezoids of one day overestimate an exponential by 1 / (12 tau^2).
    assert found["resilience_loss"] == pytest.approx(loss * tau * (1 + 1 / (12 * tau**2)), rel=1e-3)
    assert found["robustness"] == pytest.approx(1.0 - loss)
    assert found["time_to_recover"] == math.ceil(tau * math.log(20.0))
    assert found["recovered"] == 1.0


def test_length_of_step_changes_no_outcome_of_functionality() -> None:
    names = ("resilience_loss", "robustness", "time_to_recover", "unmet_days", "gap_vulnerable")
    found = [
        compute(record(exponential(0.3, 5.0, step=step), step=step))
        for step in (1.0, 0.25, 1.0 / 24.0)
    ]
    for other in found[1:]:
        for name in names:
            assert other[name] == pytest.approx(found[0][name], abs=1e-12), name


def test_a_relapse_delays_recovery_and_no_recovery_is_flagged() -> None:
    t = times()
    relapse = np.where((t >= 0) & (t < 3) | (t >= 20) & (t < 21), 0.8, 1.0)
    assert compute(record(relapse))["time_to_recover"] == 21.0
    never = compute(record(np.where(t >= 0, 0.8, 1.0)))
    assert (never["time_to_recover"], never["recovered"]) == (30.0, 0.0)
    assert compute(record())["time_to_recover"] == 0.0


def journal() -> np.ndarray:
    cases = no_cases(6)
    cases["raised"] = [-1.0, 0.0, 2.0, 4.0, 28.0, 10.0]
    cases["closed"] = [5.0, 4.0, 3.0, 14.0, np.nan, 12.0]
    cases["ending"] = [LAPSED, CLOSED, HELPED, LAPSED, OPEN, CLOSED]
    cases["stage"] = [UNDETECTED, 5, UNDETECTED, READY, UNDETECTED, 5]
    cases["detected"] = [np.nan, 1.0, np.nan, 5.0, np.nan, 10.5]
    cases["landed"] = [-1, 0, -1, 1, -1, 2]
    cases["holder"] = [-1, 0, -1, 1, -1, 3]
    cases["hops"] = [0, 0, 0, 1, 0, 2]
    cases["escalations"] = [0, 0, 0, 0, 0, 1]
    cases["in_detection"] = [0, 1.0, 0, 1.0, 0, 0.5]
    cases["in_routing"] = [0, 0.5, 0, 1.0, 0, 0.5]
    cases["in_hands"] = [0, 2.0, 0, 3.0, 0, 0.5]
    cases["in_service"] = [0, 0.5, 0, 0, 0, 0.5]
    return cases


def test_cases_by_hand() -> None:
    found = compute(record(cases=journal()))
    # The first case was raised before the strike. Waits: 4, 1, 10, 2 (still open), 2.
    assert found["cases_raised"] == 5 / 40
    assert found["share_lapsed"] == pytest.approx(1 / 5)
    assert found["share_open"] == pytest.approx(1 / 5)
    assert found["share_helped"] == pytest.approx(1 / 5)
    assert found["share_settled_there"] == pytest.approx(2 / 5)
    assert found["days_median"] == 2.0
    assert found["days_p95"] == pytest.approx(np.quantile([1, 2, 2, 4, 10], 0.95))
    # What is left over goes to the last stage: 5 days to READY, 1 and 2 to UNDETECTED.
    assert found["days_detection"] == pytest.approx((1 + 1 + 1 + 2 + 0.5) / 5)
    assert found["days_routing"] == pytest.approx(2.0 / 5)
    assert found["days_supply"] == 0.0
    assert found["days_hands"] == pytest.approx((2 + 8 + 0.5) / 5)
    assert found["days_service"] == pytest.approx(1.0 / 5)
    assert found["hops"] == pytest.approx(3 / 3)
    assert found["share_escalated"] == pytest.approx(1 / 3)


@pytest.mark.parametrize("seed", range(5))
def test_parts_of_the_journey_sum_to_the_wait(seed: int) -> None:
    cases = random_cases(np.random.default_rng(seed), 500, 40, -10.0, 30.0)
    view = View(record(cases=cases))
    np.testing.assert_allclose(view.parts.sum(axis=0), view.waited, atol=1e-12)
    assert (view.parts >= 0.0).all()
    found = compute(record(cases=cases))
    assert sum(found[f"days_{part}"] for part in PARTS) == pytest.approx(view.waited.mean())


def test_people_bodies_and_price_by_hand() -> None:
    n = len(times())
    ramp = np.clip(times() / 30.0, 0.0, 1.0)
    made = record(
        series={
            "absent": np.full(n, 0.1),
            "attacked_flu": ramp * 0.3,
            "infectious_flu": 8.0 * ramp,
            "panic": ramp,
        },
        tallies={
            "triage_hours": 20.0,
            "own_hours": 1.0,
            "helper_hours": 2.0,
            "volunteer_hours": 4.0,
            "institution_hours.a": 3.0,
            "institution_hours.b": 5.0,
            "institution_money.a": 100.0,
            "body_days": 50.0,
            "overloaded_body_days": 10.0,
        },
    )
    found = compute(made)
    assert found["attack_rate"] == pytest.approx(0.3)
    assert found["peak_infectious"] == pytest.approx(0.1)
    assert found["absent_days"] == pytest.approx(0.1 * 80 * 30)
    assert found["panic"] == pytest.approx(0.5)
    assert found["hands_used"] == pytest.approx(0.8)
    assert found["overload"] == pytest.approx(0.2)
    assert found["residents_hours"] == 7.0
    assert found["institution_hours"] == 8.0
    assert found["institution_money"] == 100.0
    assert found["identity_mean"] == 0.5 and found["identity_dispersion"] == 0.0


def test_undefined_outcomes_are_declared_and_nothing_else_is_nan() -> None:
    found = compute(record())
    for name, value in found.items():
        if math.isnan(value):
            assert OUTCOMES[name].undefined, name
    assert math.isnan(found["share_lapsed"]) and not math.isnan(found["resilience_loss"])


def test_every_declaration_is_complete() -> None:
    for name, outcome in OUTCOMES.items():
        assert outcome.name == name
        assert outcome.en and outcome.zh and outcome.unit
        assert outcome.smallest > 0.0
        assert outcome.direction in (-1, 0, 1)
        assert outcome.group in GROUPS
        assert any("\u4e00" <= letter <= "\u9fff" for letter in outcome.zh), name


def test_unknown_outcome_names_the_nearest() -> None:
    with pytest.raises(InputError) as caught:
        outcome_of("resilience_los")
    assert caught.value.nearest == "resilience_loss"


def test_every_unit_has_a_chinese_word_and_every_title_a_short_form() -> None:
    for name, outcome in OUTCOMES.items():
        assert outcome.unit in UNITS_ZH, name
        assert 0 < len(outcome.short()) <= 50 and outcome.short("zh"), name


def test_a_gap_has_a_size_and_an_excess_has_a_side() -> None:
    t = times()
    lost = np.where(t >= 0.0, 0.2, 0.0)
    made = record(series={
        "functionality_vulnerable": 1.0 - lost, "functionality_others": np.ones(len(t)),
        "functionality_newcomers": np.ones(len(t)), "functionality_locals": 1.0 - lost / 2,
    })  # fmt: skip
    found = compute(made)
    assert found["gap_vulnerable"] == pytest.approx(0.2 * 30)
    assert found["excess_vulnerable"] == pytest.approx(0.2 * 30)
    assert found["gap_newcomers"] == pytest.approx(0.1 * 30)
    assert found["excess_newcomers"] == pytest.approx(-0.1 * 30)
