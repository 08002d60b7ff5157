"""What must hold for HTML and Markdown of any page. Each property has a control: a wrong variant that it must catch."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from bs4 import BeautifulSoup
from hypothesis import Phase, find, given, settings
from hypothesis.errors import NoSuchExample

import cleanpress
from cleanpress import Config
from cleanpress.model import Article
from tests.documents import documents
from tests.test_html_properties import FEWER, pages
from tests.test_outputs import RENDER, text_in

Clean = Callable[..., Article]
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\ue000]")
FULL = Config(images=True, keep=frozenset({"caption", "headline"}))


class Markup:
    """An article with other markup than its own, for the controls."""

    def __init__(self, article: Article, **markup: str) -> None:
        self._article, self._markup = article, markup

    def __getattr__(self, name: str) -> Any:
        return self._markup.get(name) or getattr(self._article, name)


def solid(text: str) -> str:
    """Without what no HTML can hold, and white space."""
    return "".join(CONTROL.sub("", text).split())


def html_holds_the_text(clean: Clean, page: str) -> None:
    article = clean(page, kind="html")
    assert solid(text_in(article.html)) == solid(article.text)


def html_cleaned_again_is_the_same(clean: Clean, page: str) -> None:
    for config in (None, FULL):
        article = clean(page, kind="html", config=config)
        again = cleanpress.clean(article.html, kind="html", config=config)
        assert again.html == article.html
        assert solid(again.text) == solid(article.text)


def markdown_renders_to_the_text(clean: Clean, page: str) -> None:
    article = clean(page, kind="html")
    assert solid(text_in(RENDER(article.markdown))) == solid(article.text)


def soups_hold_the_text(clean: Clean, page: str) -> None:
    soup = BeautifulSoup(page, "lxml")
    article = clean(soup)
    assert solid(cleanpress.clean_soup(soup).get_text()).removeprefix("Apage") == solid(article.text)


def lose_the_last_element(*args: Any, **options: Any) -> Any:
    article = cleanpress.clean(*args, **options)
    return Markup(article, html=re.sub(r"<(\w+)>[^<>]+</\1>\s*</article>\s*$", "</article>", article.html))


def number_the_paragraphs(*args: Any, **options: Any) -> Any:
    article = cleanpress.clean(*args, **options)
    return Markup(article, html=article.html.replace("<p>", "<p id='x'>"))


def escape_nothing(*args: Any, **options: Any) -> Any:
    article = cleanpress.clean(*args, **options)
    return Markup(article, markdown=article.text)


def take_the_source(*args: Any, **options: Any) -> Article:
    article = cleanpress.clean(*args, **options)
    return replace(article, text=article.source_text)


PROPERTIES = {
    holds.__name__: (holds, wrong)
    for holds, wrong in (
        (html_holds_the_text, lose_the_last_element),
        (html_cleaned_again_is_the_same, number_the_paragraphs),
        (markdown_renders_to_the_text, escape_nothing),
        (soups_hold_the_text, take_the_source),
    )
}


@pytest.mark.parametrize("name", PROPERTIES)
def test_holds_for_any_page(name: str) -> None:
    @FEWER
    @given(pages())
    def check(page: str) -> None:
        PROPERTIES[name][0](cleanpress.clean, page)

    check()


@FEWER
@given(documents())
def test_text_becomes_html_that_stays_the_same(text: str) -> None:
    once = cleanpress.clean(text, kind="text")
    again = cleanpress.clean(once.html, kind="html")
    assert cleanpress.clean(again.html).html == again.html


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
