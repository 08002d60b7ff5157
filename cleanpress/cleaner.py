"""The flow: read, gather, settle, cut."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal, cast

from cleanpress.access import AccessReader
from cleanpress.clock import LATE, TimeUp, check, within
from cleanpress.config import Config, Kind
from cleanpress.model import Article, Block, Evidence, Page, Removal, Verdict, apply_removals
from cleanpress.picking import Picker
from cleanpress.readers import Source, declared, read
from cleanpress.readers.within import read_within, with_rest
from cleanpress.rules.choice import check_names, chosen, in_force
from cleanpress.rules.collector import resting_collector
from cleanpress.rules.matcher import Matcher
from cleanpress.rules.rulebook import Rulebook, load
from cleanpress.signals.language import guess_language
from cleanpress.signals.phrases import Reader
from cleanpress.signals.words import Voices
from cleanpress.verdicts.article import ArticleJudge
from cleanpress.verdicts.settle import Settled, settle
from cleanpress.verdicts.strip import StripJudge
from cleanpress.writers.account import Account
from cleanpress.writers.cut import removals_of
from cleanpress.writers.draft import PageDraft, draft_of

if TYPE_CHECKING:
    import bs4


@lru_cache(maxsize=8)
@resting_collector()
def _compiled(
    languages: tuple[str, ...], rules: tuple[str, ...], off: frozenset[str], drop: frozenset[str]
) -> tuple[Rulebook, Matcher, Voices]:
    """Compile a rulebook once per process and choice of packs; threads share it, since nothing in it changes."""
    book = chosen(load(languages, rules), off, drop)
    return book, Matcher(book), Voices(book)


class Cleaner:
    """A set of options, compiled once: make one and clean many. Thread-safe; pickles as its :class:`Config`."""

    def __init__(self, config: Config | None = None, *, templates: str = "") -> None:
        """Compile the rules that ``config`` (default: :data:`BALANCED`) asks for.

        ``templates``: path of a table of site templates, in place of the one in ``config``.
        """
        config = config or Config()
        self.config = in_force(dataclasses.replace(config, templates=str(templates)) if templates else config)
        check_names(load(self.config.languages, self.config.rules), self.config)
        self._book, self._matcher, self._voices = _compiled(
            self.config.languages, self.config.rules, self.config.keep, self.config.drop
        )
        self._reader = Reader(self._book, self._matcher, self._voices, self.config)
        self._digest = self._book.digest + (self._reader.templates.digest if self._reader.templates else "")
        self._articles = ArticleJudge(self._reader, self._book, self._voices, self.config)
        self._strips = StripJudge(self._reader, self._articles.markup, self._book, self._voices, self.config)
        self._picker = Picker(self.config, self._book, self._articles.markup, self._voices)

    @property
    def warnings(self) -> tuple[str, ...]:
        """What was not understood in filters and templates, and in the site configs that pages have asked for."""
        marks = self._reader.templates
        return (*self._picker.warnings, *(marks.warnings if marks else ()))

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle the options; the other side compiles its own rules."""
        return Cleaner, (self.config,)

    def clean(self, source: Source, *, url: str | None = None, kind: Kind = "auto", charset: str = "") -> Article:
        """Clean one document.

        ``source`` is str, bytes, an lxml element or tree, or a BeautifulSoup or Tag; ``kind`` says what str and bytes
        hold ("auto" looks), ``charset`` what HTTP declared of bytes. Any content gives an article;
        :class:`SourceTypeError` only for another type of source.
        """
        return self._clean(source, url, kind, charset, "later")

    def _clean(
        self, source: Source, url: str | None, kind: Kind, charset: str, draft: Literal["later", "now", "never"]
    ) -> Article:
        source, notes = declared(source, charset)
        with within(self.config.time_limit):
            source, page, rest = self._read(source, url, kind)
            page.notes = (*notes, *page.notes)
            settled = self._settle_in_time(page)
            page = with_rest(page, rest) if rest else page
            removals = removals_of(page, settled.removed())
            written = self._draft(source, page, url, kind, removals, draft)
        hints = page.hints
        if not hints.language:
            hints = dataclasses.replace(hints, language=guess_language(page.text, self._voices.common))
        return Article(
            text=apply_removals(page.text, removals),
            title=hints.title or settled.title,
            source_text=page.text,
            removals=removals,
            hints=hints,
            notes=page.notes,
            rulebook=self._digest,
            _draft=written,
            _account=Account.of(settled, self.config),
            _access=AccessReader(page.signs),
        )

    def _read(self, source: Source, url: str | None, kind: Kind) -> tuple[Source, Page, str]:
        """Read within the bound on characters: the source as far as it counts, its page, and the text beyond."""
        if self.config.max_chars and isinstance(source, (str, bytes, bytearray, memoryview)):
            return read_within(source, url, kind, self.config.max_chars)
        return source, read(source, url=url, kind=kind), ""

    def _draft(
        self, source: Source, page: Page, url: str | None, kind: Kind, removals: tuple[Removal, ...], when: str
    ) -> PageDraft | None:
        """What makes the article's markup: it waits for its first use, unless the source may change until then.

        When time is up, writing all that the page holds could take as long again: its text as paragraphs must do.
        """
        if when == "never":
            return None
        if LATE in page.notes:
            return PageDraft(apply_removals(page.text, removals), url, "text", (), self.config)
        if when == "now":
            return PageDraft.written(page, removals, self.config)
        return draft_of(source, page, url, cast("Kind", page.kind), removals, self.config)

    def clean_text(self, source: Source, *, url: str | None = None, kind: Kind = "auto", charset: str = "") -> str:
        """Give only the clean body as text; it costs less than :meth:`clean` where the source is a tree or a soup."""
        return self._clean(source, url, kind, charset, "never").text

    def clean_html(self, source: Source, *, url: str | None = None, kind: Kind = "auto", charset: str = "") -> str:
        """Give only the clean body as sanitised HTML."""
        return self._clean(source, url, kind, charset, "now").html

    def clean_soup(
        self, source: Source, *, url: str | None = None, kind: Kind = "auto", charset: str = "", in_place: bool = False
    ) -> bs4.BeautifulSoup:
        """Give a soup without the junk: a copy, or with ``in_place`` the given one itself, stripped."""
        from cleanpress.writers.soup import stripped  # noqa: PLC0415  # soups are heavy, and few need them

        source, _ = declared(source, charset)
        with within(self.config.time_limit):
            return stripped(source, url, kind, in_place, self.config, self._judge_removals)

    def _judge_removals(self, page: Page) -> tuple[Removal, ...]:
        return removals_of(page, self._settle_in_time(page).removed())

    def judge(
        self, source: Source, *, url: str | None = None, kind: Kind = "auto", charset: str = ""
    ) -> tuple[Page, list[Verdict], str]:
        """Judge one document without cutting: its blocks, a verdict on each (kept ones too), and the headline found.

        The bounds on characters and time do not count here.
        """
        page = read(declared(source, charset)[0], url=url, kind=kind)
        settled = self._settle(page)
        return page, settled.verdicts(), settled.title

    def _settle_in_time(self, page: Page) -> Settled:
        """Settle; where the time is used up, nothing goes, and a note says so."""
        try:
            check()
            return self._settle(page)
        except TimeUp:
            page.notes = (*page.notes, LATE)
            return Settled([], "")

    def _settle(self, page: Page) -> Settled:
        return self._judge(page) if self._picker.idle else self._picker.settle(page, self._judge)

    def _judge(self, page: Page, body: list[Block] | None = None) -> Settled:
        if page.kind == "html":
            return self._strips.settle(page) or self._articles.settle(page, body)
        readings, outlet, folded = self._reader.read(page)
        strips = self.config.locator == "none"
        return settle(page, readings, outlet, folded, self._book, self._voices, self.config, located=strips)

    def evidence(self, text: str) -> list[tuple[Evidence, ...]]:
        """Give the evidence on every block of a text, kept blocks too; what ``rules test`` and ``explain`` look at."""
        readings, _, _ = self._reader.read(read(text, kind="text"))
        return [reading.evidence for reading in readings]

    def clean_many(self, sources: Iterable[Source], *, workers: int = 1) -> Iterator[Article]:
        """Clean documents in order, with ``workers`` above 1 in that many processes (of str or bytes only)."""
        if workers <= 1:
            yield from map(self.clean, sources)
            return
        from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415  # costs 10 ms that most imports never need

        waiting = list(sources)
        with ProcessPoolExecutor(workers) as pool:
            for source, article in zip(waiting, pool.map(self._bare, waiting, chunksize=16), strict=True):
                draft = PageDraft(cast("str | bytes", source), None, "auto", article.removals, self.config)
                yield dataclasses.replace(article, _draft=draft)

    def _bare(self, source: Source) -> Article:
        """Clean without a draft: pickling one would write markup that may not be wanted."""
        return self._clean(source, None, "auto", "", "never")
