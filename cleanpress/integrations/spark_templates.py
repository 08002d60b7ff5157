"""Site templates in Spark: pages become rows of blocks where they lie, and what recurs is counted by ``groupBy``.

The queries, thresholds and guards are those of ``cleanpress learn``, so the same pages give the same table.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from cleanpress.batch.kernel import clean_batch
from cleanpress.config import Config, Kind
from cleanpress.errors import CleanpressError
from cleanpress.extras import need
from cleanpress.integrations.rows import SAFE, maker
from cleanpress.integrations.spark import block_rows
from cleanpress.learning.guards import judge, template_of
from cleanpress.learning.pages import PageReader, PageRows
from cleanpress.learning.run import COUNTED, NO_BODY, NO_HOST, REFUSED
from cleanpress.learning.store import FOUND, Sums, least, queries
from cleanpress.model import hostname
from cleanpress.templates.file import schema
from cleanpress.templates.table import SiteTemplates

_sql = need("pyspark.sql.functions", "cleanpress.integrations.spark_templates")
_arrow = need("pyspark.sql.pandas.types", "cleanpress.integrations.spark_templates")

PAGES = (
    "outcome string, host string, page long, digest long, day int, blocks array<struct<block: long, place: smallint, "
    "kind: tinyint, kept: boolean, placed: boolean, leaning: boolean, spoken: boolean, figures: boolean, "
    "category: tinyint, text: string>>"
)
SIGNED = 1 << 63
"""Taken off unsigned numbers, which Spark has not; their order stays."""


def learn_templates(
    frame: Any,
    column: str,
    url: str,
    *,
    kind: Kind = "auto",
    config: Config | None = None,
    watch: Callable[[Counter[str]], None] = lambda told: None,
) -> SiteTemplates:
    """Learn from the documents in ``column`` and their addresses in ``url``: the table that ``cleanpress learn`` makes.

    Runs at once. Documents are cleaned once; the rows of their blocks are kept, in memory or on the executors' disks,
    until they are counted. ``watch`` is told how many documents were counted, had no body, told no address, and were
    refused for a fault of ours. Null documents are none. The table comes to the driver.
    """
    rows_of = PageMaker(kind, maker(None, kind, config).config)
    numbered = block_rows(frame, column, url, rows_of, PAGES).withColumn("doc", _sql.monotonically_increasing_id())
    pages = numbered.persist()
    kept = [pages]
    try:
        watch(Counter(dict(pages.groupBy("outcome").count().collect())))
        found = _count(pages.where(pages["outcome"] == COUNTED), kept)
        judged = found.mapInArrow(_judged, _arrow.from_arrow_schema(schema()))
        return SiteTemplates(judged.toArrow().cast(schema()))
    finally:
        for one in reversed(kept):  # giving up a parent first has Spark plan its children's caches anew
            one.unpersist(blocking=True)


def _count(pages: Any, kept: list[Any]) -> Any:
    """Run the queries; what several of them ask for is computed once, and added to ``kept``."""
    blocks = pages.selectExpr("doc", "inline(blocks)")
    tables = {"docs": pages.drop("outcome", "blocks"), "blocks": blocks}
    for name, query in queries().items():
        tables[name] = pages.sparkSession.sql(query, **tables, **least(), part=True)
        if name != FOUND:
            kept.append(tables[name].persist())
    return tables[FOUND]


@dataclass(frozen=True, slots=True)
class PageMaker:
    """Says for :func:`block_rows` what a page is: one row, with all its blocks."""

    kind: Kind = "auto"
    config: Config = SAFE

    def __call__(self, document: str | bytes, url: str | None) -> Iterator[tuple[Any, ...]]:
        """Give the row; a document that cannot be read is told as refused and ends nothing."""
        try:
            page = self._read(document, url)
        except CleanpressError:
            raise  # wrong options are wrong for every document
        except Exception:  # no document may end a job of millions
            page = REFUSED
        if isinstance(page, str):
            yield page, None, None, None, None, None
        else:
            blocks = [(row.block - SIGNED, *row[1:]) for row in page.rows]
            yield COUNTED, page.host, page.page - SIGNED, page.digest - SIGNED, page.day, blocks

    def _read(self, document: str | bytes, url: str | None) -> PageRows | str:
        article = clean_batch([document], urls=[url], kind=self.kind, config=self.config)[0]
        if not hostname(url or article.hints.url):
            return NO_HOST
        return _reader(self.config).read(article, url) or NO_BODY


@lru_cache(maxsize=4)
def _reader(config: Config) -> PageReader:
    """Compile the rules once in a worker, which Spark keeps for other tasks."""
    return PageReader(config)


def _judged(batches: Iterable[Any]) -> Iterator[Any]:
    """Make templates of what was counted, where the guards allow it."""
    pa = need("pyarrow", "Arrow")
    for batch in batches:
        rows = []
        for row in batch.to_pylist():
            sums = Sums(**row)._replace(block=row["block"] + SIGNED)
            basis, _ = judge(sums)
            if basis:
                rows.append(dataclasses.asdict(template_of(sums, basis)))
        yield pa.RecordBatch.from_pylist(rows, schema())
