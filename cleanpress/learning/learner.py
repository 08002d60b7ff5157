"""Learning as users meet it: add articles, merge what others added, finish."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from cleanpress.config import Config
from cleanpress.learning.guards import judge, template_of
from cleanpress.learning.pages import PageReader, PageRows
from cleanpress.learning.store import Store, Sums
from cleanpress.model import Article
from cleanpress.readers import Source
from cleanpress.templates.columns import Template
from cleanpress.templates.table import SiteTemplates

MEMORY = "1GB"
Refused = Callable[[Sums, str], None]


class TemplateLearner:
    """Counts on how many articles of a host each block stands. The order of adding and merging makes no difference.

    Articles are counted, not addresses: what has the same body counts once. It pickles with all it has seen, so a part
    of a large corpus can be learned elsewhere and merged here.
    """

    def __init__(self, config: Config | None = None, *, memory: str = MEMORY, folder: str | None = None) -> None:
        """Start empty.

        ``config``: how pages are cleaned before their blocks are counted. ``memory``: what the database may use; it
        works in ``folder`` (default: the system's for temporary files) where that is not enough.
        """
        self._config, self._memory = config, memory
        self._reader: PageReader | None = None
        self._store = Store(memory, folder)
        self.refused: Counter[str] = Counter()
        """How many recurring blocks each guard refused, after :meth:`finish`."""

    @property
    def pages(self) -> int:
        """Pages that were taken, copies included."""
        return self._store.documents

    def add(self, source: Source | Article, *, url: str | None = None) -> bool:
        """Count a page, or an article that was cleaned before. False: it has no body, so it was left out.

        Raises :class:`ConfigError` where neither ``url`` nor the page tells the host.
        """
        if self._reader is None:
            self._reader = PageReader(self._config)
        page = self._reader.read(source, url)
        if page is not None:
            self._store.add(page)
        return page is not None

    def add_rows(self, pages: Iterable[PageRows]) -> None:
        """Count pages that a :class:`PageReader` has read, in another process perhaps."""
        for page in pages:
            self._store.add(page)

    def merge(self, other: TemplateLearner) -> TemplateLearner:
        """Count all that ``other`` has seen, too; pages that both have seen count once. Gives this learner."""
        self._store.take(list(other._store.tables()) if other is self else other._store.tables(), other.pages)
        return self

    def finish(self, refused: Refused | None = None) -> SiteTemplates:
        """Give the templates. More can be added afterwards; ``refused`` is told of each block that is none."""
        self.refused = Counter()
        self._store.count()
        return SiteTemplates.of(self._judged(refused))

    def _judged(self, refused: Refused | None) -> Iterator[Template]:
        for sums in self._store.sums():
            basis, refusal = judge(sums)
            if basis:
                yield template_of(sums, basis)
                continue
            self.refused[refusal] += 1
            if refused:
                refused(sums, refusal)

    def close(self) -> None:
        """Remove the database; the learner is of no use after that."""
        self._store.close()

    def __enter__(self) -> TemplateLearner:
        """Give itself."""
        return self

    def __exit__(self, *error: object) -> None:
        """Close."""
        self.close()

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle the options and what was counted."""
        return _again, (self._config, self._memory, list(self._store.tables()), self.pages)


def _again(config: Config | None, memory: str, tables: list[tuple[str, Any]], pages: int) -> TemplateLearner:
    learner = TemplateLearner(config, memory=memory)
    learner._store.take(tables, pages)  # its own
    return learner
