"""Verdicts to removals and text: the only place where anything is cut."""

from __future__ import annotations

from cleanpress.model import Block, Category, Page, Removal, Span, Verdict


def removals_of(page: Page, removed: list[Verdict]) -> tuple[Removal, ...]:
    """Turn the verdicts on removed blocks into removals that are ordered, disjoint and exact.

    A removed block takes the separator after it along; from the last kept block on, the one before it, so that the
    text neither begins nor ends with a leftover separator.
    """
    last_kept = len(page.blocks) - 1
    for verdict in reversed(removed):
        if verdict.block != last_kept:
            break
        last_kept -= 1
    return tuple(_removal(page, verdict, last_kept) for verdict in removed)


def _removal(page: Page, verdict: Verdict, last_kept: int) -> Removal:
    blocks, i = page.blocks, verdict.block
    span = Span(_start(blocks, i, last_kept), _end(page, i, last_kept))
    return Removal(
        span, span.of(page.text), Category(verdict.category), verdict.rule, verdict.points, verdict.evidence, blocks[i].node
    )


def _start(blocks: list[Block], i: int, last_kept: int) -> int:
    if i == 0:
        return 0
    return blocks[i - 1].end if i > last_kept else blocks[i].start


def _end(page: Page, i: int, last_kept: int) -> int:
    if i > last_kept:
        return len(page.text) if i == len(page.blocks) - 1 else page.blocks[i].end
    return page.blocks[i + 1].start
