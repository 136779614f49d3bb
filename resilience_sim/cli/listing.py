"""Catalogues that ``list`` shows."""

from __future__ import annotations

from resilience_sim import describing as d
from resilience_sim.registry import FAMILIES
from resilience_sim.text import Lang


def listing(what: str, lang: Lang) -> tuple[list[d.Row], dict[str, str]]:
    """Rows of a catalogue and its columns with their heads."""
    columns: tuple[str, ...]
    if what in FAMILIES:
        rows = d.mechanism_rows(what)
        price = "price_zh" if lang == "zh" else "price"
        columns = ("name", "en", "zh", "phases", price, "sources")
    elif what == "scenarios":
        rows, columns = d.scenario_rows(), ("name", "kind", "en", "zh")
    elif what == "outcomes":
        rows = d.outcome_rows()
        columns = ("name", "group", "unit", "direction", "smallest", "en", "zh")
    else:
        rows, columns = d.all_parameter_rows(lang), d.PARAMETER_COLUMNS
    return rows, {name: name for name in columns}
