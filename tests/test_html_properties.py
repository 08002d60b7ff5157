"""What must hold for any page, however it is built; each property with a wrong variant that must be caught."""

from __future__ import annotations

import html
from typing import Any

import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st
from hypothesis.errors import NoSuchExample
from lxml import html as lxml_html

import cleanpress
from cleanpress.model import Article, Span
from tests.documents import pieces
from tests.known import cases
from tests.test_properties import (
    Clean,
    lose_the_evidence,
    removals_are_ordered_and_disjoint,
    replaying_the_removals_gives_the_text,
    say_removals_backwards,
    tidy_the_text_afterwards,
)

# Pages are larger than texts: a quarter of the examples takes as long.
FEWER = settings(max_examples=settings().max_examples // 4)
TAGS = ("p", "p", "p", "div", "li", "h2", "h3", "blockquote", "figcaption", "td", "span", "b", "button", "label", "pre")
BOXES = ("div", "section", "article", "aside", "nav", "footer", "ul", "table", "main", "form", "figure", "header")
CLASSES = ("", "", "article-body", "donate-box", "related", "share-buttons", "comments", "newsletter", "sidebar")


@st.composite
def elements(draw: st.DrawFn) -> str:
    """One element with one piece of text, perhaps as a link or with a break inside."""
    tag, text = draw(st.sampled_from(TAGS)), html.escape(draw(pieces()).replace("\x00", ""))
    text = draw(st.sampled_from((text, text, f'<a href="/x">{text}</a>', f"{text}<br>{text}", f"<!-- {tag} -->{text}")))
    return f'<{tag} class="{draw(st.sampled_from(CLASSES))}">{text}</{tag}>'


@st.composite
def boxes(draw: st.DrawFn) -> str:
    """Elements in a box, and boxes in boxes."""
    inner = draw(st.lists(st.one_of(elements(), elements(), pieces().map(html.escape)), max_size=5))
    tag = draw(st.sampled_from(BOXES))
    return f'<{tag} class="{draw(st.sampled_from(CLASSES))}">{"".join(inner)}</{tag}>'


def pages() -> st.SearchStrategy[str]:
    """Whole pages of boxes and bare elements."""
    body = st.lists(st.one_of(boxes(), elements()), min_size=1, max_size=5).map("".join)
    return body.map(lambda text: f"<!DOCTYPE html><html><head><title>A page</title></head><body>{text}</body></html>")


def cleaned_as_html(clean: Clean) -> Clean:
    """Let the properties of text documents speak of pages."""

    def clean_page(page: str, kind: str = "html", **options: Any) -> Article:
        return clean(page, kind="html", **options)

    return clean_page


def replay(clean: Clean, page: str) -> None:
    replaying_the_removals_gives_the_text(cleaned_as_html(clean), page)


def spans_hold_the_removed_text(clean: Clean, page: str) -> None:
    article = clean(page, kind="html")
    assert all(removal.span.of(article.source_text) == removal.text for removal in article.removals)


def order(clean: Clean, page: str) -> None:
    spans: list[Span] = [removal.span for removal in clean(page, kind="html").removals]
    longest = " " * max((span.end for span in spans), default=0)
    removals_are_ordered_and_disjoint(lambda *_, **__: clean(page, kind="html"), longest)


def a_tree_reads_like_its_source(clean: Clean, page: str) -> None:
    assert clean(lxml_html.document_fromstring(page)).text == cleanpress.clean_text(page, kind="html")


def reasons_are_given(clean: Clean, page: str) -> None:
    assert all(removal.evidence and removal.rule for removal in clean(page, kind="html").removals)


def shift_spans(*args: Any, **options: Any) -> Article:
    from dataclasses import replace

    article = cleanpress.clean(*args, **options)
    moved = (replace(r, span=Span(r.span.start + 1, r.span.end + 1)) for r in article.removals)
    return replace(article, removals=tuple(moved))


def read_trees_carelessly(source: Any, **options: Any) -> Article:
    return cleanpress.clean(source.text_content(), kind="text", **options)


PROPERTIES = {
    holds.__name__: (holds, wrong)
    for holds, wrong in (
        (replay, tidy_the_text_afterwards),
        (spans_hold_the_removed_text, shift_spans),
        (order, say_removals_backwards),
        (a_tree_reads_like_its_source, read_trees_carelessly),
        (reasons_are_given, lose_the_evidence),
    )
}


@pytest.mark.parametrize("name", cases(PROPERTIES, "html-properties/"))
def test_holds_for_any_page(name: str) -> None:
    @FEWER
    @given(pages())
    def check(page: str) -> None:
        PROPERTIES[name][0](cleanpress.clean, page)

    check()


@pytest.mark.parametrize("name", PROPERTIES)
def test_control_is_caught(name: str) -> None:
    holds, wrong = PROPERTIES[name]

    def fails(page: str) -> bool:
        try:
            holds(wrong, page)
        except AssertionError:
            return True
        return False

    try:
        find(pages(), fails, settings=settings(max_examples=1000, phases=[Phase.generate], database=None))
    except NoSuchExample:
        pytest.fail(f"{wrong.__name__} went unnoticed")
