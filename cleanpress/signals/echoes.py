"""What a block says again: the author's name from the byline, a line that stands elsewhere too."""

from __future__ import annotations

from collections import Counter

from cleanpress.model import Evidence
from cleanpress.rules.fold import fold
from cleanpress.signals.reading import Reading
from cleanpress.signals.shape import LINE, measure
from cleanpress.signals.words import Voices, words_of

AUTHOR_CHARS, AUTHOR_WORDS = 40, 90
"""Longest name, and longest biography, that a byline's name is looked for in."""


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
