"""The group of commands: what it says of an option that cannot be used."""

from __future__ import annotations

import re
from typing import Any

import typer
from typer.core import TyperGroup

from resilience_sim.errors import nearest_name

__all__ = ["Commands", "worded"]


class Commands(TyperGroup):
    """Commands whose errors about options show what was given and the nearest right name."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command of a line."""
        try:
            return super().invoke(ctx)
        except typer.BadParameter as error:
            error.message = worded(error.message, _given(error.__cause__))
            raise


def _given(cause: BaseException | None) -> object:
    """What the library that reads options was given, where it tells."""
    errors = getattr(cause, "errors", None)
    told = errors() if callable(errors) else None
    return told[0].get("input") if told else None


def worded(message: str, given: object) -> str:
    """A message about an option that names what was given, and the nearest choice."""
    message = message.removeprefix("Value error, ").replace("Input should be", "it must be")
    if "is not one of" in message:
        value, *choices = re.findall(r"'([^']*)'", message)
        near = nearest_name(value, choices)
        return message if near is None else f"{message.rstrip('.')}. Did you mean {near!r}?"
    if given is None or str(given) in message:
        return message
    return f"{given!s}: {message}"
