"""Words as places in a text that holds them already: what the cache stores instead of a second copy of every phrase."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import accumulate
from operator import add

Places = tuple[list[int], list[int], dict[str, str]]
"""For each word its distance from the one before, and its length; and, by number, the words that the text lacks."""


def places_of(words: Iterable[str], text: str) -> Places:
    """Find the words in ``text``; in the order in which they stand there the distances are small and alike."""
    gaps: list[int] = []
    sizes: list[int] = []
    strays: dict[str, str] = {}
    end = 0
    for number, word in enumerate(words):
        at = text.find(word, end)
        at = text.find(word) if at < 0 else at
        if at < 0:
            strays[str(number)] = word
            at = end - len(word)
        gaps.append(at - end)
        sizes.append(len(word))
        end = at + len(word)
    return gaps, sizes, strays


def words_at(places: Places, text: str) -> list[str]:
    """Give the words back."""
    gaps, sizes, strays = places
    words = [text[end - size : end] for end, size in zip(accumulate(map(add, gaps, sizes)), sizes, strict=True)]
    for number, word in strays.items():
        words[int(number)] = word
    return words
