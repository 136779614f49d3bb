"""Write the reference pages from the declarations: ``python -m docs.generate``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from docs.population import population_page
from resilience_sim.bibliography import bibliography
from resilience_sim.community.levers import LEVER_MEANINGS
from resilience_sim.describing import all_parameter_rows, mechanism_rows, outcome_rows, sign_rows
from resilience_sim.mechanism import PHASES
from resilience_sim.observe.columns import FRAMES, OPTIONAL, PREFIXES
from resilience_sim.observe.outcome import Outcome
from resilience_sim.observe.outcomes import OUTCOMES
from resilience_sim.registry import FAMILIES
from resilience_sim.scenario import Scenario
from resilience_sim.text import PHASE_TEXT
from resilience_sim.vocabulary import NEEDS, NEEDS_ZH, RESOURCES, RESOURCES_ZH

FOLDER = Path(__file__).parent
NOTE = "<!-- Written by `python -m docs.generate`; change the declarations, not this page. -->"
DIRECTIONS = {1: "more is better", -1: "less is better", 0: "neither"}
#: Where each frame is found, and its columns.
FRAME_PLACES = {
    frame: (where, FRAMES[frame])
    for frame, where in (
        ("outcomes", "result.outcomes"),
        ("timeline", "result.timeline"),
        ("cases", "result.cases"),
        ("journal", "result.journal"),
        ("twins", "result.twins"),
        ("worlds", "comparison.outcomes"),
        ("differences", "comparison.differences()"),
        ("timelines", "comparison.timelines"),
        ("rankings", "comparison.rankings"),
    )
}
#: What the texts are that institutions and presets of governance are read from.
_GOVERNANCE_TEXTS = (
    "The references that begin with names alone or with “A text” or “A section of a book” are "
    "texts in Chinese on community governance at the library's disposal; their full "
    "bibliographic data are not on record and were not filled in. They are cited for what they "
    "claim, which is put to the test in [claims.md](claims.md), and not as evidence."
)
#: Of an outcome that is cut off at the end of a run.
_CENSORED = (
    "`{name}`: a run for which `{came}` is 0 counts as the length of the run after the "
    "strike, so a mean over runs some of which had not recovered is a lower bound, written “≥”, "
    "and its interval says little. Read it beside `{came}`. 截至模拟结束仍未恢复的，按模拟时长计，"
    "因此这样的均值只是下界，记作“≥”，须与 `{came}` 同看。"
)
_SIDES = (
    "A `gap_` is the size of a difference between two groups and has no side: it widens too where "
    "the group that is ahead gets further ahead. The `excess_` of the same groups says who loses "
    "more. `gap_` 只是两组之差的大小，不分方向；哪一组损失更多，看同组的 `excess_`。"
)
#: Families in the order in which a reader meets them.
ORDER = ("crises", "response", "society", "institutions")


def pages() -> dict[str, str]:
    """Text of every generated page by file name."""
    return {
        "parameters.md": parameters_page(),
        "outcomes.md": outcomes_page(),
        "mechanisms.md": mechanisms_page(),
        "frames.md": frames_page(),
        "population.md": population_page(NOTE),
    }


def parameters_page() -> str:
    """Every parameter of the settings and of every mechanism, the levers and the signs."""
    rows = all_parameter_rows()
    zh = {row["key"]: row["meaning"] for row in all_parameter_rows("zh")}
    parts = [
        "# Parameters",
        NOTE,
        "Every parameter as declared, with its default. `resilience-sim describe SCENARIO` shows "
        "the same for a scenario, with the values it sets; `--format json` adds the references. "
        "Grades: measured, official (self-reported), survey, expert, assumed. What is graded "
        "*assumed* has no evidence for its value; a source beside it may give the sign or the "
        "form of the rule.",
        _words(),
        "## Levers",
        _table(
            ("lever", "", "0", "1", "today"),
            (
                (key, what, getattr(told, f"zero_{lang}"), getattr(told, f"one_{lang}"),
                 getattr(told, f"today_{lang}"))
                for key, told in LEVER_MEANINGS.items()
                for lang, what in (("en", "English"), ("zh", "中文"))
            ),
        ),
    ]  # fmt: skip
    for section, inside in _sections(rows).items():
        parts += [f"## {section}", _table(
            ("parameter", "default", "unit", "range", "source", "grade", "meaning", "中文", "why"),
            (
                (row["key"].removeprefix(section + "."), _value(row["value"]), row["unit"],
                 row["range"], row["source"], row["grade"], row["meaning"], zh[row["key"]],
                 row["why"])
                for row in inside
            ),
        )]  # fmt: skip
    signs = sign_rows(Scenario())
    parts += [
        "## Assumed signs",
        "Each link between two states of a person is an assumption: 1 as named, 0 off, "
        "-1 reversed. Set it with `--set KEY=0`.",
        _table(("key", "sign", "link"), ((r["key"], r["sign"], r["link"]) for r in signs)),
        "## Sources",
        _GOVERNANCE_TEXTS,
        _table(
            ("key", "reference", "gives", "confidence"),
            ((s.key, s.reference, s.gives, s.confidence) for s in _used(rows)),
        ),
    ]
    return _page(parts)


def outcomes_page() -> str:
    """Every outcome with its unit, direction and smallest difference that matters."""
    rows = outcome_rows()
    return _page(
        [
            "# Outcomes",
            NOTE,
            "`resilience-sim list outcomes` shows the same. All count from the strike on. A "
            "difference below the smallest one that matters is reported as none.",
            _table(
                ("outcome", "meaning", "中文", "unit", "direction", "smallest that matters"),
                (
                    (r["name"], r["en"], r["zh"], r["unit"], DIRECTIONS[r["direction"]],
                     f"{r['smallest']:g}")
                    for r in rows
                ),
            ),
            *(_censored(one) for one in OUTCOMES.values() if one.censored_by),
            _SIDES,
        ]
    )  # fmt: skip


def _censored(outcome: Outcome) -> str:
    return _CENSORED.format(name=outcome.name, came=outcome.censored_by)


def mechanisms_page() -> str:
    """Every mechanism: phases, what it costs and how it may fail, sources."""
    parts = [
        "# Mechanisms",
        NOTE,
        "A phase is a hook of the one interface; `resilience-sim plan SCENARIO` prints the order.",
        "## Order of a step",
        _table(
            ("#", "phase", "中文", "what happens", "combined by"),
            (
                (at, phase, text.name.zh, text.what.en, text.combined.en)
                for at, (phase, text) in enumerate(PHASE_TEXT.items(), start=1)
            ),
        ),
    ]
    for family in ORDER:
        parts += [f"## {family}", _table(
            ("name", "English", "中文", "phases", "price and way to fail", "代价与失效方式",
             "sources"),
            (
                (r["name"], r["en"], r["zh"], ", ".join(r["phases"]), r["price"], r["price_zh"],
                 ", ".join(r["sources"]))
                for r in mechanism_rows(family)
            ),
        )]  # fmt: skip
    return _page(parts)


def frames_page() -> str:
    """Every frame with its columns."""
    parts = [
        "# Frames",
        NOTE,
        "What a run and a comparison give as pandas frames. Names are stable: a column is never "
        "renamed, and new ones come after. Every frame carries this page with it: "
        '`frame.attrs["units"]` and `frame.attrs["meanings"]`, also in the Parquet files that '
        "`--out` writes (`--tables csv` writes CSV, which keeps neither types nor units). Times "
        "are days since the strike; rows are those of the tables of the community.",
        "`result.to_xarray()` gives the time series as an xarray data set over `day`, and "
        "`comparison.to_xarray()` every outcome over `world` and `replicate`, with functionality "
        "over `day` as well; both need `pip install 'resilience-sim[xarray]'`.",
    ]
    for frame, (where, declared) in FRAME_PLACES.items():
        rows = [(name, told.unit, told.meaning) for name, told in declared.items()]
        optional = OPTIONAL.get(frame, {}).items()
        rows += [(f"{name} (not always)", told.unit, told.meaning) for name, told in optional]
        for prefix, told in PREFIXES.get(frame, {}).items():
            rows.append((f"{prefix}...", told.unit, told.meaning))
        parts += [f"## {where}", _table(("column", "unit", "meaning"), rows)]
    return _page(parts)


def _words() -> str:
    needs = ", ".join(f"{en} {zh}" for en, zh in zip(NEEDS, NEEDS_ZH, strict=True))
    goods = ", ".join(f"{en} {zh}" for en, zh in zip(RESOURCES, RESOURCES_ZH, strict=True))
    return f"Needs: {needs}.\n\nResources: {goods}."


def _sections(rows: Sequence[Mapping[str, Any]]) -> dict[str, list[Mapping[str, Any]]]:
    """Rows by the part of the scenario they belong to."""
    found: dict[str, list[Mapping[str, Any]]] = {}
    for row in rows:
        path = row["key"].split(".")
        depth = 2 if path[0] in FAMILIES else 1
        name = ".".join(path[:depth]) if len(path) > 1 else "scenario"
        found.setdefault(name, []).append(row)
    return found


def _used(rows: Sequence[Mapping[str, Any]]) -> list[Any]:
    known = bibliography()
    keys = {row["source"] for row in rows}
    for family in FAMILIES:
        keys |= {key for row in mechanism_rows(family) for key in row["sources"]}
    return [known[key] for key in sorted(keys)]


def _value(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{key} {_value(entry)}" for key, entry in value.items())
    if isinstance(value, (list, tuple)):
        return ", ".join(map(_value, value))
    if isinstance(value, bool) or not isinstance(value, float):
        return str(value)
    return f"{value:.4g}"


def _table(head: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    lines = ["| " + " | ".join(head) + " |", "|" + " --- |" * len(head)]
    for row in rows:
        cells = (str(cell).replace("|", "\\|").replace("\n", " ") for cell in row)
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def _page(parts: Sequence[str]) -> str:
    return "\n\n".join(parts) + "\n"


if __name__ == "__main__":
    assert set(PHASES) <= set(PHASE_TEXT)
    for name, text in pages().items():
        (FOLDER / name).write_text(text, encoding="utf-8")
        print(f"docs/{name}")
