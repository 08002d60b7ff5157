"""HTML without a search for the article: pages whose body is known, and pages that are only to be stripped."""

from __future__ import annotations

import dataclasses

from cleanpress.config import Config
from cleanpress.model import Block, Element, Evidence, Page
from cleanpress.rules.rulebook import Rulebook
from cleanpress.signals.markup import Markup
from cleanpress.signals.phrases import Reader
from cleanpress.signals.reading import Reading
from cleanpress.signals.shape import long_prose
from cleanpress.signals.words import Voices
from cleanpress.verdicts.container import UNSEEN, Region, block_mass, leaf_mark, mark_points, measure_regions
from cleanpress.verdicts.inside import GUARD, Mark
from cleanpress.verdicts.score import Piece
from cleanpress.verdicts.settle import Settled, settle

OWN = "data-cleanpress"
"""Attribute of the element around what cleanpress has cleaned before."""
FURNITURE = frozenset(("nav", "footer", "form", "dialog", "button"))
"""Elements that never hold an article, by their name alone."""


class StripJudge:
    """Judges HTML pages by words and markup, never by where the article might lie."""

    def __init__(self, reader: Reader, markup: Markup, book: Rulebook, voices: Voices, config: Config) -> None:
        """Share what is compiled."""
        self._reader, self._markup, self._book, self._voices, self._config = reader, markup, book, voices, config

    def settle(self, page: Page) -> Settled | None:
        """Judge a page that is to be stripped, or that cleanpress wrote; None for all others."""
        own = next((e for e in page.elements if e.tag == "article" and any(name == OWN for name, _ in e.attrs)), None)
        if own is not None:
            return self._settle_own(page, own)
        return self._strip(page) if self._config.locator == "none" else None

    def _settle_own(self, page: Page, own: Element) -> Settled:
        """The article is chosen, and its markup has been judged: only words are judged once more."""
        outside = Evidence("place.outside", "navigation", 10)
        keeps = not self._config.keep.isdisjoint((outside.rule, outside.category))
        beside = [] if keeps else [*page.blocks[: own.first], *page.blocks[own.last :]]
        rest = page.blocks if keeps else page.blocks[own.first : own.last]
        return self._by_words(page, rest, [_taken(block, outside) for block in beside])

    def _strip(self, page: Page) -> Settled:
        """Take what markup or words condemn for sure; all else stays, whatever it is beside."""
        hits = self._markup.read(page)
        regions = measure_regions(page, hits, self._markup)
        limit = GUARD * sum(block_mass(page, block) for block in page.blocks)
        marks: list[Mark | None] = []
        for i, element in enumerate(page.elements):
            mark = marks[element.parent] if element.parent >= 0 else None
            points = mark_points(hits[i], regions[i])
            if mark is None and regions[i].prose <= limit:
                best = max(hits[i], key=lambda rule: rule.points) if points >= 10 else None
                mark = Mark(best.id, best.category, points) if best else _by_name(element, regions[i])
                mark = self._kept(mark)
            marks.append(mark)
        gone, rest = [], []
        for block in page.blocks:
            why = self._why(page, block, marks, limit)
            if why is None:
                rest.append(block)
            else:
                gone.append(_taken(block, why))
        return self._by_words(page, rest, gone)

    def _why(self, page: Page, block: Block, marks: list[Mark | None], limit: float) -> Evidence | None:
        mark = marks[block.place] if block.place >= 0 else None
        mass = block_mass(page, block)
        if mark is None and mass <= limit and block.tag not in ("figcaption", "label", "legend", "address"):
            leaf = leaf_mark(page, block, mass, self._markup)
            mark = self._kept(Mark(*leaf)) if leaf else None
        return Evidence(mark.rule, mark.category, mark.points) if mark else None

    def _kept(self, mark: Mark | None) -> Mark | None:
        """The mark, unless the user keeps its rule or category."""
        return mark if mark and self._config.keep.isdisjoint((mark.rule, mark.category)) else None

    def _by_words(self, page: Page, blocks: list[Block], pieces: list[Piece]) -> Settled:
        view = dataclasses.replace(page, blocks=blocks)
        title = ""
        if blocks:
            settled = settle(view, *self._reader.read(view), self._book, self._voices, self._config, located=True)
            pieces, title = pieces + settled.pieces, settled.title
        pieces.sort(key=lambda piece: piece.reading.block.start)
        page.blocks = [piece.reading.block for piece in pieces]
        for i, block in enumerate(page.blocks):
            block.index = i
        return Settled(pieces, title)


def _by_name(element: Element, region: Region) -> Mark | None:
    if element.tag in FURNITURE:
        return Mark(f"markup.{element.tag}", "navigation", 10)
    if element.hidden and region.prose < UNSEEN:
        return Mark("markup.hidden", "navigation", 10)
    return None


def _taken(block: Block, why: Evidence) -> Piece:
    reading = Reading(block, long_prose(0), (why,))
    return Piece(reading, why.points, why.category, why.rule, taken=(why.category, why.rule))
