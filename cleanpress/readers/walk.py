"""The one pass over a tree: events in, blocks and the elements that hold them out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from cleanpress.model import Block, Element

SILENT = frozenset(
    "script style svg head iframe object applet math textarea select datalist canvas "
    "audio video map frameset noframes noembed title".split()
)
"""Elements whose text is not shown, or shown only where a medium cannot be."""
INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd label mark nobr output picture "
    "q rb rp rt ruby "
    "s samp small source span strike strong sub sup time track tt u var wbr input progress meter link meta base area "
    "param embed".split()
)
"""Elements inside a line of text: they neither end a block nor are worth remembering."""
NOTED = frozenset(("time", "img"))
UNSHOWN = frozenset(("noscript", "template"))
CELLS = frozenset(("td", "th"))
CELL = "\ue000"
"""Stands between the cells of a row until the row is a line; a private character that pages don't use."""
ROW = 60
"""A row of more pieces of text is layout, not data."""
LINK = 1000
"""Characters that a link holds at most; teasers in one are shorter."""
SHORT = 90
"""A shorter block with a time element in it is a date line."""
_DISPLAY_NONE = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)\b", re.I)


class Collector:
    """Gathers the text of one page into blocks, and remembers each element that holds some."""

    def __init__(self) -> None:
        """Start empty."""
        self.pieces: list[str] = []
        self.blocks: list[Block] = []
        self.elements: list[Element] = []
        self.buffer: list[str] = []
        self.opened: list[list[Any]] = []
        """Open elements: [node, ordinal, index in ``elements`` or -1, images so far]."""
        self.link_chars = 0
        self.href = ""
        self.timed = False
        self.pre = 0
        self._at = self._link_from = self._link_size = 0

    def note(self, tag: str, element: Any) -> None:
        """Remember a date or a picture on the way."""
        if tag == "time":
            self.timed = True
        elif self.opened:
            self.opened[-1][3] += 1

    def begin_link(self, href: str | None) -> bool:
        """Enter an anchor; whether it is a link."""
        self.href = self.href or href or ""
        self._link_from, self._link_size = len(self.blocks), 0
        return href is not None

    def link(self, size: int) -> bool:
        """Count characters of a link. False once there are so many that it was never closed: then none of it is one."""
        self.link_chars += size
        self._link_size += size
        if self._link_size <= LINK:
            return True
        for block in self.blocks[self._link_from :]:
            block.link_chars = 0
        self.link_chars = 0
        return False

    def open(self, tag: str, element: Any, ordinal: int) -> None:
        """Enter an element that begins a block, or a cell of a row."""
        if self.buffer:
            if tag in CELLS and len(self.buffer) < ROW:
                self.buffer.append(CELL)
            else:
                self.flush()
        self.opened.append([element, ordinal, -1, 0])
        self.pre += tag == "pre"

    def close(self, tag: str) -> None:
        """Leave it."""
        if self.buffer and tag not in CELLS:
            self.flush(True)
        _, _, place, pictures = self.opened.pop()
        if place >= 0:
            self.elements[place].last = len(self.blocks)
            self.elements[place].images = pictures
        if pictures and self.opened:
            self.opened[-1][3] += pictures
        self.pre -= tag == "pre"

    def flush(self, closing: bool = False) -> None:
        """Close the block that is being gathered; ``closing``: because its own element ends."""
        raw = "".join(self.buffer)
        self.buffer.clear()
        line = raw.strip() if self.pre else " ".join(raw.split())
        if CELL in line:
            line = "\t".join(filter(None, map(str.strip, line.split(CELL))))
        if line:
            self._add(line, closing)
        self.link_chars = 0
        self.href = ""
        self.timed = False

    def _add(self, line: str, closing: bool) -> None:
        at, size = self._at, len(line)
        tag, ordinal, images, attrs = "", -1, 0, None
        opened = self.opened
        depth = len(opened)
        if opened:
            node, ordinal, known, pictures = opened[-1]
            tag = node.tag
            if closing and known < 0:
                depth -= 1
                attrs, images = node.items, pictures
        place = self._remember(depth)
        if self.timed and size < SHORT:
            tag = "time"
        links = self.link_chars if self.link_chars < size else size
        self.blocks.append(
            Block(len(self.blocks), at, at + size, tag, ordinal, links, True, (), place, self.href, attrs, images)
        )
        self.pieces.append(line)
        self._at = at + size + 2

    def _remember(self, depth: int) -> int:
        """Index of the innermost of the first ``depth`` open elements; it and those above it are remembered now."""
        opened, elements = self.opened, self.elements
        i = depth
        while i and opened[i - 1][2] < 0:
            i -= 1
        parent: int = opened[i - 1][2] if i else -1
        for entry in opened[i:depth]:
            node = entry[0]
            attrs = node.items()
            hidden = (parent >= 0 and elements[parent].hidden) or is_hidden(node.tag, attrs)
            elements.append(Element(parent, node.tag, entry[1], attrs, len(self.blocks), hidden))
            parent = entry[2] = len(elements) - 1
        return parent


def is_hidden(tag: str, attrs: Iterable[tuple[str, str]]) -> bool:
    """Whether the markup itself says that an element is not shown; scripts and style sheets may say otherwise."""
    if tag in UNSHOWN:
        return True
    for name, value in attrs:
        if (
            name == "hidden"
            or (name == "aria-hidden" and value == "true")
            or (name == "style" and _DISPLAY_NONE.search(value))
        ):
            return True
    return False


Events = Iterable[tuple[str, Any]]
Skip = Callable[[Any], int]


def collect(  # noqa: C901, PLR0912  # the one pass: each branch is a kind of event, and calls would cost a third more
walk: Events, root: Any, skip: Skip, page: Collector | None = None) -> Collector:
    """Run one pass from ``root`` down. ``walk`` gives ("start", "end", "comment" or "pi", node) in document order.

    ``skip(node)`` leaves out what is below the node that just started and gives the number of elements there: every
    element counts for the ordinals. The end event of a skipped node still comes. Nodes are lxml's, or look like them.
    """
    page = page or Collector()
    buffer = page.buffer
    ordinal, linked = -1, False
    for event, element in walk:
        if event == "start":
            ordinal += 1
            tag = element.tag
            if tag in INLINE:
                if tag == "a":  # one in another: the outer was never closed, or marks a place
                    linked = page.begin_link(element.get("href"))
                elif tag in NOTED:
                    page.note(tag, element)
            elif tag in SILENT:
                ordinal += skip(element)
                continue
            else:
                page.open(tag, element, ordinal)
            text = element.text
        else:
            if event == "end":
                tag = element.tag
                linked = linked and tag != "a"
                if tag not in INLINE and tag not in SILENT:
                    page.close(tag)
                if element is root:
                    break
            text = element.tail
        if text and (buffer or not text.isspace()):
            buffer.append(text)
            if linked:
                linked = page.link(len(text.strip()))
    page.flush()
    return page
