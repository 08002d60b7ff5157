"""The formats of the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

import cleanpress
from cleanpress.cli.app import run
from tests.test_outputs import LEAD, PAGE, TAIL, page

LINK = '<p>The board <a href="/plans">published the plans</a> on Monday, and nobody objected to any of them.</p>'


@pytest.fixture
def file(tmp_path: Path) -> str:
    path = tmp_path / "page.html"
    path.write_text(page(LINK), "utf-8")
    return str(path)


def output(capsys: pytest.CaptureFixture[str], *args: str) -> str:
    assert run(args) == 0
    return capsys.readouterr().out


def test_formats_give_what_the_api_gives(file: str, capsys: pytest.CaptureFixture[str]) -> None:
    url = "https://post.example/news/1"
    article = cleanpress.clean(page(LINK), url=url)
    assert output(capsys, file, "-f", "html", "--url", url) == article.html
    assert output(capsys, file, "-f", "markdown", "--url", url) == article.markdown
    assert "[published the plans](https://post.example/plans)" in article.markdown


def test_links_and_pictures_are_options(file: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert "](" not in output(capsys, file, "-f", "markdown", "--no-links")
    Path(file).write_text(page(f'<img src="https://post.example/a.jpg">{LINK}'), "utf-8")
    assert "<img" not in output(capsys, file, "-f", "html")
    assert '<img src="https://post.example/a.jpg" alt="">' in output(capsys, file, "-f", "html", "--images")


def test_strip_only_leaves_what_stands_around(file: str, capsys: pytest.CaptureFixture[str]) -> None:
    around = f"<header><p>Tuesday morning</p></header><div>{LEAD}{TAIL}</div><p>Support us today!</p>"
    Path(file).write_text(f"<html><body>{around}</body></html>", "utf-8")
    assert "Tuesday" not in output(capsys, file)
    stripped = output(capsys, file, "--strip-only")
    assert stripped.startswith("Tuesday morning")
    assert "Support us" not in stripped


def test_several_documents(file: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = tmp_path / "other.html"
    other.write_text(PAGE, "utf-8")
    assert output(capsys, file, str(other), "-f", "html").count("<article data-cleanpress>") == 2
    assert output(capsys, file, str(other), "-f", "markdown").count("\n\f\n") == 1
    output(capsys, file, str(other), "-f", "markdown", "-o", f"{tmp_path / 'out'}/")
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["other.md", "page.md"]
