"""What all adapters for engines share: rows, Arrow tables, and clear words where something is missing or wrong.

The adapters themselves are tested in ``tests/engines``, where their engines are installed.
"""

from __future__ import annotations

import configparser
import pickle
import subprocess
import sys
from typing import Any

import pyarrow as pa
import pytest

from cleanpress import Config, ConfigError, SourceTypeError, clean_batch
from cleanpress.extras import EXTRAS
from cleanpress.integrations import rows as making
from cleanpress.integrations.arrow import SLICE, TableCleaner
from cleanpress.integrations.rows import COLUMNS, USUAL, RowMaker, check_source, maker
from tests.batches import APPEAL, BODY, HTML, text_of
from tests.known import ROOT

ADAPTERS = {"spark": "spark", "ray": "ray", "datatrove": "datatrove", "scrapy": "scrapy", "pandas": "pandas",
            "polars": "polars", "langchain": "langchain", "llama_index": "llama-index"}  # fmt: skip
"""Each adapter's module with its extra."""
ENGINES = "pyspark ray datatrove scrapy itemadapter pandas polars langchain_core llama_index".split()


def cleaner(**options: Any) -> TableCleaner:
    return TableCleaner(maker(options.pop("columns", None), "auto", None), "html", **options)


# --- rows ------------------------------------------------------------------------------------------------------------


def test_a_row_says_what_the_kernel_says() -> None:
    for source in (text_of(1), HTML, HTML.encode()):
        article = clean_batch([source])[0]
        row = RowMaker(tuple(COLUMNS)).row(source)
        assert row["text"] == article.text
        assert (row["title"] or "", row["language"] or "") == (article.title, article.language)
        assert (row["paywall"], row["truncated"], row["notes"]) == (article.paywall, article.truncated, [])
        assert (row["html"], row["markdown"], row["error"]) == (article.html, article.markdown, None)
        cuts = [(cut["start"], cut["end"], cut["text"], cut["category"], cut["rule"]) for cut in row["removed"]]
        assert cuts == [(c.span.start, c.span.end, c.text, str(c.category), c.rule) for c in article.removals]
    assert RowMaker().row(text_of(1))["removed"], "the text must hold something to remove"


def test_the_default_bounds_change_nothing_for_usual_documents() -> None:
    for source in (text_of(3), HTML):
        assert RowMaker(config=Config()).row(source) == RowMaker().row(source)


def test_no_row_is_lost() -> None:
    sources = [None, "", b"", "\ud800 text", b"\xff\xfe\x00", text_of(1), "<p>\x00"]
    made = RowMaker().rows(sources)
    assert len(made) == len(sources)
    assert made[0] == dict.fromkeys(USUAL)
    assert all(row["text"] is not None for row in made[1:])
    with pytest.raises(ValueError, match="shorter"):
        RowMaker().rows(sources, ["https://post.example/1"])


def test_a_fault_of_ours_costs_one_row_and_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def faulty(sources: list[str | bytes], **options: Any) -> Any:
        if sources == ["poison"]:
            raise RecursionError("too deep")
        return clean_batch(sources, **options)

    monkeypatch.setattr(making, "clean_batch", faulty)
    first, poison, last = RowMaker().rows([text_of(1), "poison", text_of(2)])
    assert poison["text"] is None
    assert "RecursionError: too deep" in poison["error"]
    assert (first["error"], last["error"]) == (None, None)
    assert last["text"].strip()


def test_wrong_options_are_no_faults_of_documents() -> None:
    with pytest.raises(ConfigError, match="did you mean 'paywall'"):
        maker(("text", "paywal"), "auto", None)
    with pytest.raises(ConfigError, match="must be a tuple of names"):
        maker("text", "auto", None)
    with pytest.raises(ConfigError, match="did you mean 'html'"):
        maker(None, "htm", None)  # type: ignore[arg-type]  # wrong on purpose
    with pytest.raises(ConfigError, match="no language pack"):
        RowMaker(config=Config(languages=("xx",))).row("text")
    with pytest.raises(SourceTypeError, match=r"series\[3\] holds int"):
        check_source(5, "series[3]")


def test_what_is_sent_to_other_machines_is_small_and_pickles() -> None:
    there = pickle.loads(pickle.dumps(cleaner()))
    assert there == cleaner()
    assert len(pickle.dumps(cleaner())) < 1000
    assert len(pickle.dumps(RowMaker().row(HTML))) > 100, "the measure would notice rules that travel along"


# --- Arrow -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [pa.string(), pa.large_string(), pa.binary(), pa.dictionary(pa.int32(), pa.string())])
def test_columns_are_added_and_rows_and_other_columns_stay(kind: pa.DataType) -> None:
    documents = [text_of(1), None, HTML]
    raw = [d.encode() if d and kind == pa.binary() else d for d in documents]
    table = pa.table({"id": [7, 8, 9], "html": pa.array(raw).cast(kind)})
    done = cleaner().add(table)
    assert done.schema.names == ["id", "html", *USUAL]
    assert done.select(["id", "html"]) == table
    rows = done.select(list(USUAL)).to_pylist()
    assert rows == RowMaker().rows(documents)
    assert set(rows[1].values()) == {None}


def test_record_batches_are_cleaned_slice_by_slice() -> None:
    batch = pa.record_batch({"html": [text_of(i) for i in range(2 * SLICE + 5)]})
    done = list(cleaner(columns=("text",)).stream([batch, batch.slice(0, 0)]))
    assert [part.num_rows for part in done] == [SLICE, SLICE, 5]
    assert all(isinstance(part, pa.RecordBatch) for part in done)
    assert pa.Table.from_batches(done)["html"].to_pylist() == batch["html"].to_pylist()


def test_addresses_help_and_may_be_missing() -> None:
    page = HTML.replace("The ministry", '<a href="/more">The ministry</a>', 1)
    table = pa.table({"html": [page, page], "at": ["https://post.example/news/1", None]})
    done = cleaner(columns=("html",), url="at", prefix="clean_").add(table)
    first, second = done["clean_html"].to_pylist()
    assert 'href="https://post.example/more"' in first
    assert "post.example" not in second


def test_wrong_columns_are_named_with_what_would_be_right() -> None:
    with pytest.raises(ConfigError, match="no column 'html'; did you mean 'htm'"):
        cleaner().add(pa.table({"htm": ["x"]}))
    with pytest.raises(ConfigError, match="no column 'link'"):
        cleaner(url="link").add(pa.table({"html": ["x"]}))
    with pytest.raises(ConfigError, match="has a column 'text' already: choose another prefix"):
        cleaner().add(pa.table({"html": ["x"], "text": ["y"]}))
    with pytest.raises(SourceTypeError, match="column 'html' holds int64, not text or bytes"):
        cleaner().add(pa.table({"html": [1, 2]}))


# --- what is not installed -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("adapter", ADAPTERS)
def test_an_engine_that_is_missing_is_named_with_its_extra(adapter: str) -> None:
    hidden = f"import sys\nfor name in {ENGINES}: sys.modules[name] = None\n"
    script = hidden + f"import cleanpress.integrations.rows, cleanpress.integrations.{adapter}"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    last = done.stderr.strip().splitlines()[-1]
    assert last.startswith("cleanpress.errors.MissingExtraError: cleanpress.integrations." + adapter)
    assert f"pip install 'cleanpress[{ADAPTERS[adapter]}]'" in last


def test_an_engine_that_is_broken_is_not_called_missing(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    (tmp_path / "polars").mkdir()
    (tmp_path / "polars" / "__init__.py").write_text("import nowhere_at_all")
    script = f"import sys; sys.path.insert(0, {str(tmp_path)!r}); import cleanpress.integrations.polars"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert "ModuleNotFoundError: No module named 'nowhere_at_all'" in done.stderr.splitlines()[-1]


def test_every_extra_that_is_named_exists() -> None:
    config = configparser.ConfigParser()
    config.read(ROOT / "setup.cfg", "utf-8")
    assert set(EXTRAS.values()) | set(ADAPTERS.values()) <= set(config["options.extras_require"])


def test_importing_cleanpress_imports_no_adapter() -> None:
    script = "import sys, cleanpress, cleanpress.batch.run; print([m for m in sys.modules if 'integrations' in m])"
    assert subprocess.check_output([sys.executable, "-c", script], text=True).strip() == "[]"


def test_the_texts_of_these_tests_hold_both() -> None:
    assert BODY in RowMaker().row(text_of(1))["text"]
    assert APPEAL not in RowMaker().row(text_of(1))["text"]
