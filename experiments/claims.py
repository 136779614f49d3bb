"""What the sources claim, put to the test: `python -m experiments.claims [--workers N]`.

Reads experiments/claims.toml, which was committed before anything was run, and writes
docs/claims.md. Each claim is run as paired worlds under the same seeds, with and without what
it speaks of: where its source expects it, and where it does not; again with each assumed link
off and reversed; and again with parameters nobody knows drawn anew.
"""

from __future__ import annotations

import argparse
import time
import tomllib
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np

import resilience_sim as rs
from resilience_sim.community.community import Community
from resilience_sim.mechanism import Mechanism, parameters
from resilience_sim.observe.outcomes import compute
from resilience_sim.registry import find
from resilience_sim.scenario import Scenario
from resilience_sim.simulation import build_community, simulate

FILE = Path(__file__).with_suffix(".toml")
RESIDENTS = 1000
SEEDS = tuple(range(1, 9))
#: Seeds for worlds with a link off or reversed.
FEW = SEEDS[:4]
#: Draws of parameters nobody knows; each is run under one seed.
DRAWS = 8
#: Values that stand for the community's state; drawn anew for the band.
UNKNOWN = {
    "levers.clarity": (0.3, 0.7),
    "levers.sharing": (0.2, 0.6),
    "levers.identity": (0.3, 0.7),
    "levers.bridging": (0.3, 0.7),
    "response.mutual_aid.share_of_hours": (0.1, 0.6),
    "response.own_report.government_hand": (0.0, 0.5),
}


@dataclass(frozen=True)
class Claim:
    """One claim as the file has it."""

    key: str
    source: str
    says: str
    scenario: str
    outcome: str
    direction: int
    elsewhere: str = ""
    moves: str = ""
    moves_to: int = 1
    links: tuple[str, ...] = ()
    horizon: float | None = None
    base: Mapping[str, Any] = field(default_factory=dict)
    set: Mapping[str, Any] = field(default_factory=dict)
    given: tuple[Mapping[str, Any], ...] = ()  # `with` in the file
    against: tuple[Mapping[str, Any], ...] = ()
    factors: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    @property
    def labels(self) -> tuple[str, ...]:
        """Labels of the institutions it speaks of."""
        return tuple(one.get("label", one["kind"]) for one in self.given)


def read(path: Path = FILE) -> tuple[list[Claim], list[Claim]]:
    """Claims and factorials of a file."""
    told = tomllib.loads(path.read_text(encoding="utf-8"))
    return [_claim(one) for one in told["claim"]], [_claim(one) for one in told["factorial"]]


def _claim(told: Mapping[str, Any]) -> Claim:
    values = dict(told)
    values["given"] = tuple(values.pop("with", ()))
    for name in ("links", "against"):
        values[name] = tuple(values.get(name, ()))
    return Claim(**values)


# --- worlds ----------------------------------------------------------------------------------
def institutions(told: Sequence[Mapping[str, Any]]) -> list[Mechanism]:
    """Institutions of a list of tables."""
    return [
        find("institutions", one["kind"])(**{k: v for k, v in one.items() if k != "kind"})
        for one in told
    ]


def base_of(claim: Claim, scenario: str, changes: Mapping[str, Any]) -> Scenario:
    """The world without, under the claim's condition and further changes."""
    told = {"community.residents": RESIDENTS, **claim.base, **changes}
    if claim.horizon is not None:
        told["horizon_days"] = claim.horizon
    return rs.load(scenario).vary(told)


def pair(claim: Claim, scenario: str, changes: Mapping[str, Any]) -> tuple[Scenario, Scenario]:
    """The worlds without and with what the claim speaks of."""
    told = {k: v for k, v in changes.items() if k not in claim.set and k not in claim.base}
    links = {k: v for k, v in told.items() if k.startswith("institutions.")}
    base = base_of(claim, scenario, {k: v for k, v in told.items() if k not in links})
    without = base.with_institutions(*institutions(claim.against))
    world = base.with_institutions(*institutions(claim.given))
    both = {**claim.set, **links}
    return without, world.vary(both) if both else world


@cache
def community(scenario: Scenario, seed: int) -> Community:
    """The community of a scenario and seed, built once."""
    return build_community(scenario, seed)


KEPT: dict[tuple[str, int], dict[str, float]] = {}


def measured(scenario: Scenario, seed: int) -> dict[str, float]:
    """Everything a claim may ask of one run, by the words of the file."""
    key = (scenario.content_hash(), seed)
    if key not in KEPT:
        plain = rs.Scenario(community=scenario.community)
        record = simulate(scenario, seed, community=community(plain, seed))
        found = {f"outcome {name}": value for name, value in compute(record).items()}
        found |= {f"tally {name}": value for name, value in record.tallies.items()}
        for lever, measures in record.twins.items():
            found |= {f"twin {lever}.{name}": ends[1] for name, ends in measures.items()}
        for act in record.acts:
            name = f"acts {act.act}"
            found[name] = found.get(name, 0.0) + (1.0 if act.count else 0.0)
        KEPT[key] = found
    return KEPT[key]


def differences(
    claim: Claim, scenario: str, seeds: Sequence[int], changes: Mapping[str, Any]
) -> dict[str, np.ndarray]:
    """With less without, by seed: the outcome, what must move, and the price."""
    without, world = pair(claim, scenario, changes)
    wanted = (f"outcome {claim.outcome}", claim.moves, "outcome institution_hours",
              "outcome institution_money", "outcome residents_hours")  # fmt: skip
    rows = [
        [measured(world, seed).get(name, 0.0) - measured(without, seed).get(name, 0.0)
         for name in wanted]
        for seed in seeds
    ]  # fmt: skip
    names = ("effect", "moved", "hours", "money", "residents")
    return dict(zip(names, np.array(rows).T, strict=True))


def unknowns(claim: Claim, draw: int) -> dict[str, Any]:
    """Parameters nobody knows, drawn anew: those of the state, and assumed ones of what it is."""
    luck = np.random.default_rng(draw)
    drawn: dict[str, Any] = {k: float(luck.uniform(*ends)) for k, ends in UNKNOWN.items()}
    for one in institutions(claim.given):
        for name, (_, told) in parameters(type(one)).items():
            value = getattr(one, name)
            if not isinstance(value, float) or told.grade != "assumed" or value == 0.0:
                continue
            factor = float(luck.uniform(0.5, 1.5))
            low = -np.inf if told.low is None else told.low
            high = np.inf if told.high is None else told.high
            drawn[f"institutions.{one.label}.{name}"] = float(np.clip(value * factor, low, high))
    return drawn


# --- one claim -------------------------------------------------------------------------------
@dataclass(frozen=True)
class Finding:
    """What running one claim gave."""

    claim: Claim
    there: dict[str, np.ndarray]
    elsewhere: dict[str, np.ndarray]
    band: np.ndarray
    signs: dict[tuple[str, int], np.ndarray]


def find_out(claim: Claim) -> Finding:
    """Run one claim everywhere it is to be run."""
    band = [
        differences(claim, claim.scenario, [SEEDS[draw % len(SEEDS)]], unknowns(claim, draw))[
            "effect"
        ][0]
        for draw in range(DRAWS)
    ]
    signs = {
        (link, sign): differences(claim, claim.scenario, FEW, {link: sign})["effect"]
        for link in claim.links
        for sign in (0, -1)
    }
    return Finding(
        claim,
        differences(claim, claim.scenario, SEEDS, {}),
        differences(claim, claim.elsewhere, SEEDS, {}),
        np.array(band),
        signs,
    )


def cells(claim: Claim) -> dict[tuple[bool, ...], np.ndarray]:
    """Outcome of every combination of a factorial's factors, by seed."""
    found = {}
    for on in product((False, True), repeat=len(claim.factors)):
        base = base_of(claim, claim.scenario, {})
        changes: dict[str, Any] = {}
        for name, there in zip(claim.factors, on, strict=True):
            if there:
                base = base.with_institutions(*institutions(claim.factors[name].get("with", ())))
                changes |= claim.factors[name].get("set", {})
        world = base.vary(changes) if changes else base
        name = f"outcome {claim.outcome}"
        found[on] = np.array([measured(world, seed)[name] for seed in SEEDS])
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the claims asked for (all, if none is named) and write the page."""
    from experiments import claims_page

    parser = argparse.ArgumentParser(prog="python -m experiments.claims", description=__doc__)
    parser.add_argument("keys", nargs="*", metavar="CLAIM", help="only these; nothing is written")
    parser.add_argument("--workers", type=int, default=2)
    given = parser.parse_args(arguments)
    claims, factorials = read()
    chosen = [claim for claim in claims if not given.keys or claim.key in given.keys]
    joint = [claim for claim in factorials if not given.keys or claim.key in given.keys]
    began = time.perf_counter()
    with ProcessPoolExecutor(given.workers) as pool:
        findings = list(pool.map(find_out, chosen))
        tables = list(pool.map(cells, joint))
    page = claims_page.page(findings, list(zip(joint, tables, strict=True)))
    if given.keys:
        print(page)
    else:
        claims_page.PAGE.write_text(page, encoding="utf-8")
    print(f"{len(findings)} claims in {time.perf_counter() - began:.0f} s")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
