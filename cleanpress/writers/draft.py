"""HTML and Markdown of an article, made when they are asked for: whoever wants text alone pays nothing.

An article may outlive its page and go through pickle, so it holds no tree. Str or bytes are kept, and read once
more when markup is asked for or the article is pickled. A tree or soup may change meanwhile, so its markup is written
at once (and sanitised later); ``clean_text`` leaves that out.
"""

from __future__ import annotations

from typing import Any

from cleanpress.config import Config, Kind
from cleanpress.model import Page, Removal, apply_removals
from cleanpress.readers import Source, read


class PageDraft:
    """Markup of one article, at one of three stages: the source, what was written from it, what was sanitised."""

    def __init__(
        self, source: str | bytes, url: str | None, kind: Kind, removals: tuple[Removal, ...], config: Config
    ) -> None:
        """Keep what is needed to write the markup later."""
        self._later: tuple[Any, ...] | None = (source, url, kind, removals, config)
        self._markup = self._html = self._markdown = ""
        self._text: str | None = None

    @classmethod
    def written(cls, page: Page, removals: tuple[Removal, ...], config: Config) -> PageDraft:
        """Write the markup now, from the page at hand."""
        draft = cls("", None, "auto", (), config)
        draft._write(page, removals, config)
        return draft

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle what was written; the source is most of a page's size, and of no more use."""
        self._ensure()
        return _restored, (self._markup, self._text)

    def html(self) -> str:
        """Give the body as HTML."""
        if not self._html:
            from cleanpress.writers.html import sanitised  # noqa: PLC0415  # cleaning text must not load lxml

            self._ensure()
            self._html = sanitised(self._markup)
        return self._html

    def markdown(self) -> str:
        """Give the body as Markdown."""
        if not self._markdown:
            self._ensure()
            self._markdown = self._text_markdown() if self._text is not None else self._page_markdown()
        return self._markdown

    def _page_markdown(self) -> str:
        from cleanpress.writers.markdown import markdown_of  # noqa: PLC0415  # as above

        return markdown_of(self.html())

    def _text_markdown(self) -> str:
        from cleanpress.writers.plain import text_markdown  # noqa: PLC0415  # as above

        return text_markdown(self._text or "")

    def _ensure(self) -> None:
        later = self._later
        if later is not None:
            source, url, kind, removals, config = later
            self._write(read(source, url=url, kind=kind), removals, config)

    def _write(self, page: Page, removals: tuple[Removal, ...], config: Config) -> None:
        if page.kind == "text":
            from cleanpress.writers.plain import text_markup  # noqa: PLC0415  # as above

            self._text = apply_removals(page.text, removals)
            self._markup = text_markup(self._text)
        else:
            from cleanpress.writers.html import markup_of  # noqa: PLC0415  # as above
            from cleanpress.writers.lines import lines_of  # noqa: PLC0415  # as above

            self._markup = markup_of(lines_of(page, removals, config))
        self._later = None


def _restored(markup: str, text: str | None) -> PageDraft:
    draft = PageDraft("", None, "auto", (), Config())
    draft._later, draft._markup, draft._text = None, markup, text
    return draft


def draft_of(
    source: Source, page: Page, url: str | None, kind: Kind, removals: tuple[Removal, ...], config: Config
) -> PageDraft:
    """Give the draft of an article that was made from ``source``."""
    if isinstance(source, (str, bytes)):
        return PageDraft(source, url, kind, removals, config)
    if isinstance(source, (bytearray, memoryview)):
        return PageDraft(bytes(source), url, kind, removals, config)
    return PageDraft.written(page, removals, config)
