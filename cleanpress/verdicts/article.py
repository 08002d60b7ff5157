"""HTML: find the article in the tree, judge what is inside by markup, and hand the rest to the steps for text."""

from __future__ import annotations

import dataclasses
from collections import Counter

from cleanpress.config import Config
from cleanpress.model import Block, Evidence, Page
from cleanpress.rules.rulebook import Rule, Rulebook
from cleanpress.signals.markup import Markup
from cleanpress.signals.phrases import Reader, Reading
from cleanpress.signals.shape import long_prose
from cleanpress.signals.words import Voices
from cleanpress.verdicts.boxes import take_tree_boxes
from cleanpress.verdicts.container import find_container, measure_regions
from cleanpress.verdicts.lead import find_lead
from cleanpress.verdicts.inside import GUARD, Mark, judge_blocks, mark_elements
from cleanpress.verdicts.score import Piece
from cleanpress.verdicts.settle import Settled, settle


TINY = 250
"""A body with fewer characters is looked for once more without tokens, those of comments aside: they may have condemned the article."""


def settle_html(page: Page, reader: Reader, markup: Markup, book: Rulebook, voices: Voices, config: Config) -> Settled:
    """Judge the blocks of an HTML page.

    What is left after markup goes through the same steps as a text, so that cleaning the result once more, as text, finds
    nothing to do.
    """
    blocks = page.blocks
    settled = _settle(page, markup, markup.read(page), reader, book, voices, config)
    if _kept(settled) >= TINY or len(page.text) < TINY:
        return settled
    page.blocks = blocks
    for i, block in enumerate(blocks):
        block.index, block.inside = i, True
    bare = markup.only("comments")
    plain = _settle(page, bare, bare.read(page), reader, book, voices, config)
    if _kept(plain) > 2 * _kept(settled):
        page.notes = (*page.notes, "tokens-ignored")
        return plain
    return _in_order(page, settled.pieces)


def _kept(settled: Settled) -> int:
    return sum(p.reading.block.end - p.reading.block.start for p in settled.pieces if p.taken is None)


def _settle(
    page: Page,
    markup: Markup,
    hits: list[tuple[Rule, ...]],
    reader: Reader,
    book: Rulebook,
    voices: Voices,
    config: Config,
) -> Settled:
    regions = measure_regions(page, hits, markup)
    top = find_container(page, regions)
    if top < 0:
        return settle(page, *reader.read(page), book, voices, config)
    marks = mark_elements(page, top, hits, regions, config.keep)
    inside = find_lead(page, top, regions, marks) + page.blocks[page.elements[top].first : page.elements[top].last]
    gone = judge_blocks(page, inside, marks, markup, GUARD * regions[top].prose, config.keep)
    pieces = _outside(page.blocks, {block.index for block in inside}, marks)
    condemned = Counter[int]()
    for block in inside:
        why = gone.get(block.index)
        if why:
            pieces.append(_taken(block, why))
            condemned[block.place] += (block.end - block.start) * (why.category != "headline")
    view = dataclasses.replace(page, blocks=[block for block in inside if block.index not in gone])
    readings, outlet, folded = reader.read(view)
    first = settle(view, readings, outlet, folded, book, voices, config, located=True).pieces
    take_tree_boxes(page, top, regions, first, condemned)
    pieces += [piece for piece in first if piece.taken is not None]
    # What is left has next to no junk in it beside which place could count, so lists and tables stay; and it has been through
    # all steps for texts, so that cleaning the result once more changes nothing.
    rest = [piece.reading for piece in first if piece.taken is None]
    pieces += settle(view, rest, outlet, folded, book, voices, config).pieces
    return _in_order(page, pieces)


def _in_order(page: Page, pieces: list[Piece]) -> Settled:
    """Sort and number all pieces; some blocks were split into sentences on the way."""
    pieces.sort(key=_start)
    page.blocks = [piece.reading.block for piece in pieces]
    for i, block in enumerate(page.blocks):
        block.index = i
    return Settled(pieces, "")


def _start(piece: Piece) -> int:
    return piece.reading.block.start


def _outside(blocks: list[Block], inside: set[int], marks: list[Mark | None]) -> list[Piece]:
    """Pieces of what lies outside the article: neighbours with the same mark become one block, as one menu is one removal."""
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
        run, last = dataclasses.replace(block, inside=False), mark
        pieces.append(_taken(run, Evidence("place.outside", mark.category if mark else "navigation", 10)))
    return pieces


def _taken(block: Block, why: Evidence) -> Piece:
    return Piece(Reading(block, long_prose(0), (why,)), why.points, why.category, why.rule, taken=(why.category, why.rule))
