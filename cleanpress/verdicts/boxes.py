"""Boxes: an element whose heading or most of whose text is condemned goes as a whole."""

from __future__ import annotations

from cleanpress.model import Page
from cleanpress.verdicts.container import Region, ancestors
from cleanpress.verdicts.inside import GUARD
from cleanpress.verdicts.score import SURE, Piece

CONDEMNED = 0.6
"""Share of condemned characters from which the rest of an element follows."""
ROOM = 300
"""An element with more prose that nothing condemns (characters) is no box."""


def take_tree_boxes(page: Page, top: int, regions: list[Region], pieces: list[Piece], gone: dict[int, int]) -> None:
    """Take what stands in a box with junk.

    ``pieces`` are the blocks left after markup, some of them taken; ``gone`` the characters markup took, by element.
    """
    limit = min(GUARD * regions[top].prose, ROOM)
    above = set(ancestors(page, top))
    bad = [0] * len(page.elements)
    free = [0.0] * len(page.elements)
    for place, chars in gone.items():
        bad[place] += chars
    for piece in pieces:
        block = piece.reading.block
        size = block.end - block.start
        if piece.taken is not None:
            bad[block.place] += size
        elif piece.is_prose:
            free[block.place] += size
    for i in range(len(page.elements) - 1, top, -1):
        if bad[i] or free[i]:
            up = page.elements[i].parent
            bad[up] += bad[i]
            free[up] += free[i]
    boxes = _headed(page, above, pieces)
    boxes |= {i for i, n in enumerate(bad) if n and n >= CONDEMNED * regions[i].chars and regions[i].blocks > 1}
    boxes = {i for i in boxes if i not in above and free[i] <= limit}
    left = [piece for piece in pieces if piece.taken is None]
    boxed = [piece for piece in left if not boxes.isdisjoint(ancestors(page, piece.reading.block.place))]
    if len(boxed) == len(left):  # what is all that is left stands beside nothing
        return
    for piece in boxed:
        piece.take(piece.category or "related", "place.box", 10)


def _headed(page: Page, above: set[int], pieces: list[Piece]) -> set[int]:
    """Elements that begin with a heading over other articles."""
    found = set()
    for piece in pieces:
        if piece.grade == SURE and piece.reading.opens:
            chain = ancestors(page, piece.reading.block.place)
            start = piece.reading.block.start
            found |= {i for i in chain if i not in above and page.blocks[page.elements[i].first].start == start}
    return found
