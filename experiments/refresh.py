"""Bring measured tables up to date: `python -m experiments.refresh [PART ...] [--workers N]`.

Without parts: the baseline and every table of docs/evidence.md and docs/crises.md, some ten
minutes on one core. The page of evidence names the baseline it was measured with only when
every part was run; a test holds the two together.
"""

from __future__ import annotations

import argparse
import importlib
import os
import time
from collections.abc import Sequence

from experiments import baseline
from experiments.pages import CRISES_PAGE, PAGE, Table, failing, put, write

#: Parts in the order of the page; each is a module with `tables()`.
PARTS = ("patterns", "everyday", "returns", "steps", "oracles", "signs")
#: Parts of the page of crises; `validation` needs the folder of series.
CRISES = ("validation", "crisis_steps")


def tables_of(part: str, workers: int | None) -> Sequence[Table]:
    """The tables of one part."""
    module = importlib.import_module(f"experiments.{part}")
    if part == "returns":
        found: Sequence[Table] = module.tables(workers=workers)
    else:
        found = module.tables()
    return found


def stamp() -> None:
    """Write on the page which baseline its tables were measured with."""
    told = baseline.read()
    versions = told["versions"]
    libraries = ", ".join(f"{name} {versions[name]}" for name in ("python", "numpy", "numba"))
    text = (
        f"Measured with the code whose baseline is `{told['digest']}` "
        f"(tests/baseline/{baseline.SCENARIO}.json) on {libraries}."
    )
    PAGE.write_text(put(PAGE.read_text(encoding="utf-8"), "stamp", text), encoding="utf-8")


def summary() -> None:
    """List on the page what its tables mark as failing."""
    page = PAGE.read_text(encoding="utf-8")
    lines = failing(page) or ["Nothing."]
    PAGE.write_text(put(page, "failing", "\n".join(lines)), encoding="utf-8")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the parts asked for and write them on the page."""
    every = (*PARTS, *CRISES)
    parser = argparse.ArgumentParser(prog="python -m experiments.refresh", description=__doc__)
    parser.add_argument(
        "parts", nargs="*", metavar="PART", help=f"any of {', '.join((*PARTS, *CRISES))}"
    )
    parser.add_argument("--workers", type=int, default=1, help="processes for response curves")
    given = parser.parse_args(arguments)
    unknown = sorted(set(given.parts) - set(every))
    if unknown:
        parser.error(f"no part {unknown[0]!r}; there are {', '.join(every)}")
    if not given.parts:
        moved = baseline.write()
        print(f"baseline: {len(moved)} values moved")
    for part in given.parts or every:
        if part == "validation" and not os.environ.get("RESILIENCE_SIM_DATA"):
            print("validation: left as it is, RESILIENCE_SIM_DATA names no folder", flush=True)
            continue
        began = time.perf_counter()
        write(part, tables_of(part, given.workers), CRISES_PAGE if part in CRISES else PAGE)
        print(f"{part}: {time.perf_counter() - began:.0f} s", flush=True)
    summary()
    if not given.parts or set(given.parts) >= set(PARTS):
        stamp()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
