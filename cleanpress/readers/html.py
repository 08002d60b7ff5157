"""HTML to blocks: parse, then one pass over the tree (``walk``); hints are read from the same tree."""

from __future__ import annotations

import re
import threading
from collections import deque
from collections.abc import Callable, Iterable
from functools import partial
from itertools import islice
from typing import Any

from lxml import etree

from cleanpress.model import Page
from cleanpress.readers.hints import TAGS, facts_of
from cleanpress.readers.readability import surviving
from cleanpress.readers.views import Replay, replay_markup, replay_soup
from cleanpress.readers.walk import Collector, collect

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_LOCAL = threading.local()
_XML = re.compile(r"\s*<\?xml[^>]{0,300}\?>")
LONG = 16_000
_LONG_TAG = re.compile(rf"<[A-Za-z][^<>]{{{LONG},}}")
CROWD = 2000
"""A tag of more attributes is read by the other parser: lxml's takes four times as long for twice as many."""


def _parser() -> etree.HTMLParser:
    """One parser per thread: making one costs more than a small page, sharing one between threads serialises them."""
    parser = getattr(_LOCAL, "parser", None)
    if parser is None:
        parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
        _LOCAL.parser = parser
    return parser


def parse(text: str, utf8: bytes | None = None) -> tuple[Any, bool]:
    """Parse a page; the root (None when there is nothing) and whether libxml2 stopped at a limit and dropped the rest.

    ``utf8``: the text's bytes, where they are at hand. libxml2 ends at 2,048 nested elements without an exception:
    everything after is missing, and only the error log says so.
    """
    declared = _XML.match(text)
    skip = declared.end() if declared else 0
    raw = text[skip:].encode("utf-8", "replace") if utf8 is None else utf8[len(text[:skip].encode()) :]
    if b"\x00" in raw:
        raw = raw.replace(b"\x00", b"")
    parser = _parser()
    try:
        root = etree.fromstring(raw, parser) if raw and not raw.isspace() else None
    except etree.XMLSyntaxError:
        root = None
    fatals = parser.error_log.filter_from_fatals()
    return root, any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in fatals)


def is_crowded(text: str) -> bool:
    """Whether a tag holds more than ``CROWD`` attributes.

    A long tag leaves at least one window of half its length without a bracket, so looking for the first bracket of each
    window is enough: matching each tag of the page took half as long as parsing it.
    """
    half = LONG // 2
    for at in range(0, len(text), half):
        if text.find("<", at, at + half) < 0 and text.find(">", at, at + half) < 0:
            start = text.rfind("<", max(at - half, 0), at)
            found = _LONG_TAG.match(text, start) if start >= 0 else None
            if found and max(len(found.group().split()), found.group().count("=")) > CROWD:
                return True
    return False


def read_html(text: str, url: str, utf8: bytes | None = None) -> Page:
    """Read a page given as text; ``utf8``: its bytes, where they are at hand."""
    note = "attributes-rescued"
    if not is_crowded(text):
        root, stopped = parse(text, utf8)
        if not stopped:
            return read_tree(root, url)
        note = "depth-rescued"
    page = _read_views(replay_markup(text), url)
    page.notes = (note, *page.notes)
    return page


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


def nodes_of(tree: Any) -> tuple[Iterable[Any], Any, Callable[[Any], int]]:
    """Give the nodes of an lxml tree or a replay in order, its top, and the function that skips what is below one."""
    if isinstance(tree, Replay):
        again = tree.again()
        return again, again.top, again.skip
    nodes = tree.iter()

    def skip(element: Any) -> int:
        if not len(element):
            return 0
        below = [isinstance(node.tag, str) for node in element.iterdescendants()]
        deque(islice(nodes, len(below)), maxlen=0)
        return sum(below)

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
    )
