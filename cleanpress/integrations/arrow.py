"""Arrow tables in, Arrow tables out: what Spark and Ray share. Whole columns come in, and rows stay where they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from cleanpress.batch.tables import removal_type
from cleanpress.errors import ConfigError, SourceTypeError, nearest
from cleanpress.extras import need
from cleanpress.integrations.rows import RowMaker

SLICE = 64
"""Rows that are cleaned at a time: an engine's batch may hold thousands of pages, and the results come on top."""


def texts_of(array: Any, name: str) -> list[str | bytes | None]:
    """Give the documents of an array; one that holds neither text nor bytes is a :class:`SourceTypeError`."""
    types = need("pyarrow", "Arrow").types
    kind = array.type.value_type if types.is_dictionary(array.type) else array.type
    tests = ("is_string", "is_large_string", "is_string_view", "is_binary", "is_large_binary", "is_binary_view",
             "is_null")  # fmt: skip
    if not any(getattr(types, test)(kind) for test in tests):
        raise SourceTypeError(f"column {name!r} holds {kind}, not text or bytes; name the one that holds documents")
    texts: list[str | bytes | None] = array.to_pylist()
    return texts


def addresses_of(array: Any, name: str) -> list[str | None]:
    """Give the addresses of an array as strings."""
    return [url.decode("utf-8", "replace") if isinstance(url, bytes) else url for url in texts_of(array, name)]


def fields_of(columns: Iterable[str], prefix: str = "") -> list[Any]:
    """Give the Arrow fields of result columns; all may be null."""
    pa = need("pyarrow", "Arrow")
    odd = {"truncated": pa.bool_(), "removed": pa.list_(removal_type(pa)), "notes": pa.list_(pa.string())}
    return [pa.field(prefix + name, odd.get(name, pa.string())) for name in columns]


@dataclass(frozen=True, slots=True)
class TableCleaner:
    """Adds result columns to tables; pickles, so an engine may send it anywhere."""

    maker: RowMaker
    column: str
    """Column with the documents."""
    url: str | None = None
    """Column with their addresses."""
    prefix: str = ""
    """Put before the names of the added columns."""

    def check(self, names: Iterable[str]) -> None:
        """Refuse a table that lacks a column, or has one that would be added."""
        there = list(names)
        for name in (self.column, *filter(None, [self.url])):
            if name not in there:
                raise ConfigError(f"the table has no column {name!r}; {nearest(name, there)}")
        for name in self.maker.columns:
            if self.prefix + name in there:
                raise ConfigError(
                    f"the table has a column {self.prefix + name!r} already: choose another prefix, such as 'clean_', "
                    "or other columns"
                )

    def add(self, table: Any) -> Any:
        """Give a table (or record batch) of the same rows with the result columns after the others."""
        pa = need("pyarrow", "Arrow")
        self.check(table.schema.names)
        urls = None if self.url is None else addresses_of(table.column(self.url), self.url)
        rows = self.maker.rows(texts_of(table.column(self.column), self.column), urls)
        fields = fields_of(self.maker.columns, self.prefix)
        made = [
            pa.array([row[name] for row in rows], field.type)
            for name, field in zip(self.maker.columns, fields, strict=True)
        ]
        schema = pa.schema([*table.schema, *fields])
        return type(table).from_arrays([*table.columns, *made], schema=schema)

    def stream(self, batches: Iterable[Any]) -> Iterator[Any]:
        """Go through record batches slice by slice, so that memory holds the results of one slice only."""
        for batch in batches:
            for start in range(0, batch.num_rows, SLICE):
                yield self.add(batch.slice(start, SLICE))
