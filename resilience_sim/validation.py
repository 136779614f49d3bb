"""Checks one given value against its declaration, and brings it into its declared type.

A value from a TOML file, from the command line or from Python passes the same door, so the
same scenario has the same values, the same hash and the same luck whichever way it came.
"""

from __future__ import annotations

import inspect
import math
import sys
import types
from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from datetime import date, datetime
from functools import cache
from numbers import Integral, Real
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from resilience_sim.errors import InputError, listed, nearest_name
from resilience_sim.mechanism import ByNeed, Declared, parameters
from resilience_sim.vocabulary import LATER_NEEDS, N_NEEDS, NEEDS

Part = TypeVar("Part")


def hint_of(cls: type, name: str) -> Any:
    """The declared type of a parameter of a class, whatever else its module leaves unresolved."""
    return _hint_of(cls, name)


@cache
def _hint_of(cls: type, name: str) -> Any:
    owner = next(c for c in cls.__mro__ if name in inspect.get_annotations(c))
    only = types.SimpleNamespace(__annotations__={name: owner.__annotations__[name]})
    return get_type_hints(only, vars(sys.modules[owner.__module__]))[name]


def checked_values(part: Any, prefix: str) -> dict[str, Any]:
    """Declared values of a dataclass that change when brought into their declared type.

    Raises
    ------
    InputError
        A value is of the wrong type or out of range; the key is ``prefix.name``.
    """
    cls = type(part)
    changed: dict[str, Any] = {}
    for name, (_, told) in parameters(cls).items():
        given = getattr(part, name)
        key = f"{prefix}.{name}" if prefix else name
        value = checked(given, hint_of(cls, name), told, key)
        if type(value) is not type(given) or value != given:
            changed[name] = value
    return changed


def checked_part(part: Part, prefix: str) -> Part:
    """The same dataclass with every declared value checked and in its declared type."""
    changed = checked_values(part, prefix)
    return replace(part, **changed) if changed else part  # type: ignore[type-var]


def checked(value: Any, hint: Any, told: Declared, key: str, present: Any = None) -> Any:
    """A value in its declared type.

    Parameters
    ----------
    value
        What was given.
    hint
        Declared type: bool, int, float, str, date, `ByNeed`, a tuple, a Literal, or any of
        these or None.
    told
        The declaration: range and choices.
    key
        Dotted key, for the error.
    present
        For a value by need: the values that stay where only some needs are given.

    Raises
    ------
    InputError
        Wrong type, not a number, out of range or not among the choices.
    """
    origin = get_origin(hint)
    if origin in (Union, types.UnionType):
        if value is None:
            return None
        hint = next(kind for kind in get_args(hint) if kind is not type(None))
        origin = get_origin(hint)
    if hint is ByNeed:
        return _by_need(value, told, key, present)
    if hint is tuple or origin is tuple:
        return _tuple(value, get_args(hint), told, key)
    if origin is Literal:
        return _chosen(value, get_args(hint), key)
    return _scalar(value, hint, told, key)


def allowed_words(told: Declared, hint: Any) -> str:
    """What a parameter accepts, in words."""
    if told.choices is not None:
        return listed(map(_show, told.choices))
    if get_origin(hint) is Literal:
        return listed(map(_show, get_args(hint)))
    if hint is bool:
        return "true or false"
    if hint is str:
        return "text"
    if hint is date:
        return "a date, as 2022-03-28"
    kind = "a whole number" if hint is int else "a number"
    if hint is ByNeed:
        kind = f"a number, or numbers by need ({', '.join(NEEDS)}), each"
    elif get_origin(hint) is tuple:
        kind = "a list, each entry"
    return " ".join(part for part in (kind, _range_words(told), _unit_words(told)) if part)


def _range_words(told: Declared) -> str:
    if told.low is not None and told.high is not None:
        return f"from {_show(told.low)} to {_show(told.high)}"
    if told.low is not None:
        return f"of at least {_show(told.low)}"
    return f"of at most {_show(told.high)}" if told.high is not None else ""


def _unit_words(told: Declared) -> str:
    return f"({told.unit})" if told.unit else ""


def _show(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def _scalar(value: Any, hint: Any, told: Declared, key: str) -> Any:
    if hint is bool:
        result: Any = _boolean(value, key)
    elif hint is int or hint is float:
        result = _number(value, hint, told, key)
    elif hint is date:
        result = as_date(value, key)
    elif hint is str:
        # a date without quotes is a date in TOML
        value = value.isoformat() if isinstance(value, date) else value
        if not isinstance(value, str):
            raise _wrong("is not text", value, key, told, hint)
        result = value
    else:
        raise TypeError(f"{key}: parameters of type {hint!r} are not supported")
    return result if told.choices is None else _chosen(result, told.choices, key)


def _boolean(value: Any, key: str) -> bool:
    if type(value).__name__ not in ("bool", "bool_"):
        raise InputError(
            f"{key} is neither true nor false", key=key, value=value, allowed="true or false"
        )
    return bool(value)


def _number(value: Any, kind: type, told: Declared, key: str) -> int | float:
    if isinstance(value, bool) or not isinstance(value, Real):
        raise _wrong("is not a number", value, key, told, kind)
    if not math.isfinite(value):
        raise _wrong("is not a finite number", value, key, told, kind)
    if kind is int and not (isinstance(value, Integral) or float(value).is_integer()):
        raise _wrong("is not a whole number", value, key, told, kind)
    number = int(value) if isinstance(value, Integral) else float(value)
    if told.low is not None and number < told.low:
        raise _wrong("is too small", value, key, told, kind)
    if told.high is not None and number > told.high:
        raise _wrong("is too large", value, key, told, kind)
    return int(number) if kind is int else float(number)


def as_date(value: Any, key: str = "start_date") -> date:
    """A date, from a date or from text such as 2022-03-28."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        raise InputError(
            f"{key} is not a date", key=key, value=value, allowed="a date, as 2022-03-28"
        ) from None


def _chosen(value: Any, choices: Sequence[Any], key: str) -> Any:
    for choice in choices:
        if value == choice and isinstance(value, bool) == isinstance(choice, bool):
            return choice
    near = nearest_name(value, [str(c) for c in choices]) if isinstance(value, str) else None
    raise InputError(
        f"{key} is not one of its choices",
        key=key,
        value=value,
        allowed=listed(map(_show, choices)),
        nearest=near,
    )


def _by_need(value: Any, told: Declared, key: str, present: Any) -> ByNeed:
    if isinstance(value, Mapping):
        row = list(present if isinstance(present, ByNeed) else ByNeed(0.0))
        for need, given in value.items():
            if need not in NEEDS:
                raise InputError(
                    f"{key} has no need {need!r}",
                    key=f"{key}.{need}",
                    value=given,
                    allowed=listed(NEEDS),
                    nearest=nearest_name(str(need), NEEDS),
                )
            row[NEEDS.index(need)] = float(_number(given, float, told, f"{key}.{need}"))
        return ByNeed(row)
    if isinstance(value, Sequence) and not isinstance(value, str):
        if len(value) == N_NEEDS - len(LATER_NEEDS) and isinstance(present, ByNeed):
            value = [*value, *present[len(value) :]]  # written before units had needs
        if len(value) != N_NEEDS:
            raise _wrong(
                f"has {len(value)} entries, not one for each need", value, key, told, ByNeed
            )
        numbers = zip(NEEDS, value, strict=True)
        return ByNeed(float(_number(v, float, told, f"{key}.{n}")) for n, v in numbers)
    try:
        return ByNeed(float(_number(value, float, told, key)))
    except InputError as error:
        raise _wrong(error.problem.removeprefix(f"{key} "), value, key, told, ByNeed) from None


def _tuple(value: Any, kinds: tuple[Any, ...], told: Declared, key: str) -> tuple[Any, ...]:
    if isinstance(value, (str, Mapping)) or not isinstance(value, Sequence):
        raise InputError(
            f"{key} is not a list", key=key, value=value, allowed="a list, as [0.1, 0.2]"
        )
    if kinds and kinds[-1] is not Ellipsis and len(kinds) != len(value):
        raise InputError(
            f"{key} has {len(value)} entries",
            key=key,
            value=value,
            allowed=f"a list of {len(kinds)}",
        )
    many = not kinds or kinds[-1] is Ellipsis
    entry = kinds[0] if kinds else float
    return tuple(
        checked(v, entry if many else kinds[i], told, f"{key}.{i}") for i, v in enumerate(value)
    )


def _wrong(how: str, value: Any, key: str, told: Declared, hint: Any) -> InputError:
    return InputError(f"{key} {how}", key=key, value=value, allowed=allowed_words(told, hint))


def unknown_key(key: str, value: Any, known: Sequence[str], prefix: str = "") -> InputError:
    """The error for a key that nothing declares, with the nearest right one."""
    near = nearest_name(key, known)
    dot = f"{prefix}." if prefix else ""
    return InputError(
        f"there is no key {key!r}" + (f" in {prefix}" if prefix else ""),
        key=dot + key,
        value=value,
        allowed=listed(known),
        nearest=None if near is None else dot + near,
    )


def declared_names(cls: type) -> tuple[str, ...]:
    """Names of the fields a user may set: the declared parameters."""
    known = parameters(cls)
    return tuple(f.name for f in fields(cls) if f.name in known)
