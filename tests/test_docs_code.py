"""Every code block of the documentation and of the README does what the page says."""

from __future__ import annotations

import gzip
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.batches import HTML, lines, warc_record
from tests.docs_blocks import RUN, SHOWN, Block, Runner, blocks, commands, compare
from tests.known import FIXTURES, ROOT

PAGES = sorted([ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").rglob("*.md")])
APART = {"generated", "_build", "results", "engines"}
PAGES = [path for path in PAGES if not APART & set(path.relative_to(ROOT).parts)]
"""The pages on engines are left to the engines' own tests."""
HARBOUR = FIXTURES / "pages" / "harbour-post" / "page.html"


def crawl(folder: Path) -> None:
    """Inputs of all kinds, for the page on batches."""
    (folder / "crawl").mkdir()
    (folder / "crawl" / "a.warc.gz").write_bytes(warc_record("https://post.example/1", HTML.encode()))
    (folder / "dump.jsonl.gz").write_bytes(gzip.compress(lines(3)))
    zstandard = pytest.importorskip("zstandard")
    rows = lines(3).replace(b'"text"', b'"body"').replace(b'"url"', b'"link"')
    (folder / "dump.jsonl.zst").write_bytes(zstandard.compress(rows))


PREPARED: dict[str, Callable[[Path], None]] = {"batch.md": crawl}
"""What a page needs beside the files that all pages have."""


def prepare(folder: Path, page: str) -> None:
    """Every page may speak of ``page.html``, ``pages/``, and ``fixtures/`` as in a checkout."""
    (folder / "fixtures").symlink_to(FIXTURES)
    (folder / "pages").mkdir()
    for name in ("page.html", "pages/one.html", "pages/two.html"):
        shutil.copyfile(HARBOUR, folder / name)
    if page in PREPARED:
        PREPARED[page](folder)


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package as an installed one is: with compiled rules. In a checkout every command takes a second more."""
    folder = tmp_path_factory.mktemp("package")
    shutil.copytree(ROOT / "cleanpress", folder / "cleanpress", ignore=shutil.ignore_patterns("__pycache__"))
    subprocess.run([sys.executable, "-m", "cleanpress", "rules", "compile"], cwd=folder, check=True)
    return folder


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_the_code_of_a_page_runs(
    path: Path, package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = [block for block in blocks(path) if not block.language.startswith("{")]  # Sphinx runs its directives
    unknown = [f"line {block.line}: {block.language!r}" for block in found if block.language not in (*RUN, *SHOWN)]
    assert not unknown, f"say what language a block is in, one of {RUN + SHOWN}: {unknown}"
    here = tmp_path / "here"
    here.mkdir()
    prepare(here, path.name)
    monkeypatch.chdir(here)
    runner = Runner(here, package)
    for block in found:
        if block.language in RUN and not block.note and not goes_out(block):
            runner.run(block)


def goes_out(block: Block) -> bool:
    """Whether a block installs packages or fetches pages: tests talk to nobody. Fetching has tests of its own."""
    installs = block.language == "sh" and all(line.startswith("pip install ") for line in block.code.splitlines())
    return installs or re.search(r"^cleanpress (?:\w+ )?https?://|cleanpress\.fetch\(", block.code, re.M) is not None


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_commands_of_benchmarks_name_options_that_exist(path: Path) -> None:
    """They take minutes, so they are not run; but their modules and their options must be there."""
    for module, args in re.findall(r"python -m (tests\.\S+?)((?: [^`\n#]*)?)(?=[`\n#])", path.read_text("utf-8")):
        file = ROOT / (module.replace(".", "/") + ".py")
        file = file if file.exists() else ROOT / module.replace(".", "/") / "__main__.py"
        assert file.exists(), f"{path.name}: no {module}"
        code = file.read_text("utf-8").replace("add_data(", '"--data"')
        missing = [option for option in re.findall(r"--[\w-]+", args) if f'"{option}"' not in code]
        assert not missing, f"{path.name}: {module} has no {missing}"


def test_the_readme_tells_the_figures_of_the_last_run() -> None:
    """``python -m tests.benchmarks --corpus FOLDER --out docs/results`` writes what the README must hold."""
    assert (ROOT / "docs" / "results" / "summary.md").read_text("utf-8") in (ROOT / "README.md").read_text("utf-8")


def test_blocks_left_out_are_few_and_say_why() -> None:
    left_out = [block for path in PAGES for block in blocks(path) if block.note and block.language in RUN]
    assert all(block.note.startswith("ci:") or len(block.note) > len("not run: because") for block in left_out)


def test_the_runner_sees_what_is_wrong(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The controls: code that raises, output that differs, a command that fails, a broken file."""
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    runner = Runner(here, ROOT)
    runner.run(Block("p", 1, "python", "print(1)\nx = 2", "", "1\n"))
    runner.run(Block("p", 1, "console", "$ echo a; echo b\na\n...\n$ echo c\nc\n", "", None))
    for language, code, prints in (
        ("python", "y = undefined", None), ("python", "print(x)", "3\n"), ("console", "$ echo a\nb\n", None),
        ("sh", "true\nfalse\ntrue", None), ("toml", "a = b", None), ("json", "{a: 1}", None),
    ):  # fmt: skip
        with pytest.raises((AssertionError, NameError, ValueError)):
            runner.run(Block("p", 1, language, code, "", prints))


def test_what_goes_out_is_told_from_what_does_not() -> None:
    def out(language: str, code: str) -> bool:
        return goes_out(Block("p", 1, language, code, "", None))

    assert out("sh", "pip install 'cleanpress[fetch]'\n") and out("sh", "cleanpress explain https://example.org/a\n")
    assert out("python", 'page = cleanpress.fetch("https://example.org/a")\n')
    assert not out("sh", "cleanpress page.html --url https://example.org/a\n")
    assert not out("sh", "pip install x\ndate\n")


def test_blocks_are_found_with_their_notes_and_outputs(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    code = "```python\nprint(1)\n```\n\n```text\n1\n```\n\n```{image} a.png\n```\n"
    page.write_text(f"a\n\n{code}\n<!-- not run: it takes an hour -->\n```sh\nsleep 3600\n```\n")
    python, text, image, shell = blocks(page)
    assert (python.line, python.code, python.prints, python.note) == (3, "print(1)\n", "1\n", "")
    assert (text.prints, image.language, shell.prints) == (None, "{image} a.png", None)
    assert shell.note == "not run: it takes an hour"
    assert list(commands("$ a\n1\n2\n$ b\n")) == [("a", "1\n2\n"), ("b", "")]
    compare("here", "a\n...\nz\n", "a\nb\nc\nz\n")
