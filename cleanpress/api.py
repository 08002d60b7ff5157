"""The functions most users need: one call, one answer."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from cleanpress.config import Config, Kind
from cleanpress.model import Article

if TYPE_CHECKING:
    from bs4 import BeautifulSoup

    from cleanpress.cleaner import Cleaner
    from cleanpress.readers import Source


@lru_cache(maxsize=32)
def _cleaner(config: Config | None) -> Cleaner:
    from cleanpress.cleaner import Cleaner  # noqa: PLC0415  # importing the names must cost next to nothing

    return Cleaner(config)


def clean(source: Source, *, url: str | None = None, kind: Kind = "auto", config: Config | None = None) -> Article:
    """Clean one document and say what was removed and why.

    ``source``: str, bytes, an lxml element or tree, a BeautifulSoup or Tag. ``url`` helps to know the outlet.
    ``kind``: "auto" looks whether str or bytes are HTML. Raises :class:`SourceTypeError` for any other type of source.
    """
    return _cleaner(config).clean(source, url=url, kind=kind)


def clean_text(source: Source, *, url: str | None = None, kind: Kind = "auto", config: Config | None = None) -> str:
    """Give only the clean body as text (paragraphs separated as in the source). Arguments as for :func:`clean`."""
    return _cleaner(config).clean_text(source, url=url, kind=kind)


def clean_html(source: Source, *, url: str | None = None, kind: Kind = "auto", config: Config | None = None) -> str:
    """Give only the clean body as sanitised HTML, in an ``<article data-cleanpress>``. Arguments as for :func:`clean`.

    Headings, paragraphs, lists, quotes, tables, emphasis, code and links stay; links become absolute where the page's
    address is known, from ``url`` or from the page. Cleaning the result once more changes nothing.
    """
    return _cleaner(config).clean_html(source, url=url, kind=kind)


def clean_soup(
    source: Source,
    *,
    url: str | None = None,
    kind: Kind = "auto",
    config: Config | None = None,
    in_place: bool = False,
) -> BeautifulSoup:
    """Give a BeautifulSoup without the junk. Arguments as for :func:`clean`.

    Elements keep their names and attributes, and the head stays whole, so selectors written for the page still work. A
    soup that is given stays as it was; with ``in_place`` it is stripped itself and returned.
    """
    return _cleaner(config).clean_soup(source, url=url, kind=kind, in_place=in_place)
