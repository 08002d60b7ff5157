"""pandas and polars: one function on a Series."""

from __future__ import annotations

from typing import Any

import pytest

from cleanpress import SourceTypeError
from tests.engines.documents import POISON, address, document, expected

pytestmark = pytest.mark.engines
NUMBERS = range(100)
DOCUMENTS = [*map(document, NUMBERS), *POISON]
URLS = [address(number) for number, _ in enumerate(DOCUMENTS)]
TEXTS = [expected(source)["text"] for source in DOCUMENTS]


@pytest.mark.parametrize("dtype", ["object", "string"])
def test_pandas_texts_keep_index_name_and_nulls(dtype: str) -> None:
    import pandas as pd

    from cleanpress.integrations.pandas import clean_series

    index = [f"row {number}" for number, _ in enumerate(DOCUMENTS)]
    series = pd.Series(DOCUMENTS, index=index, name="html", dtype=dtype)
    done = clean_series(series)
    assert (done.name, done.dtype) == ("html", series.dtype)
    assert list(done.index) == index
    assert [None if pd.isna(text) else text for text in done] == TEXTS
    assert clean_series(pd.Series([float("nan"), pd.NA, pd.NaT], dtype=object)).isna().all()


def test_pandas_tables_hold_the_rows_of_the_kernel() -> None:
    import pandas as pd

    from cleanpress.integrations.pandas import clean_series

    done = clean_series(pd.Series(DOCUMENTS, dtype=object), urls=URLS, columns=("text", "paywall", "removed", "notes"))
    for row, source, url in zip(done.to_dict("records"), DOCUMENTS, URLS, strict=True):
        assert row == {name: expected(source, url)[name] for name in row}


def test_pandas_names_the_element_that_is_no_text() -> None:
    import pandas as pd

    from cleanpress.integrations.pandas import clean_series

    with pytest.raises(SourceTypeError, match=r"series\['b'\] holds int, not text or bytes"):
        clean_series(pd.Series(["text", 3], index=["a", "b"]))
    with pytest.raises(SourceTypeError, match=r"series\[0\] holds list"):
        clean_series(pd.Series([["a", "b"]]))


def test_polars_texts_keep_name_and_nulls() -> None:
    import polars as pl

    from cleanpress.integrations.polars import clean_series

    series = pl.Series("html", DOCUMENTS)
    done = clean_series(series)
    assert (done.name, done.dtype, done.to_list()) == ("html", pl.String, TEXTS)
    raw = pl.Series("html", [None if text is None else text.encode() for text in DOCUMENTS[:20]], pl.Binary)
    assert clean_series(raw).to_list() == TEXTS[:20]
    assert clean_series(pl.Series("n", [None, None])).to_list() == [None, None]


def test_polars_structs_hold_the_rows_of_the_kernel() -> None:
    import polars as pl

    from cleanpress.integrations.polars import clean_series

    chosen = ("text", "paywall", "truncated", "removed", "notes")
    made = clean_series(pl.Series("html", DOCUMENTS), urls=URLS, columns=chosen)
    for row, source, url in zip(made.to_list(), DOCUMENTS, URLS, strict=True):
        assert row == {name: expected(source, url)[name] for name in chosen}
    assert made.struct.unnest().columns == list(chosen)


def test_polars_works_lazily_and_refuses_numbers() -> None:
    import polars as pl

    from cleanpress.integrations.polars import clean_series

    frame: Any = pl.LazyFrame({"html": DOCUMENTS[:10]})
    done = frame.with_columns(text=pl.col("html").map_batches(clean_series, return_dtype=pl.String)).collect()
    assert done["text"].to_list() == TEXTS[:10]
    with pytest.raises(SourceTypeError, match="series 'n' holds Int64, not String or Binary"):
        clean_series(pl.Series("n", [1, 2]))
