"""Verdicts to removals and text: the only place where anything is cut."""

from __future__ import annotations

from cleanpress.model import Category, Page, Removal, Span, Verdict


def removals_of(page: Page, removed: list[Verdict]) -> tuple[Removal, ...]:
    """Turn the verdicts on removed blocks into removals that are ordered, disjoint and exact.

    A removed block takes the separator after it along. From the last kept block of the text or of its line on, it takes
    the one before it instead, so that neither the text nor a line begins or ends with a leftover separator, and no two
    lines are joined.
    """
    last_kept = len(page.blocks) - 1
    for verdict in reversed(removed):
        if verdict.block != last_kept:
            break
        last_kept -= 1
    gone = {verdict.block for verdict in removed}
    return tuple(_removal(page, v, v.block > last_kept or _ends_line(page, v.block, gone)) for v in removed)


def _ends_line(page: Page, i: int, gone: set[int]) -> bool:
    """Whether the block is a sentence at the end of a line of which an earlier sentence stays."""
    blocks, text = page.blocks, page.text
    if i == 0 or _breaks(text[blocks[i - 1].end : blocks[i].start]):
        return False
    last = i
    while last + 1 < len(blocks) and last in gone and not _breaks(text[blocks[last].end : blocks[last + 1].start]):
        last += 1
    first = i - 1
    while first in gone and first > 0 and not _breaks(text[blocks[first - 1].end : blocks[first].start]):
        first -= 1
    return last in gone and first not in gone


def _breaks(separator: str) -> bool:
    return len(f"{separator}.".splitlines()) > 1


def _removal(page: Page, verdict: Verdict, trailing: bool) -> Removal:
    blocks, i = page.blocks, verdict.block
    if trailing:
        end = len(page.text) if i == len(blocks) - 1 else blocks[i].end
        span = Span(blocks[i - 1].end if i else 0, end)
    else:
        span = Span(blocks[i].start if i else 0, blocks[i + 1].start)
    return Removal(
        span,
        span.of(page.text),
        Category(verdict.category),
        verdict.rule,
        verdict.points,
        verdict.evidence,
        blocks[i].node,
    )
