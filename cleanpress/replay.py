"""The replay of an explanation: removals in, clean text out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cleanpress.model import Removal


def apply_removals(source_text: str, removals: Iterable[Removal]) -> str:
    """Replay an explanation: cut the spans of ``removals`` out of ``source_text``.

    The removals may come in any order but must not overlap; ``ValueError`` otherwise.
    """
    kept: list[str] = []
    at = 0
    for removal in sorted(removals, key=lambda r: r.span):
        if removal.span.start < at or removal.span.end > len(source_text):
            raise ValueError(
                f"the removal at {removal.span.start}..{removal.span.end} overlaps the one before it or lies outside "
                f"the text of {len(source_text)} characters; pass the source_text that belongs to these removals"
            )
        kept.append(source_text[at : removal.span.start])
        at = removal.span.end
    kept.append(source_text[at:])
    return "".join(kept)
