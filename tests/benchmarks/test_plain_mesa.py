"""The plain Mesa model and the shipped one, left with four stages, agree in distribution.

What a run draws is each model's own, so figures agree on average only; attitudes move without
luck and agree to the last digits. Differences are those of plain less ours on the same
community.
"""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.four_stages import figures, scenario
from benchmarks.plain_agents import Household, Resident
from benchmarks.plain_mesa import PlainModel
from benchmarks.timing import bandwidth, fresh, pace
from resilience_sim.simulation import Simulation
from resilience_sim.vocabulary import LAPSED

#: difference of the means that is let pass: coarse (few small runs), powered
MARGINS = {
    "attacked": (0.15, 0.04),
    "raised_per_household": (0.2, 0.08),
    "share_helped": (0.06, 0.02),
    "share_lapsed": (0.06, 0.02),
    "days_to_help": (1.2, 0.35),
    "participation": (0.05, 0.02),
}


def differences(residents: int, seeds: int, table_hours: float) -> dict[str, np.ndarray]:
    """Plain less ours by figure, one value a seed."""
    told = scenario(residents, table_hours=table_hours)
    found: dict[str, list[float]] = {}
    for seed in range(seeds):
        ours = Simulation(told, seed)
        plain = PlainModel(told, seed, ours)
        while plain.running:
            plain.step()
        while not ours.ended:
            ours.step()
        shipped = figures(ours.record())
        for name, value in plain.figures().items():
            found.setdefault(name, []).append(value - shipped[name])
    return {name: np.array(values) for name, values in found.items()}


def assert_attitudes_equal(found: dict[str, np.ndarray]) -> None:
    exact = [name for name in found if name.endswith(("_mean", "_sd"))]
    assert len(exact) == 10
    for name in exact:
        assert np.abs(found[name]).max() < 1e-9, name


@pytest.mark.parametrize("table_hours", [6.0, 24.0])
def test_both_agree_coarsely(table_hours: float) -> None:
    found = differences(300, 4, table_hours)
    assert_attitudes_equal(found)
    for name, (margin, _) in MARGINS.items():
        assert abs(found[name].mean()) < margin, (name, found[name])


@pytest.mark.long
@pytest.mark.parametrize("table_hours", [6.0, 24.0])
def test_both_agree_within_margins(table_hours: float) -> None:
    """Equivalence: the 95 % interval of the difference lies within the margin."""
    found = differences(2_000, 12, table_hours)
    assert_attitudes_equal(found)
    for name, (_, margin) in MARGINS.items():
        d = found[name]
        half = 2.2 * d.std(ddof=1) / np.sqrt(len(d))
        assert abs(d.mean()) + half < margin, (name, d.mean(), half)


def test_what_is_compared_is_what_happens() -> None:
    """None of the four stages is idle, and nothing else touches a case."""
    ours = Simulation(scenario(400), 1)
    while not ours.ended:
        ours.step()
    record = ours.record()
    assert (record.cases["detected"] != record.cases["detected"]).all()
    assert record.tallies["helper_hours"] > 0
    assert (record.cases["ending"] == LAPSED).any()
    seen = figures(record)
    assert 0.2 < seen["attacked"] < 0.95
    assert 0.1 < seen["share_helped"] < 0.9
    assert 0.02 < seen["participation"] < 0.5


def test_the_plain_model_is_plain_mesa() -> None:
    told = scenario(200)
    start = Simulation(told, 1)
    plain = PlainModel(told, 1, start)
    assert len(plain.agents_by_type[Resident]) == len(start.people)
    assert len(plain.agents_by_type[Household]) == len(start.community.households)
    again = PlainModel(told, 1, start)
    for _ in range(60):
        plain.step()
        again.step()
    assert [one.state for one in plain.residents] == [one.state for one in again.residents]
    assert any(one.state for one in plain.residents)


def test_both_write_down_the_same_series() -> None:
    """Attitudes to the last digits, taken by the shipped model before it moves them."""
    told = scenario(200, horizon_days=5.0)
    opened = []
    for seed in range(5):
        ours = Simulation(told, seed)
        plain = PlainModel(told, seed, ours)
        while plain.running:
            plain.step()
            ours.step()
        shipped = ours.record().series
        by_plain = plain.datacollector.get_model_vars_dataframe()
        assert len(by_plain) == len(shipped["functionality"])
        for name in ("identity", "trust_neighbours", "belief", "stigma", "panic"):
            assert by_plain[name].to_numpy()[:-1] == pytest.approx(shipped[name][1:], abs=1e-9)
        for name in ("attacked_epidemic", "infectious_epidemic", "participation"):
            assert shipped[name].max() > 0.0 and by_plain[name.split("_")[0]].max() > 0.0
        stages = sum(shipped[name] for name in shipped if name.startswith("open_"))
        opened.append((by_plain["open"].mean(), stages.mean()))
        assert by_plain["attacked"].iloc[-1] == plain.attacked()
    one, other = np.mean(opened, axis=0)
    assert one == pytest.approx(other, rel=0.2)


def test_measures_are_taken() -> None:
    one = pace(100)
    assert one.ratio == one.plain / one.ours > 0.0
    two = bandwidth(300)
    assert two.megabytes > 0.0 and two.kernel > 0.0 and two.copy > 0.0
    assert fresh("pass", times=1) > 0.0
