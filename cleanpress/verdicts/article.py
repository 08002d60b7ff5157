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
    first, last = page.elements[top].first, page.elements[top].last
    inside = page.blocks[first:last]
    gone = judge_blocks(page, inside, mark_elements(page, top, hits, regions))
    view = dataclasses.replace(page, blocks=[block for block in inside if block.index not in gone])
    settled = settle(view, *reader.read(view), book, voices, config)
    left = {piece.reading.block.index: piece for piece in settled.pieces}
    pieces = [left.get(block.index) or _outside(block, gone.get(block.index)) for block in page.blocks]
    return Settled(pieces, settled.title)


def _outside(block: Block, evidence: Evidence | None) -> Piece:
    block.inside = evidence is not None
    why = evidence or Evidence("place.outside", "navigation", 10)
    return Piece(Reading(block, long_prose(0), (why,)), why.points, why.category, why.rule, taken=(why.category, why.rule))
