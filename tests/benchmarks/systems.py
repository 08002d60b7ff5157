"""The extractors that are compared: one adapter each, from the bytes of a page to plain text.

A factory imports its package, so one that is missing leaves out itself only. Each is called as its documentation
starts, without comments or pictures; what wants str is given the page decoded by cleanpress, and what gives HTML is
read by html-text.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import metadata
from typing import Any

from cleanpress.readers.decode import decode

Extract = Callable[[bytes], str]
STOPLISTS = {"de": "German", "fr": "French", "es": "Spanish", "it": "Italian", "pt": "Portuguese", "nl": "Dutch"}


def _cleanpress() -> Extract:
    from cleanpress import Cleaner

    return Cleaner().clean_text


def _trafilatura(**options: Any) -> Callable[[], Extract]:
    def factory() -> Extract:
        from trafilatura import extract

        return lambda html: extract(html, include_comments=False, **options) or ""

    return factory


def _resiliparse() -> Extract:
    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.encoding import bytes_to_str, detect_encoding

    return lambda html: extract_plain_text(bytes_to_str(html, str(detect_encoding(html))), main_content=True)


def _readability() -> Extract:
    from html_text import extract_text
    from readability import Document

    return lambda html: extract_text(Document(decode(html)[0]).summary(html_partial=True))


def _newspaper() -> Extract:
    import newspaper

    def extract(html: bytes) -> str:
        article = newspaper.Article("https://example.org/a/b", fetch_images=False)
        article.download(input_html=decode(html)[0])
        article.parse()
        return str(article.text)

    return extract


def _goose() -> Extract:
    from goose3 import Goose

    goose = Goose({"enable_image_fetching": False})
    return lambda html: str(goose.extract(raw_html=decode(html)[0]).cleaned_text)


def _justext() -> Extract:
    import justext

    words = justext.get_stoplist("English")
    for language in STOPLISTS.values():
        words |= justext.get_stoplist(language)
    return lambda html: "\n".join(part.text for part in justext.justext(html, words) if not part.is_boilerplate)


def _boilerpy() -> Extract:
    from boilerpy3.extractors import ArticleExtractor

    article = ArticleExtractor(raise_on_failure=False)
    return lambda html: str(article.get_content(decode(html)[0]))


SYSTEMS: dict[str, tuple[str, Callable[[], Extract]]] = {
    "cleanpress": ("cleanpress", _cleanpress),
    "trafilatura": ("trafilatura", _trafilatura()),
    "trafilatura-precision": ("trafilatura", _trafilatura(favor_precision=True)),
    "trafilatura-fast": ("trafilatura", _trafilatura(fast=True)),
    "resiliparse": ("Resiliparse", _resiliparse),
    "readability-lxml": ("readability-lxml", _readability),
    "newspaper4k": ("newspaper4k", _newspaper),
    "goose3": ("goose3", _goose),
    "jusText": ("jusText", _justext),
    "boilerpy3": ("boilerpy3", _boilerpy),
}
"""By name: the distribution, for its version, and the factory."""


def version(name: str) -> str:
    """The installed version; empty where it is not installed."""
    try:
        return metadata.version(SYSTEMS[name][0])
    except metadata.PackageNotFoundError:
        return ""
