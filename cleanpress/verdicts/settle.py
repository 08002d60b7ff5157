"""Verdicts by neighbourhood: runs, the article's extent, head, boxes and tail, in this order, once each."""

from __future__ import annotations

from dataclasses import dataclass

from cleanpress.config import Config
from cleanpress.model import Page, Verdict
from cleanpress.rules.rulebook import Rulebook
from cleanpress.signals.company import APPEAL
from cleanpress.signals.echoes import mark_alone
from cleanpress.signals.outlet import Outlet
from cleanpress.signals.reading import Reading
from cleanpress.signals.shape import LINE
from cleanpress.signals.words import Voices
from cleanpress.verdicts.ear import Ear
from cleanpress.verdicts.edges import (
    cut_outside,
    mark_addressed,
    take_boxes,
    take_head,
    take_last_heading,
    take_leaning,
    take_signature,
    take_tail,
)
from cleanpress.verdicts.extent import find_extent
from cleanpress.verdicts.goods import mark_goods
from cleanpress.verdicts.runs import take_runs
from cleanpress.verdicts.score import Piece, weigh
from cleanpress.verdicts.templates import take_templates

REST = 200
"""Bare lines of so many characters together are next to nothing: the names of a menu, a date."""


def settle(
    page: Page,
    readings: list[Reading],
    outlet: Outlet,
    folded: str,
    book: Rulebook,
    voices: Voices,
    config: Config,
    *,
    located: bool = False,
) -> Settled:
    """Judge all blocks. ``located``: the tree has shown where the article lies, so nothing is taken by its extent,
    head or tail."""
    mark_alone(page, readings, book.weights)
    whole = weigh(readings, book, config)
    pieces = take_templates(whole, config) if any(reading.known for reading in readings) else whole
    ear = Ear(page, folded, outlet, voices)
    take_runs(pieces, book.appeals, ear)
    title, end = "", len(pieces)
    if config.place:
        take_leaning(pieces)
        mark_goods(page, pieces)
        if not located:
            mark_addressed(pieces, book.appeals, ear)
            start, end = find_extent(pieces)
            cut_outside(pieces, start, end)
        take_boxes(pieces)
        take_signature(page, pieces, voices)
        if not located:
            title = take_head(page, pieces)
            take_tail(page, pieces, end)
            take_last_heading(pieces)
    for piece in whole:
        if piece.taken is not None and not config.keep.isdisjoint(piece.taken):
            piece.taken = None
    _spare(pieces)
    return Settled(whole, title)


def _spare(pieces: list[Piece]) -> None:
    """Give back what was taken for the way it speaks, when nothing else of the document is left.

    Charities and clubs publish articles in which they speak of giving; a page must not come out empty on a tone of
    voice. A few lines that no rule knows are nothing: they are what menus leave.
    """
    kept = [piece for piece in pieces if piece.taken is None]
    if any(piece.kind != LINE for piece in kept) or sum(p.reading.shape.mass for p in kept) > REST:
        return
    for piece in pieces:
        if piece.taken is not None and (piece.taken[1].endswith(APPEAL) or piece.taken[1].startswith("run.")):
            piece.taken, piece.extra = None, ()


@dataclass(frozen=True, slots=True)
class Settled:
    """All pieces after the last step, and the headline."""

    pieces: list[Piece]
    title: str

    def removed(self) -> list[Verdict]:
        """Verdicts on the blocks that go."""
        return [_verdict(piece) for piece in self.pieces if piece.taken is not None]

    def verdicts(self) -> list[Verdict]:
        """Verdicts on all blocks, for the explanation."""
        return [_verdict(piece) for piece in self.pieces]


def _verdict(piece: Piece) -> Verdict:
    evidence = piece.reading.evidence + piece.extra
    points = sum(e.points for e in evidence)
    category, rule = piece.taken or (piece.category, "")
    return Verdict(piece.reading.block.index, piece.taken is None, category, rule, points, evidence)
