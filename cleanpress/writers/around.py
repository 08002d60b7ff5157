"""What stands around a piece of text: structuring elements, inline ones, and the breaks since the last piece."""

from __future__ import annotations

import re
from html import escape
from typing import Any, NamedTuple

from cleanpress.readers.walk import INLINE, SILENT, UNSHOWN
from cleanpress.writers.address import absolute

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
BOXES = frozenset(
    (*HEADINGS, *"p pre blockquote ul ol li dl dt dd table caption thead tr td th figure figcaption".split())
)
"""Elements that structure a text; all others around blocks are left out."""
SAME = {"menu": "ul", "dir": "ul", "listing": "pre", "xmp": "pre", "plaintext": "pre"}
MARKS = {
    "b": "strong", "strong": "strong", "i": "em", "em": "em", "a": "a", "code": "code", "tt": "code", "kbd": "kbd",
    "samp": "samp", "var": "var", "sub": "sub", "sup": "sup", "s": "s", "strike": "s", "del": "del", "ins": "ins",
    "mark": "mark", "q": "q", "cite": "cite",
}  # fmt: skip
"""Inline elements that are kept, and under which name."""
CELLS = ("td", "th")
DEEPEST = 24
"""So many structuring elements in one another are kept: a sanitiser's work grows with the square of the depth."""
_NUMBER = re.compile(r"\s*(\d{1,5})")
_LANGUAGE = re.compile(r"(?:^|\s)lang(?:uage)?-([A-Za-z0-9+#_-]{1,20})(?=\s|$)")


class Box(NamedTuple):
    """An element around a line."""

    tag: str
    key: Any
    """The same for all lines in this one element."""
    attrs: str = ""
    """Ready to be written."""


class Mark(NamedTuple):
    """An inline element around a run of text."""

    tag: str
    attrs: str = ""


class Around:
    """Follows the events of a pass. All it holds is as deep as ``DEEPEST``, but for the flags of what is open."""

    def __init__(self, base: str, links: bool) -> None:
        """Start outside of everything; ``base`` is what addresses are relative to, "links" whether they are kept."""
        self.path: list[Box] = []
        self._marks: list[Mark] = []
        self._ready: tuple[Mark, ...] | None = ()
        self.rows: dict[Any, list[Box]] = {}
        """Cells of each row, empty ones too."""
        self.breaks = -1
        """Line breaks since the last piece of text; -1 when something else came between."""
        self.pre = 0
        self.unshown = 0
        self.base, self._links = base, links
        self._number = 0
        self._opened: list[int] = [0]
        self._pushed: list[bool] = []
        self._marked: list[bool] = []

    @property
    def inner(self) -> int:
        """Number of the innermost element that is not inline."""
        return self._opened[-1]

    @property
    def marks(self) -> tuple[Mark, ...]:
        """The inline elements around. Addresses are looked at only here, since most links stand in menus."""
        if self._ready is None:
            found = (self._linked(mark) if mark.tag == "a" else mark for mark in self._marks)
            self._ready = tuple(mark for mark in found if mark.tag)
        return self._ready

    def _linked(self, mark: Mark) -> Mark:
        address = absolute(mark.attrs, self.base)
        return Mark("a", f' href="{escape(address)}"') if address else Mark("")

    @property
    def cell(self) -> Box | None:
        """The cell of a table around."""
        return next((box for box in reversed(self.path) if box.tag in CELLS), None)

    def start(self, tag: str, node: Any) -> None:
        """Enter an element."""
        self._number += 1
        if tag in SILENT:
            return
        if tag in INLINE:
            if tag in MARKS:
                self._mark(MARKS[tag], node)
            return
        if tag == "br":
            self.breaks += self.breaks >= 0
            return
        self.breaks = -1
        self._opened.append(self._number)
        self.unshown += tag in UNSHOWN
        tag = SAME.get(tag, tag)
        self.pre += tag == "pre"
        self._pushed.append(tag in BOXES and len(self.path) < DEEPEST)
        if self._pushed[-1]:
            box = Box(tag, self._number, _attrs(tag, node))
            if tag in CELLS:
                row = next((above.key for above in reversed(self.path) if above.tag == "tr"), None)
                self.rows.setdefault(row, []).append(box)
            self.path.append(box)

    def end(self, tag: str) -> None:
        """Leave an element."""
        if tag in SILENT or tag == "br":
            return
        if tag in INLINE:
            if tag in MARKS and self._marked.pop():
                self._marks.pop()
                self._ready = None
            return
        self.breaks = -1
        self._opened.pop()
        self.unshown -= tag in UNSHOWN
        self.pre -= SAME.get(tag, tag) == "pre"
        if self._pushed.pop():
            self.path.pop()

    def _mark(self, tag: str, node: Any) -> None:
        attrs = ""
        if tag == "a":
            attrs = (node.get("href") or "") if self._links else ""
        elif tag == "code":
            attrs = _language(node)
        new = (tag != "a" or attrs != "") and all(tag != other.tag for other in self._marks)
        self._marked.append(new)
        if new:
            self._marks.append(Mark(tag, attrs))
            self._ready = None


def _attrs(tag: str, node: Any) -> str:
    if tag in CELLS:
        numbers = ((name, _NUMBER.match(node.get(name) or "")) for name in ("colspan", "rowspan"))
        return "".join(f' {name}="{int(found[1])}"' for name, found in numbers if found and 1 < int(found[1]) <= 1000)
    if tag == "ol":
        start = _NUMBER.match(node.get("start") or "")
        return f' start="{int(start[1])}"' if start and int(start[1]) != 1 else ""
    return _language(node) if tag == "pre" else ""


def _language(node: Any) -> str:
    found = _LANGUAGE.search(node.get("class") or "")
    return f' class="language-{found[1]}"' if found else ""
