"""datatrove: a formatter for text, an extractor for HTML, and a filter for pages that are not the whole article.

What was found out of a document goes into ``metadata["cleanpress"]``, where later steps and writers see it.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from typing import Any

from cleanpress.config import Config, Kind
from cleanpress.errors import ConfigError, nearest
from cleanpress.extras import need
from cleanpress.integrations.rows import maker

_WHO = "cleanpress.integrations.datatrove"
_Formatter: Any = need("datatrove.pipeline.formatters.base", _WHO).BaseFormatter
_extractors = need("datatrove.pipeline.extractors.base", _WHO)
_Extractor: Any = _extractors.BaseExtractor
_Filter: Any = need("datatrove.pipeline.filters.base_filter", _WHO).BaseFilter

KEY = "cleanpress"
USUAL = ("text", "title", "language", "paywall", "truncated", "removed", "notes")
REASONS = ("paywall", "truncated", "error")


class CleanpressFormatter(_Formatter):
    """Cleans text that an extractor left dirty. Every document goes on, with an empty text where nothing stayed."""

    name = "cleanpress"

    def __init__(
        self, *, kind: Kind = "text", columns: Sequence[str] = USUAL, config: Config | None = None
    ) -> None:
        """Choose the columns that go into the metadata, and the options."""
        super().__init__()
        self._maker = maker(("text", "error", *columns), kind, config)

    def format(self, text: str) -> str:
        """Clean one text; of one that cannot be cleaned, itself."""
        made = self._maker.row(text)["text"]
        return text if made is None else str(made)

    def run(self, data: Any, rank: int = 0, world_size: int = 1) -> Iterator[Any]:
        """Clean document after document, with their addresses, and note what was found."""
        for doc in data:
            self.stat_update("total")
            with self.track_time():
                row = self._maker.row(doc.text, doc.metadata.get("url"))
                _note(self, doc, row)
            self.stat_update("forwarded")
            self.update_doc_stats(doc)
            yield doc


class CleanpressExtractor(_Extractor):
    """Takes the article out of HTML, in a process of its own that is killed when a page takes more than ``timeout``.

    As with datatrove's own extractors, a page that gives no text ends here; with an ``exclusion_writer`` it is written
    there, as it was, with its reason (``empty``, ``timeout``, ``died``, ``error``) in ``filter_reason``.
    """

    name = "cleanpress"

    def __init__(
        self,
        timeout: float = 10,
        *,
        columns: Sequence[str] = USUAL,
        config: Config | None = None,
        exclusion_writer: Any = None,
    ) -> None:
        """Choose seconds per page, the columns that go into the metadata, the options, and where lost pages go."""
        super().__init__(timeout)
        self._maker = maker(("text", "error", *columns), "html", config)
        self._excluded = exclusion_writer

    def extract(self, text: str) -> str:
        """Give the article's text."""
        return self._maker.row(text)["text"] or ""

    def _row(self, text: str, url: str | None = None) -> dict[str, Any]:
        return self._maker.row(text, url)

    def run(self, data: Any, rank: int = 0, world_size: int = 1) -> Iterator[Any]:
        """Extract document after document, with their addresses, and note what was found."""
        self._maker.row("")  # compiled before the process is forked, so that its timeout never runs over that
        with (
            self._excluded or contextlib.nullcontext() as writer,
            _extractors.ExtractorSandbox(timeout=self.timeout, warmup_text="") as sandbox,
        ):
            for doc in data:
                self.stat_update("total")
                with self.track_time():
                    row, reason = self._bounded(sandbox, doc)
                if reason:
                    self.stat_update("dropped", f"dropped_{reason}")
                    if writer:
                        doc.metadata["filter_reason"] = reason
                        writer.write(doc, rank)
                    continue
                _note(self, doc, row)
                self.stat_update("forwarded")
                self.update_doc_stats(doc)
                yield doc

    def _bounded(self, sandbox: Any, doc: Any) -> tuple[dict[str, Any], str]:
        """Clean in the other process; an empty reason is success."""
        try:
            row = sandbox.process_document((doc.text, doc.metadata.get("url")), self._row)
        except TimeoutError:
            return {}, "timeout"
        except EOFError:
            return {}, "died"
        if row["error"]:
            return row, "error"
        return row, "" if row["text"] else "empty"


class CleanpressFilter(_Filter):
    """Drops what is not the whole article: ``paywall`` (subscribers, registration), ``truncated``, ``error``.

    It reads what a formatter or extractor noted; a document without such a note is cleaned for the answer, so before
    extraction it works on HTML. ``metered`` and ``donation-wall`` pages hold the article, and stay.
    """

    name = "cleanpress"
    walls = ("subscribers", "registration")

    def __init__(
        self,
        drop: Sequence[str] = REASONS,
        *,
        kind: Kind = "auto",
        config: Config | None = None,
        exclusion_writer: Any = None,
    ) -> None:
        """Choose the reasons to drop for."""
        super().__init__(exclusion_writer)
        for reason in [drop] if isinstance(drop, str) else drop:
            if reason not in REASONS:
                raise ConfigError(f"drop: no reason {reason!r}; {nearest(reason, REASONS)}")
        self._drop = frozenset([drop] if isinstance(drop, str) else drop)
        self._maker = maker(("paywall", "truncated", "error"), kind, config)

    def filter(self, doc: Any) -> bool | tuple[bool, str]:
        """Say whether a document stays, and if not why."""
        known = doc.metadata.get(KEY)
        found = known if known is not None else self._maker.row(doc.text, doc.metadata.get("url"))
        if "error" in self._drop and found.get("error"):
            return False, "error"
        if "paywall" in self._drop and found.get("paywall") in self.walls:
            return False, f"paywall_{found['paywall']}"
        if "truncated" in self._drop and found.get("truncated"):
            return False, "truncated"
        return True


def _note(step: Any, doc: Any, row: dict[str, Any]) -> None:
    """Put a row into a document, and what was removed into the statistics."""
    text = row.pop("text")
    if text is not None:
        step.stat_update("removed_chars", value=len(doc.text) - len(text), unit="doc")
        doc.text = text
    for removal in row.get("removed") or ():
        step.stat_update(f"removed_{removal['category']}")
    if not row["error"]:
        del row["error"]
    doc.metadata[KEY] = row
