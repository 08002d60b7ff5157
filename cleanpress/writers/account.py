"""What an article remembers of the blocks that stayed, and the explanation made from it when someone asks.

Cleaning keeps of each kept block its place, its tag and its evidence, a few dozen short tuples; the removals hold the
rest. So explaining needs neither the page nor a second look at it, works for trees that have changed since, and says
what was decided then. Reasons are read from the rule files only now.
"""

from __future__ import annotations

from dataclasses import dataclass

from cleanpress.config import Config
from cleanpress.explanation import ExplainedBlock, Explanation, Term
from cleanpress.model import Article, Evidence, Removal, Span
from cleanpress.rules.reasons import reason
from cleanpress.verdicts.settle import Settled
from cleanpress.writers.sentences import in_full, why_gone, why_kept

Row = tuple[int, int, str, str, tuple[Evidence, ...]]
"""Start, end, tag, category and evidence of a kept block."""


@dataclass(frozen=True, slots=True)
class Account:
    """The kept blocks of one article and the options it was made with."""

    kept: tuple[Row, ...]
    config: Config

    @classmethod
    def of(cls, settled: Settled, config: Config) -> Account:
        """Remember what stayed."""
        rows = []
        for piece in settled.pieces:
            if piece.taken is None:
                block = piece.reading.block
                evidence = piece.reading.evidence + piece.extra
                rows.append((block.start, block.end, block.tag, piece.category, evidence))
        return cls(tuple(rows), config)

    def explain(self, article: Article) -> Explanation:
        """Put kept and removed blocks in order and find words for each."""
        found = [self._kept(row, article.source_text) for row in self.kept]
        found += [self._removed(removal) for removal in article.removals]
        found.sort(key=lambda block: block.span)
        return Explanation(
            blocks=tuple(_numbered(block, i) for i, block in enumerate(found)),
            source_text=article.source_text,
            title=article.title,
            language=article.language,
            hostname=str(article.to_dict()["hostname"] or ""),
            remove_at=self.config.remove_at,
            edge_at=self.config.edge_at,
            rulebook=article.rulebook,
        )

    def _terms(self, evidence: tuple[Evidence, ...]) -> tuple[Term, ...]:
        extra = self.config.rules
        return tuple(Term(e.rule, e.category, e.points, e.span, _why(e, extra)) for e in evidence)

    def _kept(self, row: Row, text: str) -> ExplainedBlock:
        start, end, tag, category, evidence = row
        terms = self._terms(evidence)
        points = sum(term.points for term in terms)
        pro = max((t for t in terms if t.category and t.points > 0), key=lambda t: t.points, default=None)
        con = min((t for t in terms if t.points < 0), key=lambda t: t.points, default=None)
        verdict = why_kept(terms, points, category, self.config)
        return ExplainedBlock(
            index=0,
            span=Span(start, end),
            text=text[start:end],
            tag=tag,
            kept=True,
            category=category,
            rule=con.rule if pro and con else "",
            nearest=pro.rule if pro else "",
            points=points,
            missing=max(0, self.config.remove_at - points) if pro else 0,
            terms=terms,
            verdict=verdict,
            why=in_full(verdict, terms),
        )

    def _removed(self, removal: Removal) -> ExplainedBlock:
        text = removal.text.strip()
        start = removal.span.start + len(removal.text) - len(removal.text.lstrip())
        terms = self._terms(removal.evidence)
        pro = max((t for t in terms if t.category and t.points > 0), key=lambda t: t.points, default=None)
        decided = removal.rule, reason(removal.rule, self.config.rules)
        verdict = why_gone(removal.points, str(removal.category), decided, self.config)
        return ExplainedBlock(
            index=0,
            span=Span(start, start + len(text)),
            text=text,
            tag="",
            kept=False,
            category=str(removal.category),
            rule=removal.rule,
            nearest=pro.rule if pro else removal.rule,
            points=removal.points,
            missing=0,
            terms=terms,
            verdict=verdict,
            why=in_full(verdict, terms),
        )


def _why(evidence: Evidence, extra: tuple[str, ...]) -> str:
    why = reason(evidence.rule, extra)
    return f"{why} It stands {evidence.note}." if evidence.note else why


def _numbered(block: ExplainedBlock, index: int) -> ExplainedBlock:
    object.__setattr__(block, "index", index)  # it was made a moment ago and nobody has seen it yet
    return block
