"""What goes inside the article's element by markup: marked elements, headings of the page, lists of links."""

from __future__ import annotations

from dataclasses import dataclass

from cleanpress.model import Block, Element, Evidence, Page
from cleanpress.rules.fold import fold, line_key
from cleanpress.rules.rulebook import Rule
from cleanpress.verdicts.container import Region

GUARD = 0.25
"""An element that holds a larger share of the article's prose stays, whatever its tokens say."""
TAGS = {
    "nav": "navigation", "footer": "navigation", "form": "navigation", "button": "navigation", "dialog": "navigation",
    "aside": "related", "figcaption": "caption", "figure": "caption", "noscript": "navigation", "template": "navigation",
    "label": "navigation", "caption": "caption", "legend": "navigation",
}  # fmt: skip
LINKS = 0.6
"""Share of link characters from which a list item or a short block is a link, not text."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Why an element goes: the rule and its category."""

    rule: str
    category: str
    points: int


def mark_elements(page: Page, top: int, hits: list[tuple[Rule, ...]], regions: list[Region]) -> list[Mark | None]:
    """The mark of each element below ``top``, its own or one handed down; None for the rest."""
    marks: list[Mark | None] = [None] * len(page.elements)
    limit = GUARD * regions[top].prose
    for i in range(top + 1, len(page.elements)):
        element = page.elements[i]
        if element.parent < top:
            break
        mark = marks[element.parent] if element.parent != top else None
        if mark is None and regions[i].prose <= limit:
            mark = _own_mark(element, hits[i])
        marks[i] = mark
    return marks


def _own_mark(element: Element, hits: tuple[Rule, ...]) -> Mark | None:
    if element.hidden:
        return Mark("markup.hidden", "navigation", 10)
    best = max(hits, key=lambda rule: rule.points, default=None)
    if best is not None and best.points >= 10:
        return Mark(best.id, best.category, best.points)
    if element.tag in TAGS:
        return Mark(f"markup.{element.tag}", TAGS[element.tag], 10)
    return None


def judge_blocks(page: Page, blocks: list[Block], marks: list[Mark | None]) -> dict[int, Evidence]:
    """The reason of each block that goes by markup, by the block's index."""
    gone: dict[int, Evidence] = {}
    titles = {line_key(fold(title)) for title in page.clues.titles}
    for block in blocks:
        mark = marks[block.place] if block.place >= 0 else None
        if mark is not None:
            gone[block.index] = Evidence(mark.rule, mark.category, mark.points)
            continue
        size = block.end - block.start
        if block.tag == "h1":
            gone[block.index] = Evidence("markup.h1", "headline", 10)
        elif size < 300 and line_key(fold(page.text[block.start : block.end])) in titles:
            gone[block.index] = Evidence("place.title", "headline", 10)
        elif block.link_chars > LINKS * size and (block.tag == "li" or size < 200):
            gone[block.index] = Evidence("shape.links", "related", 10)
    _trailing_headings(page, blocks, gone)
    return gone


def _trailing_headings(page: Page, blocks: list[Block], gone: dict[int, Evidence]) -> None:
    """A heading with nothing left below it goes with what it was over."""
    below = False
    for block in reversed(blocks):
        if block.index in gone:
            continue
        heading = block.tag in ("h2", "h3", "h4", "h5", "h6")
        if heading and not below:
            gone[block.index] = Evidence("place.empty-heading", "related", 10)
        below = not heading
