"""Heads of the columns of tables, and the words in their cells, in the language asked for.

JSON and CSV keep the names in the code: a program that reads them needs them in any language.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from resilience_sim.text import PHASE_TEXT, Lang

__all__ = ["PARAMETER_UNITS_ZH", "WORDS_ZH", "heads", "worded"]

_BOTH: Mapping[str, str] = MappingProxyType({"en": "English", "zh": "中文"})
_HEADS_ZH: Mapping[str, str] = MappingProxyType(
    {
        "allowed": "允许",
        "combined": "合成方式",
        "count": "数量",
        "direction": "方向",
        "en": "英文",
        "given": "给出",
        "grade": "依据等级",
        "group": "类别",
        "key": "键",
        "kind": "种类",
        "link": "关联",
        "meaning": "含义",
        "name": "代码名",
        "outcome": "代码名",
        "phases": "阶段",
        "price": "代价",
        "price_zh": "代价",
        "range": "取值范围",
        "sign": "符号",
        "smallest": "实质差异界限",
        "source": "来源",
        "sources": "来源",
        "unit": "单位",
        "value": "数值",
        "zh": "名称",
    }
)
#: Units of parameters; those of outcomes stand with the outcomes.
PARAMETER_UNITS_ZH: Mapping[str, str] = MappingProxyType(
    {
        "": "",
        "1/100,000 d": "每十万人每天",
        "1/d": "每天",
        "1/h": "每小时",
        "1/meeting": "每次会议",
        "1/staff day": "每人工日",
        "1/y": "每年",
        "1/yr": "每年",
        "bodies": "个机构",
        "cases": "件",
        "cells": "格",
        "contacts": "次接触",
        "d": "天",
        "d/d": "天/天",
        "drive": "动力值",
        "h/d": "小时/天",
        "h/day": "小时/天",
        "h/h": "小时/小时",
        "hops": "次转手",
        "households": "户",
        "level": "级",
        "lots/d": "份/天",
        "m": "米",
        "messages": "条消息",
        "min": "分钟",
        "persons": "人",
        "points": "分",
        "points/d": "分/天",
        "ratio": "比值",
        "score": "评分",
        "ties": "条联系",
        "weight": "权重",
        "y": "年",
        "yuan/d": "元/天",
        "yuan/point": "元/分",
    }
)
#: Words that stand in cells, by column.
WORDS_ZH: Mapping[str, Mapping[Any, str]] = MappingProxyType(
    {
        "group": {
            "functionality": "功能",
            "cases": "事项",
            "people": "居民",
            "bodies": "机构",
            "price": "代价",
        },
        "direction": {1: "越大越好", -1: "越小越好", 0: "不分好坏"},
        "kind": {"scenario": "情景", "preset": "预设"},
        "source": {"assumed": "假设"},
    }
)


def heads(columns: Iterable[str], lang: Lang) -> dict[str, str]:
    """Columns with their heads in a language."""
    told = _HEADS_ZH if lang == "zh" else _BOTH
    return {name: told.get(name, name) for name in columns}


def worded(rows: Iterable[Mapping[str, Any]], lang: Lang) -> list[dict[str, Any]]:
    """The rows as a table shows them: what stands in cells as a code, in words."""
    if lang != "zh":
        return [dict(row) for row in rows]
    from resilience_sim.observe.outcome import UNITS_ZH

    units = {"unit": {**PARAMETER_UNITS_ZH, **UNITS_ZH}}
    words: Mapping[str, Mapping[Any, str]] = {**WORDS_ZH, **units}
    return [{name: _cell(name, value, words) for name, value in row.items()} for row in rows]


def _cell(name: str, value: Any, words: Mapping[str, Mapping[Any, str]]) -> Any:
    if name == "phases":
        return [PHASE_TEXT[phase].name.zh for phase in value]
    told = words.get(name)
    return value if told is None or isinstance(value, (list, dict)) else told.get(value, value)
