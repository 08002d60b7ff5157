"""Head, boxes and tail: bare lines that stand where articles have no lines, near one that is sure to be junk."""

from __future__ import annotations

import re

from cleanpress.model import Evidence, Page
from cleanpress.signals.names import is_name
from cleanpress.signals.words import Voices
from cleanpress.verdicts.ear import Ear
from cleanpress.verdicts.extent import ENDS_TEASER, is_border, is_scarce
from cleanpress.verdicts.score import LEAN, PLAIN, SURE, Piece

HEADLINE = 110
"""A line at the head with more characters (dense scripts: half of them) is a paragraph that lost its full stop."""
SAFE = 500
"""Neighbouring paragraphs with more characters (dense scripts: half of them) are never cut off by place alone."""
SAFE_PAIR = 180
"""The same for two or more of them: the teasers of other articles have a title between each and the next."""
BULLETS = "-*•–"
LEADS_ON = ":：,，،、"
"""No headline ends with one of these."""
HEADLINE_SENTENCE = 90
"""The same for a line that reads on like a sentence: from here on it is a deck rather than a headline."""
SCARCE_HEAD = 3
"""So many lines are a head even over next to no prose."""
INSIDE = frozenset(("ad", "audio", "byline", "caption"))
"""Categories that stand in lists and programmes too: they go, but do not show that the article is over."""
NEAR = 3
"""So many blocks away an appeal is still beside a paragraph."""
ADDRESS = 200
"""A stretch with more characters is no address to the reader but a column."""
SIGNATURE = 60
"""Longer lines beside a byline may be a heading or a deck."""
SIGNATURE_LINES = 12
"""More of them are a list of the article's, whatever dates stand in it."""
BETWEEN = 2
"""Fewer lines after the article's last paragraph do not end it: a label may stand before the last but one too."""
ENOUGH = 2
"""One border, or so many dates and "read more" lines, and what follows the article are teasers of others."""
TAIL_REACH = 8
"""How many plain lines the first sure line of the tail may reach back over."""
BOX_REACH = 20
"""How many lines a heading claims: longer lists are the article's own."""
MANY = 80
"""Enumerations of fewer characters (dense scripts: half of them) may be an article's tags."""
_NUMBER = re.compile(r"\d[\d.,:%]*")


def cut_outside(pieces: list[Piece], start: int, end: int) -> None:
    """Take what the article's extent leaves out: all before it, paragraphs after a border, and those amid appeals.

    A stretch of paragraphs of some length stays wherever it stands: it may be a second part of the article.
    """
    safe = _long_stretches(pieces)
    for i, piece in enumerate(pieces[:start]):
        if i not in safe:
            piece.take(piece.category or "navigation", "place.before", 10)
    signs = between = 0
    for i in range(end, len(pieces)):
        piece = pieces[i]
        between += piece.taken is not None or piece.is_line
        if piece.taken is not None:
            signs += ENOUGH if is_border(piece) or piece.category == "paywall" else piece.category in ENDS_TEASER
        elif i not in safe and not piece.is_line and ((signs >= ENOUGH and between >= BETWEEN) or piece.addressed):
            piece.take(piece.category or "related", "place.after", 10)


def mark_addressed(pieces: list[Piece], appeals: frozenset[str], ear: Ear) -> None:
    """Mark stretches of paragraphs that all speak to the reader, or of the publisher, beside an appeal.

    They are no sign that the article goes on. Inside it they stay all the same; after it they go. One paragraph of
    reporting, and the whole stretch is the article's: columns say "we" and "you" in their last lines too.
    """
    i = 0
    while i < len(pieces):
        stop = i
        while stop < len(pieces) and pieces[stop].taken is None and not pieces[stop].is_line:
            stop += 1
        around = pieces[max(0, i - NEAR) : i][::-1] + pieces[stop : stop + NEAR]
        appeal = next((p for p in around if p.taken is not None and p.category in appeals), None)
        stretch = pieces[i:stop]
        short = sum(p.reading.shape.mass for p in stretch) <= ADDRESS
        if appeal is not None and stretch and short and all(ear.speaks(p, appeal, to_reader=True) for p in stretch):
            for piece in stretch:
                piece.addressed = True
        i = max(stop, i + 1)


def _long_stretches(pieces: list[Piece]) -> set[int]:
    """Indexes of neighbouring paragraphs that together are longer than teasers are."""
    safe: set[int] = set()
    i = 0
    while i < len(pieces):
        stop = i
        while (
            stop < len(pieces) and pieces[stop].taken is None and not (pieces[stop].is_line or pieces[stop].addressed)
        ):
            stop += 1
        several = sum(p.reading.shape.stop and not p.reading.shape.loose for p in pieces[i:stop]) > 1
        if sum(p.reading.shape.mass for p in pieces[i:stop]) >= (SAFE_PAIR if several else SAFE):
            safe.update(range(i, stop))
        i = max(stop, i + 1)
    return safe


def take_head(page: Page, pieces: list[Piece]) -> str:
    """Take the bare lines before the first paragraph; the best of them is the headline, which is returned.

    Where prose is scarce a longer row of lines is no head but the text: a calendar, a list of results. A text that
    starts with a subhead loses it: the line above the first paragraph is a headline nine times out of ten.
    """
    size = next((i for i, p in enumerate(pieces) if p.taken is None and not _is_headish(p)), len(pieces))
    size = _before_list(page, pieces[:size])
    if size == len(pieces):
        return ""
    if size and page.text[pieces[size - 1].reading.block.end - 1] in LEADS_ON:
        size -= 1  # it leads into the paragraph below, or greets the reader of a letter
    head = pieces[:size]
    if is_scarce(pieces) and sum(p.taken is None for p in head) > SCARCE_HEAD:
        return ""
    plain = [p for p in head if _is_headish(p) and not p.reading.evidence]
    best = next((p for p in reversed(plain) if p.reading.shape.words >= 4), plain[-1] if plain else None)
    if best is not None:
        best.taken, best.extra = ("headline", "place.headline"), (Evidence("place.headline", "headline", 10),)
    for piece in head:
        piece.take(piece.category or "navigation", "place.head", 10)
    return page.text[best.reading.block.start : best.reading.block.end] if best else ""


def _before_list(page: Page, head: list[Piece]) -> int:
    """Index of the first of two lines of figures, or two bullets, with no junk below them, else the head's length.

    Match reports begin with the result, live blogs with their main points. One line of figures may be a date; lists
    above something sure are tickers and menus.
    """
    start = max((i + 1 for i, p in enumerate(head) if p.taken is not None), default=0)
    rows = [p.reading.data or page.text[p.reading.block.start] in BULLETS for p in head]
    return next((i for i in range(start, len(head) - 1) if rows[i] and rows[i + 1]), len(head))


def _is_headish(piece: Piece) -> bool:
    """Whether a block is a line of a headline's size; one that reads on like a sentence must be shorter."""
    shape = piece.reading.shape
    if shape.loose and not piece.reading.part:
        return shape.mass <= HEADLINE_SENTENCE and not piece.reading.evidence
    return piece.is_line and shape.mass <= HEADLINE


def take_boxes(pieces: list[Piece]) -> None:
    """Take the bare lines below a heading that opens a list of links, up to the next paragraph."""
    opener: Piece | None = None
    claimed = 0
    for piece in pieces:
        if not piece.is_line and piece.grade != SURE:
            opener = None
        elif piece.reading.opens and piece.grade == SURE:
            opener, claimed = piece, 0
        elif opener is not None and claimed < BOX_REACH:
            claimed += 1
            piece.take(piece.category or opener.category, "place.box", 10)


def take_leaning(pieces: list[Piece]) -> None:
    """Take blocks that lean to junk beside a sure one."""
    for i, piece in enumerate(pieces):
        around = pieces[max(0, i - 1) : i] + pieces[i + 1 : i + 2]
        if piece.grade == LEAN and piece.taken is None and any(p.grade == SURE for p in around):
            piece.take(piece.category, piece.rule)


def take_signature(page: Page, pieces: list[Piece], voices: Voices) -> None:
    """Take the short lines around a byline between two paragraphs: names, roles, captions without a credit.

    A line below all of them is the next part's heading and stays, unless it is a name.
    """
    i = 0
    while i < len(pieces):
        stop = i
        while stop < len(pieces) and (pieces[stop].taken is not None or pieces[stop].is_line):
            stop += 1
        gap = pieces[i:stop]
        gone = [k for k, p in enumerate(gap) if p.taken is not None]
        signed = any(gap[k].category == "byline" for k in gone) and len(gap) - len(gone) <= SIGNATURE_LINES
        if i > 0 and stop < len(pieces) and signed:
            _take_gap(page, gap, gone[-1], voices)
        i = max(stop, i + 1)


def _take_gap(page: Page, gap: list[Piece], last: int, voices: Voices) -> None:
    """Take the short lines of a gap up to its last sure one, and names below that."""
    for k, piece in enumerate(gap):
        block, short = piece.reading.block, piece.reading.shape.mass <= SIGNATURE and not piece.reading.data
        if short and (k < last or is_name(page.text[block.start : block.end], voices, 4)):
            piece.take("byline", "place.signature", 10)


def take_tail(page: Page, pieces: list[Piece], end: int) -> None:
    """Take the bare lines after the article (``end``: where its extent ends), from shortly before the first sure one
    on.

    Results, prices and ingredients end articles too: lines of numbers stay, and so does what follows a colon, up to the
    last of them that is not outweighed by junk. A line over a paragraph that stays is its heading and stays too.
    """
    last = max((i for i, p in enumerate(pieces[:end]) if p.taken is None and not p.is_line), default=None)
    if last is None:
        return
    tail = pieces[last + 1 :]
    keep = _listed(page, pieces[last], tail)
    first = next((i for i, p in enumerate(tail) if i >= keep and p.grade == SURE and p.category not in INSIDE), None)
    if first is None:
        return
    start = first if first - keep > TAIL_REACH else keep
    for piece, below in zip(tail[start:], [*tail[start + 1 :], None], strict=True):
        if piece.is_line and (below is None or below.taken is not None or below.is_line):
            piece.take(piece.category or "navigation", piece.rule or "place.tail", 0 if piece.rule else 10)


def _listed(page: Page, before: Piece, tail: list[Piece]) -> int:
    """How many lines of the tail belong to a list that the article ends with."""
    weight = best = keep = 0
    after_colon = page.text[before.reading.block.end - 1] in ":："
    for i, piece in enumerate(tail):
        block = piece.reading.block
        if piece.grade == SURE:
            weight -= 3
            after_colon = False
        elif piece.grade == LEAN:
            weight -= 1
        elif after_colon or _is_row_of_many(piece) or len(_NUMBER.findall(page.text, block.start, block.end)) >= 2:
            weight += 1
        if weight > best and piece.grade == PLAIN:
            best, keep = weight, i + 1
    return keep if best >= 2 else 0


def _is_row_of_many(piece: Piece) -> bool:
    """Whether a line enumerates at length, such as the places of a region; tags are fewer."""
    return piece.reading.data and piece.reading.shape.mass >= MANY


def take_last_heading(pieces: list[Piece]) -> None:
    """Take a bare line that is left last when something below it went: a heading over nothing."""
    kept = [i for i, p in enumerate(pieces) if p.taken is None]
    if len(kept) < 2 or kept[-1] == len(pieces) - 1:
        return
    last, before = pieces[kept[-1]], pieces[kept[-2]]
    if last.is_line and last.reading.shape.words <= 8 and not before.is_line:
        last.take(last.category or "related", "place.last-heading", 10)
