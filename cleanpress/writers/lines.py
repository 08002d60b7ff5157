"""The kept blocks of a page as lines: their text in runs, with what stands around them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import escape
from typing import Any, NamedTuple

from cleanpress.config import Config
from cleanpress.model import Page, Removal
from cleanpress.readers.again import Cuts, Step, base_of, captions_in, fates_of, retrace
from cleanpress.readers.walk import CELL
from cleanpress.writers.address import base_address, picture_address
from cleanpress.writers.around import Around, Box, Mark

_SEEN = re.compile(r"[^\s\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
"""What HTML can hold and a reader can see."""
ICON = 60
"""A picture of fewer pixels in one direction is an icon, or counts readers."""


class Run(NamedTuple):
    """A piece of a line's text."""

    text: str
    marks: tuple[Mark, ...] = ()
    cell: Box | None = None


@dataclass(slots=True)
class Line:
    """One kept block, or one picture."""

    path: tuple[Box, ...]
    """Structuring elements around it, from the outside in."""
    inner: Any
    """Number of the innermost element around it that is not inline."""
    breaks: int
    """Line breaks between the line before and this one; -1 when more than these lies between."""
    pre: bool = False
    runs: list[Run] = field(default_factory=list)
    picture: str = ""
    """The img element, ready to be written; such a line has no runs."""


@dataclass(slots=True)
class Lines:
    """All kept lines of a page."""

    lines: list[Line]
    rows: dict[Any, list[Box]]
    """Cells of each row, empty ones too."""


def lines_of(page: Page, removals: tuple[Removal, ...], config: Config) -> Lines:
    """Go over the page's tree once more and gather what is kept."""
    steps, blocks = retrace(page)
    fates = [*fates_of(page.text, blocks, removals), None]
    captions = captions_in(blocks, removals)
    around = Around(base_address(base_of(page), page.hints.url), config.links)
    lines: list[Line] = []
    open_: Line | None = None
    at, seen = -1, set[str]()
    for step in steps:
        tag = step.node.tag
        if step.event == "start":
            around.start(tag, step.node)
            if tag == "img" and config.images and _belongs(step, fates, captions) and not around.unshown:
                line = _picture(step.node, around, seen)
                lines += [line] if line else []
        elif step.event == "end":
            around.end(tag)
        text = step.text
        cuts = fates[step.block] if text else None
        if cuts is None or (at != step.block and text.isspace()):
            continue
        if at != step.block or open_ is None:
            at, open_ = step.block, Line(tuple(around.path), around.inner, around.breaks, around.pre > 0)
            lines.append(open_)
            open_.runs = _Cut(cuts) if cuts else []
        around.breaks = 0
        open_.runs.append(Run(text.replace(CELL, " "), around.marks, around.cell))
    shown = [line for line in lines if line.picture or any(_SEEN.search(run.text) for run in line.runs)]
    return Lines(shown, around.rows)


class _Cut(list[Run]):
    """A line's runs without what was cut out of it: sentences."""

    def __init__(self, cuts: Cuts) -> None:
        super().__init__()
        self._cuts, self._at = cuts, 0

    def append(self, run: Run) -> None:
        kept: list[str] = []
        for char in run.text:
            if not any(start <= self._at < end for start, end in self._cuts):
                kept.append(char)
            self._at += not char.isspace()
        super().append(run._replace(text="".join(kept)))


def _belongs(step: Step, fates: list[Cuts | None], captions: set[int]) -> bool:
    """Whether a picture is the article's: what follows is kept, or is its caption."""
    return fates[step.block] is not None or step.block in captions


def _picture(node: Any, around: Around, seen: set[str]) -> Line | None:
    sizes = (node.get(name) or "" for name in ("width", "height"))
    if any(size.isdigit() and int(size) < ICON for size in sizes):
        return None
    address = picture_address(node, around.base)
    if not address or address in seen:
        return None
    seen.add(address)
    alt = " ".join((node.get("alt") or "").split())
    return Line(
        tuple(around.path), around.inner, -1, picture=f'<img src="{escape(address)}" alt="{escape(alt)}">'
    )
