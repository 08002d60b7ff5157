"""The examples of docs/engines, run as they stand there: the blocks of a page one after another, in an empty folder."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest

from tests.known import ROOT

pytestmark = pytest.mark.engines
PAGES = sorted((ROOT / "docs" / "engines").glob("*.md"))


def examples(page: Path) -> list[str]:
    return re.findall(r"^```python\n(.*?)^```$", page.read_text("utf-8"), re.M | re.S)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_examples_run(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH")))))
    module = ModuleType("__main__")  # what it defines is the main program's, as engines expect
    monkeypatch.setitem(sys.modules, "__main__", module)
    for number, code in enumerate(examples(page), 1):
        exec(compile(code, f"{page.name}, example {number}", "exec"), module.__dict__)


def test_a_wrong_example_would_be_noticed(tmp_path: Path) -> None:
    page = tmp_path / "wrong.md"
    page.write_text("```python\nassert 1 == 1\n```\n\n```python\nassert 1 == 2\n```\n")
    assert examples(page) == ["assert 1 == 1\n", "assert 1 == 2\n"]
    with pytest.raises(AssertionError):
        exec(examples(page)[1], {})


def test_every_page_has_an_example() -> None:
    assert len(PAGES) == 6
    assert all(examples(page) for page in PAGES)
