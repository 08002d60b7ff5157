"""Compile a rulebook into one linear scan: an Aho-Corasick automaton for phrases, a dict for whole lines."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property
from operator import itemgetter
from typing import NamedTuple

from cleanpress.clock import check, timed
from cleanpress.rules.fold import line_key
from cleanpress.rules.keys import DENSE, OTHER, SCRIPTS, words_alone
from cleanpress.rules.pack import Rule
from cleanpress.rules.pattern import begins_line
from cleanpress.rules.phrase import WINDOW, is_unspaced, search
from cleanpress.rules.rulebook import Rulebook
from cleanpress.rules.tables import Entry, Scan, Source, compiled

LEAD = 12
"""So many bullets, marks and spaces may stand before a phrase that must start its block."""
_LEAD = re.compile(r"[\W_]*")
_WORDLY = re.compile(r"[^\W_]")


class Hit(NamedTuple):
    """A rule's phrase found in a block."""

    rule: Rule
    start: int
    end: int
    outlet: tuple[int, int] | None = None
    """Where the ``{outlet}`` slot was filled from."""
    name: tuple[int, int] | None = None
    """Where the ``{name}`` slot was filled from."""


Spot = tuple[int, list[Entry]]
"""Where a key stands, and the phrases to confirm there."""
Spots = dict[int, list[Spot]]
CHUNK = 1 << 16
"""Characters that are scanned at once."""


class _Patterns:
    """Patterns that are asked together, compiled when they first are: those of a script may never be."""

    def __init__(self, rules: list[Rule]) -> None:
        self._rules = rules

    @cached_property
    def _unions(self) -> tuple[re.Pattern[str], re.Pattern[str]]:
        """Those that a line must begin with, and those that are looked for at each of its letters."""
        both: tuple[list[str], list[str]] = ([], [])
        for rule in self._rules:
            both[not begins_line(rule.pattern)].append(f"(?:{rule.pattern})")
        first, within = (re.compile("|".join(patterns) or r"(?!)") for patterns in both)
        return first, within

    def hits(self, line: str) -> list[Rule]:
        first, within = self._unions
        if not first.match(line) and not within.search(line):
            return []
        return [rule for rule in self._rules if search(rule.pattern, line, 0, len(line))]


def _joins(char: str) -> bool:
    """Whether a neighbour makes a phrase part of a longer word; a character of an unspaced script does not."""
    return char.isalnum() and (char < "\u0e00" or not is_unspaced(char))


def _pieces(spans: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Where neighbouring spans lie, in pieces of some size."""
    first = 0
    while first < len(spans):
        stop = bisect_right(spans, spans[first][0] + CHUNK, first + 1, key=itemgetter(1))
        yield spans[first][0], spans[stop - 1][1]
        first = stop


def _find(scan: Scan, text: str, shift: int, starts: list[int], spots: Spots, late: Spots) -> None:
    """Note the keys in one piece of text; ``shift``: where it lies in the whole."""
    known = scan.known
    for last, number in scan.ends(text):
        length, led, entries = known.get(number) or scan.found(number)
        at = last + 1 + shift - length
        place = bisect_right(starts, at + length // 2) - 1
        here = late if led and at - starts[place] > LEAD else spots
        if place in here:
            here[place].append((at, entries))
        else:
            here[place] = [(at, entries)]


def _confirmed(folded: str, start: int, end: int, anchor: tuple[int, int], rule: Rule, source: str) -> Hit | None:
    """The phrase around an anchor, where its slots are filled and it stands where it must."""
    low, high = anchor
    outlet = name = None
    if source:
        found = search(source, folded, max(start, low - WINDOW), min(end, high + WINDOW))
        if not found:
            return None
        low, high = found.span()
        groups = found.re.groupindex
        outlet = found.span("outlet") if "outlet" in groups else None
        name = found.span("name") if "name" in groups else None
    if rule.at in ("start", "whole") and low > start:
        lead = _LEAD.match(folded, start, end)
        if lead is None or lead.end() < low:
            return None
    if rule.at in ("end", "whole") and _WORDLY.search(folded, high, end):
        return None
    return Hit(rule, low, high, outlet, name)


class Matcher:
    """All phrases of a rulebook, compiled. Immutable after construction, so threads may share it."""

    def __init__(self, book: Rulebook) -> None:
        """Compile ``book``; takes tens of milliseconds for all packs."""
        force = {rule.id: rule for rule in book.rules}
        self._rules = [[rule if force.get(rule.id) is rule else None for rule in index.rules] for index in book.indexes]
        self._tables = compiled(
            tuple(Source(index.phrases, index.labels, [rule.at for rule in index.rules]) for index in book.indexes)
        )
        patterned = [rule for rule in book.rules if rule.pattern]
        self._patterns = tuple(
            _Patterns([rule for rule in patterned if dense == bool(DENSE.search(rule.pattern))])
            for dense in (False, True)
        )

    def scan(self, folded: str, spans: list[tuple[int, int]]) -> tuple[Spots, Spots]:
        """Find what may be a phrase inside the spans (ordered, disjoint), by the span's number, to be confirmed.

        Apart: phrases that must start their block but stand amid it; they count where its sentences are judged.
        The automaton copies what it is given at four bytes a character, so the text goes in by pieces.
        """
        spots: Spots = {}
        late: Spots = {}
        if not spans:
            return spots, late
        starts = [start for start, _ in spans]
        if 0 in self._tables.scans:
            for start, end in _pieces(spans):
                check()
                _find(self._tables.scans[0], f" {words_alone(folded[start:end])} ", start - 1, starts, spots, late)
        for mark, entries in self._tables.marks.items():
            at = folded.find(mark, spans[0][0], spans[-1][1])
            while at >= 0:
                spots.setdefault(bisect_right(starts, at) - 1, []).append((at, entries))
                at = folded.find(mark, at + 1, spans[-1][1])
        if not folded.isascii():
            self._scan_scripts(folded, spans, starts, spots, late)
        return spots, late

    def _scan_scripts(
        self, folded: str, spans: list[tuple[int, int]], starts: list[int], spots: Spots, late: Spots
    ) -> None:
        """Scan for other scripts in spans that hold them, one by one: a stray letter must not slow the text down."""
        for start, end in timed(spans):
            piece = folded[start:end]
            if piece.isascii() or not OTHER.search(piece):
                continue
            for script, seen in enumerate(SCRIPTS, 1):
                if script in self._tables.scans and seen.search(piece):
                    _find(self._tables.scans[script], piece, start, starts, spots, late)

    def confirm(self, folded: str, start: int, end: int, spots: list[Spot]) -> list[Hit]:
        """Check what was found against the block ``folded[start:end]``: its words, their bounds, slots, place."""
        found: list[tuple[int, int, int, int, int, Hit]] = []
        for at, entries in spots:
            for script, ordinal, pack, number, anchor, shift, left, right, led, source in entries:
                a = at + shift
                b = a + len(anchor)
                if a < start or b > end or (led and a - start > LEAD) or not folded.startswith(anchor, a):
                    continue
                if (left and a > start and _joins(folded[a - 1])) or (right and b < end and _joins(folded[b])):
                    continue
                rule = self._rules[pack][number]
                hit = _confirmed(folded, start, end, (a, b), rule, source) if rule else None
                if hit:
                    found.append((hit.start, script, b, a, ordinal, hit))
        if len(found) > 1:
            found.sort()
        return [row[-1] for row in found]

    def label(self, key: str) -> list[Rule]:
        """Rules of a whole line, given as its key."""
        if key not in self._tables.labels:
            return []
        found = [self._rules[pack][number] for pack, number in self._tables.places(key)]
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
            head = line_key(words[at])
            if head and head not in self._tables.heads:
                return []
            for size in range(min(self._tables.longest, len(words) - at), 0, -1):
                rules = self.label(line_key(" ".join(words[at : at + size])))
                if rules:
                    found += rules
                    at += size
                    break
            else:
                return []
        return found
