"""A scenario as a plain document: nested tables of plain values, as in a TOML file.

Two ways, each the inverse of the other: parts to plain values (`part_plain`,
`mechanism_plain`) and plain values to parts (`read_part`, `read_listed`, `read_rules`).
Documents are composed here too (`merged`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, TypeAlias, TypeVar

from resilience_sim.community.settings import LIVE_SETTINGS
from resilience_sim.errors import InputError, listed, nearest_name
from resilience_sim.mechanism import ByNeed, Mechanism, parameters
from resilience_sim.registry import DEFAULT_FAMILIES, classes, find
from resilience_sim.validation import checked, declared_names, hint_of, unknown_key

Document: TypeAlias = dict[str, Any]
Part = TypeVar("Part")

LISTED_FAMILIES = ("crises", "institutions")
#: Keys at the top of a scenario file.
SECTIONS = ("use", "scenario", "community", "levers", *LISTED_FAMILIES, *DEFAULT_FAMILIES)
_LABEL = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")


# --- to plain values -----------------------------------------------------------------------
def plain(value: Any) -> Any:
    """A parameter's value as TOML knows it: numbers, text, dates, lists, tables."""
    if isinstance(value, ByNeed):
        return value.as_dict()
    if isinstance(value, tuple):
        return [plain(entry) for entry in value]
    return value


def part_plain(part: Any) -> Document:
    """All declared values of a dataclass by name; those that are None are left out."""
    values = {name: plain(getattr(part, name)) for name in declared_names(type(part))}
    return {name: value for name, value in values.items() if value is not None}


def mechanism_plain(mechanism: Mechanism) -> Document:
    """Kind, label (where it is not the kind) and all declared values of a mechanism."""
    head = {"kind": mechanism.name()}
    if mechanism.label != mechanism.name():
        head["label"] = mechanism.label
    return {**head, **part_plain(mechanism)}


def rules_plain(family: str, rules: tuple[Mechanism, ...]) -> tuple[Document, list[str]]:
    """Tables of the default rules by label, and the ones that are left out."""
    tables = {}
    for rule in rules:
        table = mechanism_plain(rule)
        table.pop("label", None)
        if rule.label == rule.name():
            del table["kind"]
        tables[rule.label] = table
    missing = [f"{family}.{name}" for name in classes(family) if name not in tables]
    return tables, missing


# --- from plain values ---------------------------------------------------------------------
def table(raw: Any, key: str) -> Mapping[str, Any]:
    """The value itself if it is a table.

    Raises
    ------
    InputError
        It is something else.
    """
    if not isinstance(raw, Mapping):
        raise InputError(f"{key} is not a table", key=key, value=raw, allowed=f"a table [{key}]")
    return raw


def read_part(base: Part, raw: Any, prefix: str) -> Part:
    """The dataclass with the values that a table gives, each checked.

    Raises
    ------
    InputError
        The key is not declared, or the value is not allowed.
    """
    cls = type(base)
    known = parameters(cls)
    values: dict[str, Any] = {}
    for name, given in table(raw, prefix).items():
        if name not in known:
            raise unknown_key(name, given, declared_names(cls), prefix)
        present = getattr(base, name)
        values[name] = checked(
            given, hint_of(cls, name), known[name][1], f"{prefix}.{name}", present
        )
    return remade(base, values, prefix)


def remade(base: Part, values: Mapping[str, Any], prefix: str) -> Part:
    """The dataclass with other values; what it finds wrong itself is named by its full key."""
    try:
        return replace(base, **values) if values else base  # type: ignore[type-var]
    except InputError as error:
        raise InputError(
            error.problem,
            key=f"{prefix}.{error.key}" if error.key else prefix,
            value=error.value,
            allowed=error.allowed,
            nearest=error.nearest,
        ) from None


def read_listed(family: str, raw: Any) -> tuple[Mechanism, ...]:
    """Mechanisms of a list of tables, ``[[crises]]`` or ``[[institutions]]``.

    Raises
    ------
    InputError
        Not such a list, a kind that does not exist, or two with one label.
    """
    if not isinstance(raw, list):
        raise InputError(
            f"{family} is not a list of tables",
            key=family,
            value=raw,
            allowed=f"tables [[{family}]], each with a kind",
        )
    found: dict[str, Mechanism] = {}
    for entry in raw:
        if not isinstance(entry, Mapping):
            raise InputError(
                f"an entry of {family} is not a table", key=family, value=entry,
                allowed=f'[[{family}]] with kind = "{entry}"' if isinstance(entry, str)
                else f"tables [[{family}]], each with a kind",
            )  # fmt: skip
        one = _read_mechanism(family, table(entry, family))
        if one.label in found:
            raise duplicate(family, one.label)
        found[one.label] = one
    return tuple(found.values())


def _read_mechanism(family: str, raw: Mapping[str, Any]) -> Mechanism:
    if "kind" not in raw:
        raise InputError(
            f"an entry of {family} does not say its kind",
            key=f"{family}.kind",
            value=dict(raw),
            allowed=listed(classes(family)),
        )
    cls = find(family, _text(raw["kind"], f"{family}.kind"))
    label = checked_label(raw.get("label", cls.name()), f"{family}.label")
    rest = {name: value for name, value in raw.items() if name not in ("kind", "label")}
    return read_part(cls(label=label), rest, f"{family}.{label}")


def read_rules(family: str, raw: Any, left_out: tuple[str, ...]) -> tuple[Mechanism, ...]:
    """Default rules of a family, with the values that tables ``[family.label]`` give.

    Every class of the family stands once under its own name unless it is left out; a table
    with a ``kind`` adds another instance under the table's name.
    """
    known = classes(family)
    found: dict[str, Mechanism] = {
        name: cls() for name, cls in known.items() if f"{family}.{name}" not in left_out
    }
    for label, given in table(raw, family).items():
        key = f"{family}.{label}"
        if key in left_out:
            raise InputError(
                f"{key} is left out and has values",
                key=key,
                value=given,
                allowed="one of the two: scenario.leave_out or the table",
            )
        values = dict(table(given, key))
        kind = _text(values.pop("kind", label), f"{key}.kind")
        if kind == label and label not in known:
            raise unknown_key(label, given, [*known], family)
        base = find(family, kind)(label=checked_label(label, key))
        found[label] = read_part(base, values, key)
    return tuple(found.values())


def read_left_out(raw: Any) -> tuple[str, ...]:
    """Default rules that a scenario does without, as ``family.name``."""
    key = "scenario.leave_out"
    if not isinstance(raw, list):
        raise InputError(f"{key} is not a list", key=key, value=raw, allowed="a list of names")
    known = [f"{family}.{name}" for family in DEFAULT_FAMILIES for name in classes(family)]
    for name in raw:
        if name not in known:
            raise InputError(
                f"there is no default rule {name!r}",
                key=key,
                value=name,
                allowed=listed(known),
                nearest=nearest_name(str(name), known),
            )
    return tuple(raw)


def checked_label(label: Any, key: str) -> str:
    """A label that can stand in a dotted key.

    Raises
    ------
    InputError
        Not text, or with other signs than letters, digits, ``_`` and ``-``.
    """
    if not isinstance(label, str) or not _LABEL.fullmatch(label):
        raise InputError(
            f"{label!r} cannot be a label",
            key=key,
            value=label,
            allowed="letters, digits, _ and -, beginning with a letter or _",
        )
    return label


def duplicate(family: str, label: str) -> InputError:
    """The error for two mechanisms of one label, which would share their luck."""
    return InputError(
        f"two mechanisms bear the label {label!r}",
        key=f"{family}.{label}",
        value=label,
        allowed="one mechanism a label: give the second a label of its own",
    )


def _text(value: Any, key: str) -> str:
    if not isinstance(value, str):
        raise InputError(f"{key} is not text", key=key, value=value, allowed="text")
    return value


def no_place(key: str, value: Any, known: list[str]) -> InputError:
    """The error for a dotted key at which no single value stands."""
    inside = [name for name in known if name.startswith(f"{key}.")]
    if inside:
        return InputError(
            f"{key} is a table, not a value", key=key, value=value, allowed=listed(inside)
        )
    return InputError(
        f"the scenario has no key {key!r}",
        key=key,
        value=value,
        allowed=f"one of {len(known)} keys; `describe` lists them",
        nearest=nearest_name(key, known),
    )


def checked_community(given: object) -> object:
    """The community itself, if it is one.

    Raises
    ------
    InputError
        It is something else.
    """
    from resilience_sim.community.community import Community

    if isinstance(given, Community):
        return given
    raise InputError(
        "this is no community", key="use_community", value=given,
        allowed="a Community, as Community.from_networkx(graph) or Community.from_file(path)",
    )  # fmt: skip


def check_given_community(told: Mapping[str, Any]) -> None:
    """Settings by dotted key that a community made beforehand can still follow.

    Raises
    ------
    InputError
        One of them would have had to be known when it was made.
    """
    live = [f"community.{name}" for name in LIVE_SETTINGS]
    for key, value in told.items():
        if key.split(".")[0] == "community" and key not in live:
            raise InputError(
                "the community was given as an object: its settings do not apply", key=key,
                value=value, allowed="other keys, or of the community " + listed(live)
                + "; the rest is said where the community is made",
            )  # fmt: skip


def changes_of(given: object) -> Mapping[str, Any]:
    """Values by dotted key, if that is what was given.

    Raises
    ------
    InputError
        It is no mapping, or a key is no text.
    """
    if isinstance(given, Mapping) and all(isinstance(key, str) for key in given):
        return given
    raise InputError(
        "changes are not given by key", key="changes", value=given,
        allowed="values by dotted key, as {\"levers.clarity\": 0.9}",
    )  # fmt: skip


def check_sections(document: Mapping[str, Any]) -> None:
    """Refuse keys that no scenario file has.

    Raises
    ------
    InputError
        With the nearest right name.
    """
    for key, value in document.items():
        if key not in SECTIONS:
            raise unknown_key(key, value, SECTIONS)


def merged(base: Document, over: Mapping[str, Any]) -> Document:
    """Two documents as one: tables merge, lists join, other values of the second win."""
    result = dict(base)
    for key, value in over.items():
        mine = result.get(key)
        if isinstance(mine, Mapping) and isinstance(value, Mapping):
            result[key] = merged(dict(mine), value)
        elif isinstance(mine, list) and isinstance(value, list) and key in LISTED_FAMILIES:
            result[key] = [*mine, *value]
        else:
            result[key] = value
    return result
