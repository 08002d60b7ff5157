"""Whole pages of invented outlets: what must be left of each, and what each cut must be called."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

import cleanpress
from tests.fixtures import PAGES, TEXTS, Case, page, page_case
from tests.known import cases
from tests.test_texts import misnamed


@pytest.mark.parametrize("name", cases(PAGES, "pages/"))
def test_body_is_what_is_left(name: str) -> None:
    case = page(name)
    assert case.judged(cleanpress.clean(case.source).text) == case.wanted()


@pytest.mark.parametrize("name", cases(PAGES, "page-categories/"))
def test_removals_are_called_what_they_are(name: str) -> None:
    case = page(name)
    assert not misnamed(case, cleanpress.clean(case.source))


WITH_HEADLINE = [name for name in PAGES if any("headline" in line.names for line in page(name).lines)]


@pytest.mark.parametrize("name", cases(WITH_HEADLINE, "page-titles/"))
def test_headline_is_the_title(name: str) -> None:
    headline = next(line.text for line in page(name).lines if "headline" in line.names)
    assert cleanpress.clean(page(name).source).title == headline


LANGUAGES = set("ar cs da de en es fi fr it ja ko nl no pl pt ru sv tr uk zh".split())


def test_each_language_has_pages_texts_and_reporting_that_must_stay_whole() -> None:
    def languages(names: Iterable[str]) -> set[str]:
        return {name.partition("/")[0] for name in names}

    assert languages(PAGES) >= LANGUAGES
    assert languages(name for name in TEXTS if "/keep-" in name) >= LANGUAGES
    assert languages(name for name in TEXTS if "/keep-" not in name) >= LANGUAGES
    assert len(PAGES) + len(TEXTS) >= 120


MARKED = """<!--
origin: written for a test
structure: an article with a box
-->
<html><body><nav>Home</nav><main data-is="body"><h2>What is new</h2><p>The <b>station</b> is sold.</p>
<div class="box" data-is="donation"><p>Help us.</p></div><p data-is="?">Tags</p></main></body></html>
"""


def marked(tmp_path: Path, whole: str) -> Case:
    path = tmp_path / "case.html"
    path.write_text(whole, "utf-8")
    return page_case(path, "en/case")


def test_marks_are_not_part_of_the_source(tmp_path: Path) -> None:
    case = marked(tmp_path, MARKED)
    assert case.source.startswith("<html>")
    assert "data-is" not in case.source
    assert case.wanted() == ["What is new", "The station is sold."]
    assert [(line.text, set(line.names)) for line in case.lines if not line.stays] == [
        ("Home", set()),
        ("Help us.", {"donation"}),
        ("Tags", {"?"}),
    ]


def test_a_page_without_a_head_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="en/case: a page begins with a comment"):
        marked(tmp_path, MARKED.partition("-->\n")[2])
