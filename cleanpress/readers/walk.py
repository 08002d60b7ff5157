"""The one pass over a tree: nodes in, blocks and the elements that hold them out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from itertools import chain
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
UNSHOWN = frozenset(("noscript", "template"))
BOXES = frozenset(
    "article aside blockquote div figure footer h1 h2 h3 h4 h5 h6 header main nav ol p section table ul".split()
)
"""What begins a new piece of a page: the elements before which one that was never closed is taken as closed."""
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
        self.linked = False
        """Whether a link is open."""
        self.link_chars = 0
        self.href = ""
        self.timed = False
        self.pre = 0
        """Open elements whose white space counts."""
        self.swallowers: set[str] = set()
        """Names of elements that are left out though boxes or paragraphs stand in them."""
        self._at = self._link_from = self._link_size = 0

    def leave_out(self, tag: str, names: list[str]) -> int:
        """Note what is below an element whose text is not shown; give the number of elements there."""
        if names and not BOXES.isdisjoint(names):
            self.swallowers.add(tag)
        return len(names)

    def note(self, kind: int, element: Any) -> int:
        """Remember a link, a date or a picture on the way; 0, the number of elements below that are left out."""
        if kind == _LINK:
            self.begin_link(element)
        elif element.tag == "time":
            self.timed = True
        elif self.opened:
            self.opened[-1][3] += 1
        return 0

    def begin_link(self, anchor: Any) -> None:
        """Enter an anchor. One in another: the outer was never closed, or marks a place.

        Without an address, one with a name marks a place; any other is a link that a script follows.
        """
        href = anchor.get("href")
        self.href = self.href or href or ""
        self.linked = href is not None or not (anchor.get("name") or anchor.get("id"))
        self._link_from, self._link_size = len(self.blocks), 0

    def add(self, text: str) -> None:
        """Gather text of the current line."""
        self.buffer.append(text)
        if self.linked:
            self._add_link(len(text.strip()))

    def _add_link(self, size: int) -> None:
        """Count characters of a link; once there are so many that it was never closed, none of it is one."""
        self.link_chars += size
        self._link_size += size
        if self._link_size > LINK:
            for block in self.blocks[self._link_from :]:
                block.link_chars = 0
            self.link_chars, self.linked = 0, False

    def open(self, kind: int, element: Any, ordinal: int) -> None:
        """Enter an element that begins a block, or a cell of a row."""
        if self.buffer:
            if kind == _CELL and len(self.buffer) < ROW:
                self.buffer.append(CELL)
            else:
                self.flush()
        self.opened.append([element, ordinal, -1, 0])
        if kind == _PRE:
            self.pre += 1

    def close(self, kind: int) -> None:
        """Leave it."""
        if self.buffer and kind != _CELL:
            self.flush(True)
        _, _, place, pictures = self.opened.pop()
        if place >= 0:
            self.elements[place].last = len(self.blocks)
            self.elements[place].images = pictures
        if pictures and self.opened:
            self.opened[-1][3] += pictures
        if kind == _PRE:
            self.pre -= 1

    def flush(self, closing: bool = False) -> None:
        """Close the block that is being gathered; ``closing``: because its own element ends."""
        buffer = self.buffer
        raw = buffer[0] if len(buffer) == 1 else "".join(buffer)
        buffer.clear()
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
        if depth:
            node, ordinal, known, pictures = opened[-1]
            tag = node.tag
            if closing and known < 0:
                depth -= 1
                attrs, images = node.items, pictures
        place: int = opened[depth - 1][2] if depth else -1
        if place < 0 and depth:
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


# What an element's name means to the pass; from _BLOCK on it ends a line where it begins and where it ends.
_OTHER, _INLINE, _LINK, _NOTED, _SILENT, _BLOCK, _CELL, _PRE = range(1, 9)
_KINDS: dict[Any, int] = {
    **dict.fromkeys("div p li ul ol section article header h1 h2 h3 h4 main nav aside footer figure".split(), _BLOCK),
    **dict.fromkeys(INLINE, _INLINE),
    **dict.fromkeys(SILENT, _SILENT),
    **dict.fromkeys(CELLS, _CELL),
    **{"a": _LINK, "time": _NOTED, "img": _NOTED, "pre": _PRE, None: _OTHER},
}


class _End:
    """Stands behind the last node, so that all elements are left before it."""

    tag = text = None

    def __init__(self, above: Any) -> None:
        self._above = above

    def getparent(self) -> Any:
        return self._above


Skip = Callable[[Any], list[str]]
Watch = Callable[[str, Any], object]


def collect(  # noqa: C901  # the one pass: a branch a kind of node
nodes: Iterable[Any], root: Any, skip: Skip, page: Collector, watch: Watch | None = None) -> None:
    """Run one pass over ``nodes`` in document order, from ``root`` down; what they hold goes into ``page``.

    ``skip(node)`` leaves out the nodes below the last one and names the elements among them, for the ordinals.
    ``watch`` is told of ("start", "end" or "other", node) before the text that follows."""
    buffer, ordinal, top = page.buffer, -1, root.getparent()
    around: list[tuple[Any, int]] = []
    for node in chain(nodes, (_End(top),)):
        up = node.getparent()
        while top is not up:
            above, kind = around.pop()
            if kind >= _BLOCK:
                page.close(kind)
            elif kind == _LINK:
                page.linked = False
            here, top = top, above
            if here is root:
                break
            if watch:
                watch("other" if kind == _OTHER else "end", here)
            text = here.tail
            if text and (buffer or not text.isspace()):
                page.add(text)
        kind = _KINDS.get(node.tag) or (_BLOCK if isinstance(node.tag, str) else _OTHER)
        around.append((top, kind))
        top = node
        if kind == _OTHER:
            continue
        ordinal += 1
        if kind >= _BLOCK:
            page.open(kind, node, ordinal)
        elif kind != _INLINE:
            ordinal += page.note(kind, node) if kind != _SILENT else page.leave_out(node.tag, skip(node))
        if watch:
            watch("start", node)
        text = node.text if kind != _SILENT else None
        if text and (buffer or not text.isspace()):
            page.add(text)
    page.flush()
