"""Catalogues that ``list`` shows."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from resilience_sim import describing as d
from resilience_sim.registry import FAMILIES
from resilience_sim.text import Lang

__all__ = ["TITLES_ZH", "listing"]

#: What can be listed, as the title of a table.
TITLES_ZH: Mapping[str, str] = MappingProxyType(
    {
        "scenarios": "现成的情景与预设",
        "crises": "危机",
        "institutions": "制度",
        "response": "响应规则",
        "society": "社会规则",
        "outcomes": "结果指标",
        "parameters": "参数",
    }
)


def listing(what: str, lang: Lang) -> tuple[list[d.Row], tuple[str, ...]]:
    """Rows of a catalogue, and the columns of it that a table in a language shows."""
    if what in FAMILIES:
        if lang == "zh":
            return d.mechanism_rows(what), ("name", "zh", "phases", "price_zh", "sources")
        # the Chinese names are those the sources use, so readers of English need them too
        return d.mechanism_rows(what), ("name", "en", "zh", "phases", "price", "sources")
    if what == "scenarios":
        return d.scenario_rows(), ("name", "kind", lang)
    if what == "outcomes":
        return d.outcome_rows(), ("name", "group", "unit", "direction", "smallest", lang)
    return d.all_parameter_rows(lang), d.PARAMETER_COLUMNS
