"""HTML of the clean body: lines in their elements. Of the page come text, structure and addresses, nothing else."""

from __future__ import annotations

import re
from html import escape
from typing import Any

from cleanpress.writers.around import CELLS, Box, Mark
from cleanpress.writers.lines import Line, Lines, Run
from cleanpress.writers.nest import BARE, Nest, nests_of

ROOT, END = "<article data-cleanpress>", "</article>"
TAGS = frozenset(
    "h1 h2 h3 h4 h5 h6 p br blockquote pre ul ol li dl dt dd table caption thead tbody tr th td figure figcaption img "
    "a strong em code kbd samp var sub sup s del ins mark q cite".split()
)
ATTRIBUTES = {
    "a": {"href"}, "img": {"src", "alt"}, "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"}, "ol": {"start"},
    "pre": {"class"}, "code": {"class"},
}  # fmt: skip
SCHEMES = {"http", "https", "mailto", "tel"}
SILENT = {"script", "style", "noscript", "template", "iframe", "object", "svg", "math", "textarea", "title"}
_BREAKING = frozenset("p h1 h2 h3 h4 h5 h6 blockquote pre ul ol li dl dt dd table caption thead tr figure".split())
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def sanitised(markup: str) -> str:
    """Let nothing through but the elements and attributes that this module writes. Always the last step."""
    import nh3  # noqa: PLC0415  # whoever wants text only does not need it

    body = nh3.clean(
        _UNWRITABLE.sub("", markup),
        tags=set(TAGS),
        clean_content_tags=SILENT - TAGS,
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        strip_comments=True,
        link_rel=None,
    ).strip()
    return f"{ROOT}\n{body}\n{END}\n" if body else f"{ROOT}{END}\n"


def markup_of(found: Lines) -> str:
    """Write the lines; what comes out is not sanitised yet."""
    pen = _Pen(found.rows)
    for line, nest in zip(found.lines, nests_of(found.lines), strict=True):
        pen.write(line, nest)
    pen.leave(0)
    return "".join(pen.out)


class _Pen:
    """Writes lines one after the other, and opens and closes what is around them."""

    def __init__(self, rows: dict[Any, list[Box]]) -> None:
        self.out: list[str] = []
        self._rows = rows
        self._boxes: list[Box] = []
        self._leaf: Box | None = None
        self._cells: dict[Any, int] = {}
        """How many cells of each row are written."""

    def write(self, line: Line, nest: Nest) -> None:
        """Write one line in its place."""
        boxes, leaf = nest.boxes, nest.leaf
        same = self._boxes == boxes and leaf == self._leaf and not line.picture
        if same and leaf is not None and (line.breaks == 1 or leaf.tag not in ("p", BARE) or self._holds(line, leaf)):
            self.out.append("<br>")
        else:
            common = 0
            for ours, theirs in zip(self._boxes, boxes, strict=False):
                if ours != theirs:
                    break
                common += 1
            self.leave(common)
            for box in boxes[common:]:
                self._enter(box)
            self._leaf = leaf
            if leaf is not None and leaf.tag and not line.picture:
                self.out.append(f"<{leaf.tag}{leaf.attrs}>")
        if line.picture:
            self._leaf = None
            inside = any(box.tag == "figure" for box in boxes)
            self.out.append(line.picture if inside else f"<figure>{line.picture}</figure>\n")
        else:
            spans = nest.spans(line)
            runs = line.runs if spans else _one_cell(line.runs)
            self._runs(tidied(runs, leaf is not None and leaf.tag == "pre"))

    @staticmethod
    def _holds(line: Line, leaf: Box) -> bool:
        """Whether the leaf is an element of the page, and the line stands in it with less than two breaks before."""
        return leaf.tag == BARE or (not isinstance(leaf.key, tuple) and line.breaks < 2)

    def leave(self, depth: int) -> None:
        """Close the leaf, and boxes until ``depth`` of them are open."""
        if self._leaf is not None and self._leaf.tag:
            self.out.append(f"</{self._leaf.tag}>\n")
        self._leaf = None
        while len(self._boxes) > depth:
            box = self._boxes.pop()
            if box.tag == "tr":
                self._fill(box, None)
            self.out.append(f"</{box.tag}>\n")

    def _enter(self, box: Box) -> None:
        if box.tag in CELLS and self._boxes and self._boxes[-1].tag == "tr":
            self._fill(self._boxes[-1], box)
        self._boxes.append(box)
        line_end = "" if box.tag not in _BREAKING or box.tag in ("li", "dt", "dd", "caption", "figure") else "\n"
        self.out.append(f"<{box.tag}{box.attrs}>{line_end}")

    def _fill(self, row: Box, cell: Box | None) -> None:
        """Write the empty cells before ``cell``, or up to the end of the row."""
        cells = self._rows.get(row.key, [])
        at = self._cells.get(row.key, 0)
        until = cells.index(cell) if cell in cells else len(cells)
        self.out += [f"<{c.tag}{c.attrs}></{c.tag}>\n" for c in cells[at:until]]
        self._cells[row.key] = max(at, until + 1)

    def _runs(self, runs: list[Run]) -> None:
        opened: list[Mark] = []
        for run in runs:
            if run.cell is not None and run.cell != self._boxes[-1]:
                self._close(opened, 0)
                self.leave(len(self._boxes) - 1)
                self._enter(run.cell)
                self._leaf = Box(BARE, 0)
            common = 0
            for ours, theirs in zip(opened, run.marks, strict=False):
                if ours != theirs:
                    break
                common += 1
            self._close(opened, common)
            for mark in run.marks[common:]:
                self.out.append(f"<{mark.tag}{mark.attrs}>")
                opened.append(mark)
            self.out.append(escape(run.text, quote=False))
        self._close(opened, 0)

    def _close(self, opened: list[Mark], depth: int) -> None:
        while len(opened) > depth:
            self.out.append(f"</{opened.pop().tag}>")


def _one_cell(runs: list[Run]) -> list[Run]:
    """Put a space where cells meet that are not written as cells."""
    done: list[Run] = []
    for i, run in enumerate(runs):
        apart = i > 0 and run.cell is not None and run.cell != runs[i - 1].cell
        done.append(Run(f" {run.text}" if apart else run.text, run.marks))
    return done


def tidied(runs: list[Run], pre: bool) -> list[Run]:
    """Make white space between and in runs what a browser makes of it: single spaces, outside of inline elements."""
    if pre:
        return _stripped(runs)
    done: list[Run] = []
    space = False
    for run in runs:
        words = run.text.split()
        if not words:
            space = True
            continue
        if done and (space or run.text[0].isspace()) and run.cell == done[-1].cell:  # none between the cells of a row
            common = tuple(a for a, b in zip(done[-1].marks, run.marks, strict=False) if a == b)
            done.append(Run(" ", common, run.cell))
        done.append(Run(" ".join(words), run.marks, run.cell))
        space = run.text[-1].isspace()
    return done


def _stripped(runs: list[Run]) -> list[Run]:
    """Without the white space around the whole."""
    kept = [run for run in runs if run.text]
    while kept and not kept[0].text.strip():
        kept.pop(0)
    while kept and not kept[-1].text.strip():
        kept.pop()
    if kept:
        kept[0] = kept[0]._replace(text=kept[0].text.lstrip())
        kept[-1] = kept[-1]._replace(text=kept[-1].text.rstrip())
    return kept
