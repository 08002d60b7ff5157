"""HTML to blocks: parse, then one pass over the tree (``walk``); hints are read from the same tree."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from lxml import etree

from cleanpress.clock import bounded, late
from cleanpress.model import Page
from cleanpress.readers.hints import TAGS, facts_of
from cleanpress.readers.readability import surviving
from cleanpress.readers.unclosed import CODE, DROPPED, END, MARK, RESCUED, ROUNDS, closed, shown, swallows, without_ends
from cleanpress.readers.views import Replay, View, replay_markup, replay_soup
from cleanpress.readers.walk import Collector, collect

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_LOCAL = threading.local()
_XML = re.compile(r"\s*<\?xml[^>]{0,300}\?>")
# A tag as browsers see it: only after "=" does a quotation mark open a value. No part of it can give anything back.
_TAG = re.compile(r"""<[A-Za-z](?:[^=>]*+=\s*+(?:"[^"]*+"|'[^']*+')?+)*+[^=>]*+""")
_VALUE = re.compile(r"""=\s*+(?:"[^"]*+"|'[^']*+')""")
CROWD = 2000
"""A tag of more attributes is read by the other parser: lxml's takes four times as long for twice as many."""
PIECE = 1 << 16
"""Bytes between two looks at the clock."""
MORE = 1.25
"""How many times as much text a page must have when what it never closed is taken as closed, to be read so."""


def _parser() -> etree.HTMLParser:
    """One parser per thread: making one costs more than a small page, sharing one between threads serialises them."""
    parser = getattr(_LOCAL, "parser", None)
    if parser is None:
        parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
        _LOCAL.parser = parser
    return parser


def parse(text: str) -> tuple[Any, bool, bool]:
    """Parse a page: the root (None when there is nothing), whether it was read to the end, and whether a limit cut it.

    libxml2 ends at 2,048 nested elements without an exception: everything after is missing, and only the error log
    says so.
    """
    declared = _XML.match(text)
    text = text[declared.end() if declared else 0 :].replace("\x00", "")
    if not text or text.isspace():
        return None, True, False
    text = without_ends(text)
    root, stopped = _tree(text + MARK)
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
        return _tree(text)[0], shown((*tags, node.tag)) or late(), stopped
    return root, late(), stopped


def _tree(text: str) -> tuple[Any, bool]:
    parser, raw, pieces = _parser(), text.encode("utf-8", "replace"), bounded()
    try:
        root = _fed(raw, parser) if pieces else etree.fromstring(raw, parser)
    except etree.XMLSyntaxError:
        root = None
    fatals = (parser.feed_error_log if pieces else parser.error_log).filter_from_fatals()
    return root, any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in fatals)


def _fed(raw: bytes, parser: etree.HTMLParser) -> Any:
    """Parse piece by piece, with a look at the clock between: when time is up, what was read so far is the page."""
    for start in range(0, len(raw), PIECE):
        parser.feed(raw[start : start + PIECE])
        if late():
            break
    return parser.close()


def read_html(text: str, url: str) -> Page:
    """Read a page given as text."""
    return read_markup(text, url)[0]


def read_markup(text: str, url: str) -> tuple[Page, str]:
    """Read a page given as text; also give the markup it was read from, which differs where something was unclosed."""
    page, whole = _read_once(text, url)
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


def _read_once(text: str, url: str) -> tuple[Page, bool]:
    """Read a page; also whether it was read to the end."""
    note = "attributes-rescued"
    if not _is_crowded(text):
        root, whole, stopped = parse(text)
        if not stopped:
            return read_tree(root, url), whole
        note = "depth-rescued"
    walk, top, whole = replay_markup(text)
    page = _read_views(walk, top, url)
    page.notes = (note, *page.notes)
    return page, whole


def _is_crowded(text: str) -> bool:
    """Whether a tag has more attributes than lxml's parser takes in good time."""
    for found in _TAG.finditer(text):
        if found.end() - found.start() > 2 * CROWD:
            bare = _VALUE.sub("=", found.group())
            if max(bare.count("="), len(bare.split())) > CROWD and not _in_code(text, found.start()):
                return True
    return False


def _in_code(text: str, at: int) -> bool:
    before = text[:at].lower()
    return any(before.rfind(f"<{name}") > before.rfind(f"</{name}") for name in CODE)


def read_tree(root: Any, url: str) -> Page:
    """Read an lxml element; it is not changed."""
    if root is None or not isinstance(root.tag, str):
        return _page(Collector(), (), None, url)
    walk, _, skip = events_of(root)
    found = collect(walk, root, skip)
    page = _page(found, root.iter(*TAGS), root.get("lang") or root.get(XML_LANG), url)
    page.ask = partial(surviving, root)
    page.tree = root
    return page


def events_of(tree: Any) -> tuple[Any, Any, Callable[[Any], int]]:
    """Give the events of an lxml tree or a replay, its top, and the function that skips a subtree."""
    if isinstance(tree, Replay):
        again = tree.again()
        return again, again.top, again.skip
    walk = etree.iterwalk(tree, events=("start", "end", "comment", "pi"))

    def skip(element: Any) -> int:
        walk.skip_subtree()
        return sum(1 for below in element.iterdescendants() if isinstance(below.tag, str)) if len(element) else 0

    return walk, tree, skip


def read_soup(soup: Any, url: str) -> Page:
    """Read a BeautifulSoup or Tag as it is; it is not changed."""
    return _read_views(*replay_soup(soup), url)


def _read_views(walk: Replay, top: View, url: str) -> Page:
    found = collect(walk, top, walk.skip)
    page = _page(found, walk.iter(*TAGS), walk.language(), url)
    page.tree = walk
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
