"""Sentences that say what differs, what does not and what it cost, from paired differences."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from resilience_sim.observe.manifest import NOT_A_FORECAST
from resilience_sim.observe.outcomes import OUTCOMES
from resilience_sim.report.gaps import GAPS, gap_sentence
from resilience_sim.study.tables import VERDICTS_ZH, number
from resilience_sim.study.world_names import world_name

if TYPE_CHECKING:
    import pandas as pd

    from resilience_sim.study.returns import TurningPoint

__all__ = ["HEADLINE", "closing", "ranking_sentence", "return_sentences", "world_sentences"]

#: Outcomes that the sentences speak of, beside every price.
HEADLINE = (
    "resilience_loss",
    "robustness",
    "time_to_recover",
    "unmet_days",
    "gap_vulnerable",
    "gap_newcomers",
    "share_lapsed",
    "days_median",
    "days_p95",
    "hops",
    "attack_rate",
    "overload",
)


#: Chinese names of the severity weights that the demo tries.
_WEIGHTS_ZH = {
    "as declared": "声明的权重",
    "all needs equal": "各项需求同权",
    "grave needs only": "只计严重需求",
}


class _Words(NamedTuple):
    lead: str
    groups: tuple[tuple[str, str], ...]
    price: str
    no_price: str
    join: str
    stop: str
    change: str
    same_order: str
    other_order: str
    one_lead: str
    one: str


_EN = _Words(
    lead="“{world}” against “{base}”: {name} {change}; {share:.0f} % of replicates are better. "
    "Verdict: {verdict}.",
    groups=(
        ("better", "Better: {}."),
        ("worse", "Worse: {}."),
        ("no difference that matters", "No difference that matters: {}."),
        ("undetermined", "Not to be told from these replicates: {}."),
    ),
    price="What it took: {}.",
    no_price="No price that is measured here changed by an amount that matters.",
    join="; ",
    stop=" ",
    change="goes from {there} to {here} {unit} ({by}, 95 % interval {low} to {high})",
    same_order="The order of the worlds by resilience loss is the same under all severity weights "
    "tried ({weights}): {order}. Neighbours in it may differ by chance alone.",
    other_order="The order of the worlds by resilience loss depends on the severity weights: "
    "{told}.",
    one_lead="“{world}” against “{base}”: {name} goes from {there} to {here} {unit} ({by}).",
    one="One replicate: no interval and no verdict.",
)
_ZH = _Words(
    lead="“{world}”与“{base}”相比：{name}{change}；{share:.0f}% 的重复中更优。判断：{verdict}。",
    groups=(
        ("better", "更好：{}。"),
        ("worse", "更差：{}。"),
        ("no difference that matters", "无实质差别：{}。"),
        ("undetermined", "现有重复次数无法判定：{}。"),
    ),
    price="代价与投入的变化：{}。",
    no_price="此处所计量的代价均无实质变化。",
    join="；",
    stop="",
    change="由 {there} 变为 {here}（{by}，95% 区间 {low} 至 {high}；单位：{unit}）",
    same_order="按韧性损失排序，各组严重度权重（{weights}）下次序相同：{order}。相邻情景之间的先后可能只是偶然。",
    other_order="按韧性损失的排序取决于严重度权重：{told}。",
    one_lead="“{world}”与“{base}”相比：{name}由 {there} 变为 {here}（{by}；单位：{unit}）。",
    one="只有一次重复：没有区间，也不作判断。",
)
#: A lever is set and not brought about, so it can have no price.
_LEVERS = (
    "A lever is a state that is set, not a measure that somebody takes: what bringing it about "
    "would cost is not counted here, while an institution's price is."
)
_LEVERS_ZH = (
    "杠杆是设定的状态，不是谁采取的措施：达到这种状态要付出什么，这里不计；制度的代价则计入。"
)
_NOTICE_ZH = (
    "并非预测：这是程式化的模拟实验。种子区间只反映蒙特卡洛误差，不反映未知参数带来的不确定性。"
)


def world_sentences(
    differences: pd.DataFrame, lang: str = "en", headline: Sequence[str] = HEADLINE
) -> list[str]:
    """One paragraph a world: the first headline outcome in full, then the rest by verdict.

    Parameters
    ----------
    differences
        `Comparison.differences`.
    lang
        ``en`` or ``zh``.
    headline
        Outcomes to speak of; the first is told in figures.
    """
    words = _ZH if lang == "zh" else _EN
    found = []
    for world in dict.fromkeys(differences["world"]):
        mine = differences[differences["world"] == world]
        rows = {str(row["outcome"]): row for row in mine.to_dict("records")}
        lead = rows[headline[0]]
        if lead["n"] == 1:
            found.append(words.stop.join([_one(lead, words, lang), words.one]))
            continue
        parts = [_lead(lead, words, lang)]
        gaps = {name: gap_sentence(rows, name, lang) for name in headline if name in GAPS}
        plain = [rows[name] for name in headline[1:] if not gaps.get(name)]
        parts += _by_verdict(plain, words, lang)
        parts += [told for told in gaps.values() if told]
        parts.append(_price([row for row in rows.values() if row["group"] == "price"], words, lang))
        found.append(words.stop.join(parts))
    return found


def _lead(row: dict[Any, Any], words: _Words, lang: str) -> str:
    share = row["share_better"]
    return words.lead.format(
        world=world_name(row["world"], lang),
        base=world_name(row["against"], lang),
        name=_name(row, lang),
        change=_change(row, words, lang),
        share=100.0 * share if share == share else 0.0,
        verdict=VERDICTS_ZH[row["verdict"]] if lang == "zh" else row["verdict"],
    )


def _one(row: dict[Any, Any], words: _Words, lang: str) -> str:
    return words.one_lead.format(
        world=world_name(row["world"], lang),
        base=world_name(row["against"], lang),
        name=_name(row, lang),
        there=number(row["value_against"]),
        here=number(row["value"]),
        unit=_unit(row, lang),
        by=_by(row),
    )


def _by_verdict(rows: list[dict[Any, Any]], words: _Words, lang: str) -> list[str]:
    told = []
    for verdict, sentence in words.groups:
        mine = [row for row in rows if row["verdict"] == verdict]
        if not mine:
            continue
        moved = verdict in ("better", "worse")
        texts = [_name(row, lang) + (f" ({_by(row)})" if moved else "") for row in mine]
        told.append(sentence.format(words.join.join(texts)))
    return told


def _price(rows: list[dict[Any, Any]], words: _Words, lang: str) -> str:
    moved = [row for row in rows if row["verdict"] in ("better", "worse", "higher", "lower")]
    if not moved:
        return words.no_price
    texts = [f"{_name(row, lang)} {_by(row)} {_unit(row, lang)}" for row in moved]
    return words.price.format(words.join.join(texts))


def _change(row: dict[Any, Any], words: _Words, lang: str) -> str:
    return words.change.format(
        there=number(row["value_against"]),
        here=number(row["value"]),
        unit=_unit(row, lang),
        by=_by(row),
        low=number(row["low"], sign=True),
        high=number(row["high"], sign=True),
    )


def _by(row: dict[Any, Any]) -> str:
    return number(row["difference"], sign=True)


def _name(row: dict[Any, Any], lang: str) -> str:
    text = OUTCOMES[row["outcome"]].short(lang)
    return text if lang == "zh" else text[0].lower() + text[1:]


def _unit(row: dict[Any, Any], lang: str) -> str:
    return OUTCOMES[row["outcome"]].unit_in(lang)


def return_sentences(found: Sequence[TurningPoint], lang: str = "en") -> list[str]:
    """Where each lever's return diminishes or turns, one sentence a curve."""
    return [one.sentence(lang) for one in found]


def ranking_sentence(rankings: pd.DataFrame, lang: str = "en") -> str:
    """Whether the order of worlds depends on the severity weights."""
    words = _ZH if lang == "zh" else _EN
    named = _WEIGHTS_ZH if lang == "zh" else {}
    orders = {
        named.get(str(weights), str(weights)): " < ".join(
            world_name(world, lang) for world in mine.sort_values("resilience_loss")["world"]
        )
        for weights, mine in rankings.groupby("weights", sort=False)
    }
    if len(set(orders.values())) == 1:
        order = next(iter(orders.values()))
        between = "、" if lang == "zh" else ", "
        return words.same_order.format(weights=between.join(orders), order=order)
    told = words.join.join(f"{name}: {order}" for name, order in orders.items())
    return words.other_order.format(told=told)


def closing(lang: str = "en") -> str:
    """What a lever is, and the standing notice."""
    return _LEVERS_ZH + _NOTICE_ZH if lang == "zh" else f"{_LEVERS} {NOT_A_FORECAST}"
