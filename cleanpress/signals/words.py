"""Who speaks: the publisher, to the reader, or a source through a reporter. Told by the packs' word lists."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from cleanpress.rules.phrase import is_unspaced
from cleanpress.rules.rulebook import Rulebook
from cleanpress.signals.language import index_common

SHORTEST_ENDED = 5
"""A word found by its ending must be longer: short ones end alike by chance."""
_WORD = re.compile(r"[^\W_]+(?:['-][^\W_]+)*")
_ASCII_WORD = re.compile(r"[a-zA-Z0-9]+(?:['-][a-zA-Z0-9]+)*")
"""The same for ASCII, at twice the speed."""


def words_of(folded: str) -> list[str]:
    """Words of folded text, in order."""
    return _ASCII_WORD.findall(folded) if folded.isascii() else _WORD.findall(folded)


class WordList:
    """A list of words, stems (``donat*``) and endings (``*mme``); in scripts without spaces they are found anywhere."""

    def __init__(self, words: frozenset[str]) -> None:
        """Split the list by kind once."""
        folded = {w.replace("_", " ") for w in words}
        self.dense = tuple(sorted(w.strip("*") for w in folded if is_unspaced(w.strip("*")[0])))
        spaced = {w for w in folded if not is_unspaced(w.strip("*")[0])}
        self.plain = frozenset(w for w in spaced if "*" not in w)
        self.stems = tuple(sorted(w[:-1] for w in spaced if w.endswith("*")))
        self.endings = tuple(sorted(w[1:] for w in spaced if w.startswith("*")))

    def hits(self, words: list[str], folded: str) -> bool:
        """Whether any of the list is in the block."""
        if not self.plain.isdisjoint(words):
            return True
        if self.stems:
            stems = self.stems
            for word in words:
                if word.startswith(stems):
                    return True
        if self.endings and any(len(word) > SHORTEST_ENDED and word.endswith(self.endings) for word in words):
            return True
        return bool(self.dense) and not folded.isascii() and self._any_dense.search(folded) is not None

    @cached_property
    def _any_dense(self) -> re.Pattern[str]:
        return re.compile("|".join(map(re.escape, self.dense)))

    def starts(self, words: list[str], folded: str) -> bool:
        """Whether the block begins with one of the list."""
        return bool(words) and (words[0] in self.plain or folded.startswith(self.dense))


@dataclass(frozen=True, slots=True)
class Lists:
    """The word lists of one language, or of several together."""

    voice: WordList
    reader: WordList
    speech: WordList
    imperative: WordList
    press: WordList
    we: WordList
    """The publisher's words that are not words of journalism too: other newsrooms and journalists are in the news."""

    @classmethod
    def of(cls, words: Mapping[str, frozenset[str]]) -> Lists:
        """Compile the lists of a pack."""
        voice, reader, speech, imperative, press = (
            WordList(words[name]) for name in ("voice", "reader", "speech", "imperative", "press")
        )
        bare = {word: word.strip("*").replace("_", " ") for word in words["voice"]}
        we = frozenset(word for word, plain in bare.items() if not press.hits([plain], plain))
        return cls(voice, reader, speech, imperative, press, WordList(we))


class Voices:
    """The word lists of a rulebook, ready to be asked: those of the language whose rules hit."""

    def __init__(self, book: Rulebook) -> None:
        """Compile the lists of ``book``."""
        self._packs = {name: words for name, words in book.pack_words.items() if words["voice"] or words["speech"]}
        self._compiled: dict[frozenset[str], Lists] = {}
        self._all = Lists.of(book.words)
        self.dates = book.words["dates"]
        self.particles = book.words["particles"]
        self.common = index_common(book.common)

    def of(self, rules: Iterable[str]) -> Lists:
        """Lists of the packs that the rule ids belong to; all lists when these packs have none."""
        packs = frozenset([pack for rule in rules if (pack := rule.partition(":")[0]) in self._packs])
        known = self._compiled.get(packs)
        if known is None:
            chosen = [self._packs[name] for name in packs]
            merged = (
                {key: frozenset().union(*(words[key] for words in chosen)) for key in chosen[0]} if chosen else None
            )
            known = self._compiled[packs] = Lists.of(merged) if merged else self._all
        return known
