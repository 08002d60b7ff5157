"""polars: a Series of pages or texts in, the clean texts (or a struct of results) out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from cleanpress.config import Config, Kind
from cleanpress.errors import SourceTypeError
from cleanpress.extras import need
from cleanpress.integrations.rows import maker

_pl = need("polars", "cleanpress.integrations.polars")


def clean_series(
    series: Any,
    *,
    urls: Iterable[str | None] | None = None,
    columns: Sequence[str] | None = None,
    kind: Kind = "auto",
    config: Config | None = None,
) -> Any:
    """Give a Series with the clean text of each element, or with ``columns`` one of structs (``.struct.unnest()``).

    The name stays, nulls stay null. ``urls`` has an address (or None) for each element. A Series of anything but
    String, Binary, Categorical or Null is a :class:`SourceTypeError`. In a lazy frame: ``pl.col("html").map_batches(
    clean_series, return_dtype=pl.String)``.
    """
    make = maker(("text",) if columns is None else columns, kind, config)
    if series.dtype.base_type() not in (_pl.String, _pl.Binary, _pl.Categorical, _pl.Enum, _pl.Null):
        raise SourceTypeError(f"series {series.name!r} holds {series.dtype}, not String or Binary; name another column")
    rows = make.rows(series.to_list(), urls)
    if columns is None:
        return _pl.Series(series.name, [row["text"] for row in rows], _pl.String)
    return _pl.Series(series.name, rows, _pl.Struct({name: _type(name) for name in make.columns}))


def _type(column: str) -> Any:
    """Give the type of a result column, the same as in Arrow."""
    number = dict.fromkeys(("points", "node", "start", "end"), _pl.Int64)
    removal = dict.fromkeys(("category", "rule", "points", "start", "end", "node", "text", "evidence"), _pl.String)
    odd = {
        "truncated": _pl.Boolean, "notes": _pl.List(_pl.String), "removed": _pl.List(_pl.Struct(removal | number))
    }  # fmt: skip
    return odd.get(column, _pl.String)
