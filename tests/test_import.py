"""What ``import cleanpress`` costs: which modules it loads, and how long that takes."""

import json
import re
import subprocess
import sys
from pathlib import Path

import cleanpress

ALLOWED = {"cleanpress", "lxml", "ahocorasick"}
HEAVY = {"click", "rich", "bs4", "nh3", "readability", "cchardet", "chardet", "pygments", "multiprocessing", "asyncio"}
BOUND_MS = 50
"""About 12 on a slow core; loading the rules at import, say, would cost more than the bound."""


def modules_after(code: str) -> set[str]:
    """Give the top-level modules that ``code`` adds to a bare interpreter's."""
    after = "print(json.dumps(sorted(set(sys.modules) - before)))"
    script = f"import json, sys\nbefore = set(sys.modules)\n{code}\n{after}"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return {name.partition(".")[0] for name in json.loads(done.stdout.splitlines()[-1])}


def test_import_loads_only_lxml_ahocorasick_and_the_standard_library() -> None:
    loaded = modules_after("import cleanpress")
    assert loaded - ALLOWED - set(sys.stdlib_module_names) == set()
    assert "cleanpress" in loaded


def test_import_leaves_out_what_few_calls_need() -> None:
    assert modules_after("import cleanpress") & HEAVY == set()
    assert "click" in modules_after("import cleanpress.cli.app"), "the probe no longer sees what is loaded"


def test_cleaning_text_needs_no_more() -> None:
    text = "Support us!\n\nThe ministry said it would wait."
    loaded = modules_after(f"import cleanpress; cleanpress.clean_text({text!r})")
    assert "ahocorasick" in loaded
    assert (loaded - ALLOWED - set(sys.stdlib_module_names)) | (loaded & HEAVY) == set()


def test_the_command_line_loads_rich_only_for_tables() -> None:
    run = "from cleanpress.cli import main\ntry: main([{0}])\nexcept SystemExit: pass"
    assert "rich" not in modules_after(run.format("'--version'"))
    assert "rich" in modules_after(run.format("'explain', __import__('os').path.abspath('LICENSE')"))


def test_import_is_fast() -> None:
    """Milliseconds of ``import cleanpress`` once lxml.html is there; the best of several, since machines are busy."""
    best = min(import_ms() for _ in range(7))
    assert best < BOUND_MS, f"import cleanpress takes {best:.0f} ms beyond lxml.html; python -X importtime shows where"


def import_ms() -> float:
    code = "import lxml.html, cleanpress"
    done = subprocess.run([sys.executable, "-X", "importtime", "-c", code], capture_output=True, text=True, check=True)
    found = re.search(r"^import time:\s+\d+ \|\s+(\d+) \| cleanpress$", done.stderr, re.M)
    assert found, done.stderr
    return int(found[1]) / 1000


def compiling(module: str) -> subprocess.CompletedProcess[str]:
    """Import ``module`` as the build does: the package's own files and the standard library, nothing installed."""
    package = Path(cleanpress.__file__).parent
    script = f"""
import sys, types
sys.path = [path for path in sys.path if "site-packages" not in path and "dist-packages" not in path]
bare = types.ModuleType("cleanpress")
bare.__path__ = [{str(package)!r}]
sys.modules["cleanpress"] = bare
import {module}
"""
    return subprocess.run([sys.executable, "-I", "-S", "-c", script], capture_output=True, text=True, check=False)


def test_packs_compile_before_anything_is_installed() -> None:
    done = compiling("cleanpress.rules.rulebook")
    assert done.returncode == 0, done.stderr
    control = compiling("cleanpress.rules.matcher")
    assert "No module named 'ahocorasick'" in control.stderr, "the probe no longer hides what is installed"
