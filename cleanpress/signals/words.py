"""Who speaks: the publisher, to the reader, or a source through a reporter. Word lists of all packs together."""

from __future__ import annotations

import re

from cleanpress.rules.phrase import is_unspaced
from cleanpress.rules.rulebook import Rulebook

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?")


def words_of(folded: str) -> list[str]:
    """Words of folded text, in order."""
    return _WORD.findall(folded)


class WordList:
    """A list of words that is found as whole words, or anywhere in scripts without spaces."""

    def __init__(self, words: frozenset[str]) -> None:
        """Split the list by script once."""
        folded = {w.replace("_", " ") for w in words}
        self.dense = tuple(sorted(w for w in folded if is_unspaced(w[0])))
        self.plain = frozenset(w for w in folded if not is_unspaced(w[0]))

    def hits(self, words: list[str], folded: str) -> bool:
        """Whether any of the list is in the block."""
        return not self.plain.isdisjoint(words) or (
            bool(self.dense) and not folded.isascii() and any(w in folded for w in self.dense)
        )

    def starts(self, words: list[str], folded: str) -> bool:
        """Whether the block begins with one of the list."""
        return bool(words) and (words[0] in self.plain or any(folded.startswith(w) for w in self.dense))


class Voices:
    """The word lists of a rulebook, ready to be asked."""

    def __init__(self, book: Rulebook) -> None:
        """Compile the lists of ``book``."""
        self.voice = WordList(book.words["voice"])
        self.reader = WordList(book.words["reader"])
        self.speech = WordList(book.words["speech"])
        self.imperative = WordList(book.words["imperative"])
        self.dates = book.words["dates"]
        self.particles = book.words["particles"]
        self.common = book.common
