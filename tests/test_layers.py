"""Imports run one way, with no cycles; heavy libraries stand where they belong."""

from __future__ import annotations

import ast
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "resilience_sim"
FAMILIES = ("crises", "institutions", "response", "society")
#: What stands on what: a part may import its own layer and those before it.
LAYERS = (
    ("kernels", "rng", "vocabulary", "errors", "digest", "files", "compiled", "text",
     "bibliography", "whole"),
    ("mechanism", "contributions", "strikes", "verbs", "parties", "community"),
    ("engine", "world"),
    FAMILIES,
    ("registry", "validation", "scenario_document", "scenario_hash", "scenario", "scenario_files",
     "observe"),
    ("simulation", "model", "running"),
    ("study",),
    ("report", "describing"),
    ("cli", "__main__"),
)  # fmt: skip
LAYER = {part: rank for rank, parts in enumerate(LAYERS) for part in parts}
MODULES = {
    ".".join(path.relative_to(PACKAGE).with_suffix("").parts): path
    for path in sorted(PACKAGE.rglob("*.py"))
}


def imported(path: Path, lazy: bool) -> set[str]:
    """Modules that a file imports, without those for type checkers alone."""
    found: set[str] = set()
    waiting: list[ast.AST] = [ast.parse(path.read_text(encoding="utf-8"))]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test):
            waiting += node.orelse
            continue
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and not lazy:
            continue
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found |= {node.module, *(f"{node.module}.{name.name}" for name in node.names)}
        waiting += ast.iter_child_nodes(node)
    return found


def inside(names: set[str]) -> set[str]:
    """Modules of this package among imported names."""
    own = {name.removeprefix("resilience_sim.") for name in names}
    return {name for name in own if name in MODULES or f"{name}.__init__" in MODULES}


@pytest.mark.parametrize("module", [name for name in MODULES if name != "__init__"])
def test_a_module_imports_only_what_it_stands_on(module: str) -> None:
    part = module.split(".")[0]
    for other in inside(imported(MODULES[module], lazy=True)):
        below = other.split(".")[0]
        assert LAYER[below] <= LAYER[part], f"{module} imports {other}"
        if part in FAMILIES and below in FAMILIES:
            assert below == part, f"{module} imports {other}: families meet in the world only"


def test_no_module_needs_itself_to_be_imported() -> None:
    graph = {name: inside(imported(path, lazy=False)) for name, path in MODULES.items()}
    whole = {f"{name}.__init__": name for name in MODULES if f"{name}.__init__" in MODULES}
    for name, found in graph.items():
        graph[name] = {whole.get(other, other) for other in found} - {name}
    TopologicalSorter(graph).prepare()


@pytest.mark.parametrize("heavy", ["mesa", "networkx"])
def test_heavy_libraries_stand_where_they_belong(heavy: str) -> None:
    allowed = {"mesa": ("model", "agents"), "networkx": ("graph",)}[heavy]
    for name, path in MODULES.items():
        if any(found.split(".")[0] == heavy for found in imported(path, lazy=True)):
            assert any(word in name for word in allowed), f"{name} imports {heavy}"


def test_files_stay_small() -> None:
    long = {
        name: len(path.read_text(encoding="utf-8").splitlines()) for name, path in MODULES.items()
    }
    assert {name: lines for name, lines in long.items() if lines > 400} == {}
