"""What a scenario is made of, as rows of plain values: plan, parameters, signs, catalogues."""

from __future__ import annotations

from typing import Any, TypeAlias

from resilience_sim.bibliography import Source, bibliography
from resilience_sim.mechanism import PHASES, Mechanism
from resilience_sim.registry import DEFAULT_FAMILIES, FAMILIES, classes
from resilience_sim.scenario import ParameterRow, Scenario, rows_of
from resilience_sim.scenario_document import plain
from resilience_sim.text import GRADES, PHASE_TEXT, Lang

Row: TypeAlias = dict[str, Any]
PARAMETER_COLUMNS = ("key", "value", "unit", "range", "source", "grade", "meaning")
SIGN_COLUMNS = ("key", "sign", "link", "source", "grade")


def plan_rows(scenario: Scenario, lang: Lang = "en") -> list[Row]:
    """The phases in the order of a step and who acts in each, sorted by label."""
    rows = []
    for order, (phase, text) in enumerate(PHASE_TEXT.items(), start=1):
        who = [one for one in scenario.mechanisms() if phase in PHASES and phase in one.phases()]
        rows.append(
            {
                "order": order,
                "phase": phase,
                "name": text.name.to(lang),
                "what": text.what.to(lang),
                "combined": text.combined.to(lang),
                "who": [f"{one.label} {one.zh}" for one in who],
            }
        )
    return rows


def parameter_rows(scenario: Scenario, lang: Lang = "en") -> list[Row]:
    """Every parameter with value, unit, range, source and grade."""
    return [_parameter(row, lang) for row in scenario.parameters()]


def sign_rows(scenario: Scenario, lang: Lang = "en") -> list[Row]:
    """Every assumed sign of a link between two states of a person."""
    return [
        {"key": row.key, "sign": row.value, "link": row.zh if lang == "zh" else row.en,
         "source": row.source, "grade": GRADES[row.grade].to(lang)}
        for row in scenario.parameters()
        if row.link
    ]  # fmt: skip


def source_rows(scenario: Scenario) -> list[Row]:
    """The sources behind the parameters of a scenario; a user's own may be unknown here."""
    known = bibliography()
    rows = []
    for key in sorted({row.source for row in scenario.parameters()}):
        s = known.get(key, Source(key=key, reference="", gives="", confidence=""))
        rows.append(
            {"source": key, "reference": s.reference, "gives": s.gives, "confidence": s.confidence}
        )
    return rows


def scenario_rows() -> list[Row]:
    """Ready scenarios and the presets they are composed of."""
    from resilience_sim.scenario_files import is_preset, load, preset_titles, ready_names

    rows = []
    for name, path in ready_names().items():
        if is_preset(path):
            kind, (en, zh) = "preset", preset_titles(path)
        else:
            told = load(name)
            kind, en, zh = "scenario", told.title, told.title_zh
        rows.append({"name": name, "kind": kind, "en": en, "zh": zh})
    return rows


def mechanism_rows(family: str) -> list[Row]:
    """The mechanisms of a family: names, phases, what they cost and how they may fail."""
    return [
        {"name": name, "en": cls.en, "zh": cls.zh, "phases": list(cls.phases()),
         "price": cls.price[0], "price_zh": cls.price[1], "sources": list(cls.sources)}
        for name, cls in classes(family).items()
    ]  # fmt: skip


def outcome_rows() -> list[Row]:
    """Every outcome: unit, direction, smallest difference that matters, names."""
    from resilience_sim.observe.outcomes import OUTCOMES

    return [
        {"name": one.name, "group": one.group, "unit": one.unit, "direction": one.direction,
         "smallest": one.smallest, "en": one.en, "zh": one.zh}
        for one in OUTCOMES.values()
    ]  # fmt: skip


def all_parameter_rows(lang: Lang = "en") -> list[Row]:
    """Every parameter there is, of the settings and of every mechanism, with its default."""
    rows = parameter_rows(Scenario(), lang)
    for family in FAMILIES:
        if family not in DEFAULT_FAMILIES:
            for name, cls in classes(family).items():
                rows += _class_rows(f"{family}.{name}", cls, lang)
    return rows


def _class_rows(prefix: str, cls: type[Mechanism], lang: Lang) -> list[Row]:
    return [_parameter(row, lang) for row in rows_of(prefix, cls())]


def _parameter(row: ParameterRow, lang: Lang) -> Row:
    return {
        "key": row.key,
        "value": plain(row.value),
        "unit": row.unit,
        "range": _range(row.low, row.high, row.choices),
        "source": row.source,
        "grade": GRADES[row.grade].to(lang),
        "meaning": row.zh if lang == "zh" else row.en,
        "why": row.why,
    }


def _range(low: float | None, high: float | None, choices: tuple[Any, ...] | None) -> str:
    if choices is not None:
        return ", ".join(map(str, choices))
    if low is None and high is None:
        return ""
    left = "" if low is None else f"{low:g}"
    right = "" if high is None else f"{high:g}"
    return f"{left} .. {right}".strip()
