"""A block that is reporting and appeal at once is judged sentence by sentence; every other block as a whole."""

from __future__ import annotations

import dataclasses
import re

from cleanpress.model import Block
from cleanpress.rules.matcher import Hit
from cleanpress.signals.words import Lists, words_of

_END = re.compile(
    r"""[.!?…؟]["'”’»)\]]*\s+(?=[^\W\d_a-zà-öø-ÿа-яё]|\d|["'“„«¿¡(\[@#*>])|[。！？]["”’」』）]*\s*|(?<=\S)\s*[\n\r\u2028]\s*"""
)
SHORTEST = 80
"""A block with fewer characters is one thing."""
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


def parts_of(text: str, folded: str, block: Block, hits: list[Hit], lists: Lists) -> list[Block]:
    """Sentences of a block of which more than half is free of cues and of the publisher's voice; else nothing.

    Source: corpora hold whole articles in one line, and "Read more: ..." ends many a paragraph. Judged whole, such a block
    would take reporting along, or stay with its appeal in it. An appeal's own paragraphs speak of "us" and "you" throughout.
    """
    if block.end - block.start < SHORTEST or any(hit.rule.category in WHOLE for hit in hits):
        return []
    spans = split_sentences(text, block.start, block.end)
    if len(spans) < 2:
        return []
    free = 0
    for start, end in spans:
        line = folded[start:end]
        words = words_of(line)
        cued = any(hit.start < end and hit.end > start for hit in hits)
        if not cued and not lists.voice.hits(words, line) and not lists.reader.hits(words, line):
            free += end - start
    if free * 2 <= block.end - block.start:
        return []
    return [dataclasses.replace(block, start=start, end=end) for start, end in spans]
