"""Do results depend on the Python and the libraries they were made with?

    python -m experiments.versions --write here.json     # in every environment
    python -m experiments.versions one.json two.json ... # what differs from the first

The same worlds under the same seeds are run in each environment, and compared to the last bit,
then in units of the smallest difference that matters.
"""

from __future__ import annotations

import hashlib
import json
import platform
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

import resilience_sim as rs
from resilience_sim.observe.outcomes import OUTCOMES

LIBRARIES = ("numpy", "scipy", "numba", "pandas", "mesa", "networkx")
SEEDS = (1, 2, 3, 4)


def worlds() -> dict[str, rs.Scenario]:
    """Worlds that between them use every family of mechanisms."""
    today = rs.load("epidemic_lockdown").vary({"community.residents": 600, "horizon_days": 60})
    listed = today.with_institutions(rs.institutions.ResponsibilityList())
    return {
        "today": today,
        "clear": today.vary({"levers.clarity": 0.9}),
        "list and grid": listed.with_institutions(rs.institutions.RedGrid()),
    }


def measured() -> dict[str, Any]:
    """Versions, outcomes and a digest of everything each run left behind."""
    runs = []
    for world, scenario in worlds().items():
        for seed in SEEDS:
            result = rs.run(scenario, seed=seed)
            digest = hashlib.blake2b(result.record.cases.tobytes(), digest_size=8)
            for name, series in sorted(result.record.series.items()):
                digest.update(name.encode() + series.tobytes())
            values = [None if np.isnan(v) else v for v in result.outcomes["value"].tolist()]
            runs.append({"world": world, "seed": seed, "bits": digest.hexdigest(),
                         "outcomes": dict(zip(OUTCOMES, values, strict=True))})  # fmt: skip
    return {
        "python": platform.python_version(),
        "libraries": {name: version(name) for name in LIBRARIES},
        "runs": runs,
    }


def compared(first: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    """Runs with the same bits, and the largest difference of an outcome over all runs."""
    same, largest, at = 0, 0.0, ""
    for one, two in zip(first["runs"], other["runs"], strict=True):
        same += one["bits"] == two["bits"]
        for name, value in one["outcomes"].items():
            if (value is None) != (two["outcomes"][name] is None):
                largest, at = float("inf"), name
            elif value is not None:
                gap = abs(value - two["outcomes"][name]) / OUTCOMES[name].smallest
                if gap > largest:
                    largest, at = gap, name
    return {"same bits": same, "of": len(first["runs"]), "largest": largest, "outcome": at}


def named(found: dict[str, Any]) -> str:
    """An environment in words."""
    libraries = ", ".join(f"{name} {told}" for name, told in found["libraries"].items())
    return f"Python {found['python']}; {libraries}"


def main(arguments: list[str]) -> None:
    """Write what this environment gives, or compare what several gave."""
    if arguments[:1] == ["--write"]:
        Path(arguments[1]).write_text(json.dumps(measured(), indent=1), encoding="utf-8")
        return
    first, *others = (json.loads(Path(p).read_text(encoding="utf-8")) for p in arguments)
    print(f"against {named(first)}")
    for other in others:
        told = compared(first, other)
        print(
            f"- {named(other)}: {told['same bits']} of {told['of']} runs have the same bits; "
            f"largest difference {told['largest']:.3g} times the smallest that matters"
            + (f" ({told['outcome']})" if told["outcome"] else "")
        )


if __name__ == "__main__":
    main(sys.argv[1:])
