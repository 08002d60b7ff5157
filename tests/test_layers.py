"""The shape of the code: imports point one way, modules and functions stay small."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.known import ROOT, cases

PACKAGE = ROOT / "cleanpress"
# Each may import from those before it, never from those after it. What is not named here stands above all of them.
LAYERS = (
    ("errors", "replay", "category", "model", "explanation", "config", "settings", "clock", "extras", "_version"),
    ("rules",),
    ("templates",),
    ("readers",),
    ("signals",),
    ("verdicts",),
    ("access", "siteconfig", "filters", "keeping", "picking"),
    ("writers",),
    ("cleaner", "web"),
    ("api",),
)
RANK = {name: rank for rank, names in enumerate(LAYERS) for name in names}
TOP = len(LAYERS)
# Rules are checked by cleaning their examples, so this one module of the folder stands above the cleaner.
MOVED = {"rules.selftest": TOP}
MODULES = sorted(PACKAGE.rglob("*.py"))
MAX_LINES, MAX_FUNCTION = 300, 40


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(PACKAGE).with_suffix("").parts).removesuffix(".__init__")


def rank_of(module: str) -> int:
    return MOVED.get(module, RANK.get(module.partition(".")[0], TOP))


def imports_of(path: Path) -> Iterator[str]:
    """Modules of the package that a module imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name}, line {node.lineno}: write the import in full"
            found = [f"{node.module}.{alias.name}" for alias in node.names] if node.module else []
        else:
            continue
        yield from (name.removeprefix("cleanpress.") for name in found if name.startswith("cleanpress."))


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_imports_point_one_way(path: Path) -> None:
    name = name_of(path)
    if name == "__init__":
        return
    upwards = [
        target
        for target in imports_of(path)
        if rank_of(target) > rank_of(name) and target.partition(".")[0] != name.partition(".")[0]
    ]
    assert not upwards, f"{name} must not import {upwards}"


@pytest.mark.parametrize("name", cases((name_of(path) for path in MODULES), "size/"))
def test_modules_and_functions_are_small(name: str) -> None:
    path = next(path for path in MODULES if name_of(path) == name)
    text = path.read_text("utf-8")
    assert len(text.splitlines()) <= MAX_LINES
    functions = [n for n in ast.walk(ast.parse(text)) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]
    long = {f.name: f.end_lineno - f.lineno + 1 for f in functions if f.end_lineno - f.lineno >= MAX_FUNCTION}
    assert not long


def test_there_is_no_drawer_for_everything() -> None:
    assert not [path for path in MODULES if path.stem in {"utils", "util", "helpers", "misc", "common"}]


def test_the_check_would_see_an_import_that_points_up(tmp_path: Path) -> None:
    module = tmp_path / "shape.py"
    module.write_text("from cleanpress.verdicts.settle import settle\n")
    assert [rank_of(target) > rank_of("signals.shape") for target in imports_of(module)] == [True]
