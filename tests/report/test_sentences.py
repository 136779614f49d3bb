"""Sentences say what the differences say, and nothing else."""

from __future__ import annotations

import pandas as pd

from resilience_sim.observe.outcomes import OUTCOMES
from resilience_sim.report.sentences import closing, ranking_sentence, world_sentences


def differences(**verdicts: tuple[float, str]) -> pd.DataFrame:
    rows = []
    for name, outcome in OUTCOMES.items():
        by, verdict = verdicts.get(name, (0.0, "no difference that matters"))
        rows.append(
            {
                "world": "clear",
                "against": "today",
                "outcome": name,
                "value": 5.0 + by,
                "value_against": 5.0,
                "difference": by,
                "low": by - 0.1,
                "high": by + 0.1,
                "share_better": 0.9,
                "verdict": verdict,
                "unit": outcome.unit,
                "direction": outcome.direction,
                "group": outcome.group,
                "n": 8,
            }
        )
    return pd.DataFrame(rows)


def test_one_paragraph_a_world_with_figures_verdicts_and_price() -> None:
    frame = differences(
        resilience_loss=(-2.0, "better"),
        hops=(0.5, "worse"),
        days_p95=(1.0, "undetermined"),
        helper_hours=(300.0, "higher"),
    )
    (text,) = world_sentences(frame)
    assert "“clear” against “today”: resilience loss goes from 5.00 to 3.00 days" in text
    assert "(-2.00, 95 % interval -2.10 to -1.90); 90 % of replicates are better" in text
    assert "Worse: hand-offs of a case that was found, mean (+0.500)." in text
    assert "Not to be told from these replicates: days a case waits, 95th percentile." in text
    assert "What it took: hours neighbours and kin gave +300 h." in text


def test_no_price_is_said_to_be_none() -> None:
    (text,) = world_sentences(differences())
    assert "No price that is measured here changed" in text and "Better:" not in text


def test_chinese_says_the_same() -> None:
    frame = differences(resilience_loss=(-2.0, "better"), helper_hours=(300.0, "higher"))
    (text,) = world_sentences(frame, "zh")
    assert "韧性损失由 5.00 变为 3.00" in text and "判断：更好" in text and "+300 小时" in text
    assert "并非预测" in closing("zh") and "Not a forecast" in closing()


def test_one_replicate_has_no_interval_and_no_verdict() -> None:
    frame = differences(resilience_loss=(-2.0, "undetermined"))
    frame[["low", "high"]], frame["n"] = float("nan"), 1
    (text,) = world_sentences(frame)
    assert text.startswith("“clear” against “today”: resilience loss goes from 5.00 to 3.00 days")
    assert "One replicate: no interval and no verdict." in text and "–" not in text
    assert "Not to be told" not in text and "% of replicates" not in text
    (text,) = world_sentences(frame, "zh")
    assert "只有一次重复：没有区间，也不作判断。" in text and "–" not in text


def gap(there: float, here: float, verdict: str) -> pd.DataFrame:
    by = abs(here) - abs(there)
    frame = differences(gap_newcomers=(by, verdict)).set_index("outcome", drop=False)
    frame.loc["excess_newcomers", ["value_against", "value"]] = (there, here)
    return frame.reset_index(drop=True)


def test_a_wider_gap_is_told_with_who_loses_more_and_never_as_worse() -> None:
    (text,) = world_sentences(gap(-4.2, -5.3, "worse"))
    assert (
        "The gap between newcomers and locals gets wider (+1.10): locals lose more, by 4.20 days "
        "in “today” and by 5.30 in “clear”."
    ) in text
    assert "Worse" not in text
    (text,) = world_sentences(gap(4.2, 5.3, "worse"))
    assert "newcomers lose more, by 4.20 days in “today” and by 5.30 in “clear”" in text
    (text,) = world_sentences(gap(-4.2, -5.3, "worse"), "zh")
    assert "差距扩大（+1.10）：本地家庭损失更多，“现状”中多 4.20 天，“clear”中多 5.30。" in text
    assert "更差" not in text


def test_a_gap_that_changes_sides_is_told_on_both() -> None:
    (text,) = world_sentences(gap(2.0, -0.5, "better"))
    assert (
        "gets narrower (-1.50): in “today” newcomers lose more (2.00 days), in “clear” locals "
        "lose more (0.500)."
    ) in text
    (text,) = world_sentences(gap(-0.01, 3.0, "worse"))
    assert "in “today” the two lose about the same (0.010 days)" in text
    (text,) = world_sentences(gap(-2.0, 0.01, "better"), "zh")
    assert "“现状”中本地家庭损失更多（2.00 天），“clear”中两者损失相近（0.010）" in text


def test_gaps_that_do_not_move_stay_with_their_verdict() -> None:
    (text,) = world_sentences(gap(-2.0, -2.0, "undetermined"))
    assert "Not to be told from these replicates: gap between newcomers and locals." in text


def rankings(**losses: list[float]) -> pd.DataFrame:
    rows = [
        (weights, world, loss)
        for weights, row in losses.items()
        for world, loss in zip("ab", row, strict=True)
    ]
    return pd.DataFrame(rows, columns=["weights", "world", "resilience_loss"])


def test_ranking_is_said_to_depend_on_weights_only_where_it_does() -> None:
    assert "is the same" in ranking_sentence(rankings(declared=[1.0, 2.0], equal=[3.0, 4.0]))
    told = ranking_sentence(rankings(declared=[1.0, 2.0], equal=[5.0, 4.0]))
    assert "depends" in told and "declared: a < b" in told and "equal: b < a" in told
