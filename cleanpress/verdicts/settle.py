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
from cleanpress.verdicts.score import LEAN, PLAIN, Piece, weigh
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
    _steady(pieces, book.addresses, ear)
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
    _release(whole, config)
    if _spare(pieces) and config.place and not located:
        title = take_head(page, pieces) or title
        _release(whole, config)
    return Settled(whole, title)


def _steady(pieces: list[Piece], addresses: frozenset[str], ear: Ear) -> None:
    """Let impersonal sentences lean no longer to what speaks to readers: what stands beside them says nothing of them.

    Source: of sentences that packs keep as all but hit, put last in a text and before a sure line, 23 % went; 5 % do
    now (tests/test_leaning.py). Costs appeals that reason in the third person beside one that asks.
    """
    for piece in pieces:
        if piece.grade == LEAN and piece.category in addresses and ear.is_impersonal(piece):
            piece.grade = PLAIN


def _release(pieces: list[Piece], config: Config) -> None:
    """Give back what the user keeps."""
    for piece in pieces:
        if piece.taken is not None and not config.keep.isdisjoint(piece.taken):
            piece.taken = None


def _spare(pieces: list[Piece]) -> bool:
    """Give back what was taken for the way it speaks, when nothing else of the document is left; whether it was.

    Charities and clubs publish articles in which they speak of giving; a page must not come out empty on a tone of
    voice. A few lines that no rule knows are nothing: they are what menus leave. Paragraphs that only went
    along with an appeal and those that sound like one do not both come back, but the larger part: beside the former the
    latter would go when the result is cleaned again.
    """
    kept = [piece for piece in pieces if piece.taken is None]
    if any(piece.kind != LINE for piece in kept) or _mass(kept) > REST:
        return False
    along = [piece for piece in pieces if piece.taken is not None and piece.taken[1].startswith("run.")]
    spoken = [piece for piece in pieces if piece.taken is not None and piece.taken[1].endswith(APPEAL)]
    prose = [piece for piece in along if piece.kind != LINE]
    if _mass(prose) <= _mass(spoken):
        along = [*spoken, *(piece for piece in along if piece.kind == LINE)]
    for piece in along:
        piece.taken, piece.extra = None, ()
    return bool(along)


def _mass(pieces: list[Piece]) -> int:
    return sum(piece.reading.shape.mass for piece in pieces)


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
