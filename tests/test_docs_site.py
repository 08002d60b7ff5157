"""The documentation builds without a warning, its links lead somewhere, and it asks no other host for anything."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote, urlsplit

import lxml.html
import pytest

from tests.known import ROOT

pytest.importorskip("furo", reason="pip install -e '.[docs]' brings what builds the site")
pytest.importorskip("myst_parser")


INCLUDED = {"generated/guards.html", "generated/steps.html", "results/results.html", "results/summary.html"}
"""Parts of other pages."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-q", "-d", str(folder / "trees")]
    done = subprocess.run(
        [*command, str(ROOT / "docs"), str(folder / "html")], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return folder / "html"


def test_links_lead_somewhere(site: Path) -> None:
    pages = {path: lxml.html.parse(str(path)) for path in site.rglob("*.html")}
    names = {path: {*tree.xpath("//@id"), *tree.xpath("//a/@name")} for path, tree in pages.items()}
    dead, followed = [], 0
    for path, tree in pages.items():
        for link in tree.xpath("//a/@href | //img/@src | //source/@srcset"):
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            followed += 1
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            lost = parts.fragment and target in names and unquote(parts.fragment) not in names[target]
            if not target.exists() or lost:
                dead.append(f"{path.relative_to(site)}: {link}")
    assert not dead, "\n".join(dead)
    assert followed > 500, "the test follows too few links to mean anything"


def test_nothing_is_loaded_from_elsewhere(site: Path) -> None:
    loading = "//script/@src | //img/@src | //iframe/@src | //link[not(@rel='canonical')]/@href"
    for path in site.rglob("*.html"):
        outside = [url for url in lxml.html.parse(str(path)).xpath(loading) if urlsplit(url).netloc]
        assert not outside, f"{path.name} asks for {outside}"
    for sheet in site.rglob("*.css"):
        assert "@import" not in sheet.read_text("utf-8") and "url(http" not in sheet.read_text("utf-8"), sheet.name


def test_every_page_of_the_folder_is_in_the_site(site: Path) -> None:
    pages = {path.relative_to(ROOT / "docs").with_suffix(".html") for path in (ROOT / "docs").rglob("*.md")}
    left_out = {page for page in pages if not (site / page).is_file()}
    assert {page.as_posix() for page in left_out} <= INCLUDED
