"""What goes inside the article's element by markup: marked elements, headings of the page, lists of links."""

from __future__ import annotations

from dataclasses import dataclass

from cleanpress.model import Block, Element, Evidence, Page
from cleanpress.rules.fold import fold, line_key
from cleanpress.rules.rulebook import Rule
from cleanpress.signals.markup import Markup
from cleanpress.verdicts.container import (
    TAGS,
    UNSEEN,
    Region,
    ancestors,
    block_mass,
    home_of,
    is_teasers,
    leads_away,
    leaf_mark,
    mark_points,
)
from cleanpress.verdicts.gallery import find_gallery

GUARD = 0.25
"""An element that holds a larger share of the article's prose stays, whatever its tokens say."""
LINKS = 0.6
"""Share of link characters from which a list item or a short block is a link, not text."""
ALL_LINK = 0.85
"""The same for a paragraph by itself: "See also: ..." is nearly all link, a list of places with a link each is not."""
CARDS = 0.4
"""Share of other articles' titles from which a box is a list of teasers."""
SUMMARY = 250
"""A box with a longer paragraph is no list of teasers."""
LISTS = ("ul", "ol", "table", "dl")
CAPTION = 350
"""A picture with so few characters beside it, and none of them in a p, has its caption there."""
TEXT = frozenset("p li td th tr tbody table ul ol article main body blockquote h2 h3 h4".split())
HEADING = 120
"""A longer heading is a paragraph in large type."""
ITEMS = ("li", "td", "th", "tr")
ROWS = ("tbody", "tr", "thead")


@dataclass(frozen=True, slots=True)
class Mark:
    """Why an element goes: the rule and its category."""

    rule: str
    category: str
    points: int


def mark_elements(
    page: Page, top: int, hits: list[tuple[Rule, ...]], regions: list[Region], keep: frozenset[str]
) -> list[Mark | None]:
    """The mark of each element, its own or one handed down; None for the rest, for ``top`` and for what is above it."""
    marks: list[Mark | None] = [None] * len(page.elements)
    limit = GUARD * regions[top].prose
    above = set(ancestors(page, top))
    within = {top}
    gallery = find_gallery(page, top)
    for i, element in enumerate(page.elements):
        if i in above:
            continue
        mark = marks[element.parent] if element.parent >= 0 else None
        if element.parent in within:
            within.add(i)
        if mark is None and (regions[i].prose <= limit or i not in within):
            mark = _own_mark(element, hits[i], regions[i])
        elif i == gallery:
            mark = Mark("shape.gallery", "caption", 10)
        if mark is not None and not keep.isdisjoint((mark.rule, mark.category)):
            mark = None
        marks[i] = mark
    return marks


def _own_mark(element: Element, hits: tuple[Rule, ...], region: Region) -> Mark | None:
    if element.hidden and (region.prose < UNSEEN or region.links > 0.3 * region.chars):
        return Mark("markup.hidden", "navigation", 10)
    points = mark_points(hits, region)
    if points >= 10:
        best = max(hits, key=lambda rule: rule.points)
        return Mark(best.id, best.category, points)
    if element.tag in TAGS and not (element.tag == "figure" and region.table):
        return Mark(f"markup.{element.tag}", TAGS[element.tag], 10)
    return _mark_by_shape(element, region)


def _mark_by_shape(element: Element, region: Region) -> Mark | None:
    if element.tag in LISTS and (region.inner > LINKS * region.chars or is_teasers(region)):
        return Mark("shape.link-list", "related", 10)
    small = region.chars < CAPTION and region.blocks <= 3 and not region.paragraph
    if small and element.images > 0 and element.tag not in TEXT:
        return Mark("shape.picture", "caption", 10)
    titles = region.cards > CARDS * region.chars and region.blocks > 1
    if titles and region.longest < SUMMARY and element.tag not in ROWS:
        return Mark("shape.cards", "related", 10)
    return None


def judge_blocks(
    page: Page, blocks: list[Block], marks: list[Mark | None], markup: Markup, limit: float, keep: frozenset[str]
) -> dict[int, Evidence]:
    """The reason of each block that goes by markup, by the block's index. ``limit``: prose that no token may take."""
    gone: dict[int, Evidence] = {}
    home = home_of(page)
    titles = {line_key(fold(title)) for title in page.clues.titles}
    sizes = {len(title) for title in titles}
    for block in blocks:
        mark = marks[block.place] if block.place >= 0 else None
        if mark is not None:
            why: tuple[str, str, int] | None = (mark.rule, mark.category, mark.points)
        else:
            mass = block_mass(page, block)
            why = leaf_mark(page, block, mass, markup) if mass <= limit else None
            why = why or _by_shape(page, block, titles, sizes, home)
        if why is not None and keep.isdisjoint(why[:2]):
            gone[block.index] = Evidence(*why)
            block.marks = (why[0],)
    _trailing_headings(blocks, gone)
    return gone


def _by_shape(page: Page, block: Block, titles: set[str], sizes: set[int], home: str) -> tuple[str, str, int] | None:
    size, tag = block.end - block.start, block.tag
    if tag == "h1":
        return "markup.h1", "headline", 10
    if tag == "time":
        return "markup.time", "byline", 10
    if any(abs(size - length) < 6 for length in sizes) and line_key(fold(page.text[block.start : block.end])) in titles:
        return "place.title", "headline", 10
    if block.link_chars > ALL_LINK * size and size < 200 and tag not in ITEMS and not leads_away(block.href, home):
        return "shape.links", "related", 10
    if block.images and size < CAPTION and tag not in TEXT:
        return "shape.picture", "caption", 10
    return None


def _trailing_headings(blocks: list[Block], gone: dict[int, Evidence]) -> None:
    """A heading with nothing left below it goes with what it was over."""
    below = False
    for block in reversed(blocks):
        if block.index in gone:
            continue
        heading = block.tag in ("h2", "h3", "h4", "h5", "h6") and block.end - block.start < HEADING
        if heading and not below:
            gone[block.index] = Evidence("place.empty-heading", "related", 10)
        below = not heading
