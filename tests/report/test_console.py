"""The printed table: bounds, gaps with their sides, and what one replicate cannot say."""

from __future__ import annotations

import re

import numpy as np
import pytest
from rich.cells import cell_len

from resilience_sim.observe.outcomes import OUTCOMES
from resilience_sim.report.console import console_table
from resilience_sim.report.demo import TABLE
from resilience_sim.study.compare import compare
from resilience_sim.study.comparison import Comparison
from tests.records import FakeSimulator, FakeWorld, planted


def made(replicates: int = 10) -> Comparison:
    worlds = {"today": FakeWorld(1.0), "slow": FakeWorld(2.0)}
    return compare(worlds, replicates, 1, 1, simulator=FakeSimulator())


def flat(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def labels(text: str) -> str:
    """The first column, whose texts go over several lines."""
    return flat(" ".join(line[:33] for line in text.splitlines()))


def test_a_mean_with_runs_cut_off_is_a_lower_bound() -> None:
    comparison = made()
    comparison = planted(comparison, "today", "recovered", [1.0] * 10)
    comparison = planted(comparison, "today", "time_to_recover", [100.0] * 10)
    comparison = planted(comparison, "slow", "recovered", [0.0] * 3 + [1.0] * 7)
    comparison = planted(comparison, "slow", "time_to_recover", [130.0] * 3 + [110.0] * 7)
    text = console_table(comparison, ["time_to_recover", "recovered"], "en", 140)
    assert "≥116" in text and "≥100" not in text
    assert "(“slow”: 3 of 10 runs)" in flat(text) and "a lower bound" in flat(text)
    assert "（“slow”：10 次中 3 次）" in flat(console_table(comparison, TABLE, "zh", 140))
    table = comparison.table(["time_to_recover"])["mean"].droplevel("outcome")
    assert table["slow"] == "≥ 116" and table["today"] == "100"
    comparison = planted(comparison, "slow", "recovered", [1.0] * 10)
    assert "≥" not in console_table(comparison, ["time_to_recover"], "en", 140)


def test_a_gap_stands_above_its_sign_and_is_not_marked_better_or_worse() -> None:
    for gap in ("vulnerable", "newcomers"):
        assert TABLE.index(f"excess_{gap}") == TABLE.index(f"gap_{gap}") + 1
    assert TABLE.index("recovered") == TABLE.index("time_to_recover") + 1
    comparison = made()
    wider = np.linspace(5.0, 5.2, 10)
    comparison = planted(comparison, "today", "gap_newcomers", list(wider - 2.0))
    comparison = planted(comparison, "slow", "gap_newcomers", list(wider))
    rows = console_table(comparison, ["gap_newcomers"], "en", 140).split("Each cell")[0]
    assert "↑" in rows and "▼" not in rows and "%" not in rows
    text = console_table(comparison, ["gap_newcomers", "excess_newcomers"], "en", 140)
    assert "↑ wider" in text and "(below 0: locals lose more)" in labels(text)


def test_one_replicate_has_no_marks_and_says_so() -> None:
    text = console_table(made(1), TABLE, "en", 140)
    assert "One replicate: no interval and no verdict." in text
    rows = text.split("Each cell")[0].replace("95 % of", "")
    assert not set("?±▲▼%") & set(rows)
    assert "只有一次重复" in console_table(made(1), TABLE, "zh", 140)


def test_what_matters_is_said_in_words_and_no_label_is_cut() -> None:
    assert "[share], matters from 0.0050" in labels(
        console_table(made(), ["robustness"], "en", 140)
    )
    chinese = console_table(made(), TABLE, "zh", 140)
    assert "实质差异界限" in chinese and "…" not in chinese


@pytest.mark.parametrize("width", [80, 120, 150])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_worlds_with_long_names_cut_nothing_off(width: int, lang: str) -> None:
    names = [f"{one}{more}" for one in ("flood", "outage", "supply_shock")
             for more in ("", ": +governance/fengqiao,red_grid")]  # fmt: skip
    worlds = {name: FakeWorld(1.0 + at) for at, name in enumerate(names)}
    text = console_table(compare(worlds, 4, 1, 1, simulator=FakeSimulator()), TABLE, lang, width)
    assert "…" not in text
    assert max(map(cell_len, text.splitlines())) <= width
    for name in ("resilience_loss", "residents_hours"):
        assert OUTCOMES[name].short(lang)[:10] in text
    rows = re.split("Each cell|每格", text)[0]
    ends = {line.split()[-1] for line in rows.splitlines() if "±" in line}
    assert all(end.startswith("±") for end in ends), "a number is broken in two"


def test_an_interval_of_a_share_stays_within_0_and_1() -> None:
    comparison = made()
    comparison = planted(comparison, "slow", "attack_rate", [0.0] * 9 + [0.9])
    comparison = planted(comparison, "slow", "resilience_loss", [0.0] * 9 + [0.9])
    table = comparison.table(["attack_rate", "resilience_loss"])["interval"]
    told = table[table.index.get_level_values("world") == "slow"].tolist()
    assert told[0].startswith("0 to") and told[1].startswith("-")
