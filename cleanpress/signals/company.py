"""What shape and voice add to words that hit, or hold against them; and appeals known by who speaks to whom of what."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleanpress.model import Evidence
from cleanpress.rules.rulebook import Rulebook
from cleanpress.signals.language import count_languages, may_be
from cleanpress.signals.names import starts_with_name
from cleanpress.signals.reading import LANGUAGES, Reading
from cleanpress.signals.shape import LINE, PROSE
from cleanpress.signals.words import Lists, Voices, words_of

APPEAL = "shape.appeal"
SAID = 15
"""So many words and nobody is spoken to, nor does anybody speak of itself: then it tells of something."""
_FORMAL = re.compile(r"(?<=[a-zäöüß,] )(?:Sie|Ihnen|Ihr(?:e[mnrs]?)?)\b")
"""German for "you" when it stands inside a sentence: folded text cannot tell it from "she"."""
_CLAUSE = re.compile(r"[.!?:;,…。！？：；，、–—-]\s*")
MONEY = re.compile(r"[$€£¥₽₴₺₹￥]\s?\d|\d\s?(?:[$€£¥₽₴₺₹%]|eur|euro|usd|kr|zł|kč|tl|руб|грн|円|元|원)")


class Company:
    """Weighs the company that a block's hits are in."""

    def __init__(self, book: Rulebook, voices: Voices) -> None:
        """Share weights and word lists."""
        self.weights, self.appeals, self.voices = book.weights, book.appeals, voices

    def appeal(self, line: str, words: list[str], reading: Reading, found: list[Evidence]) -> Evidence | None:
        """What words of giving are worth in the mouth of the publisher, to the reader, about its work.

        Appeals are worded in a thousand ways, but they all speak of giving or joining, as "we" or to "you", mostly of
        journalism. Reporting does so in quotations, which are left alone.
        """
        given = {hit.rule.id for hit in reading.hits or () if not hit.rule.points}
        if not given or reading.shape.quoted:
            return None
        spoken = [(self._spoken(self.voices.of((rule,)), words, line), rule) for rule in given]
        heard = [found for found in spoken if found[0]]
        if not heard:
            return None
        counts = count_languages(words, self.voices.common)
        likely = [(n, rule) for n, rule in heard if may_be(counts, rule.partition(":")[0])]
        if not likely:
            return None
        points, rule = max(likely)
        categories = [e.category for e in found if e.category in self.appeals and e.points > 0]
        pack = rule.partition(":")[0]
        return Evidence(f"{pack}:{APPEAL}", categories[0] if categories else "donation", points)

    def _spoken(self, lists: Lists, words: list[str], line: str) -> int:
        voice = lists.voice.hits(words, line)
        reader = lists.reader.hits(words, line) or lists.imperative.starts(words, line)
        if not (voice or reader):
            return 0
        points = self.weights["appeal-voice"] * voice + self.weights["appeal-reader"] * reader
        points += self.weights["appeal-press"] * lists.press.hits(words, line)
        return points + self.weights["appeal-money"] * (MONEY.search(line) is not None)

    def marks(
        self, raw: str, line: str, words: list[str], reading: Reading, found: list[Evidence], guards: Lists
    ) -> Iterator[Evidence]:
        """Terms for the block's shape and voice; ``guards`` are the word lists of all languages that hit it."""
        shape, weights = reading.shape, self.weights
        lists = self.voices.of(e.rule for e in found)
        if any(e.category == "bio" for e in found) and starts_with_name(raw):
            yield Evidence("shape.named", "bio", weights["named"])
        heard = any(e.rule.endswith(APPEAL) for e in found)  # voice and ask are counted there already
        marks = {
            "short": shape.words <= 12 and not reading.part,
            "exclaim": shape.exclaim and not shape.quoted,
            "imperative": not shape.quoted and not heard and lists.imperative.starts(words, line),
            "voice": not heard and lists.voice.hits(words, line) and lists.reader.hits(words, line),
            "mixed": reading.mixed,
            "prose": shape.words >= 40 and shape.stop,
            "quote": shape.quoted,
            "nobody": self._may_tell(reading, found) and not self._addressed(raw, line, words, guards),
            "speech": shape.kind != LINE and guards.speech.hits(words, line),
        }
        for name, there in marks.items():
            if there:
                yield Evidence(f"shape.{name}", "", weights[name])

    def _may_tell(self, reading: Reading, found: list[Evidence]) -> bool:
        """Whether a block is prose that only the packs' own words call an appeal; a user's rule needs no addressee."""
        shape = reading.shape
        if shape.kind != PROSE or shape.words < SAID or shape.quoted:
            return False
        packs = [e.rule.partition(":")[0] for e in found if e.category in self.appeals]
        return bool(packs) and LANGUAGES.issuperset(packs)

    @staticmethod
    def _addressed(raw: str, line: str, words: list[str], lists: Lists) -> bool:
        """Whether the publisher speaks of itself, or somebody is spoken to or, at a clause's start, told what to do."""
        if lists.we.hits(words, line) or lists.reader.hits(words, line) or _FORMAL.search(raw):
            return True
        clauses = _CLAUSE.split(line)
        return any(lists.imperative.starts(words_of(clause)[:1], clause) for clause in clauses)
