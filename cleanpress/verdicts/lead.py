"""The lead: sites set it between headline and body, outside the body's element."""

from __future__ import annotations

from cleanpress.model import Block, Page
from cleanpress.rules.fold import fold, line_key
from cleanpress.verdicts.container import FOREIGN, Region, block_mass
from cleanpress.verdicts.inside import Mark

SAME = 50
"""So many first characters in common make a paragraph the one that the page's description quotes."""
REACH = 80
"""How many blocks before the body are looked at."""


def find_lead(page: Page, top: int, regions: list[Region], marks: list[Mark | None]) -> list[Block]:
    """Blocks of prose between the page's h1 and the body, and before it what the description quotes.

    Hurts pages that set a caption without any mark between headline and body.
    """
    first = page.elements[top].first
    descriptions = [line_key(fold(text))[:SAME] for text in page.clues.descriptions if len(text) >= SAME]
    found: list[Block] = []
    after_h1 = _h1_before(page, top, regions)
    for block in page.blocks[max(0, first - REACH) : first]:
        if block.place >= 0 and (marks[block.place] is not None or _foreign(page, block.place)):
            continue
        if after_h1 >= 0 and block.index > after_h1 and (block_mass(page, block) > 0 or _listed(block)):
            found.append(block)
        elif descriptions and block.end - block.start >= SAME and block.link_chars * 2 < block.end - block.start:
            head = line_key(fold(page.text[block.start : block.end]))[:SAME]
            if head in descriptions and block.tag != "h1":
                found.append(block)
    return found


def _listed(block: Block) -> bool:
    """Key points and subheads between headline and body."""
    return block.tag in ("li", "h2", "h3") and block.link_chars * 2 < block.end - block.start


def _h1_before(page: Page, top: int, regions: list[Region]) -> int:
    """Index of the last h1 before the body; -1 when there is none or the body has its own."""
    if regions[top].h1:
        return -1
    first = page.elements[top].first
    return next((b.index for b in reversed(page.blocks[max(0, first - REACH) : first]) if b.tag == "h1"), -1)


def _foreign(page: Page, place: int) -> bool:
    while place >= 0:
        if page.elements[place].tag in FOREIGN:
            return True
        place = page.elements[place].parent
    return False
