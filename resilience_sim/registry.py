"""Every mechanism there is, by family and name.

A family is a package; its `__init__.py` imports its classes, one line each, and that is the
only list. Scenario files, the command line, the reference and the contract suite read it here.
"""

from __future__ import annotations

import importlib
import re
from functools import cache
from types import MappingProxyType

from resilience_sim.errors import InputError, listed, nearest_name
from resilience_sim.mechanism import Mechanism

#: The four families. The default rules of the last two stand in every scenario.
FAMILIES = ("crises", "institutions", "response", "society")
DEFAULT_FAMILIES = ("response", "society")


def families() -> dict[str, MappingProxyType[str, type[Mechanism]]]:
    """Mechanism classes by family, then by name, both sorted."""
    return {family: classes(family) for family in FAMILIES}


@cache
def classes(family: str) -> MappingProxyType[str, type[Mechanism]]:
    """Mechanism classes that the package of a family exports, sorted by name.

    Raises
    ------
    InputError
        There is no such family.
    """
    if family not in FAMILIES:
        raise InputError(
            f"there is no family of mechanisms called {family!r}",
            value=family,
            allowed=listed(FAMILIES),
            nearest=nearest_name(family, FAMILIES),
        )
    package = importlib.import_module(f"resilience_sim.{family}")
    found = {
        thing.name(): thing
        for thing in vars(package).values()
        if isinstance(thing, type) and issubclass(thing, Mechanism) and thing is not Mechanism
    }
    return MappingProxyType(dict(sorted(found.items())))


def short(title: str) -> str:
    """A Chinese title without what explains it after a colon or in brackets."""
    return re.split("[：（]", title)[0]


def title_zh(family: str, name: str) -> str:
    """What the mechanism of a name is called in Chinese, in short; empty where there is none."""
    cls = classes(family).get(name)
    return "" if cls is None else short(cls.zh)


def find(family: str, name: str) -> type[Mechanism]:
    """The class of that name in a family.

    Raises
    ------
    InputError
        There is none; the error names the nearest one.
    """
    known = classes(family)
    if name not in known:
        home = next((other for other in FAMILIES if name in classes(other)), None)
        raise InputError(
            f"there is no mechanism {name!r} in {family}"
            + ("" if home is None else f": it is one of the {home}"),
            key=f"{family}.kind" if family not in DEFAULT_FAMILIES else f"{family}.{name}",
            value=name,
            allowed=listed(known) or "nothing: the family is empty",
            nearest=nearest_name(name, known),
        )
    return known[name]
