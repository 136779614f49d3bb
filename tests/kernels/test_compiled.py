"""Kernels are compiled once: not once for every constant and width of integer."""

from __future__ import annotations

import re
from collections import Counter

import resilience_sim as rs
from resilience_sim.compiled import compiled_folder
from resilience_sim.simulation import simulate

#: what crosses between modules, called with constants and with integers of every width
CROSSING = (
    "clocks.push",
    "clocks.set_rate",
    "service.enter",
    "routing.travel",
    "routing.hold",
    "closing.close",
    "helping.set_help",
    "lists.remove",
)


def test_a_function_of_the_engine_has_one_version() -> None:
    simulate(rs.load("epidemic_lockdown").vary({"community.residents": 300, "horizon_days": 30.0}))
    kept = [path.name for path in compiled_folder().rglob("*.nbc")]
    found = Counter(match[1] for name in kept if (match := re.match(r"(\w+\.\w+)-", name)))
    assert {name: found[name] for name in CROSSING} == dict.fromkeys(CROSSING, 1)


def test_what_is_compiled_stands_in_the_folder_of_these_sources() -> None:
    from resilience_sim.engine.loop import advance

    assert str(advance._cache.cache_path).startswith(str(compiled_folder()))
