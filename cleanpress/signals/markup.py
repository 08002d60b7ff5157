"""Evidence from markup: whole tokens of class, id, role, data-* and aria-*, looked up in the packs' ``class`` lists."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable

from cleanpress.model import Page
from cleanpress.rules.rulebook import Rule, Rulebook

READ = frozenset(
    "class id role itemprop data-component data-component-name data-testid data-test-id data-type data-test data-qa "
    "data-cy data-module data-name aria-label".split()
)
_PARTS = re.compile(r"[^\W_]+")
_HUMPS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
WHOLE = frozenset(("html", "body"))
"""Elements whose classes tell what a page has, not what it is."""
LOOK = 300
"""Characters of a value that are looked at; more is no name."""
CACHE = 20_000


def words_in(token: str) -> list[str]:
    """Split a class or id at marks, and at capitals where it is made of words: ``relatedBox-2`` is related, box, 2.

    Ids of random letters have capitals too; what is in them is no word: a part with digits or short bits stays whole.
    """
    words: list[str] = []
    for part in _PARTS.findall(token):
        if part.islower():
            words.append(part)
            continue
        humps = _HUMPS.findall(part)
        if len(humps) > 1 and part.isalpha() and min(map(len, humps)) > 1 and max(map(len, humps)) > 3:
            words += map(str.lower, humps)
        else:
            words.append(part.lower())
    return words


class Markup:
    """The token rules of a rulebook, compiled; what an attribute's value hits is remembered."""

    def __init__(self, book: Rulebook) -> None:
        """Index the rules by token."""
        self._rules: dict[str, Rule] = {}
        self._whole: dict[str, Rule] = {}
        self._sizes: dict[str, set[int]] = {}
        self._book = book
        for rule in book.rules:
            for token in rule.tokens:
                if token.startswith("="):
                    self._whole.setdefault(token[1:], rule)
                    continue
                words = words_in(token)
                self._rules.setdefault("-".join(words), rule)
                self._sizes.setdefault(words[0], set()).add(len(words))
        self.links = tuple((part, rule) for rule in book.rules for part in rule.links)
        self._known: dict[str, tuple[Rule, ...]] = {}

    def only(self, category: str) -> Markup:
        """Give the token rules of one category."""
        rules = tuple(rule for rule in self._book.rules if rule.category == category)
        return Markup(dataclasses.replace(self._book, rules=rules))

    def read(self, page: Page) -> list[tuple[Rule, ...]]:
        """Give the rules that hit each of the page's elements by its own attributes."""
        return [self.hits(e.attrs) if e.attrs and e.tag not in WHOLE else () for e in page.elements]

    def hits(self, attrs: Iterable[tuple[str, str]]) -> tuple[Rule, ...]:
        """Give the rules that hit an element with these attributes."""
        found: tuple[Rule, ...] = ()
        for name, value in attrs:
            if name in READ and value:
                known = self._known.get(value)
                found += self._value(value) if known is None else known
        return found

    def _value(self, value: str) -> tuple[Rule, ...]:
        """Look a value up, word by word and in runs of words."""
        found: dict[str, Rule] = {}
        for token in value[:LOOK].split():
            rule = self._whole.get(token.lower())
            if rule:
                found.setdefault(rule.id, rule)
            words = words_in(token)
            runs = (words[at : at + size] for at, word in enumerate(words) for size in self._sizes.get(word, ()))
            for rule in filter(None, (self._rules.get("-".join(run)) for run in runs)):
                found.setdefault(rule.id, rule)
        rules = tuple(found.values())
        if len(self._known) > CACHE:
            self._known.clear()
        self._known[value] = rules
        return rules
