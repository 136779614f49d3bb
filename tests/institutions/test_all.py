"""What holds for all institutions together: none is another in disguise, and idle ones are gone."""

from __future__ import annotations

import ast
import hashlib
import inspect
import re
import textwrap
from dataclasses import replace
from functools import cache
from itertools import combinations

import pytest

import resilience_sim as rs
from resilience_sim.mechanism import PHASES, Mechanism, parameters
from resilience_sim.registry import classes
from resilience_sim.scenario import Scenario
from resilience_sim.simulation import simulate
from tests.bits import bits, differing

EVERY = tuple(classes("institutions").values())
ALIKE = 0.8  # share of code in common above which two are the same under other names


@cache
def today() -> Scenario:
    return rs.load("epidemic_lockdown").vary(
        {"community.residents": 250, "warmup_days": 100.0, "horizon_days": 20.0}
    )


def neutral(cls: type[Mechanism]) -> Mechanism:
    told = {n: d.neutral for n, (_, d) in parameters(cls).items() if d.neutral is not None}
    return cls(**told)


def test_the_null_world_is_today() -> None:
    """All institutions at their neutral values at once leave no trace in any array."""
    without = bits(simulate(today(), 3))
    idle = bits(simulate(today().with_institutions(*(neutral(cls) for cls in EVERY)), 3))
    assert not differing(idle, without)


# --- no two are the same ---------------------------------------------------------------------
class Nameless(ast.NodeTransformer):
    """Code without the names, texts and numbers by which two copies could differ."""

    def visit_Name(self, node: ast.Name) -> ast.AST:
        return ast.copy_location(ast.Name("x", node.ctx), node)

    def visit_arg(self, node: ast.arg) -> ast.AST:
        return ast.copy_location(ast.arg("x", None), node)

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        self.generic_visit(node)
        own = isinstance(node.value, ast.Name)
        node.attr = "x" if own and node.attr[:1].islower() else node.attr
        return node

    def visit_Constant(self, node: ast.Constant) -> ast.AST:
        return ast.copy_location(ast.Constant(0), node)


def shingles(cls: type[Mechanism]) -> frozenset[str]:
    """Runs of seven steps through the nameless code of all hooks of a class."""
    steps: list[str] = []
    for name, member in vars(cls).items():
        if not inspect.isfunction(member) or name.startswith("__"):
            continue
        tree = ast.parse(textwrap.dedent(inspect.getsource(member)))
        function = tree.body[0]
        assert isinstance(function, ast.FunctionDef)
        function.name, function.decorator_list, function.returns = "f", [], None
        function.body = [s for s in function.body if not isinstance(s, ast.Expr)]
        steps += re.findall(r"[A-Za-z_]+", ast.dump(Nameless().visit(function)))
    return frozenset(" ".join(steps[k : k + 7]) for k in range(max(1, len(steps) - 6)))


def test_no_two_are_the_same_code_with_other_names() -> None:
    code = {cls.__name__: shingles(cls) for cls in EVERY}
    alike = {
        (one, other): round(len(code[one] & code[other]) / len(code[one] | code[other]), 2)
        for one, other in combinations(code, 2)
    }
    assert {pair: share for pair, share in alike.items() if share > ALIKE} == {}


def test_the_check_of_code_finds_a_copy() -> None:
    cls = EVERY[0]
    same = shingles(cls)
    copy = type("Renamed", (Mechanism,), {k: v for k, v in vars(cls).items() if callable(v)})
    assert len(same & shingles(copy)) / len(same | shingles(copy)) > ALIKE


@cache
def digest(cls: type[Mechanism] | None) -> str:
    """What a run does with one institution: everything but its name."""
    world = today() if cls is None else today().with_institutions(cls())
    record = simulate(world, 4)
    found = bits(replace(record, acts=[], body_names=()))
    label = "" if cls is None else cls.name()
    told = b"".join(
        name.replace(label, "x").encode() + value for name, value in sorted(found.items())
    )
    return hashlib.blake2b(told).hexdigest()


@pytest.mark.parametrize("cls", EVERY, ids=[cls.name() for cls in EVERY])
def test_each_does_something_of_its_own(cls: type[Mechanism]) -> None:
    assert digest(cls) != digest(None), "at its defaults it does nothing"


def test_no_two_do_the_same() -> None:
    done: dict[str, str] = {}
    for cls in EVERY:
        other = done.setdefault(digest(cls), cls.__name__)
        assert other == cls.__name__, f"{cls.__name__} does what {other} does"


# --- acts and prices ---
@pytest.mark.long
@pytest.mark.parametrize("cls", EVERY, ids=[cls.name() for cls in EVERY])
def test_each_act_is_in_the_journal_and_the_price_in_the_account(cls: type[Mechanism]) -> None:
    """What it takes to be set up and in everyday life counts too; a year brings every meeting."""
    year = today().vary({"warmup_days": 400.0})
    record = simulate(year.with_institutions(cls()), 4)
    assert any(act.author == cls.name() for act in record.acts)
    taken = {
        name: value
        for name, value in record.tallies.items()
        if name.startswith("institution_") and name.endswith(f".{cls.name()}") and value > 0.0
    }
    if not taken:  # all it takes are the hours of the cases it keeps at a desk
        bodies = [name.split("/")[-1] for name in record.body_names]
        posts = [k for k, name in enumerate(bodies) if name.startswith("grid")]
        without = simulate(year, 4).finish["ledger.service"][posts].sum()
        assert record.finish["ledger.service"][posts].sum() > without


# --- declarations ----------------------------------------------------------------------------
@pytest.mark.parametrize("cls", EVERY, ids=[cls.name() for cls in EVERY])
def test_price_and_way_to_fail_stand_in_two_languages(cls: type[Mechanism]) -> None:
    en, zh = cls.price
    assert any(word in en for word in (";", ", and", "."))
    assert any("\u4e00" <= sign <= "\u9fff" for sign in zh)
    assert cls.sources and "assumed" not in cls.sources
    assert set(cls.phases()) <= set(PHASES) - {"adapt", "process", "strike"}
