"""The account of one document: every block, kept or gone, with its sum, its terms and a sentence that says why."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from cleanpress.model import Span


@dataclass(frozen=True, slots=True)
class Term:
    """One term of a block's sum."""

    rule: str
    """Id of the rule, such as ``en:donation.ask`` or ``shape.quote``."""
    category: str
    """Category the rule votes for; empty for a guard."""
    points: int
    span: Span | None
    """Where it hit in ``Explanation.source_text``; None when it speaks of the whole block."""
    why: str
    """Why the rule exists, from its rule file."""

    def to_dict(self) -> dict[str, Any]:
        """Give plain dicts, lists, strings and numbers, ready for JSON."""
        span = [self.span.start, self.span.end] if self.span else None
        return {"rule": self.rule, "category": self.category, "points": self.points, "span": span, "why": self.why}


@dataclass(frozen=True, slots=True)
class ExplainedBlock:
    """One block with its verdict and everything that led to it."""

    index: int
    """Position among the blocks."""
    span: Span
    """Its place in ``Explanation.source_text``, without separators."""
    text: str
    tag: str
    """Name of its HTML element; empty for text, and for what was removed."""
    kept: bool
    category: str
    """What it was removed as; of a kept one, what most points vote for (empty when nothing does)."""
    rule: str
    """The rule that decided: what removed it, or the heaviest term that spoke against that. Empty when none did."""
    nearest: str
    """The rule that most speaks for removal; of a kept block the one to look at. Empty when none does."""
    points: int
    """The sum of the terms."""
    missing: int
    """Of a kept block that a rule votes against: how many points it lacks to go. 0 for all others."""
    terms: tuple[Term, ...]
    verdict: str
    """Why it went, or why it stayed, in a plain sentence or two."""
    why: str
    """The verdict, and then the reason of every term."""

    def to_dict(self) -> dict[str, Any]:
        """Give plain dicts, lists, strings and numbers, ready for JSON."""
        names = ("index", "text", "tag", "kept", "category", "rule", "nearest", "points", "missing", "verdict", "why")
        row: dict[str, Any] = {name: getattr(self, name) for name in names}
        return row | {"span": [self.span.start, self.span.end], "terms": [term.to_dict() for term in self.terms]}


@dataclass(frozen=True, slots=True)
class Explanation:
    """What ``article.explain()`` gives. It holds no page and no tree, so it pickles and outlives both."""

    blocks: tuple[ExplainedBlock, ...]
    """All blocks, in order; what was cut as one piece (a menu) is one block."""
    source_text: str
    title: str
    language: str
    hostname: str
    remove_at: int
    """Sum at which a block goes by itself."""
    edge_at: int
    """Sum at which a block goes beside one that is sure to go."""
    rulebook: str
    """Digest of the rules and options that produced this result."""

    @property
    def kept(self) -> tuple[ExplainedBlock, ...]:
        """Blocks that stayed."""
        return tuple(block for block in self.blocks if block.kept)

    @property
    def removed(self) -> tuple[ExplainedBlock, ...]:
        """Blocks that went."""
        return tuple(block for block in self.blocks if not block.kept)

    @property
    def nearest_survivor(self) -> ExplainedBlock | None:
        """The kept block that came closest to going; None when no rule votes against any."""
        close = [block for block in self.kept if block.nearest]
        return max(close, key=lambda block: block.points, default=None)

    def counts(self) -> dict[str, int]:
        """Count the removed blocks by category, the most frequent first."""
        return dict(Counter(block.category for block in self.removed).most_common())

    def find(self, text: str) -> tuple[ExplainedBlock, ...]:
        """Give the blocks that hold ``text`` (case and white space aside); each says ``why``."""
        wanted = _plain(text)
        return tuple(block for block in self.blocks if wanted and wanted in _plain(block.text))

    def to_dict(self) -> dict[str, Any]:
        """Give plain dicts, lists, strings and numbers, ready for JSON."""
        names = ("title", "language", "hostname", "remove_at", "edge_at", "rulebook")
        row: dict[str, Any] = {name: getattr(self, name) for name in names}
        return row | {"blocks": [block.to_dict() for block in self.blocks], "counts": self.counts()}


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()
