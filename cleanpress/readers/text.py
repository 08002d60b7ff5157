"""Plain text to blocks: one per line or paragraph, as spans of the input, which itself is never touched."""

from __future__ import annotations

from cleanpress.model import Block, Hints, Page

# A line break inside a paragraph: columns of mail and of old feeds. Wider lines are paragraphs of their own.
WRAP_MIN, WRAP_MAX = 50, 82


def read_text(text: str, hints: Hints | None = None) -> Page:
    """Split ``text`` into blocks.

    Lines are blocks; neighbouring lines of one hard-wrapped paragraph are one block. Offsets always point into ``text``.
    """
    lines = _lines(text)
    spans = _unwrap(text, lines)
    blocks = [Block(i, start, end) for i, (start, end) in enumerate(spans)]
    return Page("text", text, blocks, hints or Hints(), () if blocks else ("empty",))


def _lines(text: str) -> list[tuple[int, int]]:
    spans = []
    at = 0
    for line in text.splitlines(keepends=True):
        size = len(line)
        bare = line.lstrip()
        if bare:
            start = at + size - len(bare)
            spans.append((start, start + len(bare.rstrip())))
        at += size
    return spans


def _unwrap(text: str, lines: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join the lines of hard-wrapped paragraphs. It looks at neighbours only, so cutting elsewhere changes nothing."""
    spans: list[tuple[int, int]] = []
    open_ = False
    for i, (start, end) in enumerate(lines):
        if open_ and _continues(text, spans[-1], lines[i - 1], start):
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
        open_ = WRAP_MIN <= end - start <= WRAP_MAX
    return spans


def _continues(text: str, paragraph: tuple[int, int], before: tuple[int, int], start: int) -> bool:
    """Whether the line at ``start`` goes on with the sentence that the full-width line before it left open."""
    between = text[before[1] : start]
    if between.count("\n") + between.count("\r") > 1 + ("\r\n" in between):
        return False
    if text[before[1] - 1] in ".!?…:;\"”»。！？)":
        return False
    wrapped_already = paragraph[0] < before[0]
    return text[start].islower() or (wrapped_already and text[start].isalnum())
