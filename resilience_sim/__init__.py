"""Simulate how a community and the bodies that serve it get through a crisis.

Names are imported when they are first used, so importing the package costs next to nothing.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from resilience_sim import crises, institutions, response, society
    from resilience_sim.community.community import Community
    from resilience_sim.errors import InputError
    from resilience_sim.mechanism import Mechanism, param
    from resilience_sim.model import ResilienceModel
    from resilience_sim.observe.result import Result
    from resilience_sim.running import run
    from resilience_sim.scenario import Scenario
    from resilience_sim.scenario_files import load
    from resilience_sim.study.compare import compare

__version__ = "0.1.0"

#: Where each public name is defined; a family of mechanisms is a package of its own.
_HOME = {
    "Community": "community.community",
    "InputError": "errors",
    "Mechanism": "mechanism",
    "ResilienceModel": "model",
    "Result": "observe.result",
    "Scenario": "scenario",
    "compare": "study.compare",
    "load": "scenario_files",
    "param": "mechanism",
    "run": "running",
}

__all__ = [
    "Community",
    "InputError",
    "Mechanism",
    "ResilienceModel",
    "Result",
    "Scenario",
    "__version__",
    "compare",
    "crises",
    "institutions",
    "load",
    "param",
    "response",
    "run",
    "society",
]


def __getattr__(name: str) -> Any:
    if name in _HOME:
        found = getattr(importlib.import_module(f"{__name__}.{_HOME[name]}"), name)
        globals()[name] = found
        return found
    if name in __all__:
        return importlib.import_module(f"{__name__}.{name}")
    from resilience_sim.errors import nearest_name

    near = None if name.startswith("_") else nearest_name(name, __all__)
    told = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(told if near is None else f"{told}; did you mean {near!r}?")


def __dir__() -> list[str]:
    return sorted(__all__)
