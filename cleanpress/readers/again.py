"""A second pass over the tree of a page, for writers of markup: which piece of text went into which block."""

from __future__ import annotations

from typing import Any, NamedTuple

from cleanpress.model import Block, Category, Page, Removal
from cleanpress.readers.html import nodes_of
from cleanpress.readers.walk import SILENT, Collector, collect


class Step(NamedTuple):
    """One event of the pass."""

    event: str
    """start, end, or other: a comment and the like."""
    node: Any
    """The element, or what looks like one."""
    block: int
    """Index, among the blocks as they were read, of the one that the text after this event belongs to."""

    @property
    def text(self) -> str:
        """The text that follows the event; empty where an element's text is not shown."""
        if self.event != "start":
            return self.node.tail or ""
        return "" if self.node.tag in SILENT else self.node.text or ""


Cuts = list[tuple[int, int]]


def retrace(page: Page) -> tuple[list[Step], list[Block]]:
    """Give all events with their blocks, and the blocks before any was split into sentences."""
    found = Collector()
    steps: list[Step] = []
    if page.tree is None:
        return steps, found.blocks
    collect(*nodes_of(page.tree), found, lambda event, node: steps.append(Step(event, node, len(found.blocks))))
    return steps, found.blocks


def fates_of(text: str, blocks: list[Block], removals: tuple[Removal, ...]) -> list[Cuts | None]:
    """For each block: None when it goes, else the places cut out of it, mostly none.

    A place is a range of the block's characters, white space not counted, since that differs between tree and text.
    """
    fates: list[Cuts | None] = []
    at = 0
    for block in blocks:
        while at < len(removals) and removals[at].span.end <= block.start:
            at += 1
        cuts: Cuts = []
        i = at
        while i < len(removals) and removals[i].span.start < block.end:
            cuts.append((max(removals[i].span.start, block.start), min(removals[i].span.end, block.end)))
            i += 1
        fates.append(_counted(text, block, cuts) if cuts else cuts)
    return fates


def _counted(text: str, block: Block, cuts: Cuts) -> Cuts | None:
    def solid(end: int) -> int:
        return len("".join(text[block.start : end].split()))

    counted = [(solid(start), solid(end)) for start, end in cuts]
    left = solid(block.end) - sum(end - start for start, end in counted)
    return counted if left else None


def captions_in(blocks: list[Block], removals: tuple[Removal, ...]) -> set[int]:
    """Indexes of the blocks that went as captions."""
    found: set[int] = set()
    at = 0
    for block in blocks:
        while at < len(removals) and removals[at].span.end <= block.start:
            at += 1
        if at < len(removals) and removals[at].span.start <= block.start and removals[at].category == Category.CAPTION:
            found.add(block.index)
    return found


def base_of(page: Page) -> str:
    """The href of the page's base element; empty when there is none."""
    tree = page.tree
    found = (node.get("href") for node in tree.iter("base")) if tree is not None else iter(())
    return next(filter(None, found), "")
