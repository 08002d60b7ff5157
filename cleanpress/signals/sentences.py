"""A block that is reporting and appeal at once is judged sentence by sentence; every other block as a whole."""

from __future__ import annotations

import re

from cleanpress.model import Block
from cleanpress.rules.matcher import Hit
from cleanpress.signals.words import Lists, words_of

_END = re.compile(r"""[.!?…؟]["'”’»)\]]*\s+(?=[^\W\d_a-zà-öø-ÿа-яё]|\d|["'“„«¿¡(\[@#*>])|[。！？]["”’」』）]*\s*""")
SHORTEST = 80
"""A block with fewer characters is one thing."""
LONG = 600
"""A longer block may be a whole article in one line: a fifth of reporting in it is enough to judge it by sentences."""
FREE = 120
"""With fewer characters of reporting in it a block is one thing too."""
WHOLE = frozenset(("caption", "byline", "bio", "copyright", "republish", "audio"))
"""Categories whose cue speaks for the whole block: a caption goes with its credit."""


def split_sentences(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Spans of the sentences in ``text[start:end]``, white space between them left out.

    Deliberately shy: a full stop before a lower-case letter or inside a number ends nothing.
    """
    spans = []
    at = start
    for found in _END.finditer(text, start, end):
        if at < found.end() < end:
            spans.append((at, at + len(text[at : found.end()].rstrip())))
            at = found.end()
    spans.append((at, end))
    return spans


def mixed_sentences(text: str, folded: str, block: Block, hits: list[Hit], lists: Lists) -> list[tuple[int, int]]:
    """Sentences of a block of which more than half is free of cues and of the publisher's voice; else nothing.

    Source: corpora hold whole articles in one line, and "Read more: ..." ends many a paragraph. Judged whole, such a
    block would take reporting along, or stay with its appeal in it. An appeal's own paragraphs speak of "us" and "you"
    throughout.
    Hard-wrapped paragraphs stay whole: cutting in them would move their lines. The hits are ordered by their starts.
    """
    size = block.end - block.start
    if size < SHORTEST or (size < LONG and any(hit.rule.category in WHOLE for hit in hits)):
        return []
    if len(text[block.start : block.end].splitlines()) > 1:
        return []
    spans = split_sentences(text, block.start, block.end)
    if len(spans) == 1:
        return []
    need = max(size // (2 if size < LONG else 5), FREE)
    free = at = reach = 0
    for start, end in spans:
        while at < len(hits) and hits[at].start < end:
            reach = max(reach, hits[at].end)
            at += 1
        if reach > start:
            continue
        line = folded[start:end]
        words = words_of(line)
        if not lists.voice.hits(words, line) and not lists.reader.hits(words, line):
            free += end - start
            if free > need:
                return spans
    return []
