"""Runs: an appeal of several paragraphs, of which only the first and the last need a rule's phrase."""

from __future__ import annotations

from cleanpress.verdicts.ear import Ear
from cleanpress.verdicts.score import LEAN, PLAIN, SURE, Piece

NEIGHBOURS, NEIGHBOUR_MASS = 3, 400
"""More paragraphs or characters beside an appeal are no longer part of it."""
BRIDGE = 250
"""So many characters between two sure appeals belong to them even when nobody is heard to speak."""
PAIR = 1
"""Two leaning appeals side by side make each other sure."""
BLOCK_MASS = 1200
"""A block with more characters holds more than an appeal."""
ASKS = 2
"""One sentence that asks may end a column; two are an appeal."""
GAP = 4
"""How many cue-less paragraphs a run may bridge between two that have cues."""


def take_runs(pieces: list[Piece], appeals: frozenset[str], ear: Ear) -> None:
    """Take appeal runs whole.

    A run begins at a block that leans to an appeal at least; one end of it must be sure. It reaches to the next block
    that at least leans to one, when everything in between is the publisher speaking (``Ear.speaks``): "we", "our
    newsroom", the outlet's name; no quotation, no reporting verb. One paragraph that is not, and the run stops before
    it. At the document's end a run also takes the publisher's own words after the last cue. Source: in a newspaper's
    four-paragraph appeal two held no cue at all.
    """
    i = 0
    while i < len(pieces):
        if _appeals(pieces[i], appeals):
            i = _extend(pieces, i, appeals, ear)
        else:
            i += 1
    _take_neighbours(pieces, appeals, ear)
    _take_blocks(pieces, appeals, ear)


def _take_blocks(pieces: list[Piece], appeals: frozenset[str], ear: Ear) -> None:
    """Take the whole of a block of which several sentences went as an appeal, when it argues for the outlet.

    Source: appeals reason at length before they ask, and the reasons alone read like a column. The block must speak of
    journalism, and of the publisher or to its reader, and nobody may be quoted or reported in it. Hurts columns that
    end in such an appeal within one paragraph. Texts that are next to nothing else are left alone: they may come in one
    line.
    """
    rest = sum(p.reading.shape.mass for p in pieces if p.is_prose and not p.reading.part)
    i = 0 if rest >= BLOCK_MASS else len(pieces)
    while i < len(pieces):
        stop = i + 1
        while stop < len(pieces) and pieces[i].reading.part and pieces[stop].reading.part == pieces[i].reading.part:
            stop += 1
        _take_block(pieces[i:stop], appeals, ear)
        i = stop


def _take_block(block: list[Piece], appeals: frozenset[str], ear: Ear) -> None:
    asks = [p for p in block if _taken_appeal(p, appeals)]
    loose = [p for p in block if p.taken is None]
    if len(asks) < ASKS or not loose or sum(p.reading.shape.mass for p in block) > BLOCK_MASS:
        return
    core = asks[0]
    if ear.argues(block, core) and not any(ear.reports(p, core) for p in loose):
        _take_along(loose, core, "run.block")


def _take_neighbours(pieces: list[Piece], appeals: frozenset[str], ear: Ear) -> None:
    """Take what the publisher says right before and right after an appeal that is taken.

    Only when it is short: a column speaks of "us" and "you" from its first line to its last, and stays.
    """
    near: set[int] = set()
    for i, piece in enumerate(pieces):
        if piece.taken is not None and piece.taken[0] in appeals:
            near.update(range(i - GAP, i + GAP + 1))
    i = 0
    while i < len(pieces):
        if i not in near:
            i += 1
            continue
        first = i
        while i < len(pieces) and (_taken_appeal(pieces[i], appeals) or _beside(pieces, i, appeals, ear)):
            i += 1
        stretch = pieces[first:i]
        core = next((p for p in stretch if _taken_appeal(p, appeals)), None)
        loose = [p for p in stretch if p.taken is None]
        if (
            core is not None
            and loose
            and len(loose) <= NEIGHBOURS
            and sum(p.reading.shape.mass for p in loose) <= NEIGHBOUR_MASS
        ):
            _take_along(loose, core, "run.neighbour")
            near.update(range(first - GAP, i + GAP))
        i = max(i, first + 1)


def _take_along(loose: list[Piece], core: Piece, step: str) -> None:
    """Take blocks as what the appeal in their middle went as."""
    for piece in loose:
        piece.take(core.taken[0] if core.taken else core.category, step, 10)


def _taken_appeal(piece: Piece, appeals: frozenset[str]) -> bool:
    return piece.taken is not None and piece.taken[0] in appeals


def _beside(pieces: list[Piece], i: int, appeals: frozenset[str], ear: Ear) -> bool:
    """Whether an untaken block sounds like the appeal it may belong to."""
    piece = pieces[i]
    if piece.taken is not None:
        return False
    near = next(
        (p for p in (*pieces[max(0, i - GAP) : i][::-1], *pieces[i + 1 : i + 1 + GAP]) if _taken_appeal(p, appeals)),
        None,
    )
    return near is not None and ear.belongs(piece, near)


def _appeals(piece: Piece, appeals: frozenset[str]) -> bool:
    return piece.category in appeals and piece.grade in (SURE, LEAN)


def _extend(pieces: list[Piece], first: int, appeals: frozenset[str], ear: Ear) -> int:
    """Grow one run from ``first``; give the index after it."""
    category = pieces[first].category
    fresh, end = first, first + 1
    while True:
        stop = _spoken(pieces, first, end, ear)
        closed = stop < len(pieces) and _appeals(pieces[stop], appeals)
        if not closed and stop < len(pieces):
            stop = _short_gap(pieces, first, end, appeals, ear)
            closed = stop > end
        sure = pieces[first].taken is not None or (closed and (pieces[stop].grade == SURE or stop - first <= PAIR))
        if not sure or (not closed and not (stop > end and stop == len(pieces))):
            return end
        for piece in pieces[fresh : stop + closed]:
            piece.take(piece.category or category, piece.rule or "run.appeal", 0 if piece.rule else 10)
        fresh = end = stop + closed
        if not closed:
            return end


def _spoken(pieces: list[Piece], first: int, end: int, ear: Ear) -> int:
    """Index after the blocks from ``end`` on in which the publisher speaks."""
    stop = end
    while (
        stop < len(pieces)
        and stop - end < GAP
        and pieces[stop].grade == PLAIN
        and ear.speaks(pieces[stop], pieces[first])
    ):
        stop += 1
    return stop


def _short_gap(pieces: list[Piece], first: int, end: int, appeals: frozenset[str], ear: Ear) -> int:
    """Index of the next sure appeal, when the run is sure and next to nothing, no source, is between; else ``end``."""
    if pieces[end - 1].grade != SURE and pieces[end - 1].taken is None:
        return end
    mass = 0
    for stop in range(end, min(end + GAP, len(pieces))):
        if pieces[stop].grade == SURE:
            return stop if pieces[stop].category in appeals else end
        mass += pieces[stop].reading.shape.mass
        if mass > BRIDGE or ear.reports(pieces[stop], pieces[first]):
            break
    return end
