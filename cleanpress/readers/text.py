"""Plain text to blocks: one per line or paragraph, as spans of the input, which itself is never touched."""

from __future__ import annotations

from itertools import pairwise

from cleanpress.model import Block, Hints, Page

# A line break inside a paragraph: columns of mail and of old feeds. Wider lines are paragraphs of their own.
WRAP_MIN, WRAP_MAX = 50, 82
STOPS = '.!?…:;"”»。！？)؟۔'


def read_text(text: str, hints: Hints | None = None) -> Page:
    """Split ``text`` into blocks.

    Lines are blocks; neighbouring lines of one hard-wrapped paragraph are one block. Offsets always point into
    ``text``.
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
    """Join the lines of hard-wrapped paragraphs. It looks at one group of lines at a time, whatever stands
    elsewhere."""
    spans: list[tuple[int, int]] = []
    first = 0
    while first < len(lines):
        stop = first + 1
        while stop < len(lines) and _wide(lines[stop - 1]) and _adjacent(text, lines[stop - 1], lines[stop]):
            stop += 1
        spans += _paragraphs(text, lines[first:stop])
        first = stop
    return spans


def _wide(line: tuple[int, int]) -> bool:
    return WRAP_MIN <= line[1] - line[0] <= WRAP_MAX


def _adjacent(text: str, above: tuple[int, int], below: tuple[int, int]) -> bool:
    """Whether no blank line stands between two lines, and the second is no wider than a column."""
    between = text[above[1] : below[0]]
    return between.count("\n") + between.count("\r") <= 1 + ("\r\n" in between) and below[1] - below[0] <= WRAP_MAX


def _paragraphs(text: str, group: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """A group of full lines is one paragraph when most of them break off amid a sentence.

    Else a line is joined to the open one above it when it goes on in small letters or ends the sentence: a headline
    of a
    column's width over a single short sentence is then read as one with it, and stays.
    """
    open_ends = sum(text[end - 1] not in STOPS for _, end in group[:-1])
    if len(group) >= 3 and 2 * open_ends > len(group) - 1:
        return [(group[0][0], group[-1][1])]
    spans = [group[0]]
    for above, below in pairwise(group):
        goes_on = text[below[0]].islower() or text[below[1] - 1] in STOPS
        if goes_on and text[above[1] - 1] not in STOPS:
            spans[-1] = (spans[-1][0], below[1])
        else:
            spans.append(below)
    return spans
