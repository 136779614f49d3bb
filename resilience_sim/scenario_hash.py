"""What of a scenario is hashed: everything that can change a result, and nothing that cannot.

A file of observations counts by what is read from it, wherever it lies.
What came after the first version and stands at its default is left out, so a scenario that
does not use it keeps its hash, and results stored under it stay its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from resilience_sim.mechanism import ByNeed, Mechanism, parameters
from resilience_sim.registry import DEFAULT_FAMILIES
from resilience_sim.scenario_document import LISTED_FAMILIES, Document
from resilience_sim.vocabulary import LATER_NEEDS

if TYPE_CHECKING:
    from resilience_sim.scenario import Scenario

#: Settings that name and describe.
WORDS = ("name", "title", "title_zh", "about", "about_zh", "stylised", "stylised_zh")


def hashed(scenario: Scenario) -> Document:
    """The document of a scenario as it is hashed."""
    told, found = scenario.document(), scenario.observations()
    for word in WORDS:
        told["scenario"].pop(word, None)
    _forget(told["community"], scenario.community)
    for family in LISTED_FAMILIES:
        for table, one in zip(told[family], getattr(scenario, family), strict=True):
            _forget(table, one)
    told["crises"] = [
        {**table, "observations": found[label]} if (label := one.label) in found else table
        for table, one in zip(told["crises"], scenario.crises, strict=True)
    ]
    for family in DEFAULT_FAMILIES:
        for one in getattr(scenario, family):
            _forget(told[family][one.label], one)
            if one.later and one == type(one)():
                del told[family][one.label]
    return told


def _forget(table: dict[str, Any], part: Mechanism | object) -> None:
    """Take out of a table what came later and is as declared."""
    for name, (default, declared) in parameters(type(part)).items():
        value = getattr(part, name)
        if declared.later and value == default:
            table.pop(name, None)
        elif isinstance(value, ByNeed) and isinstance(default, ByNeed):
            usual = default.as_dict()
            for need in LATER_NEEDS:
                if table[name][need] == usual[need]:
                    del table[name][need]
