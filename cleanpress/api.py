"""The functions most users need: one call, one answer."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from cleanpress.config import Config, Kind
from cleanpress.errors import ConfigError
from cleanpress.extras import need
from cleanpress.model import Article

if TYPE_CHECKING:
    from bs4 import BeautifulSoup

    from cleanpress.cleaner import Cleaner
    from cleanpress.readers import Source
    from cleanpress.web.fetch import WebPage


@lru_cache(maxsize=32)
def _cleaner(config: Config | None) -> Cleaner:
    from cleanpress.cleaner import Cleaner  # noqa: PLC0415  # importing the names must cost next to nothing

    return Cleaner(config)


def clean(
    source: Source, *, url: str | None = None, kind: Kind = "auto", charset: str = "", config: Config | None = None
) -> Article:
    """Clean one document and say what was removed and why.

    ``source``: str, bytes, an lxml element or tree, a BeautifulSoup or Tag. ``url`` helps to know the outlet.
    ``kind``: "auto" looks whether str or bytes are HTML. ``charset``: of bytes, what HTTP declared; it is followed
    where the bytes are not UTF-8. Raises :class:`SourceTypeError` for any other type of source.
    """
    return _cleaner(config).clean(source, url=url, kind=kind, charset=charset)


def clean_text(
    source: Source, *, url: str | None = None, kind: Kind = "auto", charset: str = "", config: Config | None = None
) -> str:
    """Give only the clean body as text (paragraphs separated as in the source). Arguments as for :func:`clean`."""
    return _cleaner(config).clean_text(source, url=url, kind=kind, charset=charset)


def clean_html(
    source: Source, *, url: str | None = None, kind: Kind = "auto", charset: str = "", config: Config | None = None
) -> str:
    """Give only the clean body as sanitised HTML, in an ``<article data-cleanpress>``. Arguments as for :func:`clean`.

    Headings, paragraphs, lists, quotes, tables, emphasis, code and links stay; links become absolute where the page's
    address is known, from ``url`` or from the page. Cleaning the result once more changes nothing.
    """
    return _cleaner(config).clean_html(source, url=url, kind=kind, charset=charset)


def clean_soup(
    source: Source,
    *,
    url: str | None = None,
    kind: Kind = "auto",
    charset: str = "",
    config: Config | None = None,
    in_place: bool = False,
) -> BeautifulSoup:
    """Give a BeautifulSoup without the junk. Arguments as for :func:`clean`.

    Elements keep their names and attributes, and the head stays whole, so selectors written for the page still work. A
    soup that is given stays as it was; with ``in_place`` it is stripped itself and returned.
    """
    return _cleaner(config).clean_soup(source, url=url, kind=kind, charset=charset, in_place=in_place)


def fetch(
    url: str, *, allow_private: bool = False, timeout: float = 30, max_bytes: int = 20 << 20, max_redirects: int = 5
) -> WebPage:
    """Fetch one page over HTTP, for ``clean(page.body, url=page.url, charset=page.charset)``; needs the extra "fetch".

    ``timeout``: seconds for everything, redirects included. ``max_bytes``: of the page, unpacked. Only addresses of the
    public internet are connected to, on every hop; ``allow_private`` lifts that. No cookies, passwords and proxies.
    Raises :class:`FetchError`, whose ``status`` is the server's where it answered with no page, and
    :class:`MissingExtraError`.
    """
    if not 0 < timeout < 1e6 or max_bytes < 1 or max_redirects < 0:
        raise ConfigError(f"timeout={timeout} and max_bytes={max_bytes} must be above 0, max_redirects not below")
    for module, since in (("urllib3", (2, 6, 3)), ("certifi", ())):
        need(module, "fetching a page", since)
    from cleanpress.web import fetch as web  # noqa: PLC0415  # comes with an extra

    return web.fetch(
        url, allow_private=allow_private, timeout=timeout, max_bytes=max_bytes, max_redirects=max_redirects
    )
