"""The acceptance text: what it looks like as text and as HTML, and what is left of it."""

from __future__ import annotations

import html
from collections.abc import Callable

import pytest

import cleanpress
from cleanpress.model import Article
from tests import fixtures
from tests.known import SHARED

TWIN = fixtures.text("en/appeal-ferry").source
SEEDS = [path.read_text("utf-8") for path in sorted((SHARED / "seed").glob("000_*.txt"))]
SOURCES = [
    pytest.param(TWIN, id="twin"),
    pytest.param(SEEDS[0] if SEEDS else TWIN, id="seed", marks=pytest.mark.skipif(not SEEDS, reason="not here")),
]
HEAD, BODY = 3, 12
CATEGORIES = ["donation", "headline", "caption", "read-more", *["donation"] * 4]


@pytest.fixture(params=SOURCES)
def paragraphs(request: pytest.FixtureRequest) -> list[str]:
    """Head appeal, headline, credit, twelve paragraphs, read-more, four-paragraph appeal."""
    found = [line for line in request.param.split("\n") if line]
    assert len(found) == HEAD + BODY + 5
    return found


def body_of(paragraphs: list[str]) -> str:
    return "\n\n".join(paragraphs[HEAD : HEAD + BODY])


def as_html_reads_it(text: str) -> str:
    """White space inside a paragraph is one space in HTML."""
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in text.split("\n\n"))


def as_text(paragraphs: list[str]) -> Article:
    return cleanpress.clean("\n\n".join(paragraphs) + "\n")


def flat_paragraphs(paragraphs: list[str]) -> str:
    return "".join(f"<p>{html.escape(text)}</p>\n" for text in paragraphs)


def line_breaks(paragraphs: list[str]) -> str:
    return "<br><br>\n".join(html.escape(text) for text in paragraphs)


def article_with_donation_box(paragraphs: list[str]) -> str:
    appeal, headline, credit, *rest = (html.escape(text) for text in paragraphs)
    body, more, box = rest[:BODY], rest[BODY], rest[BODY + 1 :]
    return (
        "<!DOCTYPE html><html><head><meta charset='utf-8'><title>A page</title></head><body><article>"
        f'<div class="donate-top"><p>{appeal}</p></div><h1>{headline}</h1>'
        f"<figure><img src='a.jpg'><figcaption>{credit}</figcaption></figure>"
        + "".join(f"<p>{text}</p>" for text in body)
        + f'<p><a href="/next">{more}</a></p><div class="donate-bottom">'
        + "".join(f"<p>{text}</p>" for text in box)
        + "</div></article></body></html>"
    )


def test_text_leaves_exactly_the_body(paragraphs: list[str]) -> None:
    article = as_text(paragraphs)
    assert article.text.split("\n\n") == paragraphs[HEAD : HEAD + BODY]
    assert article.text == body_of(paragraphs)


def test_text_gives_the_headline_as_title(paragraphs: list[str]) -> None:
    assert as_text(paragraphs).title == paragraphs[1]


def test_text_names_every_cut(paragraphs: list[str]) -> None:
    removals = as_text(paragraphs).removals
    assert [str(removal.category) for removal in removals] == CATEGORIES
    assert [removal.text.strip() for removal in removals] == [*paragraphs[:HEAD], *paragraphs[HEAD + BODY :]]


def test_paragraphs_without_a_cue_go_as_part_of_the_run(paragraphs: list[str]) -> None:
    rules = {removal.text.strip(): removal.rule for removal in as_text(paragraphs).removals}
    assert [rules[text] for text in paragraphs[-3:-1]] == ["run.appeal", "run.appeal"]


@pytest.mark.parametrize("page", [flat_paragraphs, article_with_donation_box, line_breaks])
def test_html_leaves_the_same_body(page: Callable[[list[str]], str], paragraphs: list[str]) -> None:
    assert as_html_reads_it(cleanpress.clean_text(page(paragraphs))) == as_html_reads_it(body_of(paragraphs))


@pytest.mark.parametrize("page", [flat_paragraphs, article_with_donation_box, line_breaks])
def test_html_finds_the_headline(page: Callable[[list[str]], str], paragraphs: list[str]) -> None:
    assert cleanpress.clean(page(paragraphs)).title == paragraphs[1]


def test_a_page_of_bytes_and_a_tree_give_the_same_body(paragraphs: list[str]) -> None:
    import bs4
    from lxml import html as lxml_html

    page = article_with_donation_box(paragraphs)
    bodies = [
        as_html_reads_it(cleanpress.clean_text(source))
        for source in (page, page.encode(), lxml_html.document_fromstring(page), bs4.BeautifulSoup(page, "lxml"))
    ]
    assert bodies == [as_html_reads_it(body_of(paragraphs))] * 4
