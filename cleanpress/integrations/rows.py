"""What an engine gets of a document: one row of plain values, whatever the document is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from cleanpress.batch.kernel import clean_batch
from cleanpress.batch.tables import flat_removal, storable
from cleanpress.config import Config, Kind
from cleanpress.errors import CleanpressError, ConfigError, SourceTypeError, nearest
from cleanpress.model import Article

SAFE = Config(max_chars=20_000_000, time_limit=60)
"""The default of every adapter: bounds that no page of news comes near, so that one document cannot stop a job."""


COLUMNS: dict[str, Callable[[Article], Any]] = {
    "text": lambda article: article.text,
    "title": lambda article: article.title or None,
    "author": lambda article: article.hints.author or None,
    "date": lambda article: article.hints.date or None,
    "language": lambda article: article.language or None,
    "paywall": lambda article: article.paywall,
    "truncated": lambda article: article.truncated,
    "removed": lambda article: [flat_removal(removal.to_dict()) for removal in article.removals],
    "notes": lambda article: list(article.notes),
    "html": lambda article: article.html,
    "markdown": lambda article: article.markdown,
    "error": lambda article: None,
}
"""Every column there is; what is not asked for is not worked out."""
KINDS = ("auto", "html", "text")
USUAL = ("text", "title", "language", "paywall", "truncated", "removed", "notes", "error")
"""The columns that an adapter adds when nothing else is said."""


@dataclass(frozen=True, slots=True)
class RowMaker:
    """Makes rows of documents; small, and pickles, so an engine may send it anywhere."""

    columns: tuple[str, ...] = USUAL
    kind: Kind = "auto"
    config: Config = SAFE

    def __post_init__(self) -> None:
        """Refuse columns and kinds that do not exist, here and not on some machine later."""
        if self.kind not in KINDS:
            raise ConfigError(f"kind={self.kind!r}; {nearest(self.kind, KINDS)}")
        if isinstance(self.columns, str):
            raise ConfigError(f"columns={self.columns!r} must be a tuple of names, such as ({self.columns!r},)")
        object.__setattr__(self, "columns", tuple(dict.fromkeys(self.columns)))
        for name in self.columns:
            if name not in COLUMNS:
                raise ConfigError(f"no column {name!r} can be made; {nearest(name, COLUMNS)}")

    def row(self, source: str | bytes | None, url: str | None = None) -> dict[str, Any]:
        """Clean one document. None gives a row of None; a fault of ours in a document is told in ``error``."""
        if source is None:
            return dict.fromkeys(self.columns)
        try:
            article = clean_batch([source], urls=[url], kind=self.kind, config=self.config)[0]
            made = {name: COLUMNS[name](article) for name in self.columns}
        except CleanpressError:
            raise  # wrong options are wrong for every document
        except Exception as error:  # no document may end a job of millions
            return self.failed(f"a fault in cleanpress, please report it: {type(error).__name__}: {error}")
        row: dict[str, Any] = storable(made)
        return row

    def failed(self, why: str) -> dict[str, Any]:
        """Give the row of a document that could not be cleaned."""
        return {name: why if name == "error" else None for name in self.columns}

    def rows(
        self, sources: Iterable[str | bytes | None], urls: Iterable[str | None] | None = None
    ) -> list[dict[str, Any]]:
        """Clean documents in order: a row for each, whatever happens. Lengths that differ are a ValueError."""
        if urls is None:
            return [self.row(source) for source in sources]
        return [self.row(source, url) for source, url in zip(sources, urls, strict=True)]


def maker(columns: Sequence[str] | None, kind: Kind, config: Config | None) -> RowMaker:
    """Make a :class:`RowMaker` of an adapter's arguments."""
    names: Any = USUAL if columns is None else columns if isinstance(columns, str) else tuple(columns)
    return RowMaker(names, kind, SAFE if config is None else config)


def check_source(value: Any, where: str) -> str | bytes | None:
    """Let text, bytes and nothing pass; anything else is an error that names its place."""
    if value is None or isinstance(value, str | bytes):
        return value
    raise SourceTypeError(f"{where} holds {type(value).__name__}, not text or bytes; name what holds the documents")
