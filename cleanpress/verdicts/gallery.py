"""Picture galleries amid an article: captions counted through ("3/50 The harbour at dawn"), each a story of its own."""

from __future__ import annotations

import re

from cleanpress.model import Block, Page
from cleanpress.verdicts.container import ancestors
from cleanpress.verdicts.second import common_element

_COUNTER = re.compile(r"(\d{1,3})\s?/\s?(\d{1,3})\b")
SHORTEST = 5
"""Fewer counted captions may be steps, chapters or dates."""
BESIDE = 500
"""Characters of prose that must stand both before and after it: a list article's own items end the article."""
PARAGRAPH = 80
"""A shorter block is a label, a credit or a heading."""


def find_gallery(page: Page, top: int) -> int:
    """The element inside ``top`` that holds a counted gallery and nothing of the article; -1 when there is none.

    Source: a newspaper sets fifty pictures of other stories into its articles, four times as long as the text, so the
    guard against tokens would keep them. Hurts an article whose counted items stand between two parts of prose.
    """
    first, last = page.elements[top].first, page.elements[top].last
    counted: list[Block] = []
    for block in page.blocks[first:last]:
        found = _COUNTER.match(page.text, block.start, block.end)
        if found is None:
            continue
        number, total = int(found[1]), int(found[2])
        if counted and number > len(counted) and total >= number:
            counted.append(block)
        elif number == 1 and total >= SHORTEST:
            counted = [block]
    if len(counted) < SHORTEST:
        return -1
    box = common_element(page, counted)
    if box <= top or top not in ancestors(page, box):
        return -1
    before = _prose(page, first, page.elements[box].first)
    after = _prose(page, page.elements[box].last, last)
    return box if min(before, after) >= BESIDE else -1


def _prose(page: Page, first: int, last: int) -> int:
    """Characters in blocks long enough to be paragraphs."""
    sizes = (block.end - block.start for block in page.blocks[first:last])
    return sum(size for size in sizes if size >= PARAGRAPH)
