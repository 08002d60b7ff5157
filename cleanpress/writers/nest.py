"""The elements to write around each line: made valid, so that every reader builds the same tree from them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from cleanpress.writers.around import CELLS, HEADINGS, Box
from cleanpress.writers.lines import Line

LEAVES = frozenset(("p", "pre", *HEADINGS))
LISTS = ("ul", "ol")
PARTS = frozenset(("caption", "thead", "tr", *CELLS))
"""What may stand in a table right away."""
DIRECT = frozenset(("li", "dd", "dt", "td", "th", "caption", "figcaption"))
"""Elements that hold text without a p."""
BARE = ""
"""Tag of the leaf that is written as text alone."""


class Nest:
    """Where one line goes: ``boxes`` from the outside in, and the ``leaf`` that holds its text."""

    def __init__(self, line: Line) -> None:
        """Go through the line's path from the outside in."""
        self.boxes: list[Box] = []
        self.leaf: Box | None = None
        self._inner = Box("p", ("text", line.inner))
        for box in line.path:
            self._enter(box)
        if any(box.tag == "figure" for box in self.boxes) and not line.picture:
            self.boxes = [b for i, b in enumerate(self.boxes) if b.tag != "figure" or self._tag(i + 1) == "figcaption"]
        self._settle(line)

    def _tag(self, i: int) -> str:
        return self.boxes[i].tag if -len(self.boxes) <= i < len(self.boxes) else ""

    def _enter(self, box: Box) -> None:
        tag, inside = box.tag, self._tag(-1)
        if self.leaf is not None and self.leaf.tag != "p":
            return  # what stands in a heading or in code is its text
        self.leaf = None
        if inside in LISTS and tag != "li":
            self._implied("li", box.key)
        elif inside == "dl" and tag not in ("dt", "dd"):
            self._implied("dd", box.key)
        if tag not in PARTS:
            self._leave_table()
        inside = self._tag(-1)
        if tag in LEAVES:
            self.leaf = box
        elif tag == "li" and inside not in LISTS:
            self._implied("ul", self._key())
        elif tag in ("dt", "dd") and inside != "dl":
            self._implied("dl", self._key())
        elif not self._fits(tag, inside):
            return
        if tag not in LEAVES:
            self.boxes.append(box)

    def _fits(self, tag: str, inside: str) -> bool:
        if tag in CELLS:
            return inside == "tr"
        if tag in ("tr", "caption"):
            return inside == "table" or (tag == "tr" and inside == "thead")
        if tag == "thead":
            return inside == "table"
        if tag == "figcaption":
            return inside == "figure"
        return inside not in ("table", "thead", "tr")

    def _implied(self, tag: str, key: Any) -> None:
        self.boxes.append(Box(tag, (tag, key)))

    def _key(self) -> Any:
        return self.boxes[-1].key if self.boxes else 0

    def _settle(self, line: Line) -> None:
        """Choose the leaf."""
        self._leave_table()
        if self._tag(-1) in LISTS:
            self._implied("li", line.inner)
        elif self._tag(-1) == "dl":
            self._implied("dd", line.inner)
        if self.leaf is None:
            self.leaf = Box(BARE, 0) if self._tag(-1) in DIRECT else self._inner

    def _leave_table(self) -> None:
        """What is in a table but in none of its cells stands outside the table."""
        while self._tag(-1) in ("table", "thead", "tr"):
            self.boxes.pop()

    def without(self, layout: frozenset[Any]) -> None:
        """Leave out tables that only arrange the page."""
        inside: set[Any] = set()
        kept: list[Box] = []
        for box in self.boxes:
            if box.key in layout:
                inside = {"thead", "tr", *CELLS}
            elif box.tag not in inside:
                kept.append(box)
            if box.tag in CELLS:
                inside = set()
        self.boxes = kept
        if self._tag(-1) not in DIRECT:
            self.wrap()

    def wrap(self) -> None:
        """Put bare text into a p."""
        if self.leaf is not None and self.leaf.tag == BARE:
            self.leaf = self._inner

    def spans(self, line: Line) -> bool:
        """Whether the line stands in several cells of a row."""
        cells = cells_in(line)
        return len(cells) > 1 and self._tag(-1) in CELLS and self.boxes[-1] == cells[0]


def nests_of(lines: list[Line]) -> list[Nest]:
    """Find the place of every line."""
    nests = [Nest(line) for line in lines]
    layout = _layout(nests, lines)
    for nest in nests:
        nest.without(layout)
    _part_rows(nests, lines)
    return nests


def cells_in(line: Line) -> list[Box]:
    """Cells that a line's text stands in."""
    found = (run.cell for run in line.runs if run.cell is not None and run.text.strip())
    return list(dict.fromkeys(found))


def _layout(nests: list[Nest], lines: list[Line]) -> frozenset[Any]:
    """Tables of which only one cell has something to read: they arrange the page."""
    cells: dict[Any, set[Any]] = {}
    for nest, line in zip(nests, lines, strict=True):
        boxes = nest.boxes
        for table, row, cell in zip(boxes, boxes[1:], boxes[2:], strict=False):
            if table.tag == "table":
                found = [cell] if row.tag == "tr" else [box for box in boxes if box.tag in CELLS][:1]
                cells.setdefault(table.key, set()).update(box.key for box in found)
        if boxes and boxes[-1].tag in CELLS:
            table = next(box for box in reversed(boxes) if box.tag == "table")
            cells[table.key].update(box.key for box in cells_in(line))
    return frozenset(key for key, found in cells.items() if len(found) == 1)


def _row(boxes: Iterable[Box]) -> int:
    """Index of the innermost row; -1 when there is none."""
    return max((i for i, box in enumerate(boxes) if box.tag == "tr"), default=-1)


def _part_rows(nests: list[Nest], lines: list[Line]) -> None:
    """Keep blocks apart that stand in one row: a reader takes the bare text of neighbouring cells for one line.

    In a row of several blocks, each stands in a p; one that spans cells gets a row of its own.
    """
    counts = Counter(nest.boxes[at].key for nest in nests if (at := _row(nest.boxes)) >= 0)
    for nest, line in zip(nests, lines, strict=True):
        at = _row(nest.boxes)
        if at < 0 or counts[nest.boxes[at].key] == 1 or nest.boxes[-1].tag not in CELLS:
            continue
        if nest.spans(line):
            nest.boxes[at] = nest.boxes[at]._replace(key=(nest.boxes[at].key, id(line)))
        else:
            nest.wrap()
