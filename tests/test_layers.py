"""The shape of the code: imports point one way, modules and functions stay small."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.known import ROOT, cases

PACKAGE = ROOT / "cleanpress"
# Each may import from those before it, never from those after it. What is not named here stands above all of them.
LAYERS = (
    tuple("errors toml replay category model explanation config settings clock extras _version".split()),
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
MAX_LINES, MAX_FUNCTION, MAX_NESTING = 300, 40, 3


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
    sizes = {f.name: (f.end_lineno or f.lineno) - f.lineno + 1 for f in functions}
    assert not {name: size for name, size in sizes.items() if size > MAX_FUNCTION}


BLOCKS = (ast.If, ast.For, ast.While, ast.Try, ast.Match)
"""What branches or repeats; ``with`` only says how long something is held."""


def nesting(node: ast.AST) -> int:
    """How deep blocks stand in blocks, functions inside apart; an elif is no deeper than its if."""
    deepest = 0
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, ast.FunctionDef | ast.ClassDef | ast.Lambda):
            chained = isinstance(node, ast.If) and isinstance(child, ast.If) and node.orelse == [child]
            deepest = max(deepest, nesting(child) + (isinstance(child, BLOCKS) and not chained))
    return deepest


@pytest.mark.parametrize("name", cases((name_of(path) for path in MODULES), "nesting/"))
def test_blocks_stand_at_most_three_deep(name: str) -> None:
    path = next(path for path in MODULES if name_of(path) == name)
    functions = [n for n in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(n, ast.FunctionDef)]
    assert not {f.name: nesting(f) for f in functions if nesting(f) > MAX_NESTING}


def test_nesting_is_counted() -> None:
    code = "def f():\n  if a:\n    pass\n  elif b:\n    for c in d:\n      while e:\n        pass"
    assert nesting(ast.parse(code).body[0]) == MAX_NESTING
    assert nesting(ast.parse(code.replace("        pass", "        if g:\n          pass")).body[0]) > MAX_NESTING


CALLED_BY_OTHERS = {
    "integrations.scrapy": {"from_crawler"},
    "batch.streams": {"readable", "readinto"},  # io.RawIOBase
    "readers.views": {
        "handle_starttag", "handle_endtag", "handle_data", "parse_comment", "parse_html_declaration", "updatepos"
    },  # html.parser
    "rules.selector": {
        f"xpath_{kind}_combinator" for kind in ("descendant", "child", "direct_adjacent", "indirect_adjacent")
    },  # cssselect
}
"""Names that a base class of another package asks for."""


def defined(tree: ast.Module) -> Iterator[str]:
    """Names of functions, classes and constants, but for commands, which their decorators register."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not any(map(_registers, node.decorator_list)):
            yield node.name
    for line in tree.body:
        targets = line.targets if isinstance(line, ast.Assign) else []
        targets = [line.target] if isinstance(line, ast.AnnAssign) else targets
        yield from (target.id for target in targets if isinstance(target, ast.Name))


def _registers(decorator: ast.expr) -> bool:
    return isinstance(decorator, ast.Call) and ast.unparse(decorator.func).endswith((".command", ".group"))


def unused(sources: dict[str, str], public: str) -> set[str]:
    """Names that stand nowhere but where they are defined, neither in the code nor in ``public`` text."""
    words = Counter(re.findall(r"\w+", "\n".join(sources.values())))
    known = set(re.findall(r"\w+", public))
    found = {(module, name) for module, text in sources.items() for name in defined(ast.parse(text)) if words[name] < 2}
    return {f"{module}.{name}" for module, name in found if name not in known and not name.startswith("__")}


def test_nothing_is_left_over() -> None:
    sources = {name_of(path): path.read_text("utf-8") for path in MODULES}
    public = "\n".join(path.read_text("utf-8") for path in (ROOT / "docs").rglob("*.md"))
    called = {f"{module}.{name}" for module, names in CALLED_BY_OTHERS.items() for name in names}
    left = unused(sources, public) - called
    assert not left, "used nowhere, and told in no page of docs/"
    assert unused({"a": "def f(): pass\ndef g(): f()"}, "") == {"a.g"}, "the control"


def test_there_is_no_drawer_for_everything() -> None:
    assert not [path for path in MODULES if path.stem in {"utils", "util", "helpers", "misc", "common"}]


def test_the_check_would_see_an_import_that_points_up(tmp_path: Path) -> None:
    module = tmp_path / "shape.py"
    module.write_text("from cleanpress.verdicts.settle import settle\n")
    assert [rank_of(target) > rank_of("signals.shape") for target in imports_of(module)] == [True]
