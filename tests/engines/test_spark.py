"""Spark on two local threads with Java: ten thousand rows equal to the kernel, and what is wrong is said clearly."""

from __future__ import annotations

import hashlib
from typing import Any
from urllib.parse import urlsplit

import pytest

from cleanpress import ConfigError, SourceTypeError
from tests.batches import text_of
from tests.engines.documents import POISON, address, document, expected

pytestmark = pytest.mark.engines
ROWS = 10_000


@pytest.fixture(scope="session")
def table(spark: Any, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Make a Parquet of ten thousand documents, poison among them, in four files."""
    import pyarrow as pa
    from pyarrow import parquet

    folder = tmp_path_factory.mktemp("table")
    documents = [*map(document, range(ROWS - len(POISON))), *POISON]
    columns = {"id": range(ROWS), "html": documents, "url": list(map(address, range(ROWS)))}
    whole = pa.table({name: list(values) for name, values in columns.items()})
    for part in range(4):
        parquet.write_table(whole.slice(part * ROWS // 4, ROWS // 4), folder / f"{part}.parquet")
    return spark.read.parquet(str(folder))


def test_ten_thousand_rows_are_those_of_the_kernel(table: Any) -> None:
    from cleanpress.integrations.spark import clean_frame

    done = clean_frame(table, "html", url="url").toArrow().sort_by("id")
    names = ["text", "title", "language", "paywall", "truncated", "removed", "notes", "error"]
    assert done.schema.names == ["id", "html", "url", *names]
    assert done["id"].to_pylist() == list(range(ROWS)), "each row once"
    for row in done.to_pylist():
        assert {name: row[name] for name in names} == expected(row["html"], row["url"]), row["id"]
    nulls = [row for row in done.to_pylist() if row["html"] is None]
    assert len(nulls) == sum(document(i) is None for i in range(ROWS - len(POISON)))
    assert sum(map(len, filter(None, done["removed"].to_pylist()))) > ROWS // 2, "there must be something to remove"


def test_a_column_is_the_text_or_a_struct(table: Any) -> None:
    from cleanpress.integrations.spark import clean_column

    some = table.where("id < 200")
    chosen = ("paywall", "truncated", "removed", "notes")
    done = some.select("id", "html", "url", clean_column("html").alias("plain"),
                       clean_column(some["html"], url="url", columns=chosen).alias("made"))  # fmt: skip
    assert dict(done.dtypes)["plain"] == "string"
    rows = done.toArrow().to_pylist()
    assert len(rows) == 200
    for row in rows:
        want = expected(row["html"], row["url"])
        assert row["plain"] == want["text"]
        assert row["made"] == {name: want[name] for name in chosen}


def test_bytes_are_decoded_by_the_kernel(spark: Any) -> None:
    from cleanpress.integrations.spark import clean_column

    page = "<meta charset=windows-1252><p>Die Fähre fährt nach Angaben der Behörde erst am Montag wieder.</p>"
    frame = spark.createDataFrame([(bytearray(page.encode("cp1252")),)], "html binary")
    assert "Fähre fährt" in frame.select(clean_column("html").alias("text")).first()["text"]


def test_wrong_columns_are_refused_before_anything_runs(table: Any) -> None:
    from cleanpress.integrations.spark import clean_frame

    with pytest.raises(SourceTypeError, match="column 'id' holds bigint, not string or binary"):
        clean_frame(table, "id")
    with pytest.raises(ConfigError, match="no column 'htm'; did you mean 'html'"):
        clean_frame(table, "htm")
    with pytest.raises(ConfigError, match="choose another prefix"):
        clean_frame(table.withColumnRenamed("url", "text"), "html")
    assert clean_frame(table, "html", prefix="clean_", columns=("text",)).columns[-1] == "clean_text"


def test_a_column_of_numbers_fails_the_job_and_says_why(table: Any) -> None:
    from cleanpress.integrations.spark import clean_column

    with pytest.raises(Exception, match="holds int64, not text or bytes"):
        table.select(clean_column("id")).collect()


def lines_of(text: str | bytes, url: str | None) -> list[tuple[str, str, str]]:
    """Stands in for the learner's: each line is a block."""
    assert isinstance(text, str)
    host = urlsplit(url or "").hostname or ""
    return [(host, hashlib.sha256(line.encode()).hexdigest()[:16], url or "") for line in text.splitlines() if line]


def lengths_of(text: str | bytes, url: str | None) -> list[tuple[int, bool | None]]:
    return [(len(text), None)]


def test_block_rows_may_have_any_columns(table: Any) -> None:
    from cleanpress.integrations.spark import block_rows

    some = table.where("id < 20")
    made = block_rows(some, "html", "url", lengths_of, "length long, kept boolean")
    assert made.dtypes == [("length", "bigint"), ("kept", "boolean")]
    texts = [text for text in map(document, range(20)) if text is not None]
    assert sorted(row["length"] for row in made.collect()) == sorted(map(len, texts))


def test_templates_are_a_group_by_over_block_rows(table: Any) -> None:
    from pyspark.sql.functions import countDistinct

    from cleanpress.integrations.spark import block_rows

    some = table.where("id < 1000")
    blocks = block_rows(some, "html", "url", lines_of)
    counted = blocks.groupBy("host", "hash").agg(countDistinct("page").alias("pages")).where("pages >= 3").collect()
    pages: dict[tuple[str, str], set[str]] = {}
    for number in range(1000):
        text = document(number)
        for host, key, page in lines_of(text, address(number)) if text is not None else ():
            pages.setdefault((host, key), set()).add(page)
    want = {key: len(urls) for key, urls in pages.items() if len(urls) >= 3}
    assert {(row["host"], row["hash"]): row["pages"] for row in counted} == want
    assert want, "there must be templates to find"
    assert lines_of(text_of(1), "https://big.example/1")[0][1] in {key for _, key in want}, "the appeal is one"
