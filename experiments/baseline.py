"""The committed baseline of outcomes: `python -m experiments.baseline` rewrites it.

It prints what moved. A change that moves results is explained in CHANGELOG.md; one that was
not meant to move them shows here. `--check` prints without writing.
"""

from __future__ import annotations

import hashlib
import json
import platform
import sys
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np

import resilience_sim as rs
from resilience_sim.observe.outcomes import OUTCOMES, compute
from resilience_sim.scenario import Scenario
from resilience_sim.simulation import build_community, simulate

SCENARIO = "epidemic_lockdown"
FILE = Path(__file__).resolve().parent.parent / "tests" / "baseline" / f"{SCENARIO}.json"
TODAY_SEEDS = (1, 2, 3)
LEVERS = ("clarity", "sharing", "identity", "bridging")
LEVER_SEED = 1
RAISED = 0.9
#: Seeds that tell how much an outcome varies by luck, for versions that differ.
SPREAD_SEEDS = tuple(range(1, 13))
#: How many standard deviations of luck a value may be off where the versions differ.
ALLOWED_SD = 5.0

#: Outcomes by name, of runs by name: "today/1", "clarity/1" and so on.
Values: TypeAlias = dict[str, dict[str, float | None]]


def worlds() -> dict[str, tuple[Scenario, int]]:
    """Scenario and seed of each run in the baseline, by name."""
    today = rs.load(SCENARIO)
    found = {f"today/{seed}": (today, seed) for seed in TODAY_SEEDS}
    for lever in LEVERS:
        raised = today.vary({f"levers.{lever}": RAISED})
        found[f"{lever}/{LEVER_SEED}"] = (raised, LEVER_SEED)
    return found


def measure() -> Values:
    """Every outcome of every run; None where an outcome is undefined."""
    built: dict[int, Any] = {}
    found: Values = {}
    for name, (scenario, seed) in worlds().items():
        if seed not in built:
            built[seed] = build_community(scenario, seed)
        outcomes = compute(simulate(scenario, seed, community=built[seed]))
        found[name] = {key: None if np.isnan(v) else float(v) for key, v in outcomes.items()}
    return found


def luck() -> dict[str, float]:
    """Standard deviation of every outcome over seeds, the world as today."""
    today = rs.load(SCENARIO)
    runs = [compute(simulate(today, seed)) for seed in SPREAD_SEEDS]
    return {name: float(np.std([run[name] for run in runs], ddof=1)) for name in OUTCOMES}


def versions() -> dict[str, str]:
    """What decides bits: interpreter, libraries, and the instructions that numpy uses."""
    features = np.show_config(mode="dicts").get("SIMD Extensions", {})
    return {
        "python": platform.python_version(),
        **{name: version(name) for name in ("numpy", "scipy", "numba", "llvmlite")},
        "machine": platform.machine(),
        "system": platform.system(),
        "simd": " ".join(features.get("found", [])),
    }


def read() -> dict[str, Any]:
    """The committed baseline."""
    told: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return told


def digest(values: Mapping[str, Mapping[str, float | None]]) -> str:
    """Twelve characters that name the values of a baseline."""
    text = json.dumps(values, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def tolerance(outcome: str, spread: Mapping[str, float]) -> float:
    """How far a value may be off where the versions differ."""
    declared = OUTCOMES[outcome].smallest
    return float(ALLOWED_SD * spread.get(outcome, 0.0) + declared)


def differences(
    old: Mapping[str, Mapping[str, float | None]],
    new: Mapping[str, Mapping[str, float | None]],
    spread: Mapping[str, float] | None = None,
) -> list[str]:
    """A line for each value that moved; with `spread`, only beyond its tolerance."""
    lines = []
    for run in sorted({*old, *new}):
        before, after = old.get(run, {}), new.get(run, {})
        for name in sorted({*before, *after}):
            was, now = before.get(name), after.get(name)
            if _differs(name, was, now, spread):
                lines.append(f"{run:14} {name:24} {_said(was)} -> {_said(now)}")
    return lines


def _differs(
    name: str, was: float | None, now: float | None, spread: Mapping[str, float] | None
) -> bool:
    if was is None or now is None or spread is None:
        return was != now
    return abs(now - was) > tolerance(name, spread)


def _said(value: float | None) -> str:
    return "nothing" if value is None else f"{value:.6g}"


def write() -> list[str]:
    """Measure, write the file, and give what moved."""
    old = read()["values"] if FILE.exists() else {}
    values = measure()
    told = {
        "about": "Outcomes of the ready scenario; python -m experiments.baseline rewrites this.",
        "scenario": SCENARIO,
        "content_hash": rs.load(SCENARIO).content_hash(),
        "digest": digest(values),
        "versions": versions(),
        "spread": luck(),
        "values": values,
    }
    FILE.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(told, indent=1, allow_nan=False) + "\n"
    fresh = FILE.with_suffix(".json.new")
    fresh.write_text(text, encoding="utf-8")
    fresh.replace(FILE)
    return differences(old, values) if old else ["everything is new"]


def main(arguments: list[str]) -> int:
    """Rewrite the baseline, or only compare with it (`--check`)."""
    check = arguments == ["--check"]
    if arguments and not check:
        print("usage: python -m experiments.baseline [--check]", file=sys.stderr)
        return 2
    moved = differences(read()["values"], measure()) if check else write()
    print("\n".join(moved) if moved else "nothing moved")
    if moved:
        print(f"{len(moved)} values moved; explain them in CHANGELOG.md under Results move")
    return int(check and bool(moved))


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
