"""Calendar dates of a crisis as days since the strike."""

from __future__ import annotations

from datetime import date

from resilience_sim.errors import InputError


def iso_date(text: str, owner: str, key: str) -> date:
    """The date behind YYYY-MM-DD.

    Raises
    ------
    InputError
        If the text is not such a date.
    """
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InputError(
            "not a calendar date", where=owner, key=key, value=text, allowed="YYYY-MM-DD"
        ) from None
