"""An article as rows to be counted: its blocks as the cleaner sees them, each with what the cleaner made of it."""

from __future__ import annotations

import dataclasses
import re
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from cleanpress.category import Category
from cleanpress.cleaner import Cleaner
from cleanpress.config import Config
from cleanpress.errors import ConfigError
from cleanpress.model import Article, Block, hostname
from cleanpress.readers import Source
from cleanpress.readers.text import read_text
from cleanpress.rules.fold import fold
from cleanpress.rules.rulebook import load
from cleanpress.signals.shape import LINE, PROSE, SENTENCE, measure
from cleanpress.signals.templates import RULE
from cleanpress.signals.words import Voices, words_of
from cleanpress.templates.columns import EXAMPLE, HOST, KINDS
from cleanpress.templates.keys import block_keys, digest

BLOCKS = 5000
"""More blocks of one page are not looked at."""
CATEGORIES = tuple(map(str, Category))
SHAPES = {LINE: KINDS.index("line"), SENTENCE: KINDS.index("sentence"), PROSE: KINDS.index("prose")}
LEANS = 3
"""Points from which on words speak for a removal that did not come about."""
STEPS = ("place.", "run.")
"""Removals by place alone begin so."""


class BlockRow(NamedTuple):
    """One block of a page."""

    block: int
    """Key of the block on its host."""
    place: int
    """Its number among the page's blocks, from 0."""
    kind: int
    """Index in ``KINDS``."""
    kept: bool
    """The cleaner leaves it in the article."""
    placed: bool
    """It was removed, by its place alone."""
    leaning: bool
    """It was kept, though words speak for its removal."""
    spoken: bool
    """It is or holds a quotation, or a source is reported."""
    figures: bool
    """A number was masked in it."""
    category: int
    """Index in ``CATEGORIES`` of what it was removed as or leans to; -1 for none."""
    text: str
    """Its beginning, as an example."""


@dataclass(frozen=True, slots=True)
class PageRows:
    """One page with its blocks, each key once."""

    host: str
    page: int
    """The same for an article at every address: the smallest hash of a paragraph of its body."""
    digest: int
    """Of address and text: tells the copies of one article apart."""
    day: int | None
    """Ordinal of the article's date."""
    rows: tuple[BlockRow, ...]


class PageReader:
    """Makes rows of articles; what is no article yet is cleaned first, without any templates."""

    def __init__(self, config: Config | None = None) -> None:
        """Compile the rules."""
        self.cleaner = Cleaner(dataclasses.replace(config or Config(), templates=""))
        self._voices = Voices(load())
        self._keys = block_keys()

    def read(self, source: Source | Article, url: str | None = None) -> PageRows | None:
        """Give the rows of a page; None where no paragraph is left as its body, as on home pages, or the host is odd.

        Raises :class:`ConfigError` where neither ``url`` nor the page itself tells the host.
        """
        article = source if isinstance(source, Article) else self.cleaner.clean(source, url=url)
        host = hostname(url or article.hints.url)
        if not host:
            raise ConfigError("templates are learned per host; pass url=, the page's address")
        if not re.match(HOST, host):
            return None
        rows: dict[int, BlockRow] = {}
        body: list[int] = []
        removed = _Removed(article)
        text = article.source_text
        for i, block in enumerate(read_text(text).blocks[:BLOCKS]):
            raw = text[block.start : block.end]
            masked = self._keys.mask(raw)
            if not masked:
                continue
            row = self._row(digest(f"{host}\n{masked}"), i, block, raw, removed, article.language)
            if row.kept and row.kind == SHAPES[PROSE] and not row.leaning:
                body.append(digest(masked))
            known = rows.get(row.block)
            if known is None or (row.kept and not known.kept):
                rows[row.block] = row
        if not body:
            return None
        whole = digest(f"{url or article.hints.url}\n{text}")
        return PageRows(host, min(body), whole, _day(article.hints.date), tuple(rows.values()))

    def _row(self, key: int, place: int, block: Block, raw: str, removed: _Removed, language: str) -> BlockRow:
        shape = measure(raw)
        category, placed, points = removed.of(block)
        spoken = shape.quoted
        if not spoken and shape.kind != LINE:
            line = fold(raw)
            spoken = self._voices.of((f"{language}:",)).speech.hits(words_of(line), line)
        kept = points is not None
        return BlockRow(
            key,
            place,
            SHAPES[shape.kind],
            kept,
            placed,
            kept and bool(category) and (points or 0) >= LEANS,
            spoken,
            any(map(str.isdigit, raw)),
            CATEGORIES.index(category) if category else -1,
            _example(raw),
        )


class _Removed:
    """What became of the blocks of an article, asked in order."""

    def __init__(self, article: Article) -> None:
        self._cuts = [r for r in article.removals if not r.rule.startswith(RULE)]
        self._at = 0
        account = article._account  # the evidence on kept blocks; the public account costs far more
        kept = account.kept if account else ()
        self._kept = {start: (sum(e.points for e in evidence), category) for start, _, _, category, evidence in kept}

    def of(self, block: Block) -> tuple[str, bool, int | None]:
        """Give (category, removed by place alone, points); points are None for a block of which half or more went."""
        cuts = self._cuts
        while self._at < len(cuts) and cuts[self._at].span.end <= block.start:
            self._at += 1
        gone = 0
        for cut in cuts[self._at : self._at + 50]:
            if cut.span.start >= block.end:
                break
            gone += min(cut.span.end, block.end) - max(cut.span.start, block.start)
            if 2 * gone >= block.end - block.start:
                words = any(e.category and e.points > 0 and not e.rule.startswith(STEPS) for e in cut.evidence)
                return str(cut.category), not words, None
        points, category = self._kept.get(block.start, (0, ""))
        return category, False, points


def _example(raw: str) -> str:
    text = raw[: EXAMPLE - 1] + "…" if len(raw) > EXAMPLE else raw
    return text if text.isascii() and "\0" not in text else text.replace("\0", " ").encode("utf-8", "replace").decode()


def _day(told: str) -> int | None:
    try:
        return date.fromisoformat(told[:10]).toordinal()
    except ValueError:
        return None
