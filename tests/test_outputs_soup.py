"""A soup without the junk: what goes, what stays, and that the given one is left alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from lxml import html as lxml_html

import cleanpress
from cleanpress import Config, ConfigError
from tests.test_outputs import LEAD, PAGE, TAIL, page, solid

BODY = (
    '<script>track()</script><div class="ad-slot"></div><h2 class="sub">What changes</h2><p class="x">The halls move to the quay.</p>'  # noqa: E501
    '<figure id="f"><img src="a.jpg"><figcaption>The quay. Photo: A. Berg</figcaption></figure>'
    '<div class="newsletter-box"><p>Sign up for our newsletter!</p><img src="n.png"></div>'
)


def parsed(parser: str = "lxml") -> BeautifulSoup:
    return BeautifulSoup(page(BODY, '<meta name="x" content="y">'), parser)


def there(tag: Tag | None) -> Tag:
    assert tag is not None
    return tag


@pytest.mark.parametrize("parser", ["lxml", "html.parser"])
def test_junk_goes_and_the_rest_keeps_its_attributes(parser: str) -> None:
    soup = cleanpress.clean_soup(parsed(parser))
    assert [tag.name for tag in there(soup.article).find_all(True, recursive=False)] == ["p", "h2", "p", "figure", "p"]
    assert there(soup.select_one("h2.sub")).get_text() == "What changes"
    assert there(soup.select_one("#f img"))["src"] == "a.jpg"
    assert soup.select("script, .newsletter-box, .ad-slot, figcaption") == []
    assert there(there(soup.head).title).get_text() == "A page"
    assert there(there(soup.head).meta)["content"] == "y"


@pytest.mark.parametrize("parser", ["lxml", "html.parser"])
def test_its_text_is_the_body(parser: str) -> None:
    soup = BeautifulSoup(PAGE, parser)
    assert solid(there(cleanpress.clean_soup(soup).body).get_text()) == solid(cleanpress.clean_text(soup))


def test_the_given_soup_stays_as_it_was() -> None:
    soup = parsed()
    before = str(soup)
    cleaned = cleanpress.clean_soup(soup)
    assert str(soup) == before
    assert cleaned is not soup
    assert str(cleaned) != before


def test_in_place_strips_the_given_soup() -> None:
    soup = parsed()
    expected = str(cleanpress.clean_soup(soup))
    assert cleanpress.clean_soup(soup, in_place=True) is soup
    assert str(soup) == expected


def test_in_place_needs_a_soup() -> None:
    with pytest.raises(ConfigError, match="BeautifulSoup"):
        cleanpress.clean_soup(PAGE, in_place=True)


def test_a_tag_becomes_a_soup_of_its_own() -> None:
    soup = parsed()
    cleaned = cleanpress.clean_soup(there(soup.article))
    assert isinstance(cleaned, BeautifulSoup)
    assert cleaned.select(".newsletter-box") == []
    assert soup.select(".newsletter-box") != []


@pytest.mark.parametrize(
    "source", [PAGE, PAGE.encode(), lxml_html.document_fromstring(PAGE)], ids=["str", "bytes", "tree"]
)
def test_every_source_gives_a_soup(source: object) -> None:
    soup = cleanpress.clean_soup(source)  # type: ignore[arg-type]
    assert isinstance(soup, BeautifulSoup)
    assert solid(there(soup.body).get_text()) == solid(cleanpress.clean_text(PAGE))


def test_a_text_gives_paragraphs() -> None:
    text = "Support us today!\n\nThe ministry said on Monday that it would wait for the report.\n\nAll of it, that is."
    soup = cleanpress.clean_soup(text)
    assert [p.get_text() for p in soup.find_all("p")] == text.split("\n\n")[1:]
    assert cleanpress.clean_soup("").get_text() == ""


def changes_again(clean: Callable[[Any], BeautifulSoup]) -> bool:
    once = clean(PAGE)
    return str(clean(once)) != str(once)


def test_cleaning_the_soup_again_changes_nothing() -> None:
    assert not changes_again(cleanpress.clean_soup)


def test_the_check_would_see_a_soup_that_shrinks() -> None:
    def shrinking(source: Any) -> BeautifulSoup:
        soup = cleanpress.clean_soup(source)
        soup.find_all("p")[-1].decompose()
        return soup

    assert changes_again(shrinking)


# --- strip only ------------------------------------------------------------------------------------------------------

STRIP = Config(locator="none")
FRONT = (
    '<html><head><title>Front</title></head><body><header><p>The Harbour Post, Tuesday</p></header><nav><a href="/">Home</a></nav>'  # noqa: E501
    '<h1>News of the day</h1><div class="box"><h3><a href="/a">Board moves the market</a></h3></div>'
    f'<div class="main">{LEAD}{TAIL}</div><div class="donate-box"><p>Support us!</p><img src="d.png"></div><script>x()</script>'  # noqa: E501
    "<p>Please consider making a donation to The Harbour Post today.</p><div class='empty'></div><p>A walk along the quay in May</p>"  # noqa: E501
    "</body></html>"
)
STAYS = (
    "The Harbour Post, Tuesday",
    "News of the day",
    "Board moves the market",
    "Work on the new halls",
    "A walk along the quay",
)


def test_strip_only_takes_what_is_sure_and_leaves_the_rest() -> None:
    article = cleanpress.clean(FRONT, config=STRIP)
    assert [line for line in STAYS if line not in article.text] == []
    assert "Home" not in article.text
    assert "Support us" not in article.text
    assert "consider" not in article.text
    assert "<h1>News of the day</h1>" in article.html
    assert cleanpress.clean(article.html, config=STRIP).html == article.html


def test_the_default_would_pick_the_body() -> None:
    picked = cleanpress.clean_text(FRONT)
    assert 0 < sum(line in picked for line in STAYS) < len(STAYS)


def test_strip_only_leaves_what_has_no_text_in_a_soup() -> None:
    soup = cleanpress.clean_soup(FRONT, config=STRIP)
    assert soup.select("nav, .donate-box") == []
    assert len(soup.select("script, .empty, .box a, header")) == 4
    assert solid(there(soup.body).get_text()).replace("x()", "") == solid(cleanpress.clean_text(FRONT, config=STRIP))


def test_strip_only_for_text() -> None:
    text = "Tuesday morning\n\nA headline of the day\n\nThe ministry said on Monday that it would wait.\n\nSupport us today!\n\nA last line without an end"  # noqa: E501
    assert cleanpress.clean_text(text, config=STRIP) == text.replace("Support us today!\n\n", "")
    assert cleanpress.clean_text(text) != cleanpress.clean_text(text, config=STRIP)


def test_strip_only_obeys_keep() -> None:
    config = Config(locator="none", keep=frozenset({"donation", "navigation"}))
    assert cleanpress.clean_text(FRONT, config=config).count("\n\n") > cleanpress.clean_text(FRONT, config=STRIP).count(
        "\n\n"
    )
    assert "Support us!" in cleanpress.clean_text(FRONT, config=config)
