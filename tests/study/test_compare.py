"""Paired comparison: a planted difference is found, none is not, workers change no bit."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from resilience_sim.errors import InputError
from resilience_sim.observe.outcomes import OUTCOMES
from resilience_sim.observe.result import Result
from resilience_sim.study.compare import compare
from resilience_sim.study.comparison import Comparison
from resilience_sim.study.replicates import replicate_seed
from resilience_sim.vocabulary import N_NEEDS
from tests.records import FakeSimulator, FakeWorld

WORLDS = {"today": FakeWorld(1.0), "same": FakeWorld(1.0), "slow": FakeWorld(2.0)}


def made(workers: int = 1, replicates: int = 8) -> Comparison:
    return compare(
        WORLDS,
        replicates,
        3,
        workers,
        weights={"equal": [0.4] * N_NEEDS},
        simulator=FakeSimulator(),
    )


def verdicts(comparison: Comparison, world: str) -> dict[str, str]:
    frame = comparison.differences().query("world == @world")
    return dict(zip(frame["outcome"], frame["verdict"], strict=True))


def test_a_planted_difference_is_found_and_none_is_not() -> None:
    comparison = made()
    slow, same = verdicts(comparison, "slow"), verdicts(comparison, "same")
    for outcome in ("resilience_loss", "robustness", "days_median", "days_hands"):
        assert slow[outcome] == "worse", outcome
        assert same[outcome] == "no difference that matters", outcome
    frame = comparison.differences().query("world == 'same'")
    assert (frame["difference"].dropna() == 0.0).all()
    assert slow["attack_rate"] == "no difference that matters"


def test_number_of_workers_changes_no_bit() -> None:
    one = made(1)
    for workers in (2, 3):
        other = made(workers)
        pd.testing.assert_frame_equal(one.outcomes, other.outcomes, check_exact=True)
        pd.testing.assert_frame_equal(one.timelines, other.timelines, check_exact=True)
        pd.testing.assert_frame_equal(one.twins, other.twins, check_exact=True)
        pd.testing.assert_frame_equal(one.rankings, other.rankings, check_exact=True)


def test_order_of_worlds_changes_no_value() -> None:
    back = compare(dict(reversed(WORLDS.items())), 4, 3, 1, simulator=FakeSimulator())
    for world, values in back.values.items():
        np.testing.assert_array_equal(values, made(1, 4).values[world])


def test_replicates_share_their_seed_and_differ_from_each_other() -> None:
    frame = made().outcomes
    assert (frame.groupby("replicate")["seed"].nunique() == 1).all()
    assert frame["seed"].nunique() == 8
    assert replicate_seed(1, 0) != replicate_seed(2, 0) and replicate_seed(1, 0) >= 0
    # More replicates only add: the first ones stay what they were.
    pd.testing.assert_frame_equal(
        made(1, 3).outcomes, frame[frame["replicate"] < 3].reset_index(drop=True)
    )


def test_difference_is_the_mean_of_paired_differences() -> None:
    comparison = made()
    wide = comparison.outcomes.pivot_table(
        index=["outcome", "replicate"], columns="world", values="value"
    )
    paired = (wide["slow"] - wide["today"]).groupby("outcome").mean()
    told = comparison.differences().query("world == 'slow'").set_index("outcome")["difference"]
    pd.testing.assert_series_equal(
        told.dropna().sort_index(), paired.sort_index(), check_names=False
    )


def test_table_has_a_row_for_each_outcome_and_world() -> None:
    comparison = made()
    assert len(comparison.table()) == len(OUTCOMES) * len(WORLDS)
    chosen = comparison.table(["robustness"], lang="zh")
    assert len(chosen) == len(WORLDS)
    assert chosen.iloc[-1]["判断"] == "更差"
    with pytest.raises(InputError) as caught:
        comparison.table(["robustnes"])
    assert caught.value.nearest == "robustness"
    with pytest.raises(InputError):
        comparison.differences("tomorrow")


def test_rankings_under_other_weights() -> None:
    rankings = made().rankings
    assert set(rankings["weights"]) == {"as declared", "equal"}
    worst = rankings.sort_values("resilience_loss").groupby("weights").last()
    assert (worst["world"] == "slow").all()


def test_progress_ends_at_the_number_of_runs() -> None:
    seen: list[tuple[int, int]] = []
    compare(WORLDS, 4, 1, 2, lambda *told: seen.append(told), simulator=FakeSimulator())
    assert seen[-1] == (12, 12)
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)


def test_what_is_written_can_be_read_again(tmp_path: Path) -> None:
    comparison = made()
    comparison.write(tmp_path / "out")
    told = json.loads((tmp_path / "out" / "manifest.json").read_text())
    assert all((tmp_path / "out" / name).is_file() for name in told["files"])
    assert told["worlds"]["slow"]["content_hash"] == WORLDS["slow"].content_hash()
    assert told["seeds"] == [
        replicate_seed(comparison.seed, r) for r in range(comparison.replicates)
    ]
    read = pd.read_parquet(tmp_path / "out" / "differences.parquet")
    assert list(read.columns) == list(comparison.differences().columns)
    assert read["verdict"].tolist() == comparison.differences()["verdict"].tolist()


def test_bad_input_is_refused() -> None:
    with pytest.raises(InputError):
        compare({}, 3)
    with pytest.raises(InputError):
        compare(WORLDS, 0, simulator=FakeSimulator())
    with pytest.raises(InputError):
        compare(WORLDS, 2, workers=0, simulator=FakeSimulator())


def test_one_run_gives_frames_and_files(tmp_path: Path) -> None:
    result = Result(FakeSimulator().run(FakeWorld(1.0), 5, None), FakeWorld(1.0))
    assert result.outcomes.loc["robustness", "value"] == pytest.approx(
        1 - (1 - result.timeline["functionality"]).max(), abs=0.01
    )
    assert set(result.cases["ending"].unique()) <= {"open", "served", "helped", "lapsed", "moved"}
    assert result.journal.loc[0, "hours"] == 2.0
    files = result.write(tmp_path)
    assert files[-1].name == "manifest.json"
    assert pd.read_parquet(tmp_path / "cases.parquet").shape == result.cases.shape
