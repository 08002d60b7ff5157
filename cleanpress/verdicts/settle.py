"""Verdicts by neighbourhood: runs, the article's extent, head, boxes and tail, in this order, once each."""

from __future__ import annotations

from cleanpress.config import Config
from cleanpress.model import Evidence, Page, Verdict
from cleanpress.rules.rulebook import Rulebook
from cleanpress.signals.outlet import Outlet
from cleanpress.signals.phrases import Reading
from cleanpress.signals.shape import measure
from cleanpress.signals.words import Voices, words_of
from cleanpress.verdicts.extent import find_extent
from cleanpress.verdicts.runs import take_runs
from cleanpress.verdicts.score import LEAN, SURE, Piece, weigh

HEADLINE_WORDS = 25
"""A line at the head with more words is a paragraph that lost its full stop."""
TAIL_REACH = 3
"""How many plain lines a sure line at the tail may reach back over."""


def settle(
    page: Page, readings: list[Reading], outlet: Outlet, folded: str, book: Rulebook, voices: Voices, config: Config
) -> tuple[list[Verdict], str]:
    """Judge all blocks; also give the headline."""
    pieces = weigh(readings, book, config)

    def speaks(piece: Piece) -> bool:
        block = piece.reading.block
        line = folded[block.start : block.end]
        words = words_of(line)
        if measure(page.text[block.start : block.end]).quoted or voices.speech.hits(words, line):
            return False
        return voices.voice.hits(words, line) or outlet.named_in(page.text[block.start : block.end])

    take_runs(pieces, book.appeals, speaks)
    title = ""
    if config.place and not page.flowing:
        start, end = find_extent(pieces)
        if (start, end) != (0, len(pieces)):
            _cut_outside(pieces, start, end)
        title = _take_head(page, pieces)
        _take_boxes(pieces)
        _take_tail(pieces)
    return [_verdict(piece) for piece in pieces], title


def _cut_outside(pieces: list[Piece], start: int, end: int) -> None:
    for piece in pieces[:start]:
        piece.take(piece.category or "navigation", "place.head", 10)
    has_sure = any(p.grade == SURE for p in pieces[end:])
    for piece in pieces[end:]:
        if has_sure and not piece.is_line:
            piece.take(piece.category or "related", "place.tail", 10)


def _take_head(page: Page, pieces: list[Piece]) -> str:
    """Take the bare lines before the first paragraph; the best of them is the headline."""
    size = next((i for i, p in enumerate(pieces) if p.taken is None and not _is_headish(p)), len(pieces))
    if size == len(pieces):
        return ""
    head = pieces[:size]
    plain = [p for p in head if p.is_line and not p.reading.evidence]
    best = next((p for p in reversed(plain) if p.reading.shape.words >= 4), plain[-1] if plain else None)
    if best is not None:
        best.taken, best.extra = ("headline", "place.headline"), (Evidence("place.headline", "headline", 10),)
    for piece in head:
        piece.take(piece.category or "navigation", "place.head", 10)
    return page.text[best.reading.block.start : best.reading.block.end] if best else ""


def _is_headish(piece: Piece) -> bool:
    return piece.is_line and piece.reading.shape.words <= HEADLINE_WORDS


def _take_boxes(pieces: list[Piece]) -> None:
    """Take the lines below a heading that opens a list of links, and lines that lean to junk beside a sure line."""
    opener: Piece | None = None
    for before, piece in zip([None, *pieces], pieces):
        if not piece.is_line and piece.grade != SURE:
            opener = None
        elif piece.reading.opens and piece.grade == SURE:
            opener = piece
        elif opener is not None:
            piece.take(piece.category or opener.category, "place.box", 10)
    for i, piece in enumerate(pieces):
        around = pieces[max(0, i - 1) : i] + pieces[i + 1 : i + 2]
        if piece.grade == LEAN and piece.taken is None and any(p.grade == SURE for p in around):
            piece.take(piece.category, piece.rule)


def _take_tail(pieces: list[Piece]) -> None:
    """Take the bare lines after the last paragraph from shortly before the first sure one on."""
    last = max((i for i, p in enumerate(pieces) if p.taken is None and not p.is_line), default=None)
    if last is None:
        return
    tail = pieces[last + 1 :]
    first = next((i for i, p in enumerate(tail) if p.grade == SURE), None)
    if first is None:
        return
    if first > TAIL_REACH:
        tail = tail[first:]
    for piece in tail:
        piece.take(piece.category or "navigation", piece.rule or "place.tail", 0 if piece.rule else 10)


def _verdict(piece: Piece) -> Verdict:
    evidence = piece.reading.evidence + piece.extra
    points = sum(e.points for e in evidence)
    if piece.taken is None:
        return Verdict(piece.reading.block.index, True, piece.category, "", points, evidence)
    category, rule = piece.taken
    return Verdict(piece.reading.block.index, False, category, rule, points, evidence)
