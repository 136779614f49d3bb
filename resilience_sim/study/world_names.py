"""What a world is called where a reader of Chinese sees it; frames keep the name it was given."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from resilience_sim.mechanism import parameters
from resilience_sim.registry import classes, short, title_zh
from resilience_sim.scenario import Scenario
from resilience_sim.scenario_document import LISTED_FAMILIES
from resilience_sim.scenario_files import is_preset, load, preset_titles, ready_names

__all__ = ["world_name"]

#: Worlds that this package names itself, beside those named after a lever.
_NAMED_ZH: Mapping[str, str] = MappingProxyType({"today": "现状", "all": "全部提高"})


def world_name(world: str, lang: str = "en") -> str:
    """The name of a world in a language; a name that says nothing known stands as it is.

    Parameters
    ----------
    world
        As given: a word, ``KEY=VALUE`` or ``+INSTITUTION,INSTITUTION``, with ``NAME: `` before
        it where several scenarios were compared.
    lang
        ``en`` or ``zh``.
    """
    if lang != "zh":
        return world
    before, colon, last = world.rpartition(": ")
    return (_scenario(before) + "：" if colon else "") + _chinese(last)


def _chinese(world: str) -> str:
    if world.startswith("+"):
        return "+" + "、".join(_institution(name.strip()) for name in world[1:].split(","))
    key, sign, value = world.partition("=")
    if sign:
        return _keys().get(key, key) + sign + value
    known = _NAMED_ZH.get(world) or _keys().get(f"levers.{world}") or _keys().get(world)
    return known or _scenario(world)


def _institution(name: str) -> str:
    return title_zh("institutions", name) or _scenario(name)


@cache
def _scenario(name: str) -> str:
    """What a ready scenario or preset is called; any other name stands as it is."""
    path = ready_names().get(name)
    if path is None:
        return name
    told = preset_titles(path)[1] if is_preset(path) else load(name).title_zh
    return short(told) or name


@cache
def _keys() -> Mapping[str, str]:
    """Chinese names of parameters by dotted key."""
    told = {row.key: row.zh for row in Scenario().parameters()}
    for family in LISTED_FAMILIES:
        for label, cls in classes(family).items():
            for name, (_, one) in parameters(cls).items():
                told[f"{family}.{label}.{name}"] = f"{short(cls.zh)}·{one.zh}"
    shared = Counter(short(zh) for zh in told.values())
    return MappingProxyType(
        {key: short(zh) if shared[short(zh)] == 1 else zh for key, zh in told.items()}
    )
