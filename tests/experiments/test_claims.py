"""Claims: what each verdict takes, what is measured, and that results are kept and gone on with."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import resilience_sim as rs
from experiments import claims, claims_page, claims_results
from experiments.claims import Claim
from experiments.claims_factorials import alone, beyond_the_sum, of_three, of_two, on_ratios
from experiments.claims_measures import everything, known
from experiments.claims_results import Finding
from experiments.claims_verdicts import (
    CONDITIONAL,
    NEGLIGIBLE,
    NOT_EXERCISED,
    REPRODUCED,
    REVERSED,
    UNDETERMINED,
    VERDICTS,
    hinges,
    judged,
    moved,
    verdict,
)
from resilience_sim.observe.outcomes import OUTCOMES
from resilience_sim.registry import classes
from resilience_sim.simulation import simulate
from resilience_sim.study.statistics import Interval


# --- verdicts --------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("low", "high", "told"),
    [
        (0.11, 0.30, REPRODUCED),
        (0.10, 0.30, REPRODUCED),  # at the smallest difference
        (0.09, 0.30, UNDETERMINED),  # its mean lies beyond, the whole interval does not
        (0.01, 0.99, UNDETERMINED),
        (-0.30, -0.11, REVERSED),
        (-0.30, -0.09, UNDETERMINED),
        (-0.09, 0.09, NEGLIGIBLE),
        (0.02, 0.09, NEGLIGIBLE),  # not 0, and it does not matter
        (-0.10, 0.05, UNDETERMINED),
        (-0.2, 0.2, UNDETERMINED),
        (float("nan"), float("nan"), UNDETERMINED),
    ],
)
def test_an_interval_is_judged_as_a_whole(low: float, high: float, told: str) -> None:
    found = Interval((low + high) / 2.0, low, high, 8)
    assert judged(found, 1, 0.1) == told
    other = Interval(-found.mean, -high, -low, 8)
    assert judged(other, -1, 0.1) == told


def about(mean: float, spread: float = 0.01) -> np.ndarray:
    """Eight values with this mean, of which the interval is narrow."""
    return mean + spread * np.array([-1.0, 1.0, -1.0, 1.0, -1.0, 1.0, -1.0, 1.0])


def finding(**told: object) -> Finding:
    there = {"effect": about(0.5), "moved": about(1.0), "acted": np.ones(8)}
    there |= {name: told.pop(name) for name in list(told) if name in there}  # type: ignore[misc]
    values = {"key": "k", "there": there, "elsewhere": there, "band": about(0.5), "signs": {}}
    return Finding(**{**values, **told})  # type: ignore[arg-type]


def told_of(one: Finding, **how: object) -> str:
    return verdict(one, **{"direction": 1, "smallest": 0.1, "moves_to": 1, **how})  # type: ignore[arg-type]


def test_reproduced_takes_every_link_and_most_draws() -> None:
    links = {("a", 0): about(0.4), ("a", -1): about(0.3)}
    assert told_of(finding(signs=links)) == REPRODUCED
    two_short = np.array([0.5] * 6 + [0.05, -1.0])
    assert told_of(finding(signs=links, band=two_short)) == REPRODUCED


@pytest.mark.parametrize("other", [about(-0.5), about(0.0), about(0.1), about(0.5, 3.0)])
def test_conditional_where_a_link_off_or_reversed_says_anything_else(other: np.ndarray) -> None:
    links = {("a", 0): about(0.4), ("a", -1): other}
    assert told_of(finding(signs=links)) == CONDITIONAL
    assert hinges(finding(signs=links), 1, 0.1) == ["a reversed"]


def test_conditional_where_more_than_a_quarter_of_draws_fall_short() -> None:
    assert told_of(finding(band=np.array([0.5] * 5 + [0.05, 0.09, -1.0]))) == CONDITIONAL


def test_a_link_cannot_make_a_claim_that_fails_conditional() -> None:
    links = {("a", 0): about(0.5)}
    assert told_of(finding(effect=about(-0.5), signs=links)) == REVERSED
    assert told_of(finding(effect=about(0.0), signs=links)) == NEGLIGIBLE
    assert told_of(finding(effect=about(0.1), signs=links)) == UNDETERMINED


def test_not_exercised_without_acts_or_where_the_intermediate_did_not_move() -> None:
    assert told_of(finding(acted=np.array([0.0] + [1.0] * 7))) == NOT_EXERCISED
    assert told_of(finding(acted=np.zeros(8)), levers_only=True) == REPRODUCED
    assert told_of(finding(moved=about(0.0))) == NOT_EXERCISED
    assert told_of(finding(moved=np.zeros(8))) == NOT_EXERCISED
    assert told_of(finding(moved=about(-1.0))) == NOT_EXERCISED
    assert told_of(finding(moved=about(-1.0)), moves_to=-1) == REPRODUCED
    assert moved(np.ones(8), 1) and not moved(np.ones(8), -1)  # an interval of no width


def test_the_page_says_where_a_link_changed_nothing() -> None:
    claim = next(one for one in claims.read()[0] if one.links)
    effect = about(-0.5)
    found = finding(effect=effect, signs={("a.link", 0): effect.copy(), ("a.link", -1): about(0.1)})
    judged_one = claims_page.Judged(claim, replace(found, key=claim.key, there={
        **found.there, "hours": about(1.0), "hours_before": about(1.0), "money": about(1.0),
        "money_before": about(1.0), "residents": about(1.0)}))  # fmt: skip
    told = {"with": {"python": "3"}, "code": "c", "seconds": 60.0, "residents": 10, "seeds": [1],
            "draws": 2}  # fmt: skip
    rows = [line for line in claims_page.page([judged_one], [], [told]).splitlines()
            if ("`a.link`" in line and "| off |" in line) or "| reversed |" in line]  # fmt: skip
    assert ["not at work" in row for row in rows if "a.link" in row] == [True, False]


# --- factorials ------------------------------------------------------------------------------
def test_interactions_of_a_sum_and_of_a_product() -> None:
    """By hand: 10 - 1 - 2 - 3 adds up; 10 * .9 * .8 * .7 multiplies."""
    cells = {(a, b, c): np.array([10.0 - a - 2 * b - 3 * c])
             for a in (False, True) for b in (False, True) for c in (False, True)}  # fmt: skip
    assert alone(cells, 1) == pytest.approx([-2.0])
    assert beyond_the_sum(cells) == pytest.approx([0.0])
    assert of_two(cells, 0, 2) == pytest.approx([0.0]) and of_three(cells) == pytest.approx([0.0])
    product = {on: np.array([10.0 * 0.9 ** on[0] * 0.8 ** on[1] * 0.7 ** on[2]]) for on in cells}
    logs = on_ratios(product)
    assert beyond_the_sum(logs) == pytest.approx([0.0])
    assert alone(logs, 2) == pytest.approx([np.log(0.7)])
    assert beyond_the_sum(product) == pytest.approx([5.04 - 10.0 + 1.0 + 2.0 + 3.0])
    assert of_two(product, 0, 1) == pytest.approx([7.2 - 9.0 - 8.0 + 10.0])
    assert of_three(product) == pytest.approx([1.04 - 0.2 - 0.3 - 0.6])


# --- the file --------------------------------------------------------------------------------
def test_every_institution_has_a_claim_that_names_where_it_does_not_hold() -> None:
    singles, joint = claims.read()
    spoken = {one["kind"] for claim in singles for one in claim.given}
    assert set(classes("institutions")) == spoken
    keys = [claim.key for claim in (*singles, *joint)]
    assert len(keys) == len(set(keys))
    for claim in singles:
        assert claim.outcome in OUTCOMES and claim.direction in (-1, 1)
        assert claim.elsewhere != claim.scenario and len(claim.because) > 20
        assert claim.moves != f"outcome {claim.outcome}" and not claim.moves.startswith("acts")
    assert len({claim.elsewhere for claim in singles}) >= 5


def test_a_word_that_measures_nothing_is_refused(tmp_path: Path) -> None:
    assert known("found red_grid") and not known("boost red_grid")
    wrong = claims.FILE.read_text(encoding="utf-8").replace("found red_grid", "boost red_grid")
    path = tmp_path / "claims.toml"
    path.write_text(wrong, encoding="utf-8")
    with pytest.raises(ValueError, match="boost red_grid"):
        claims.read(path)


def test_every_link_acts_in_the_world_it_is_switched_in() -> None:
    """A key that changed nothing would make a claim robust for no reason."""
    for claim in claims.read()[0]:
        without, world = claims.pair(claim, claim.scenario, {})
        for link in claim.links:
            for sign in (0, -1):
                off = claims.pair(claim, claim.scenario, {link: sign})
                assert off[0].content_hash() != without.content_hash(), link
                assert off[1].content_hash() != world.content_hash(), link


# --- what is measured ------------------------------------------------------------------------
@pytest.fixture(scope="module")
def small() -> dict[str, dict[str, float]]:
    today = rs.load("epidemic_lockdown").vary({"community.residents": 250, "horizon_days": 40.0})
    made = rs.institutions
    bank = made.TimeBank(joins=0.3)
    with_it = today.with_institutions(made.RedGrid(), made.LegalService(), bank)
    return {"without": everything(simulate(today, 1)), "with": everything(simulate(with_it, 1))}


def test_words_measure_what_they_say(small: dict[str, dict[str, float]]) -> None:
    without, there = small["without"], small["with"]
    shares = [value for word, value in there.items() if word.startswith("found ")]
    assert sum(shares) == pytest.approx(1.0)
    assert there["found red_grid"] > 0.0 and "found red_grid" not in without
    assert there["handled mediation.legal_service"] == there["handled mediation.adviser"] > 0.0
    assert there["hours legal_service"] > there["served legal_service"] > 0.0
    assert "served legal_service" not in without
    assert there["acted legal_service"] > 0.0 and there["acted time_bank"] > 0.0
    assert there["before money"] > 0.0 and "before money" not in without
    assert there["promises net"] == there["figure promise_kept.number"] - there.get(
        "figure promise_broken.number", 0.0
    )
    assert there["points mean"] == without["points mean"] == 0.0


# --- what is kept ----------------------------------------------------------------------------
def tiny(monkeypatch: pytest.MonkeyPatch, folder: Path) -> Claim:
    monkeypatch.setattr(claims, "RESIDENTS", 150)
    monkeypatch.setattr(claims, "SEEDS", (1, 2))
    monkeypatch.setattr(claims, "DRAWS", 2)
    for kept in ("save", "fresh", "stored", "confirm"):
        monkeypatch.setattr(getattr(claims_results, kept), "__defaults__", (folder,))
    return Claim(
        key="tiny", source="kong_lists", says="s", scenario="epidemic_lockdown",
        outcome="days_routing", direction=-1, elsewhere="rumour", because="b",
        moves="twin clarity.gaps", moves_to=-1, horizon=20.0,
        links=("response.own_report.trust_to_report",), given=({"kind": "responsibility_list"},),
    )  # fmt: skip


def test_a_claim_is_kept_gone_on_with_and_judged_from_what_is_kept(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    claim = tiny(monkeypatch, tmp_path)
    assert claims.due([claim]) == [claim]
    claims.work_on(claim)
    assert claims.due([claim]) == []
    assert claims.due([claim], again=True) == [claim]
    told = json.loads((tmp_path / "tiny.json").read_text())
    assert told["seeds"] == [1, 2] and told["code"] == claims_results.digest_of_code()
    again = claims_results.finding_of(told)
    straight = claims.find_out(claim)
    assert set(again.there) == set(straight.there)
    for name, values in straight.there.items():
        assert again.there[name] == pytest.approx(values, rel=1e-11)
    assert set(again.signs) == set(straight.signs) and len(again.band) == 2
    assert (again.there["acted"] > 0.0).all()
    page = claims_page.page([claims_page.Judged(claim, again)], [], [told])
    assert page.count("`tiny`") >= 5 and "reversed" in page
    # another world, other words: only the first has to be run again
    monkeypatch.setattr(claims, "SEEDS", (1, 3))
    assert claims.due([claim]) == [claim]


def test_code_that_gives_the_same_first_seed_is_noted_and_other_code_is_not(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    claim = tiny(monkeypatch, tmp_path)
    claims.work_on(claim)
    monkeypatch.setattr(claims_results, "digest_of_code", lambda: "another")
    assert claims.due([claim]) == [claim]
    assert claims.confirmed(claim) == ("tiny", True)
    assert claims.due([claim]) == []
    told = json.loads((tmp_path / "tiny.json").read_text())
    assert told["confirmed"] == "another" != told["code"]
    page = claims_page.page(
        [claims_page.Judged(claim, claims_results.finding_of(told))], [], [told]
    )
    assert "whose first seed code `another` gives" in page
    told["there"]["effect"][0] += 1e-9
    (tmp_path / "tiny.json").write_text(json.dumps(told))
    monkeypatch.setattr(claims_results, "digest_of_code", lambda: "a third")
    assert claims.confirmed(claim) == ("tiny", False)
    assert claims.due([claim]) == [claim]


def test_words_of_a_claim_may_change_without_a_new_run(monkeypatch: pytest.MonkeyPatch) -> None:
    claim = tiny(monkeypatch, Path())
    told = {name: getattr(claim, name) for name in claim.__dataclass_fields__}
    assert claims.asked(Claim(**{**told, "says": "other"})) == claims.asked(claim)
    assert claims.asked(Claim(**{**told, "elsewhere": "flood"})) != claims.asked(claim)


def test_the_page_is_that_of_the_results_kept() -> None:
    """Every claim as it is asked now has been run, and the page says what came out."""
    page = claims_page.PAGE.read_text(encoding="utf-8")
    assert page == claims_page.kept()
    for claim in (one for kind in claims.read() for one in kind):
        told = claims_results.stored(claim.key)
        assert told is not None and told["asked"] == claims.asked(claim), claim.key
    assert sum(path.stat().st_size for path in claims_results.FOLDER.iterdir()) < 1_000_000
    for name in VERDICTS:
        assert f"| {name} |" in page


def test_days_of_a_need_count_cases_that_are_still_open() -> None:
    """By hand: raised on days 0 and 4 of ten, one closed after 3 days, one open for 6."""
    record = simulate(rs.load("epidemic_lockdown").vary(
        {"community.residents": 100, "warmup_days": 10.0, "horizon_days": 10.0}), 1)  # fmt: skip
    cases = record.cases[:2].copy()
    cases["need"], cases["raised"], cases["closed"] = 0, [0.0, 4.0], [3.0, np.nan]
    told = everything(replace(record, cases=cases))
    assert told["days food"] == pytest.approx((3.0 + 6.0) / 2.0)
