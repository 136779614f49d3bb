"""Gaps between groups, told with who loses more: the size of a gap alone has no side."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from resilience_sim.observe.outcomes import OUTCOMES
from resilience_sim.study.tables import number
from resilience_sim.study.world_names import world_name

__all__ = ["GAPS", "Gap", "gap_sentence"]


class Gap(NamedTuple):
    """Two groups: the outcome with the sign of their gap, and their names in both languages."""

    signed: str
    en: tuple[str, str]
    zh: tuple[str, str]


#: Outcomes that are the size of a gap.
GAPS: Mapping[str, Gap] = MappingProxyType(
    {
        "gap_vulnerable": Gap(
            "excess_vulnerable", ("vulnerable households", "others"), ("弱势家庭", "其他家庭")
        ),
        "gap_newcomers": Gap("excess_newcomers", ("newcomers", "locals"), ("流动人口", "本地家庭")),
    }
)
_MOVES = {
    "en": {"worse": "wider ({by})", "better": "narrower ({by})"},
    "zh": {"worse": "扩大（{by}）", "better": "缩小（{by}）"},
}
_WORDS = {
    "en": ("{more} lose more", "the two lose about the same"),
    "zh": ("{more}损失更多", "两者损失相近"),
}
_TOLD = {
    "en": (
        "The gap between {first} and {second} gets {move}: {side}, by {there} {unit} in “{base}” "
        "and by {here} in “{world}”.",
        "The gap between {first} and {second} gets {move}: in “{base}” {side} ({there} {unit}), in "
        "“{world}” {now} ({here}).",
    ),
    "zh": (
        "{first}与{second}的差距{move}：{side}，"
        "“{base}”中多 {there} {unit}，“{world}”中多 {here}。",
        "{first}与{second}的差距{move}："
        "“{base}”中{side}（{there} {unit}），“{world}”中{now}（{here}）。",
    ),
}


def gap_sentence(rows: Mapping[str, Mapping[Any, Any]], gap: str, lang: str = "en") -> str:
    """What became of a gap and who loses more, before and after; empty if nothing is told.

    Parameters
    ----------
    rows
        Rows of `Comparison.differences` of one world, by outcome.
    gap
        Name of the outcome that is the size of the gap.
    lang
        ``en`` or ``zh``.
    """
    lang = "zh" if lang == "zh" else "en"
    row = rows[gap]
    move = _MOVES[lang].get(str(row["verdict"]))
    if move is None:
        return ""
    about = GAPS[gap]
    signed = rows[about.signed]
    there, here = float(signed["value_against"]), float(signed["value"])
    sides = [_side(about, value, lang) for value in (there, here)]
    same = sides[0] == sides[1] and not _even(about, there)
    first, second = about.zh if lang == "zh" else about.en
    return _TOLD[lang][0 if same else 1].format(
        first=first,
        second=second,
        move=move.format(by=number(row["difference"], sign=True)),
        side=sides[0],
        now=sides[1],
        there=number(abs(there)),
        here=number(abs(here)),
        unit=OUTCOMES[gap].unit_in(lang),
        base=world_name(str(row["against"]), lang),
        world=world_name(str(row["world"]), lang),
    )


def _side(about: Gap, excess: float, lang: str) -> str:
    if _even(about, excess):
        return _WORDS[lang][1]
    names = about.zh if lang == "zh" else about.en
    return _WORDS[lang][0].format(more=names[0] if excess > 0.0 else names[1])


def _even(about: Gap, excess: float) -> bool:
    """Whether neither group loses more by an amount that matters."""
    return not abs(excess) >= OUTCOMES[about.signed].smallest
