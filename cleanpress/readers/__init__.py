"""Any input to a Page of blocks."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, TypeAlias

from cleanpress.config import Kind
from cleanpress.errors import ConfigError, SourceTypeError, nearest
from cleanpress.model import Hints, Page
from cleanpress.readers.decode import decode, decode_utf8
from cleanpress.readers.sniff import looks_like_html
from cleanpress.readers.text import read_text

if TYPE_CHECKING:
    import bs4
    from lxml import etree

    Source: TypeAlias = str | bytes | bytearray | memoryview | etree._Element | etree._ElementTree | bs4.Tag
else:
    Source: TypeAlias = Any

ACCEPTED = "str, bytes, an lxml element or tree, or a BeautifulSoup or Tag"
KINDS = ("auto", "html", "text")


def read(source: Source, *, url: str | None = None, kind: Kind = "auto") -> Page:
    """Read any accepted source into blocks; :class:`SourceTypeError` names what is accepted."""
    if kind not in KINDS:
        raise ConfigError(f"kind={kind!r}; {nearest(str(kind), KINDS)}")
    if isinstance(source, (bytes, bytearray, memoryview)):
        return _read_bytes(bytes(source), url or "", kind)
    return _read_str(source, url or "", kind) if isinstance(source, str) else _read_tree(source, url or "", kind)


def _read_bytes(raw: bytes, url: str, kind: str) -> Page:
    text = decode_utf8(raw)
    if text is not None:
        return _read_str(text, url, kind, raw)
    text, notes = decode(raw)
    page = _read_str(text, url, kind)
    page.notes = (*notes, *page.notes)
    return page


def declared(source: Source, charset: str) -> tuple[Source, tuple[str, ...]]:
    """Decode bytes of which HTTP declared the charset, with the notes on that; leave any other source as it is."""
    if charset and isinstance(source, (bytes, bytearray, memoryview)):
        return decode(bytes(source), charset)
    return source, ()


def _read_str(text: str, url: str, kind: str, utf8: bytes | None = None) -> Page:
    """Read a text; ``utf8``: its bytes, which save the parser's own copy."""
    if kind == "html" or (kind == "auto" and looks_like_html(text)):
        from cleanpress.readers.html import read_html  # noqa: PLC0415  # text mode never needs the HTML reader

        return read_html(text, url, utf8)
    return read_text(text, Hints(url=url))


def _read_tree(source: Any, url: str, kind: str) -> Page:
    from cleanpress.readers.html import read_soup, read_tree  # noqa: PLC0415  # as above

    if kind == "text":
        raise ConfigError(
            f'kind="text" needs str or bytes, not {type(source).__name__}; leave kind out for trees and soups'
        )
    if "bs4" in sys.modules and isinstance(
        source, sys.modules["bs4"].Tag
    ):  # first: a Tag has an attribute of every name
        return read_soup(source, url)
    if hasattr(source, "getroot") or hasattr(source, "iterchildren"):
        root = source.getroot() if hasattr(source, "getroot") else source
        if root is None or hasattr(root, "iterchildren"):
            return read_tree(root, url)
    raise SourceTypeError(f"cannot clean {type(source).__name__}; pass {ACCEPTED}")
