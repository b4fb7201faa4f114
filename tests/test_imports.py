"""The import rule of the house: who may import whom, imports inside functions included."""

from __future__ import annotations

import ast
import sys
import tomllib
from collections.abc import Iterator
from graphlib import TopologicalSorter
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "drafter"
LAYERS = (
    {"errors", "records"},
    {"text"},
    {"store"},
    {"settings", "site"},
    {"model"},
    {"ground"},
    {"read", "digest", "write", "revise", "score"},
    {"pipeline"},
    {"editor"},
    {"commands"},
    {"cli"},
    {"__main__"},
)
RANKS = {part: rank for rank, layer in enumerate(LAYERS) for part in layer}


def find_modules() -> dict[str, Path]:
    """Every module of the package, "drafter.text.words", with its file."""
    files = sorted(PACKAGE.rglob("*.py"))
    names = (".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__") for file in files)
    return dict(zip(names, files, strict=True))


MODULES = find_modules()


def imported_names(source: str) -> Iterator[str]:
    """The full names that a module imports, wherever the import stands."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports name the whole module"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def module_of(name: str) -> str:
    """The module that `name` is, or is in."""
    while name not in MODULES:
        name = name.rpartition(".")[0]
    return name


def own_imports(source: str) -> set[str]:
    return {module_of(name) for name in imported_names(source) if name.split(".")[0] == "drafter"} - {"drafter"}


def part_of(module: str) -> str:
    return module.split(".")[1]


def breaches(module: str, source: str) -> list[str]:
    rank = RANKS[part_of(module)]
    return [
        f"{module} imports {other}"
        for other in sorted(own_imports(source))
        if part_of(other) != part_of(module) and RANKS[part_of(other)] >= rank
    ]


@pytest.mark.parametrize("module", [name for name in MODULES if name != "drafter"])
def test_a_module_imports_only_what_lies_below_it(module: str) -> None:
    assert breaches(module, MODULES[module].read_text("utf-8")) == []


@pytest.mark.parametrize(
    "source",
    [
        "def f():\n    from drafter.write import figure",
        "import drafter.cli",
        "from drafter import cli",
        "if TYPE_CHECKING:\n    from drafter.commands.options import spread",
    ],
    ids=["sideways, in a function", "upward", "upward from the package", "upward, for types only"],
)
def test_a_breach_of_the_rule_is_seen(source: str) -> None:
    assert len(breaches("drafter.read.files", source)) == 1


def test_no_module_imports_itself_by_a_detour() -> None:
    graph = {name: own_imports(file.read_text("utf-8")) - {name} for name, file in MODULES.items()}
    order = tuple(TopologicalSorter(graph).static_order())
    assert set(order) >= set(MODULES) - {"drafter"}


def test_what_is_imported_is_declared() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    declared = {
        canonicalize_name(Requirement(line).name)
        for line in (
            *project["dependencies"],
            *(x for n in ("png", "mlflow", "ja") for x in project["optional-dependencies"][n]),
        )
    }
    owners = packages_distributions()
    imported = {name.split(".")[0] for file in MODULES.values() for name in imported_names(file.read_text("utf-8"))}
    foreign = imported - set(sys.stdlib_module_names) - {"drafter"}
    undeclared = {name for name in foreign if not declared & {canonicalize_name(o) for o in owners.get(name, [name])}}
    assert undeclared == set()
