"""What gets installed: version, console script, and every data file that the package reads."""

import configparser
import re
from importlib import metadata
from pathlib import Path

import cleanpress
from cleanpress.cli import main
from cleanpress.rules.index import CACHE

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "cleanpress"
CONFIG = configparser.ConfigParser()
CONFIG.read(ROOT / "setup.cfg", "utf-8")


def test_version_is_the_same_everywhere() -> None:
    assert metadata.version("cleanpress") == cleanpress.__version__, "stale: pip install -e . again"
    assert re.fullmatch(r"\d+\.\d+\.\d+(\.dev\d+|rc\d+)?", cleanpress.__version__)
    newest = re.search(r"^## (\d+\.\d+\.\d+)", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.M)
    assert newest
    assert cleanpress.__version__.startswith(newest[1]), "CHANGELOG.md begins with another version"


def test_console_script_leads_to_main() -> None:
    found = [e for e in metadata.entry_points(group="console_scripts") if e.name == "cleanpress"]
    assert [e.load() for e in found] == [main]


def test_every_data_file_is_declared_and_every_declaration_finds_files() -> None:
    patterns = CONFIG["options.package_data"]["cleanpress"].split()
    declared = {path for pattern in patterns for path in PACKAGE.glob(pattern)}
    assert all(any(PACKAGE.glob(pattern)) for pattern in patterns), patterns
    data = {p for p in PACKAGE.rglob("*") if p.is_file() and p.suffix not in (".py", ".pyc", ".so")}
    assert data - {CACHE} == declared, "name these in setup.cfg, [options.package_data]"


def test_every_folder_with_code_is_a_package() -> None:
    folders = {path.parent for path in PACKAGE.rglob("*.py")}
    assert [folder for folder in folders if not (folder / "__init__.py").is_file()] == []


def test_the_readme_holds_the_two_commands_that_are_checked() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    for name, last in (("run", "page.html"), ("test", "pytest")):
        block = re.search(rf"<!-- ci:{name} -->\n```sh\n(.+)\n```\n<!-- ci:end -->", readme)
        assert block and block[1].endswith(last), f"ci:{name} must hold one line of code"
