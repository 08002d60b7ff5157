"""Counts in DuckDB, which works from disk where memory ends: pages in, one row per recurring block out."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

from cleanpress.errors import ConfigError, MissingExtraError
from cleanpress.learning.pages import PageRows
from cleanpress.templates.table import needs

FLUSH = 50_000
"""Blocks that are collected before they go into the database together."""
FETCH = 10_000
FOUND = "found"
"""The last question."""
PARTS = 32
"""An answer is held in memory as a whole, so that one is asked in parts."""
DOCS = "doc ubigint, host varchar, page ubigint, digest ubigint, day integer"
BLOCKS = (
    "doc ubigint, block ubigint, place usmallint, kind utinyint, kept boolean, placed boolean, leaning boolean, "
    "spoken boolean, figures boolean, category tinyint, text varchar"
)


class Sums(NamedTuple):
    """What is known of one block that recurs on the pages of its host."""

    host: str
    block: int
    pages: int
    host_pages: int
    kept: int
    placed: int
    leaning: int
    spoken: bool
    figures: bool
    kind: int
    before: int
    after: int
    category: int | None
    first_place: int
    last_place: int
    first_day: int | None
    last_day: int | None
    example: str
    host_first: int | None
    host_last: int | None
    """First and last day of the host's articles, where known."""


@cache
def queries() -> dict[str, str]:
    """Give the queries of ``count.sql`` by name, in order."""
    script = Path(__file__).with_name("count.sql").read_text("utf-8")
    return dict(re.findall(r"^-- (\w+): .*?^(select .*?);$", script, re.M | re.S))


def least() -> dict[str, Any]:
    """Give the ``pages``, and the ``share`` of its host's, that a block must be on to be looked at at all."""
    rows = [row for name, row in needs().items() if name != "often"]
    return {column: min(row[column] for row in rows) for column in ("pages", "share")}


class Store:
    """A database in a folder of its own, which goes away with it."""

    def __init__(self, memory: str, folder: str | None) -> None:
        """Open one that may use ``memory`` (such as ``1GB``) and work in ``folder`` (default: the system's)."""
        try:
            duckdb = import_module("duckdb")
            self._arrow = import_module("pyarrow")
        except ImportError as error:
            raise MissingExtraError(
                f"learning templates needs {error.name}: pip install 'cleanpress[learn]'"
            ) from None
        self._folder = tempfile.TemporaryDirectory(prefix="cleanpress-learn-", dir=folder)
        self._docs: list[tuple[Any, ...]] = []
        self._blocks: list[tuple[Any, ...]] = []
        self.documents = 0
        self.folder = self._folder.name
        try:
            self.db = duckdb.connect(str(Path(self._folder.name) / "blocks.duckdb"), config={"memory_limit": memory})
        except duckdb.Error as error:
            raise ConfigError(f"memory={memory!r}: {str(error).splitlines()[0]}; write a size such as 1GB") from None
        self.db.execute("set preserve_insertion_order = false")
        self.db.execute(f"create table docs ({DOCS})")
        self.db.execute(f"create table blocks ({BLOCKS})")

    def add(self, page: PageRows) -> None:
        """Take a page."""
        doc = self.documents
        self.documents += 1
        self._docs.append((doc, page.host, page.page, page.digest, page.day))
        self._blocks += [(doc, *row) for row in page.rows]
        if len(self._blocks) >= FLUSH:
            self.flush()

    def flush(self) -> None:
        """Put into the database what was collected."""
        for name, columns, rows in (("docs", DOCS, self._docs), ("blocks", BLOCKS, self._blocks)):
            if rows:
                self._insert(name, self._table(columns, rows))
        self._docs, self._blocks = [], []

    def _table(self, columns: str, rows: list[tuple[Any, ...]]) -> Any:
        kinds = {"ubigint": "uint64", "varchar": "string", "integer": "int32", "usmallint": "uint16",
                 "utinyint": "uint8", "boolean": "bool_", "tinyint": "int8"}  # fmt: skip
        fields = [column.split() for column in columns.split(", ")]
        schema = self._arrow.schema([(name, getattr(self._arrow, kinds[kind])()) for name, kind in fields])
        columns_of = zip(*rows, strict=True)
        arrays = [self._arrow.array(values, field.type) for values, field in zip(columns_of, schema, strict=True)]
        return self._arrow.Table.from_arrays(arrays, schema=schema)

    def _insert(self, name: str, table: Any, offset: int = 0) -> None:
        self.db.register("fresh", table)
        self.db.execute(f"insert into {name} select * replace (doc + {offset} as doc) from fresh")
        self.db.unregister("fresh")

    def tables(self) -> Iterator[tuple[str, Any]]:
        """Give all that was taken as Arrow tables, part by part."""
        self.flush()
        for name in ("docs", "blocks"):
            found = self.db.execute(f"select * from {name}")
            while rows := found.fetchmany(FLUSH):
                yield name, self._table(DOCS if name == "docs" else BLOCKS, rows)

    def take(self, tables: Iterable[tuple[str, Any]], documents: int) -> None:
        """Take what another store gave; its documents get new numbers."""
        self.flush()
        for name, table in tables:
            self._insert(name, table, self.documents)
        self.documents += documents

    def count(self) -> None:
        """Count the blocks that recur."""
        self.flush()
        for name, query in queries().items():
            if name != FOUND:
                self.db.execute(f"create or replace temp table {name} as {query.format(**self._names())}")

    def sums(self) -> Iterator[Sums]:
        """Give what was counted; needs :meth:`count`."""
        for part in range(PARTS):
            found = self.db.execute(queries()[FOUND].format(**self._names(), part=f"block % {PARTS} = {part}"))
            while rows := found.fetchmany(FETCH):
                yield from (Sums(*row) for row in rows)

    def _names(self) -> dict[str, Any]:
        return {name: name for name in ("docs", "blocks", *queries())} | least()

    def close(self) -> None:
        """Remove the database."""
        self.db.close()
        self._folder.cleanup()
