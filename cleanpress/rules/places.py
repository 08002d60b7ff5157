"""Words as places in a text that holds them already: what the cache stores instead of a second copy of every phrase."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

Places = tuple[list[int | str], list[int]]
"""For each word its distance from the one before (the word itself, where the text lacks it), and its length."""


def places_of(words: Iterable[str], text: str) -> Places:
    """Find the words in ``text``; in the order in which they stand there the distances are small and alike."""
    gaps: list[int | str] = []
    sizes: list[int] = []
    end = 0
    for word in words:
        at = text.find(word, end)
        at = text.find(word) if at < 0 else at
        gaps.append(at - end if at >= 0 else word)
        sizes.append(len(word))
        end = at + len(word) if at >= 0 else end
    return gaps, sizes


def words_at(places: Places, text: str) -> Iterator[str]:
    """Give the words back."""
    end = 0
    for gap, size in zip(*places, strict=True):
        if isinstance(gap, str):
            yield gap
        else:
            at = end + gap
            end = at + size
            yield text[at:end]
