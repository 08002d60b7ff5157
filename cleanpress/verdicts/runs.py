"""Runs: an appeal of several paragraphs, of which only the first and the last need a rule's phrase."""

from __future__ import annotations

from cleanpress.verdicts.ear import Ear
from cleanpress.verdicts.score import LEAN, PLAIN, SURE, Piece

BRIDGE = 250
"""So many characters between two sure appeals belong to them even when nobody is heard to speak."""
GAP = 4
"""How many cue-less paragraphs a run may bridge between two that have cues."""


def take_runs(pieces: list[Piece], appeals: frozenset[str], ear: Ear) -> None:
    """Take appeal runs whole.

    A run begins at a block that leans to an appeal at least; one end of it must be sure. It reaches to the next block that at least leans to one, when
    everything in between is the publisher speaking (``Ear.speaks``): "we", "our newsroom", the outlet's name; no quotation,
    no reporting verb. One paragraph that is not, and the run stops before it. At the document's end a run also takes the
    publisher's own words after the last cue. Source: in a newspaper's four-paragraph appeal two held no cue at all.
    """
    i = 0
    while i < len(pieces):
        if _appeals(pieces[i], appeals):
            i = _extend(pieces, i, appeals, ear)
        else:
            i += 1


def _appeals(piece: Piece, appeals: frozenset[str]) -> bool:
    return piece.category in appeals and piece.grade in (SURE, LEAN)


def _extend(
    pieces: list[Piece], first: int, appeals: frozenset[str], ear: Ear
) -> int:
    """Grow one run from ``first``; give the index after it."""
    category = pieces[first].category
    end = first + 1
    while True:
        stop = _spoken(pieces, first, end, ear)
        closed = stop < len(pieces) and _appeals(pieces[stop], appeals)
        if not closed and stop < len(pieces):
            stop = _short_gap(pieces, first, end, appeals, ear)
            closed = stop > end
        sure = pieces[first].taken is not None or (closed and pieces[stop].grade == SURE)
        if not sure or (not closed and not (stop > end and stop == len(pieces))):
            return end
        for piece in pieces[first : stop + closed]:
            piece.take(piece.category or category, piece.rule or "run.appeal", 0 if piece.rule else 10)
        end = stop + closed
        if not closed:
            return end


def _spoken(pieces: list[Piece], first: int, end: int, ear: Ear) -> int:
    """Index after the blocks from ``end`` on in which the publisher speaks."""
    stop = end
    while stop < len(pieces) and stop - end < GAP and pieces[stop].grade == PLAIN and ear.speaks(pieces[stop], pieces[first]):
        stop += 1
    return stop


def _short_gap(pieces: list[Piece], first: int, end: int, appeals: frozenset[str], ear: Ear) -> int:
    """Index of the next sure appeal, when the run is sure and nearly nothing, and no source, stands between; else ``end``."""
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
