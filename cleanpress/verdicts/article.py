"""HTML: find the article in the tree, judge what is inside by markup, and hand the rest to the steps for text."""

from __future__ import annotations

import dataclasses
from collections import Counter

from cleanpress.clock import check
from cleanpress.config import Config
from cleanpress.model import Block, Evidence, Page
from cleanpress.rules.rulebook import Rulebook
from cleanpress.signals.markup import Markup
from cleanpress.signals.phrases import Reader
from cleanpress.signals.reading import Reading
from cleanpress.signals.shape import long_prose
from cleanpress.signals.words import Voices
from cleanpress.verdicts.boxes import take_tree_boxes
from cleanpress.verdicts.container import Region, ancestors, find_container, measure_regions
from cleanpress.verdicts.inside import GUARD, Mark, judge_blocks, mark_elements
from cleanpress.verdicts.lead import find_lead
from cleanpress.verdicts.score import Piece
from cleanpress.verdicts.second import common_element, what_readability_keeps, where_json_ld_points
from cleanpress.verdicts.settle import Settled, settle
from cleanpress.verdicts.templates import by_template

TINY = 250
"""A body with fewer characters looks wrong on a page that has more to offer: then it is looked for once more."""
ASIDES = frozenset(("aside", "nav", "footer", "form", "dialog"))
MORE = 2
"""How many times as much text another answer must have to be taken instead."""


class ArticleJudge:
    """Judges HTML pages against a compiled rulebook. Immutable, so threads may share it."""

    def __init__(self, reader: Reader, book: Rulebook, voices: Voices, config: Config) -> None:
        """Share what is compiled."""
        self.reader, self.book, self.voices, self.config = reader, book, voices, config
        self.markup = Markup(book)
        self.bare = self.markup.only("comments")

    def settle(self, page: Page, body: list[Block] | None = None) -> Settled:
        """Judge the blocks of an HTML page; ``body``: those of the article, where the user says so.

        An answer under ``TINY`` characters looks wrong: tokens may have condemned the article, so it is looked for
        without them (those of comments aside, which never are the article), and then readability is asked.
        """
        if body:
            return self._judge(page, self.markup, body)
        if self.config.locator == "readability":
            chosen = what_readability_keeps(page)
            if chosen:
                return self._judge(page, self.markup, chosen)
        blocks = page.blocks
        settled = self._judge(page, self.markup)
        if _kept(settled) >= TINY or len(page.text) < TINY or self.config.locator == "none":
            return settled
        for note, markup in (("tokens-ignored", self.bare), ("readability-asked", self.markup)):
            check()
            _restart(page, blocks)
            chosen = what_readability_keeps(page) if markup is self.markup else []
            if markup is self.markup and not chosen:
                continue
            other = self._judge(page, markup, chosen)
            if _kept(other) > MORE * _kept(settled) and _kept(other) > TINY and not _is_aside(page, other):
                page.notes = (*page.notes, note)
                return other
        return _in_order(page, settled.pieces, settled.title)

    def _judge(self, page: Page, markup: Markup, chosen: list[Block] | None = None) -> Settled:
        """Judge with the article where ``chosen`` says, or where the prose lies."""
        hits = markup.read(page)
        regions = measure_regions(page, hits, markup)
        top = self._locate(page, regions, chosen)
        if top < 0:
            return settle(page, *self.reader.read(page), self.book, self.voices, self.config)
        check()
        marks = mark_elements(page, top, hits, regions, self.config.keep)
        body = page.blocks[page.elements[top].first : page.elements[top].last]
        inside = chosen or find_lead(page, top, regions, marks) + body
        gone = judge_blocks(page, inside, marks, markup, GUARD * regions[top].prose, self.config.keep)
        pieces = _outside(page.blocks, {block.index for block in inside}, marks, self.config.keep)
        condemned = Counter[int]()
        for block in inside:
            why = gone.get(block.index)
            if why:
                pieces.append(_taken(block, why))
                condemned[block.place] += (block.end - block.start) * (why.category != "headline")
        check()
        view = dataclasses.replace(page, blocks=[block for block in inside if block.index not in gone])
        readings, outlet, folded = self.reader.read(view)
        first = settle(view, readings, outlet, folded, self.book, self.voices, self.config, located=True).pieces
        check()
        take_tree_boxes(page, top, regions, [piece for piece in first if not by_template(piece)], condemned)
        pieces += [piece for piece in first if piece.taken is not None]
        # What is left has next to no junk in it beside which place could count, so lists and tables stay; and it goes
        # through all steps for texts, so that cleaning the result once more changes nothing.
        rest = [piece.reading for piece in first if piece.taken is None]
        last = settle(view, rest, outlet, folded, self.book, self.voices, self.config)
        return _in_order(page, pieces + last.pieces, last.title)

    def _locate(self, page: Page, regions: list[Region], chosen: list[Block] | None) -> int:
        if chosen:
            return common_element(page, chosen)
        if self.config.locator == "none":
            return 0 if page.elements else -1
        return where_json_ld_points(page, find_container(page, regions))


def _kept(settled: Settled) -> int:
    return sum(p.reading.block.end - p.reading.block.start for p in settled.pieces if p.taken is None)


def _restart(page: Page, blocks: list[Block]) -> None:
    page.blocks = blocks
    for i, block in enumerate(blocks):
        block.index, block.inside, block.marks = i, True, ()


def _is_aside(page: Page, settled: Settled) -> bool:
    """Whether an answer lies in a part of the page that is no article by its element's name."""
    kept = next(piece.reading.block for piece in settled.pieces if piece.taken is None)
    return any(page.elements[i].tag in ASIDES for i in ancestors(page, kept.place))


def _in_order(page: Page, pieces: list[Piece], title: str) -> Settled:
    """Sort and number all pieces; some blocks were split into sentences on the way."""
    pieces.sort(key=_start)
    page.blocks = [piece.reading.block for piece in pieces]
    for i, block in enumerate(page.blocks):
        block.index = i
    return Settled(pieces, title)


def _start(piece: Piece) -> int:
    return piece.reading.block.start


def _outside(blocks: list[Block], inside: set[int], marks: list[Mark | None], keep: frozenset[str]) -> list[Piece]:
    """Pieces of what lies outside the article; neighbours with the same mark become one: a menu is one removal."""
    pieces: list[Piece] = []
    run: Block | None = None
    last: Mark | None = None
    for block in blocks:
        if block.index in inside:
            run = None
            continue
        mark = marks[block.place] if block.place >= 0 else None
        if run is not None and mark is last:
            run.end = block.end
            continue
        run, last = dataclasses.replace(block, inside=False, marks=(mark.rule,) if mark else ()), mark
        piece = _taken(run, Evidence("place.outside", mark.category if mark else "navigation", 10))
        if not keep.isdisjoint((piece.category, piece.rule)):
            piece.taken = None
        pieces.append(piece)
    return pieces


def _taken(block: Block, why: Evidence) -> Piece:
    taken = (why.category, why.rule)
    return Piece(Reading(block, long_prose(0), (why,)), why.points, why.category, why.rule, taken=taken)
