"""HTML to blocks: parse, then one pass over the tree (``walk``); hints are read from the same tree."""

from __future__ import annotations

import re
import sys
import threading
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from lxml import etree

from cleanpress.clock import PIECE, bounded, late
from cleanpress.model import Page
from cleanpress.readers.crowd import is_crowded
from cleanpress.readers.hints import TAGS, facts_of
from cleanpress.readers.readability import surviving
from cleanpress.readers.unclosed import (
    DROPPED,
    END,
    LAST_BYTES,
    MARK,
    RESCUED,
    ROUNDS,
    closed,
    has_open,
    shown,
    swallows,
)
from cleanpress.readers.views import Replay, replay_markup, replay_soup
from cleanpress.readers.walk import Collector, collect

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_LOCAL = threading.local()
_XML = re.compile(r"\s*<\?xml[^>]{0,300}\?>")
MORE = 1.25
"""How many times as much text a page must have when what it never closed is taken as closed, to be read so."""


def _parser() -> etree.HTMLParser:
    """One parser per thread: making one costs more than a small page, sharing one between threads serialises them."""
    parser = getattr(_LOCAL, "parser", None)
    if parser is None:
        parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
        _LOCAL.parser = parser
    return parser


def parse(text: str, utf8: bytes | None = None) -> tuple[Any, bool, bool]:
    """Parse a page: the root (None when there is nothing), whether it was read to the end, and whether a limit cut it.

    ``utf8``: the text's bytes, where they are at hand. libxml2 ends at 2,048 nested elements without an exception:
    everything after is missing, and only the error log says so.
    """
    declared = _XML.match(text)
    skip = declared.end() if declared else 0
    raw = text[skip:].encode("utf-8", "replace") if utf8 is None else utf8[len(text[:skip].encode()) :]
    if b"\x00" in raw:
        raw = raw.replace(b"\x00", b"")
    if not raw or raw.isspace():
        return None, True, False
    raw = b"".join(LAST_BYTES.split(raw))  # feeding it piece by piece takes the square of the pieces
    root, stopped = _fed(raw + MARK.encode())
    node, tags = root, []
    while node is not None and len(node):
        tags.append(node.tag)
        node = node[-1]
    if node is None:
        return root, late(), stopped
    if node.tag == END:
        node.getparent().remove(node)
        return root, shown(tags) or late(), stopped
    if (node.text or "").endswith(MARK):  # in an element whose markup is text, such as plaintext or a script
        return _fed(raw)[0], shown((*tags, node.tag)) or late(), stopped
    return root, late(), stopped


def _fed(raw: bytes) -> tuple[Any, bool]:
    """Parse; the root, and whether a limit cut it.

    Where time is bounded, with a look at the clock between pieces: when it is up, what was read so far is the page.
    """
    parser, size = _parser(), PIECE if bounded() else sys.maxsize
    for start in range(0, len(raw), size):
        parser.feed(raw[start : start + size])
        if late():
            break
    try:
        root = parser.close()
    except etree.XMLSyntaxError:
        root = None
    fatals = parser.feed_error_log.filter_from_fatals()
    return root, any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in fatals)


def read_html(text: str, url: str, utf8: bytes | None = None) -> Page:
    """Read a page given as text; ``utf8``: its bytes, where they are at hand."""
    return read_markup(text, url, utf8)[0]


def read_markup(text: str, url: str, utf8: bytes | None = None) -> tuple[Page, str]:
    """Read a page given as text; also give the markup it was read from, which differs where something was unclosed."""
    page, whole = _read_once(text, url, utf8)
    best, markup, fuller, rounds = page, text, text, 0
    while not whole and rounds < ROUNDS and not late():
        before, fuller, rounds = fuller, closed(fuller), rounds + 1
        if fuller == before:
            break
        other, whole = _read_once(fuller, url)
        if _shown(other) > _shown(best):
            best, markup = other, fuller
    if _shown(best) > MORE * _shown(page):
        best.notes = (RESCUED, *(note for note in best.notes if note != "empty"))
        return best, markup
    if len(best.text) > len(page.text) or (best is page and not whole and swallows(text)):
        page.notes = (DROPPED, *page.notes)
    return page, text


def _shown(page: Page) -> int:
    """Characters that the markup does not hide."""
    hidden = [element.hidden for element in page.elements]
    return sum(b.end - b.start for b in page.blocks if b.place < 0 or not hidden[b.place])


def _read_once(text: str, url: str, utf8: bytes | None = None) -> tuple[Page, bool]:
    """Read a page; also whether it was read to the end."""
    note = "attributes-rescued"
    if not is_crowded(text):
        root, whole, stopped = parse(text, utf8)
        if not stopped:
            page = read_tree(root, url)
            return page, whole and not has_open(text, page.swallowers)
        note = "depth-rescued"
    views, whole = replay_markup(text)
    page = _read_views(views, url)
    page.notes = (note, *page.notes)
    return page, whole and not has_open(text, page.swallowers)


def read_tree(root: Any, url: str) -> Page:
    """Read an lxml element; it is not changed."""
    found = Collector()
    if root is None or not isinstance(root.tag, str):
        return _page(found, (), None, url)
    collect(*nodes_of(root), found)
    page = _page(found, root.iter(*TAGS), root.get("lang") or root.get(XML_LANG), url)
    page.ask = partial(surviving, root)
    page.tree = root
    return page


def nodes_of(tree: Any) -> tuple[Iterable[Any], Any, Callable[[Any], list[str]]]:
    """Give the nodes of an lxml tree or a replay in order, its top, and the function that skips what is below one."""
    if isinstance(tree, Replay):
        again = tree.again()
        return again, again.top, again.skip
    nodes = tree.iter()

    def skip(element: Any) -> list[str]:
        if not len(element):
            return []
        last = element
        while len(last):
            last = last[-1]
        tags = []
        for node in nodes:
            tags.append(node.tag)
            if node is last:
                break
        return [tag for tag in tags if isinstance(tag, str)]

    return nodes, tree, skip


def read_soup(soup: Any, url: str) -> Page:
    """Read a BeautifulSoup or Tag as it is; it is not changed."""
    return _read_views(replay_soup(soup), url)


def _read_views(views: Replay, url: str) -> Page:
    found = Collector()
    collect(views, views.top, views.skip, found)
    page = _page(found, views.iter(*TAGS), views.language(), url)
    page.tree = views
    return page


def _page(found: Collector, nodes: Iterable[Any], language: str | None, url: str) -> Page:
    facts = facts_of(nodes, language, found)
    return Page(
        "html",
        "\n\n".join(found.pieces),
        found.blocks,
        facts.hints(url),
        () if found.blocks else ("empty",),
        elements=found.elements,
        clues=facts.clues(),
        signs=facts.signs,
        swallowers=frozenset(found.swallowers),
    )
