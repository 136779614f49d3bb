"""What the sources claim, put to the test: `python -m experiments.claims [--workers N]`.

Reads experiments/claims.toml. Each claim is run as paired worlds under the same seeds, with and
without what it speaks of: where its source expects it, and where it does not; again with each
assumed link off and reversed; and again with parameters nobody knows drawn anew. What came out is
kept in experiments/results/claims, one file a claim as soon as it is done, so a run that was
stopped goes on where it was; a claim whose worlds and code are as they were is not run again.
`python -m experiments.claims_page` judges what is kept and writes docs/claims.md.
"""

from __future__ import annotations

import argparse
import time
import tomllib
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import asdict, dataclass, field
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np

import resilience_sim as rs
from experiments import claims_results as results
from experiments.claims_measures import everything, known
from experiments.claims_results import Cells, Finding
from resilience_sim.community.community import Community
from resilience_sim.digest import digest_of_document
from resilience_sim.mechanism import Mechanism, parameters
from resilience_sim.registry import find
from resilience_sim.scenario import Scenario
from resilience_sim.simulation import build_community, simulate

FILE = Path(__file__).with_suffix(".toml")
RESIDENTS = 3000
SEEDS = tuple(range(1, 13))
#: Draws of parameters nobody knows; each is run under one seed.
DRAWS = 12
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
    because: str = ""
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
        return labels_of(self.given)


def labels_of(told: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    """Labels of institutions in a list of tables."""
    return tuple(one.get("label", one["kind"]) for one in told)


def read(path: Path = FILE) -> tuple[list[Claim], list[Claim]]:
    """Claims and factorials of a file."""
    told = tomllib.loads(path.read_text(encoding="utf-8"))
    words = [one["moves"] for one in told["claim"]]
    words += [how["moves"] for one in told["factorial"] for how in one["factors"].values()]
    if wrong := [word for word in words if not known(word)]:
        raise ValueError(f"{path.name}: nothing is measured by these words: {', '.join(wrong)}")
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
    """Everything a claim may ask of one run, by the words of the file; run once in a process."""
    key = (scenario.content_hash(), seed)
    if key not in KEPT:
        plain = rs.Scenario(community=scenario.community)
        KEPT[key] = everything(simulate(scenario, seed, community=community(plain, seed)))
    return KEPT[key]


def differences(
    claim: Claim, scenario: str, seeds: Sequence[int], changes: Mapping[str, Any]
) -> dict[str, np.ndarray]:
    """With less without, by seed: the outcome, what must move, and the price.

    ``acted`` is no difference: it is the fewest lines that journal and account hold of any of
    the institutions spoken of, in the world with them.
    """
    without, world = pair(claim, scenario, changes)
    wanted = {"effect": f"outcome {claim.outcome}", "moved": claim.moves,
              "hours": "outcome institution_hours", "money": "outcome institution_money",
              "hours_before": "before hours", "money_before": "before money",
              "residents": "outcome residents_hours"}  # fmt: skip
    found: dict[str, list[float]] = {name: [] for name in (*wanted, "acted")}
    for seed in seeds:
        there, not_there = measured(world, seed), measured(without, seed)
        for name, word in wanted.items():
            found[name].append(there.get(word, 0.0) - not_there.get(word, 0.0))
        found["acted"].append(_acted(there, claim.labels))
    return {name: np.array(values) for name, values in found.items()}


def _acted(there: Mapping[str, float], labels: Sequence[str]) -> float:
    return min((there.get(f"acted {label}", 0.0) for label in labels), default=0.0)


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
def find_out(claim: Claim) -> Finding:
    """Run one claim everywhere it is to be run."""
    band = [
        differences(claim, claim.scenario, [SEEDS[draw % len(SEEDS)]], unknowns(claim, draw))[
            "effect"
        ][0]
        for draw in range(DRAWS)
    ]
    return Finding(
        claim.key,
        differences(claim, claim.scenario, SEEDS, {}),
        differences(claim, claim.elsewhere, SEEDS, {}),
        np.array(band),
        {
            (link, sign): differences(claim, claim.scenario, SEEDS, {link: sign})["effect"]
            for link in claim.links
            for sign in (0, -1)
        },
    )


def world_of(claim: Claim, on: Sequence[bool]) -> Scenario:
    """The world of a factorial in which these of its factors are there."""
    world, changes = base_of(claim, claim.scenario, {}), {}
    for name, there in zip(claim.factors, on, strict=True):
        if there:
            world = world.with_institutions(*institutions(claim.factors[name].get("with", ())))
            changes |= claim.factors[name].get("set", {})
    return world.vary(changes) if changes else world


def cells(claim: Claim) -> dict[str, Any]:
    """Outcome of every combination of a factorial's factors, and what each factor does alone."""
    found: Cells = {}
    alone: dict[str, Any] = {}
    base = world_of(claim, [False] * len(claim.factors))
    for on in product((False, True), repeat=len(claim.factors)):
        world = world_of(claim, on)
        seen = [measured(world, seed) for seed in SEEDS]
        found[on] = np.array([one[f"outcome {claim.outcome}"] for one in seen])
        if sum(on) == 1:
            name = list(claim.factors)[on.index(True)]
            told = claim.factors[name]
            labels = labels_of(told.get("with", ()))
            words = {"moved": told["moves"], "hours": "outcome institution_hours",
                     "money": "outcome institution_money", "hours_before": "before hours",
                     "money_before": "before money"}  # fmt: skip
            less = [measured(base, seed) for seed in SEEDS]
            alone[name] = {
                key: [a.get(word, 0.0) - b.get(word, 0.0) for a, b in zip(seen, less, strict=True)]
                for key, word in words.items()
            } | {"acted": [_acted(one, labels) for one in seen]}
    return {**results.told_of_cells(found), "alone": alone}


def asked(claim: Claim) -> str:
    """Hash of what is run for a claim: its worlds, seeds and draws, not its words."""
    told = asdict(claim)
    for words in ("says", "because", "source"):
        del told[words]
    if claim.factors:
        every = product((False, True), repeat=len(claim.factors))
        worlds = [world_of(claim, on) for on in every]
    else:
        worlds = [*pair(claim, claim.scenario, {}), *pair(claim, claim.elsewhere, {})]
    hashes = [world.content_hash() for world in worlds]
    setting = {"residents": RESIDENTS, "seeds": SEEDS, "draws": DRAWS, "unknown": UNKNOWN}
    return digest_of_document({"claim": told, "worlds": hashes, "setting": setting})


def work_on(claim: Claim) -> tuple[str, float]:
    """Run one claim or factorial and keep what it gave; its key, and seconds it took."""
    began = time.perf_counter()
    told = cells(claim) if claim.factors else results.told_of(find_out(claim))
    seconds = time.perf_counter() - began
    setting = {"residents": RESIDENTS, "seeds": list(SEEDS), "draws": DRAWS}
    results.save(claim.key, asked(claim), {**setting, "seconds": round(seconds, 1), **told})
    return claim.key, seconds


def same_again(claim: Claim) -> bool:
    """Whether the first seed gives, to the last digit kept, what is kept of it.

    Code changes more often than results do: a claim whose first pair of runs comes out the same
    need not be run whole again.
    """
    told = results.stored(claim.key)
    if told is None or told["asked"] != asked(claim):
        return False
    if claim.factors:
        now: Mapping[str, Any] = {
            on: [measured(world_of(claim, [k == "1" for k in on]), told["seeds"][0])]
            for on in told["cells"]
        }
        word = f"outcome {claim.outcome}"
        seen = {on: np.array([one[word] for one in runs]) for on, runs in now.items()}
        kept = told["cells"]
    else:
        seen = differences(claim, claim.scenario, told["seeds"][:1], {})
        kept = told["there"]
    # as texts, since what is not a number is not equal to itself
    return all(str(results.plain(seen[name])) == str(kept[name][:1]) for name in kept)


def confirmed(claim: Claim) -> tuple[str, bool]:
    """Look at the first seed of a claim again and note if it gives the same; its key."""
    same = same_again(claim)
    if same:
        results.confirm(claim.key)
    return claim.key, same


def due(chosen: Sequence[Claim], again: bool = False) -> list[Claim]:
    """Claims that have yet to be run, the long ones first."""
    rest = [one for one in chosen if again or not results.fresh(one.key, asked(one))]
    return sorted(rest, key=lambda one: -float(one.base.get("warmup_days", 0.0)))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the claims asked for (all, if none is named) that have not been run as they are."""
    parser = argparse.ArgumentParser(prog="python -m experiments.claims", description=__doc__)
    parser.add_argument("keys", nargs="*", metavar="CLAIM", help="only these")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--again", action="store_true", help="also those that are kept")
    parser.add_argument("--check", action="store_true", help="only say which have yet to be run")
    parser.add_argument(
        "--confirm", action="store_true",
        help="first run one seed of those made with other code, and keep what gives the same",
    )  # fmt: skip
    given = parser.parse_args(arguments)
    every = [one for kind in read() for one in kind]
    unknown = sorted({*given.keys} - {one.key for one in every})
    if unknown:
        parser.error(f"no claim is called {', '.join(unknown)}")
    chosen = [one for one in every if not given.keys or one.key in given.keys]
    rest = due(chosen, given.again)
    if given.confirm:
        with ProcessPoolExecutor(given.workers) as pool:
            for key, same in pool.map(confirmed, rest):
                print(f"{key}: {'the same' if same else 'not the same'}", flush=True)
        rest = due(chosen, given.again)
    print(f"{len(rest)} of {len(chosen)} claims have yet to be run", flush=True)
    if given.check or not rest:
        return 1 if rest else 0
    began = time.perf_counter()
    with ProcessPoolExecutor(given.workers) as pool:
        for future in as_completed([pool.submit(work_on, claim) for claim in rest]):
            key, seconds = future.result()
            print(f"{key}: {seconds:.0f} s", flush=True)
    print(f"{len(rest)} claims in {time.perf_counter() - began:.0f} s")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
