"""Compile a rulebook into one linear scan: an Aho-Corasick automaton for phrases, a dict for whole lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import ahocorasick

from cleanpress.rules.fold import line_key
from cleanpress.rules.pack import Rule
from cleanpress.rules.pattern import compile_pattern
from cleanpress.rules.phrase import WINDOW, is_unspaced, search
from cleanpress.rules.rulebook import Rulebook

LEAD = 12
"""So many bullets, marks and spaces may stand before a phrase that must start its block."""
_LEAD = re.compile(r"[\W_]*")


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule's phrase found in a block."""

    rule: Rule
    start: int
    end: int
    outlet: tuple[int, int] | None = None
    """Where the ``{outlet}`` slot was filled from."""
    name: tuple[int, int] | None = None
    """Where the ``{name}`` slot was filled from."""


Entry = tuple[int, int, bool, bool, bool, str]
"""Pack and number of a rule, and one of its phrases: bound at left, at right, led by its anchor, its expression."""
Anchor = tuple[int, int, list[Entry]]
# One automaton per script: a node's children are searched one by one, so a root with thousands of Chinese characters
# made Latin text three times slower; and a script that the text lacks costs one fast look.
SCRIPTS = (
    None,
    re.compile("[\u0370-\u058f]"),
    re.compile("[\u0590-\u0dff]"),
    re.compile("[\u0e00-\u1fff\u2e80-\ufdff\ufe10-\uffef\U00020000-\U0003ffff]"),
)
DENSE = SCRIPTS[3]
CHUNK = 1 << 16
"""Characters that are scanned at once."""


def _script_of(char: str) -> int:
    """Which of ``SCRIPTS`` a character belongs to; marks go with Latin."""
    if char < "\u0370" or "\u2000" <= char < "\u2e80":
        return 0
    return 1 if char < "\u0590" else 2 if char < "\u0e00" else 3


@dataclass(frozen=True, slots=True)
class _Patterns:
    """Patterns that are asked together."""

    any_of: re.Pattern[str]
    each: list[tuple[re.Pattern[str], Rule]]

    @classmethod
    def of(cls, pairs: list[tuple[re.Pattern[str], Rule]]) -> _Patterns:
        return cls(re.compile("|".join(f"(?:{pattern.pattern})" for pattern, _ in pairs) or r"(?!)"), pairs)

    def hits(self, line: str) -> list[Rule]:
        return [rule for pattern, rule in self.each if pattern.search(line)] if self.any_of.search(line) else []


def _joins(char: str) -> bool:
    """Whether a neighbour makes a phrase part of a longer word; a character of an unspaced script does not."""
    return char.isalnum() and not is_unspaced(char)


def _by_script(keys: dict[str, list[Entry]]) -> Iterator[tuple[re.Pattern[str] | None, Any]]:
    """Build the automata; the first one, for Latin letters and marks, is always asked."""
    automata = [ahocorasick.Automaton() for _ in SCRIPTS]
    for anchor, entries in keys.items():
        automata[_script_of(anchor[0])].add_word(anchor, (len(anchor), entries))
    for script, automaton in zip(SCRIPTS, automata, strict=True):
        if len(automaton):
            automaton.make_automaton()
            yield script, automaton


def _chunks(spans: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Neighbouring spans in pieces of some size, as half-open ranges of their numbers."""
    first = 0
    while first < len(spans):
        stop = first + 1
        while stop < len(spans) and spans[stop][1] - spans[first][0] <= CHUNK:
            stop += 1
        yield first, stop
        first = stop


def _spans_with(script: re.Pattern[str], folded: str, spans: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Spans that hold a character of the script, one by one: a stray one must not slow the whole text down."""
    at = 0
    found = script.search(folded, spans[0][0], spans[-1][1]) if spans else None
    while found:
        while spans[at][1] <= found.start():
            at += 1
        inside = spans[at][0] <= found.start()
        if inside:
            yield at, at + 1
        found = script.search(folded, spans[at][1] if inside else spans[at][0], spans[-1][1])


def _found(
    automaton: Any, folded: str, spans: list[tuple[int, int]], at: int, stop: int
) -> Iterator[tuple[int, Anchor]]:
    shift = spans[at][0]
    for last, (length, entries) in automaton.iter(folded[shift : spans[stop - 1][1]]):
        end = last + 1 + shift
        while spans[at][1] < end:
            at += 1
        if spans[at][0] <= end - length:
            yield at, (end - length, end, entries)


class _Source:
    """Phrases and labels of one pack, the same as long as they are the same lists."""

    def __init__(self, phrases: list[Any], labels: list[Any]) -> None:
        self.phrases, self.labels = phrases, labels

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Source) and self.phrases is other.phrases and self.labels is other.labels

    def __hash__(self) -> int:
        return hash((id(self.phrases), id(self.labels)))


@dataclass(frozen=True, slots=True)
class _Tables:
    """What is looked for, by pack and number of the rule; which rules are in force is another matter."""

    scans: tuple[tuple[re.Pattern[str] | None, Any], ...]
    labels: dict[str, list[tuple[int, int]]]
    longest: int
    """Words in the longest label."""


@lru_cache(maxsize=4)
def _compiled(sources: tuple[_Source, ...]) -> _Tables:
    """Compile packs once, whatever rules of them a caller keeps out of force."""
    keys: dict[str, list[Entry]] = {}
    labels: dict[str, list[tuple[int, int]]] = {}
    for pack, source in enumerate(sources):
        for number, anchor, *rest in source.phrases:
            keys.setdefault(anchor, []).append((pack, number, *rest))
        for key, numbers in source.labels:
            labels.setdefault(key, []).extend((pack, number) for number in numbers)
    longest = max((key.count(" ") + 1 for key in labels), default=1)
    return _Tables(tuple(_by_script(keys)), labels, longest)


class Matcher:
    """All phrases of a rulebook, compiled. Immutable after construction, so threads may share it."""

    def __init__(self, book: Rulebook) -> None:
        """Compile ``book``; takes tens of milliseconds for all packs."""
        force = {rule.id: rule for rule in book.rules}
        self._rules = [[rule if force.get(rule.id) is rule else None for rule in index.rules] for index in book.indexes]
        self._tables = _compiled(tuple(_Source(index.phrases, index.labels) for index in book.indexes))
        self.patterns = [(compile_pattern(rule.pattern), rule) for rule in book.rules if rule.pattern]
        self._patterns = tuple(
            _Patterns.of([pair for pair in self.patterns if dense == bool(DENSE.search(pair[0].pattern))])
            for dense in (False, True)
        )

    def scan(self, folded: str, spans: list[tuple[int, int]]) -> Iterator[tuple[int, Anchor]]:
        """Find every anchor inside the spans (ordered, disjoint): the span, then start, end and phrases.

        The automaton copies what it is given at four bytes a character, so the text goes in by pieces.
        """
        for script, automaton in self._tables.scans:
            pieces = _chunks(spans) if script is None else _spans_with(script, folded, spans)
            for first, stop in pieces:
                yield from _found(automaton, folded, spans, first, stop)

    def confirm(self, folded: str, start: int, end: int, anchor: Anchor) -> Iterator[Hit]:
        """Check the phrases of one anchor against the block ``folded[start:end]``: word bounds, slots, place."""
        a, b, entries = anchor
        for pack, number, bound_left, bound_right, leads, source in entries:
            rule = self._rules[pack][number]
            if rule is None:
                continue
            if (bound_left and a > start and _joins(folded[a - 1])) or (bound_right and b < end and _joins(folded[b])):
                continue
            if leads and a - start > LEAD and rule.at in ("start", "whole"):
                continue
            outlet = name = None
            low, high = a, b
            if source:
                found = search(source, folded, max(start, a - WINDOW), min(end, b + WINDOW))
                if not found:
                    continue
                low, high = found.span()
                groups = found.re.groupindex
                outlet = found.span("outlet") if "outlet" in groups else None
                name = found.span("name") if "name" in groups else None
            if rule.at in ("start", "whole") and low > start:
                lead = _LEAD.match(folded, start, end)
                if lead is None or lead.end() < low:
                    continue
            if rule.at in ("end", "whole") and high < end and any(c.isalnum() for c in folded[high:end]):
                continue
            yield Hit(rule, low, high, outlet, name)

    def label(self, key: str) -> list[Rule]:
        """Rules of a whole line, given as its key."""
        found = (self._rules[pack][number] for pack, number in self._tables.labels.get(key, ()))
        return [rule for rule in found if rule is not None]

    def patterned(self, line: str) -> list[Rule]:
        """Rules whose patterns hit a short folded line; one pass says for most lines that there are none."""
        plain, dense = self._patterns
        found = plain.hits(line)
        return found if line.isascii() or not DENSE.search(line) else found + dense.hits(line)

    def cover(self, key: str) -> list[Rule]:
        """Rules of the labels that a line consists of ("Share Tweet Print"), or nothing when a word is left over."""
        words = key.split(" ")
        found: list[Rule] = []
        at = 0
        while at < len(words):
            if not words[at].strip("|/·•・>›»-–—&+,"):
                at += 1
                continue
            for size in range(min(self._tables.longest, len(words) - at), 0, -1):
                rules = self.label(line_key(" ".join(words[at : at + size])))
                if rules:
                    found += rules
                    at += size
                    break
            else:
                return []
        return found
