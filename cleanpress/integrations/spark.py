"""Spark: a column that is cleaned, or a whole DataFrame with the result columns added. Nothing is shuffled.

Every executor needs cleanpress installed (the driver's ``sys.path`` does not travel). Rules are compiled once per
Python worker, which Spark keeps between tasks. Pages are large: set ``spark.sql.execution.arrow.maxRecordsPerBatch`` to
500 or so, since Spark's default of 10,000 rows may be a gigabyte of pages in one batch.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from cleanpress.config import Config, Kind
from cleanpress.errors import SourceTypeError
from cleanpress.extras import need
from cleanpress.integrations.arrow import SLICE, TableCleaner, addresses_of, fields_of, texts_of
from cleanpress.integrations.rows import RowMaker, maker

_sql = need("pyspark.sql.functions", "cleanpress.integrations.spark")
_types = need("pyspark.sql.types", "cleanpress.integrations.spark")
_arrow = need("pyspark.sql.pandas.types", "cleanpress.integrations.spark")

BLOCKS = "host string, hash string, page string"
"""The least that learning templates needs of a block: where it stands, what it is, and on which page."""


def clean_column(
    column: Any,
    *,
    url: Any = None,
    columns: Sequence[str] | None = None,
    kind: Kind = "auto",
    config: Config | None = None,
) -> Any:
    """Give a Column with the clean text of ``column`` (a name or a Column; string or binary), null where it is null.

    With ``columns`` it is a struct of those (see ``cleanpress.integrations.rows.COLUMNS``). ``url`` is a column of
    addresses. A column of numbers fails the job with a :class:`SourceTypeError`.
    """
    make = maker(("text",) if columns is None else columns, kind, config)
    asked = (column,) if url is None else (column, url)
    result = "string" if columns is None else _struct(make.columns)
    return _sql.arrow_udf(_udf_body(make, plain=columns is None), result)(*asked)


def clean_frame(
    frame: Any,
    column: str,
    *,
    url: str | None = None,
    columns: Sequence[str] | None = None,
    prefix: str = "",
    kind: Kind = "auto",
    config: Config | None = None,
) -> Any:
    """Give the DataFrame with the result columns added; every row stays, a null document gives nulls.

    ``column`` and ``url`` name columns of ``frame``; ``columns`` (default: ``USUAL`` of ``rows``) are added, each with
    ``prefix`` before its name. Wrong names are refused at once, before anything runs.
    """
    cleaner = TableCleaner(maker(columns, kind, config), column, url, prefix)
    cleaner.check(frame.columns)
    for name in filter(None, (column, url)):
        _check_type(frame.schema[name])
    schema = _types.StructType([*frame.schema.fields, *_struct(cleaner.maker.columns, prefix).fields])
    return frame.mapInArrow(cleaner.stream, schema)


def block_rows(
    frame: Any,
    column: str,
    url: str,
    rows_of: Callable[[str | bytes, str | None], Iterable[tuple[Any, ...]]],
    schema: str = BLOCKS,
) -> Any:
    """Give a DataFrame of what ``rows_of`` says of each document and its address: a row per block, with ``schema``.

    This is all that counting needs, as in ``spark_templates``, or by a ``groupBy("host", "hash")`` of one's own: short
    rows are shuffled, never pages, and because the hash is part of the key a host with a million pages does not end up
    in one task. Null documents have no blocks. ``rows_of`` must be a function of a module that the executors have, or
    of the main program.
    """
    for name in (column, url):
        _check_type(frame.schema[name])
    kinds = _arrow.to_arrow_schema(_types.StructType.fromDDL(schema))
    return frame.select(column, url).mapInArrow(_Blocks(column, url, rows_of, kinds), schema)


def _udf_body(make: RowMaker, plain: bool) -> Any:
    """Make the function that runs in Spark's workers for a column; Spark looks at its annotations."""
    pa = need("pyarrow", "Arrow")

    def cleanpress(*arrays: Any) -> Any:
        urls = addresses_of(arrays[1], "url") if len(arrays) > 1 else None
        rows = make.rows(texts_of(arrays[0], "the column"), urls)
        if plain:
            return pa.array([row["text"] for row in rows], pa.string())
        return pa.array(rows, pa.struct(fields_of(make.columns)))

    cleanpress.__annotations__ = {"arrays": pa.Array, "return": pa.Array}
    return cleanpress


@dataclass(frozen=True)
class _Blocks:
    """What runs in Spark's workers for blocks."""

    column: str
    url: str
    rows_of: Callable[[str | bytes, str | None], Iterable[tuple[Any, ...]]]
    schema: Any

    def __call__(self, batches: Iterable[Any]) -> Iterator[Any]:
        pa = need("pyarrow", "Arrow")
        for batch in batches:
            for start in range(0, batch.num_rows, SLICE):
                rows = self._rows(batch.slice(start, SLICE))
                columns = zip(*rows, strict=True) if rows else [()] * len(self.schema)
                arrays = [pa.array(values, field.type) for values, field in zip(columns, self.schema, strict=True)]
                yield pa.RecordBatch.from_arrays(arrays, schema=self.schema)

    def _rows(self, part: Any) -> list[tuple[Any, ...]]:
        documents, urls = texts_of(part.column(0), self.column), addresses_of(part.column(1), self.url)
        pairs = zip(documents, urls, strict=True)
        return [row for document, url in pairs if document is not None for row in self.rows_of(document, url)]


def _struct(columns: Sequence[str], prefix: str = "") -> Any:
    fields = fields_of(columns, prefix)
    return _types.StructType([_types.StructField(f.name, _arrow.from_arrow_type(f.type), True) for f in fields])


def _check_type(field: Any) -> None:
    if not isinstance(field.dataType, _types.StringType | _types.BinaryType | _types.NullType):
        raise SourceTypeError(
            f"column {field.name!r} holds {field.dataType.simpleString()}, not string or binary; "
            "name the one that holds the documents (or their addresses)"
        )
