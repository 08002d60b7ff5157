"""What a block says beside others: the author's name from the byline, a line that stands elsewhere too, or alone."""

from __future__ import annotations

from collections import Counter

from cleanpress.model import Evidence, Page
from cleanpress.rules.fold import fold
from cleanpress.signals.reading import Reading
from cleanpress.signals.shape import LINE, measure
from cleanpress.signals.words import Voices, words_of

AUTHOR_CHARS, AUTHOR_WORDS = 40, 90
"""Longest name, and longest biography, that a byline's name is looked for in."""
ALONE = "shape.alone"
ALONE_WORDS, ALONE_CHARS = 3, 30
"""Longest document that is one line with nothing beside it."""


def mark_authors(text: str, readings: list[Reading], voices: Voices, weights: dict[str, int]) -> None:
    """Add evidence to blocks that begin with the name in the article's byline: they present its author."""
    names = {
        text[hit.name[0] : hit.name[1]].strip(" .,|·-–")
        for reading in readings
        for hit in reading.hits or ()
        if hit.name is not None and hit.rule.category == "byline"
    }
    authors = tuple(name for name in names if " " in name and len(name) <= AUTHOR_CHARS)
    if not authors:
        return
    for reading in readings:
        if text.startswith(authors, reading.block.start) and not reading.part:
            _mark_author(text, reading, voices, weights)


def _mark_author(text: str, reading: Reading, voices: Voices, weights: dict[str, int]) -> None:
    """Interviews begin their answers with the name and a colon, reports say what the named said: both stay."""
    raw = text[reading.block.start : reading.block.end]
    if reading.shape.rough:
        reading.shape = measure(raw)
    line = fold(raw)
    spoken = reading.shape.quoted or ":" in line[: AUTHOR_CHARS + 2] or voices.of(()).speech.hits(words_of(line), line)
    if spoken or reading.shape.words > AUTHOR_WORDS:
        return
    short = not reading.evidence and reading.shape.words <= 12
    reading.evidence += (Evidence("shape.author", "bio", weights["author"]),)
    reading.evidence += (Evidence("shape.short", "", weights["short"]),) if short else ()


def mark_repeats(readings: list[Reading], weights: dict[str, int]) -> None:
    """Add evidence to short lines that stand more than once."""
    keyed = [r for r in readings if r.key]
    counts = Counter(r.key for r in keyed)
    for reading in keyed:
        if counts[reading.key] > 1 and reading.shape.kind == LINE:
            category = "" if reading.evidence else "navigation"
            reading.evidence += (Evidence("shape.repeated", category, weights["repeated"]),)


def mark_alone(page: Page, readings: list[Reading], weights: dict[str, int]) -> None:
    """Add a guard to the one short line of a document: with nothing beside it, it is no label of anything.

    "X" and "Share" may be all that somebody wrote. A call ("Support us!") goes, and so does what is marked as a link.
    """
    if len(readings) != 1 or not readings[0].evidence:
        return
    reading = readings[0]
    block = reading.block
    whole = block.end - block.start == len(page.text.strip())
    short = reading.shape.words <= ALONE_WORDS and block.end - block.start <= ALONE_CHARS
    if whole and short and not reading.shape.stop and not block.link_chars and reading.evidence[-1].rule != ALONE:
        reading.evidence += (Evidence(ALONE, "", weights["alone"]),)
