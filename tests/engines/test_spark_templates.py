"""Site templates learned by Spark on two local threads: row for row the table of one machine."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from cleanpress import Config, ConfigError, SiteTemplates, TemplateLearner
from tests.benchmarks.site_corpus import generate
from tests.engines.documents import POISON, WALL
from tests.test_learning import text

pytestmark = pytest.mark.engines
Row = tuple[str | None, str | None]
NAV = "<html><body><nav><a href='/'>Front of it all</a></nav><article>{}</article></body></html>"


def html(number: int) -> str:
    return NAV.format("".join(f"<p>{part}</p>" for part in text(number).split("\n\n")))


def corpus() -> list[Row]:
    """One host with most of the pages, some with few; copies, nulls, poison, pages that say where they belong."""
    small = [("\n\n".join(b["text"] for b in d["doc"]), d["url"]) for d in generate(14, hosts=4)]
    big = [(text(i, "Top of this sheet", before=["Front page"]), f"https://www.big.example/{i}") for i in range(100)]
    again = [(big[i][0] + "\n\nWritten elsewhere", f"https://big.example/again/{i}") for i in range(0, 100, 7)]
    twice = big[:20]
    pages = [(html(i), f"https://pages.example/{i}") for i in range(12)]
    told = '<link rel="canonical" href="https://pages.example/told"></head>'
    own = [(WALL.replace("</head>", told), None)]
    nothing = [
        (None, "https://big.example/null"),
        (text(1), None),
        (None, None),
        ("Home\n\nNews", "https://big.example/"),
    ]
    poison = [(one, f"https://big.example/poison/{i}") for i, one in enumerate(POISON)]
    rows: list[Row] = [*small, *big, *again, *twice, *pages, *own, *nothing, *poison]
    return random.Random(6).sample(rows, len(rows))


def alone(rows: Iterable[Row]) -> SiteTemplates:
    """What one machine learns."""
    with TemplateLearner() as learner:
        for document, url in rows:
            try:
                if document is not None:
                    learner.add(document, url=url)
            except ConfigError:
                assert url is None
        return learner.finish()


def frame(spark: Any, rows: Sequence[Row], parts: int = 7) -> Any:
    return spark.createDataFrame(rows, "html string, url string").repartition(parts)


@dataclass(frozen=True)
class ByAddress:
    """The control: counts addresses where articles are to be counted."""

    rows_of: Any

    def __call__(self, document: str | bytes, url: str | None) -> Iterator[tuple[Any, ...]]:
        for outcome, host, _, digest, *rest in self.rows_of(document, url):
            yield outcome, host, digest, digest, *rest


def test_the_table_is_that_of_one_machine(spark: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from cleanpress.integrations import spark_templates
    from cleanpress.integrations.spark import block_rows
    from cleanpress.integrations.spark_templates import learn_templates

    rows = corpus()
    want = alone(rows)
    assert learn_templates(frame(spark, rows), "html", "url") == want
    hosts = Counter(urlsplit(url or "").hostname for _, url in rows)
    assert 2 * hosts["big.example"] + 2 * hosts["www.big.example"] > len(rows), "one host has most"
    assert {"big.example", "pages.example"} < set(want.hosts), "there must be something on all kinds of hosts"
    assert {row.basis for row in want} >= {"line", "prose", "furniture"}
    assert len(want) > 50
    rows_by: Callable[..., Any] = block_rows
    monkeypatch.setattr(spark_templates, "block_rows", lambda *args: rows_by(*args[:3], ByAddress(args[3]), *args[4:]))
    assert learn_templates(frame(spark, rows), "html", "url") != want, "the comparison sees no difference"


def test_counts_of_the_whole_are_not_those_of_parts(spark: Any) -> None:
    """The control for skew: what a task counts by itself is another table than what they count together."""
    from cleanpress.integrations.spark_templates import learn_templates

    rows = [(text(i, "Top of this sheet"), f"https://big.example/{i}") for i in range(40)]
    found = {row.example: row for row in learn_templates(frame(spark, rows, parts=8), "html", "url")}
    assert (found["Top of this sheet"].pages, found["Top of this sheet"].host_pages) == (40, 40)
    part = {row.example: row for row in alone(rows[::8])}
    assert "Top of this sheet" not in part, "five pages are too few for a kept line"


def test_what_became_of_the_documents_is_told(spark: Any) -> None:
    from cleanpress.integrations.spark_templates import learn_templates

    told: Counter[str] = Counter()
    rows: list[Row] = [(text(1), "https://a.example/1"), (text(2), None), (None, None), ("Home", "https://a.example/")]
    assert not len(learn_templates(frame(spark, rows), "html", "url", watch=told.update))
    assert told == {"counted": 1, "no address": 1, "no body": 1}


def test_a_fault_of_ours_costs_one_document(monkeypatch: pytest.MonkeyPatch) -> None:
    from cleanpress.integrations import spark_templates

    def faulty(sources: list[Any], **options: Any) -> Any:
        raise RecursionError("too deep")

    good, bad = (text(1), "https://a.example/1"), "poison"
    make = spark_templates.PageMaker()
    assert next(make(*good))[0] == "counted"
    monkeypatch.setattr(spark_templates, "clean_batch", faulty)
    assert next(make(bad, good[1]))[0] == "refused"


def test_wrong_options_are_said(spark: Any) -> None:
    from cleanpress.integrations.spark_templates import learn_templates

    with pytest.raises(ConfigError, match="did you mean 'html'"):
        learn_templates(frame(spark, [(text(1), None)]), "html", "url", kind="htm")  # type: ignore[arg-type]  # wrong
    with pytest.raises(Exception, match="no language pack"):
        learn_templates(frame(spark, [(text(1), None)]), "html", "url", config=Config(languages=("xx",)))


def test_nothing_stays_in_the_cache(spark: Any) -> None:
    from cleanpress.integrations.spark_templates import learn_templates

    before = len(spark.sparkContext._jsc.getPersistentRDDs())
    learn_templates(frame(spark, [(text(i), f"https://a.example/{i}") for i in range(3)]), "html", "url")
    assert len(spark.sparkContext._jsc.getPersistentRDDs()) == before
    kept = spark.range(3).persist()
    kept.count()
    assert len(spark.sparkContext._jsc.getPersistentRDDs()) > before, "the measure would notice what stays"
    kept.unpersist()


def test_the_table_is_written_for_the_cleaner(spark: Any, tmp_path: Path) -> None:
    from cleanpress.integrations.spark import clean_frame
    from cleanpress.integrations.spark_templates import learn_templates

    rows = [(text(i, "Top of this sheet"), f"https://big.example/{i}") for i in range(12)]
    pages = frame(spark, rows)
    learn_templates(pages, "html", "url").write(tmp_path / "t.parquet")
    config = Config(templates=str(tmp_path / "t.parquet"))
    made = clean_frame(pages, "html", url="url", config=config, columns=("text",)).collect()
    assert {row["text"] for row in made} == {text(i) for i in range(12)}
    plain = clean_frame(pages, "html", url="url", columns=("text",)).collect()
    assert all("Top of this sheet" in row["text"] for row in plain), "it goes without the table too"
