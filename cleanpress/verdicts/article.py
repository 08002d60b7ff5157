"""HTML: find the article in the tree, judge what is inside by markup, and hand the rest to the steps for text."""

from __future__ import annotations

import dataclasses

from cleanpress.config import Config
from cleanpress.model import Block, Evidence, Page
from cleanpress.rules.rulebook import Rulebook
from cleanpress.signals.markup import Markup
from cleanpress.signals.phrases import Reader, Reading
from cleanpress.signals.shape import long_prose
from cleanpress.signals.words import Voices
from cleanpress.verdicts.container import find_container, measure_regions
from cleanpress.verdicts.lead import find_lead
from cleanpress.verdicts.inside import judge_blocks, mark_elements
from cleanpress.verdicts.score import Piece
from cleanpress.verdicts.settle import Settled, settle


def settle_html(page: Page, reader: Reader, markup: Markup, book: Rulebook, voices: Voices, config: Config) -> Settled:
    """Judge the blocks of an HTML page.

    What is left after markup goes through the same steps as a text, so that cleaning the result once more, as text, finds
    nothing to do.
    """
    hits = markup.read(page)
    regions = measure_regions(page, hits)
    top = find_container(page, regions)
    if top < 0:
        return settle(page, *reader.read(page), book, voices, config)
    marks = mark_elements(page, top, hits, regions)
    inside = find_lead(page, top, regions, marks) + page.blocks[page.elements[top].first : page.elements[top].last]
    gone = judge_blocks(page, inside, marks)
    within = {block.index for block in inside if block.index not in gone}
    pieces = [_outside(block, gone.get(block.index)) for block in page.blocks if block.index not in within]
    pieces += _settle_twice(page, [page.blocks[i] for i in sorted(within)], reader, book, voices, config)
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


def _settle_twice(
    page: Page, blocks: list[Block], reader: Reader, book: Rulebook, voices: Voices, config: Config
) -> list[Piece]:
    """Take what its own words condemn, then judge what is left as the text it is.

    The second time around there is next to no junk left beside which place counts, so lists and tables stay; and what comes
    out has been through all steps for texts, so that cleaning it once more changes nothing.
    """
    view = dataclasses.replace(page, blocks=blocks)
    readings, outlet, folded = reader.read(view)
    first = settle(view, readings, outlet, folded, book, voices, config, located=True).pieces
    rest = [piece.reading for piece in first if piece.taken is None]
    second = settle(view, rest, outlet, folded, book, voices, config).pieces
    return [piece for piece in first if piece.taken is not None] + second


def _outside(block: Block, evidence: Evidence | None) -> Piece:
    block.inside = evidence is not None
    why = evidence or Evidence("place.outside", "navigation", 10)
    return Piece(Reading(block, long_prose(0), (why,)), why.points, why.category, why.rule, taken=(why.category, why.rule))
