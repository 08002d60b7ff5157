"""Where the article lies in a flat list of blocks: the stretch with the most prose and the least junk."""

from __future__ import annotations

from cleanpress.signals.shape import LINE
from cleanpress.verdicts.score import LEAN, PLAIN, Piece

PROSE_CAP = 600
"""More characters than these make a paragraph no surer to be body."""
TEASER = 220
"""Neighbouring paragraphs of fewer characters together count half: teasers of other articles are short and stand
alone."""
COST = {"border": 150, "inset": 50, "furniture": 20, "lean": 60, "line": 40}
"""What blocks between two paragraphs cost, once one of them is sure to be junk."""
FURNITURE = frozenset(("ad", "audio", "byline", "caption", "comments", "read-more", "share", "social", "headline"))
"""Categories that stand amid an article as often as after it."""
BORDERS = frozenset(("navigation", "related", "copyright"))
"""Categories that stand after an article, hardly ever in it. All others (appeals) are insets: boxes amid the text."""
LOOSE = 200
"""A paragraph without a full stop speaks for the article only from this many characters on: titles can be long too."""
ENDS_TEASER = frozenset(("byline", "read-more", "related"))
TEASER_COST = 260
"""A title beside a date or a "read more" stands between the teasers of two other articles."""
LEAD_REACH = 30
"""So many blocks of furniture may lie between a lead and its article."""
INSET_CAP = 120
"""All appeals between two paragraphs together cost no more: an article goes on after its appeal."""
GAP_CAP = 400
"""One box in the middle of an article must not outweigh a few paragraphs."""
SCARCE = 400
"""Under this much prose (characters) the document is a list, a poem, a listing: place says nothing there."""


def is_scarce(pieces: list[Piece]) -> bool:
    """Whether the document holds next to no prose: a list, a poem, a listing."""
    return sum(min(p.reading.shape.mass, PROSE_CAP) for p in pieces if p.is_prose) < SCARCE


def find_extent(pieces: list[Piece]) -> tuple[int, int]:
    """First and last block of the article, as a half-open range; (0, n) when place must stay silent.

    Prose counts for, junk between it against; the heaviest stretch wins, the longest of equal ones. Blocks are
    weighed by
    their own text and their gap's, never by their share of the page, so a second run finds the whole of what is left.
    """
    if is_scarce(pieces):
        return 0, len(pieces)
    best = total = 0
    start = best_start = best_end = 0
    i = 0
    while i < len(pieces):
        stop = i
        text = _is_text(pieces[i])
        while stop < len(pieces) and _is_text(pieces[stop]) == text:
            stop += 1
        if text:
            total += _weight(pieces[i:stop])
            i = stop
            if total > best or (total == best and start == best_start):
                best, best_start, best_end = total, start, i
            continue
        total -= _gap_cost(pieces[i:stop])
        i = stop
        if total < 0:
            total, start = 0, i
    return _whole_lines(pieces, _with_lead(pieces, _with_lead(pieces, best_start)), best_end)


def _with_lead(pieces: list[Piece], start: int) -> int:
    """Reach back over furniture to the lead: the text that stands last before it, with no headline in between.

    Asked twice, since a lead is often followed by furniture, a first paragraph, and furniture again.
    """
    i = start - 1
    while i >= 0 and start - i <= LEAD_REACH and not _is_lead(pieces[i]) and not _is_title(pieces[i]):
        i -= 1
    if i < 0 or start - i > LEAD_REACH or not _is_lead(pieces[i]):
        return start
    while i > 0 and _is_lead(pieces[i - 1]) and start - i < LEAD_REACH:
        i -= 1
    return i


def _is_lead(piece: Piece) -> bool:
    return _is_text(piece) or (piece.taken is None and piece.reading.shape.loose and not piece.addressed)


def _whole_lines(pieces: list[Piece], start: int, end: int) -> tuple[int, int]:
    """Widen the range so that it never cuts through the sentences of one line."""
    while (
        0 < start < len(pieces)
        and pieces[start].reading.part
        and pieces[start - 1].reading.part == pieces[start].reading.part
    ):
        start -= 1
    while (
        0 < end < len(pieces) and pieces[end].reading.part and pieces[end - 1].reading.part == pieces[end].reading.part
    ):
        end += 1
    return start, end


def is_border(piece: Piece) -> bool:
    """Whether a block that goes marks the end of an article."""
    return piece.category in BORDERS or piece.reading.opens


def _is_title(piece: Piece) -> bool:
    return piece.taken is None and piece.grade == PLAIN and piece.reading.shape.words >= 4


def _is_text(piece: Piece) -> bool:
    """Whether a block speaks for the article: a sentence or paragraph, or a line of figures."""
    if piece.taken is not None or piece.addressed or (piece.reading.shape.loose and piece.reading.shape.mass < LOOSE):
        return False
    return piece.kind != LINE or piece.reading.data or piece.goods or piece.reading.part > 0


def _weight(paragraphs: list[Piece]) -> int:
    mass = sum(min(p.reading.shape.mass, PROSE_CAP) for p in paragraphs)
    return mass if mass >= TEASER else mass // 2


def _gap_cost(gap: list[Piece]) -> int:
    """Nothing without a sure line; with furniture alone only what the furniture costs.

    A byline amid the furniture stands between a lead and its article: next to nothing. Teasers have bylines too, but
    also
    the title of the next one.
    """
    gone = [p for p in gap if p.taken is not None]
    if not gone:
        return 0
    if any(p.category == "byline" for p in gone) and not any(_is_title(p) for p in gap):
        return COST["line"]
    if any(p.category in ENDS_TEASER for p in gone) and any(_is_title(p) for p in gap):
        return TEASER_COST
    borders = sum(map(is_border, gone))
    furniture = sum(p.category in FURNITURE and not p.reading.opens for p in gone)
    insets = len(gone) - borders - furniture
    cost = COST["border"] * borders + COST["furniture"] * furniture + min(COST["inset"] * insets, INSET_CAP)
    if borders or insets or len(gap) > 2 * len(gone):
        cost += sum(COST["lean"] if p.grade == LEAN else COST["line"] for p in gap if p.taken is None)
    return min(cost, GAP_CAP)
