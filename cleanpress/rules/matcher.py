"""Compile a rulebook into one linear scan: an Aho-Corasick automaton for phrases, a dict for whole lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import ahocorasick

from cleanpress.rules.fold import fold, line_key
from cleanpress.rules.pattern import compile_pattern
from cleanpress.rules.phrase import WINDOW, Phrase, compile_phrase
from cleanpress.rules.rulebook import Rule, Rulebook, is_label

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


@dataclass(frozen=True, slots=True)
class _Entry:
    rule: Rule
    phrase: Phrase


Anchor = tuple[int, int, tuple[_Entry, ...]]
# One automaton per script: a node's children are searched one by one, so a root with thousands of Chinese characters
# made Latin text three times slower; and a script that the text lacks costs one fast look.
SCRIPTS = tuple(
    re.compile(script)
    for script in ("[\u0370-\u058f]", "[\u0590-\u0dff]", "[\u0e00-\u1fff\u2e80-\ud7ff\uf900-\uffef\U00020000-\U0003ffff]")
)


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


def _by_script(keys: dict[str, list[_Entry]]) -> Iterator[tuple[re.Pattern[str] | None, Any]]:
    """Build the automata; the first one, for Latin letters and marks, is always asked."""
    left = keys
    for script in SCRIPTS:
        yield script, _automaton({a: e for a, e in left.items() if script.match(a)})
        left = {a: e for a, e in left.items() if not script.match(a)}
    yield None, _automaton(left)


def _automaton(keys: dict[str, list[_Entry]]) -> Any:
    automaton = ahocorasick.Automaton()
    for anchor, entries in keys.items():
        automaton.add_word(anchor, (len(anchor), tuple(entries)))
    automaton.make_automaton()
    return automaton if len(automaton) else None


def _found(automaton: Any, folded: str, start: int, end: int) -> Iterator[Anchor]:
    for last, (length, entries) in automaton.iter(folded, start, end):
        yield last - length + 1, last + 1, entries


class Matcher:
    """All phrases of a rulebook, compiled. Immutable after construction, so threads may share it."""

    def __init__(self, book: Rulebook) -> None:
        """Compile ``book``; takes tens of milliseconds for all packs."""
        self.whole: dict[str, list[Rule]] = {}
        self.patterns: list[tuple[re.Pattern[str], Rule]] = []
        keys: dict[str, list[_Entry]] = {}
        for rule in book.rules:
            if rule.pattern:
                self.patterns.append((compile_pattern(rule.pattern), rule))
            for text in rule.phrases:
                if is_label(rule, text):
                    self.whole.setdefault(line_key(fold(text.replace("{n}", "0"))), []).append(rule)
                else:
                    phrase = compile_phrase(text)
                    keys.setdefault(phrase.anchor, []).append(_Entry(rule, phrase))
        self.longest = max((key.count(" ") + 1 for key in self.whole), default=1)
        self._scans = tuple(_by_script(keys))
        self._patterns = tuple(
            _Patterns.of([pair for pair in self.patterns if dense == bool(SCRIPTS[-1].search(pair[0].pattern))])
            for dense in (False, True)
        )

    def scans(self, folded: str, start: int, end: int) -> Iterator[Iterator[Anchor]]:
        """Find every anchor in ``folded[start:end]``: start, end, and the phrases it may belong to; one ordered pass per script."""
        for script, automaton in self._scans:
            if automaton is not None and (script is None or script.search(folded, start, end)):
                yield _found(automaton, folded, start, end)

    def confirm(self, folded: str, start: int, end: int, anchor: Anchor) -> Iterator[Hit]:
        """Check the phrases of one anchor against the block ``folded[start:end]``: word bounds, slots, place."""
        a, b, entries = anchor
        for entry in entries:
            phrase, rule = entry.phrase, entry.rule
            if phrase.leads and a - start > LEAD and rule.at in ("start", "whole"):
                continue
            outlet = name = None
            low, high = a, b
            if phrase.source:
                found = phrase.search(folded, max(start, a - WINDOW), min(end, b + WINDOW))
                if not found:
                    continue
                low, high = found.span()
                groups = found.re.groupindex
                outlet = found.span("outlet") if "outlet" in groups else None
                name = found.span("name") if "name" in groups else None
            elif (phrase.bound_left and a > start and folded[a - 1].isalnum()) or (
                phrase.bound_right and b < end and folded[b].isalnum()
            ):
                continue
            if rule.at in ("start", "whole") and low > start:
                lead = _LEAD.match(folded, start, end)
                if lead is None or lead.end() < low:
                    continue
            if rule.at in ("end", "whole") and high < end and any(c.isalnum() for c in folded[high:end]):
                continue
            yield Hit(rule, low, high, outlet, name)

    def patterned(self, line: str) -> list[Rule]:
        """Rules whose patterns hit a short folded line; one pass says for most lines that there are none."""
        plain, dense = self._patterns
        found = plain.hits(line)
        return found if line.isascii() or not SCRIPTS[-1].search(line) else found + dense.hits(line)

    def cover(self, key: str) -> list[Rule]:
        """Rules of the labels that a line consists of ("Share Tweet Print"), or nothing when a word is left over."""
        words = key.split(" ")
        found: list[Rule] = []
        at = 0
        while at < len(words):
            for size in range(min(self.longest, len(words) - at), 0, -1):
                rules = self.whole.get(line_key(" ".join(words[at : at + size])))
                if rules:
                    found += rules
                    at += size
                    break
            else:
                return []
        return found
