"""The worlds that a ``compare`` line states."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from resilience_sim.cli.options import key_and_text, stated, values_of, with_named
from resilience_sim.errors import InputError

if TYPE_CHECKING:
    from resilience_sim.scenario import Scenario


def worlds_of(
    scenarios: list[str],
    settings: list[str] | None,
    vary: list[str] | None,
    institutions: list[str] | None,
    community: Path | None = None,
) -> dict[str, Scenario]:
    """Worlds by name: each scenario as stated, then one more for each value and institution.

    Raises
    ------
    InputError
        Something cannot be used, two worlds have one name, or there is nothing to compare.
    """
    from resilience_sim.scenario_files import on_people

    worlds: dict[str, Scenario] = {}
    for given in scenarios:
        base = stated(given, settings, None, community, given if len(scenarios) > 1 else "")
        name = given if len(scenarios) > 1 else base.name
        _add(worlds, name, base)
        prefix = f"{name}: " if len(scenarios) > 1 else ""
        for one in vary or ():
            key, text = key_and_text(one, "--vary")
            # people from a file: what the file leaves open is settled anew for each value
            remade = community if key.startswith("community.") else None
            plain = base if remade is None else stated(given, settings)
            for value in values_of(text):
                world = _varied(plain, key, value, given if len(scenarios) > 1 else "")
                if remade is not None:
                    world = on_people(world, remade)
                _add(worlds, f"{prefix}{key}={value}", world)
        for names in institutions or ():
            _add(worlds, f"{prefix}+{names}", with_named(base, names))
    if len(worlds) < 2:
        raise InputError(
            "there is one world only, and nothing to compare it with",
            value=", ".join(worlds),
            allowed="two scenarios, or --vary KEY=V1,V2, or --with INSTITUTION",
        )
    return worlds


def _varied(base: Scenario, key: str, value: object, among: str) -> Scenario:
    """The scenario with a value; `among` names it in errors where it is one of several."""
    try:
        return base.vary({key: value})
    except InputError as error:
        raise error.with_where(f"--vary, {among}" if among else "--vary") from None


def _add(worlds: dict[str, Scenario], name: str, world: Scenario) -> None:
    if name in worlds:
        raise InputError(f"two worlds are called {name!r}", value=name, allowed="each world once")
    worlds[name] = world
