"""pandas: a Series of pages or texts in, the clean texts (or a table of results) out, with the same index."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from cleanpress.config import Config, Kind
from cleanpress.extras import need
from cleanpress.integrations.rows import check_source, maker

_pd = need("pandas", "cleanpress.integrations.pandas")


def clean_series(
    series: Any,
    *,
    urls: Iterable[Any] | None = None,
    columns: Sequence[str] | None = None,
    kind: Kind = "auto",
    config: Config | None = None,
) -> Any:
    """Give a Series with the clean text of each element, or with ``columns`` a DataFrame of those.

    Index and name stay; None, NaN and NA stay null. ``urls`` has an address (or a null) for each element. An element
    that is neither str nor bytes is a :class:`SourceTypeError` that names its label.
    """
    make = maker(("text",) if columns is None else columns, kind, config)
    sources = [check_source(_value(value), f"series[{label!r}]") for label, value in series.items()]
    rows = make.rows(sources, None if urls is None else map(_value, urls))
    if columns is None:
        kept = series.dtype if isinstance(series.dtype, _pd.StringDtype) else object
        return _pd.Series([row["text"] for row in rows], index=series.index, name=series.name, dtype=kept)
    return _pd.DataFrame(rows, index=series.index, columns=list(make.columns), dtype=object)


def _value(value: Any) -> Any:
    return None if _pd.api.types.is_scalar(value) and _pd.isna(value) else value
