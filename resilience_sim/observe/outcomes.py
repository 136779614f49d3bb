"""The registry of outcomes; an outcome is one declaration in one of the modules below."""

from __future__ import annotations

from types import MappingProxyType

from resilience_sim.errors import InputError, listed, nearest_name
from resilience_sim.observe.bodies import BODIES
from resilience_sim.observe.functionality import FUNCTIONALITY
from resilience_sim.observe.journeys import CASES
from resilience_sim.observe.outcome import Outcome
from resilience_sim.observe.people import PEOPLE
from resilience_sim.observe.price import PRICE
from resilience_sim.observe.record import Record
from resilience_sim.observe.view import View

__all__ = ["OUTCOMES", "compute", "outcome_of"]

#: Every outcome by name, in the order in which they are shown.
OUTCOMES: MappingProxyType[str, Outcome] = MappingProxyType(
    {o.name: o for o in (*FUNCTIONALITY, *CASES, *PEOPLE, *BODIES, *PRICE)}
)


def compute(record: Record) -> dict[str, float]:
    """Every outcome of one run, all on the period after the strike.

    A value is NaN only where the outcome is undefined, which `Outcome.undefined` says.
    """
    view = View(record)
    return {name: float(outcome.read(view)) for name, outcome in OUTCOMES.items()}


def outcome_of(name: str) -> Outcome:
    """The outcome of that name.

    Raises
    ------
    InputError
        If there is none; it names the nearest.
    """
    try:
        return OUTCOMES[name]
    except KeyError:
        raise InputError(
            "there is no outcome of this name",
            key="outcome",
            value=name,
            allowed=listed(OUTCOMES, 60),
            nearest=nearest_name(name, OUTCOMES),
        ) from None
