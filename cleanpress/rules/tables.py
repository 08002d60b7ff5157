"""What a rulebook looks for, sorted by script into automata: compiled once, whatever rules are out of force."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

import ahocorasick

from cleanpress.rules.fold import line_key
from cleanpress.rules.index import LEADS, LEFT, RIGHT, Phrases
from cleanpress.rules.keys import MARK, SCRIPTS, bytewise, textwise

Entry = tuple[int, int, int, int, str, int, bool, bool, bool, str]
"""One phrase: script of its first letter and ordinal (they order hits), pack and number of its rule, anchor, place of
the anchor in its key, bound at the left, at the right, must start its block led by its anchor, its expression."""


LATIN, DENSE = "0", str(len(SCRIPTS))
Found = tuple[int, bool, list[Entry]]
"""Length of a key, whether all its phrases must start their block, and these phrases."""


class Source:
    """Phrases and labels of one pack, the same as long as they are the same columns."""

    def __init__(self, phrases: Phrases, labels: dict[str, list[int]], at: list[str]) -> None:
        """Take the columns of an index; ``at``: where the phrases of each rule must stand."""
        self.phrases, self.labels, self.at = phrases, labels, at

    def __eq__(self, other: object) -> bool:
        """Whether both were made from the same columns."""
        return isinstance(other, Source) and self.phrases is other.phrases and self.labels is other.labels

    def __hash__(self) -> int:
        """Tell columns by their identity."""
        return hash((id(self.phrases), id(self.labels)))

    def entry(self, place: int, pack: int, ordinal: int) -> Entry:
        """Put together one phrase."""
        rows = self.phrases
        number, marks = rows.numbers[place], int(rows.marks[place])
        left, right = bool(marks & LEFT), bool(marks & RIGHT)
        led = bool(marks & LEADS) and self.at[number] in ("start", "whole")
        shift = int(left) if rows.scripts[place] == LATIN else 0
        expression = rows.sources.get(place, "")
        return int(rows.firsts[place]), ordinal, pack, number, rows.anchors[place], shift, left, right, led, expression


class Scan:
    """One automaton. Its phrases are put together when they are first met: most never are."""

    def __init__(self, keys: dict[str, int], found: Callable[[int], Found], dense: bool) -> None:
        """Compile ``keys``, each with the ordinal of its first phrase, by which ``found`` knows it."""
        self.automaton = ahocorasick.Automaton(ahocorasick.STORE_INTS)
        add = self.automaton.add_word
        for key, ordinal in keys.items():
            add(bytewise(key) if dense else key, ordinal)
        self.automaton.make_automaton()
        self._dense = dense
        self.known: dict[int, Found] = {}
        self._found = found

    def ends(self, text: str) -> Iterable[tuple[int, int]]:
        """Give the place of the last character of each key in a text, with the ordinal of its first phrase."""
        return self._dense_ends(text) if self._dense else self.automaton.iter(text)

    def _dense_ends(self, text: str) -> Iterator[tuple[int, int]]:
        raw = bytewise(text)
        at, last = 0, -1
        for end, ordinal in self.automaton.iter(raw):
            last += len(textwise(raw[at : end + 1]))
            at = end + 1
            yield last, ordinal

    def found(self, ordinal: int) -> Found:
        """Give what stands behind a key."""
        known = self.known[ordinal] = self._found(ordinal)
        return known


@dataclass(frozen=True, slots=True)
class Tables:
    """What is looked for, by pack and number of the rule; which rules are in force is another matter."""

    scans: dict[int, Scan]
    """By script."""
    marks: dict[str, list[Entry]]
    """Phrases without a letter."""
    labels: dict[str, list[int]]
    """Packs in which a whole line is a label."""
    sources: tuple[Source, ...]
    heads: frozenset[str]
    """First words of labels."""
    longest: int
    """Words in the longest label."""

    def places(self, key: str) -> list[tuple[int, int]]:
        """Packs and numbers of the rules of a whole line."""
        return [(pack, number) for pack in self.labels.get(key, ()) for number in self.sources[pack].labels[key]]


@lru_cache(maxsize=4)
def compiled(sources: tuple[Source, ...]) -> Tables:
    """Compile packs."""
    keys: dict[str, dict[str, int]] = {str(script): {} for script in range(MARK + 1)}
    following: dict[int, int] = {}
    lasts: dict[int, int] = {}
    labels: dict[str, list[int]] = {}
    firsts: list[int] = []
    total = 0
    for pack, source in enumerate(sources):
        firsts.append(total)
        for script, key in zip(source.phrases.scripts, source.phrases.keys, strict=True):
            first = keys[script].setdefault(key, total)
            if first != total:
                following[lasts.get(first, first)] = lasts[first] = total
            total += 1
        alone = [pack]
        for key in source.labels:
            labels[key] = [*labels[key], pack] if key in labels else alone

    def found(first: int) -> Found:
        entries = []
        ordinal: int | None = first
        while ordinal is not None:
            pack = bisect_right(firsts, ordinal) - 1
            place = ordinal - firsts[pack]
            entries.append(sources[pack].entry(place, pack, ordinal))
            ordinal = following.get(ordinal)
        return len(sources[pack].phrases.keys[place]), all(entry[8] for entry in entries), entries

    scans = {
        int(script): Scan(own, found, script == DENSE) for script, own in keys.items() if own and script != str(MARK)
    }
    marks = {key: found(first)[2] for key, first in keys[str(MARK)].items()}
    heads = {key.partition(" ")[0] for key in labels}
    plain = frozenset(head if head.isalpha() else line_key(head) for head in heads)
    return Tables(scans, marks, labels, sources, plain, max((key.count(" ") + 1 for key in labels), default=1))
