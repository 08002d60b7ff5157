"""What was found out about one block, and how evidence from several languages is kept apart."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from cleanpress.model import Block, Evidence
from cleanpress.rules.matcher import Hit, Spot
from cleanpress.rules.rulebook import Rule, pack_paths
from cleanpress.signals.language import count_languages, may_be
from cleanpress.signals.shape import Shape

LANGUAGES = frozenset(pack_paths()) - {"common", "markup"}
"""Packs of a language; those without one, such as files of the user, are never set against others."""


@dataclass(slots=True)
class Reading:
    """What was found out about one block."""

    block: Block
    shape: Shape
    evidence: tuple[Evidence, ...] = ()
    opens: bool = False
    data: bool = False
    """A line of figures: results, prices, tables."""
    key: str = ""
    """The folded line, for short blocks: repeats are found by it."""
    hits: list[Hit] | None = None
    spots: list[Spot] | None = None
    """What the hits were confirmed from, where there are any."""
    mixed: bool = False
    """More than half of it is reporting, and its cues are not sure enough to cut them out."""
    template: Evidence | None = None
    """The learned site template that it is."""
    known: tuple[Evidence, ...] = ()
    """The evidence with the template in it; see ``verdicts.templates`` for why it stands apart."""
    part: int = 0
    """Above 0 for the sentences of a block that is judged by sentences, the same for all of them."""


def holds(rule: Rule, shape: Shape) -> bool:
    """Whether the block's shape meets the rule's conditions."""
    for name, value in rule.when:
        if (
            (name == "max_words" and shape.words > value)
            or (name == "min_words" and shape.words < value)
            or (name == "no_stop" and shape.stop == value)
            or (name == "exclaim" and shape.exclaim != value)
        ):
            return False
    return True


def one_language(found: list[Evidence]) -> list[Evidence]:
    """Of each category keep the terms of one language: related languages share words, and must not count them twice."""
    sums: dict[tuple[str, str], int] = {}
    for evidence in found:
        key = (evidence.category, evidence.rule.partition(":")[0])
        if key[1] in LANGUAGES:
            sums[key] = sums.get(key, 0) + evidence.points
    best = {category: max((n, pack) for (c, pack), n in sums.items() if c == category)[1] for category, _ in sums}
    return [e for e in found if (pack := e.rule.partition(":")[0]) not in LANGUAGES or pack == best.get(e.category)]


def in_its_language(
    found: list[Evidence], words: list[str], index: dict[str, tuple[str, ...]], appeals: frozenset[str]
) -> list[Evidence]:
    """Drop appeals of packs whose language a sentence cannot be in: a Danish phrase in English reporting is chance.

    Credits and bylines are names, in every language the same.
    """
    packs = {e.rule.partition(":")[0] for e in found if e.category in appeals} & LANGUAGES
    counts = count_languages(words, index) if packs else Counter[str]()
    other = {pack for pack in packs if not may_be(counts, pack)}
    return [e for e in found if e.category not in appeals or e.rule.partition(":")[0] not in other] if other else found
