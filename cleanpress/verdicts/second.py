"""Second opinions on where the article lies, for when the first looks wrong: JSON-LD's copy of it, readability-lxml."""

from __future__ import annotations

from bisect import bisect_right

from cleanpress.model import Block, Page
from cleanpress.verdicts.container import ancestors

PROBE, PROBES = 40, 5
"""Characters and number of the pieces of ``articleBody`` that are looked for."""
WORTH = 300
"""A shorter ``articleBody`` is a teaser."""


def where_json_ld_points(page: Page, top: int) -> int:
    """The element that holds the text which JSON-LD gives as the body; ``top`` when that agrees or says nothing.

    Only a hint: bodies in JSON-LD are cut short, hold mark-up or are another article's, so most of five pieces must
    stand on the page and at most one of them in the chosen element before the choice is given up.
    """
    body = page.clues.body
    if len(body) < WORTH or top < 0:
        return top
    step = (len(body) - PROBE) // PROBES
    found = [page.text.find(body[i * step : i * step + PROBE]) for i in range(PROBES)]
    found = [at for at in found if at >= 0]
    first, last = page.elements[top].first, page.elements[top].last
    start, end = page.blocks[first].start, page.blocks[last - 1].end
    if len(found) <= PROBES // 2 or sum(start <= at < end for at in found) > 1:
        return top
    starts = [block.start for block in page.blocks]
    return common_element(page, [page.blocks[bisect_right(starts, at) - 1] for at in found])


def common_element(page: Page, blocks: list[Block]) -> int:
    """The innermost element that holds all ``blocks``; -1 when there is none."""
    chains = [ancestors(page, block.place) for block in blocks]
    shared = set(chains[0]).intersection(*chains[1:]) if chains else set()
    return max(shared, default=-1)


def what_readability_keeps(page: Page) -> list[Block]:
    """Blocks that readability-lxml keeps; none when it fails or keeps nothing.

    It returns markup without offsets, so the page's elements carry their ordinals as an attribute when it gets them.
    About one paragraph in seventeen comes back without, when readability made it itself; its neighbours stand for it.
    """
    kept = page.ask() if page.ask is not None else frozenset()
    return [block for block in page.blocks if block.node in kept]
