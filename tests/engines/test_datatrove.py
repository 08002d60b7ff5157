"""datatrove: its own LocalPipelineExecutor over JSONL and WARC, with our three steps in it."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from cleanpress import ConfigError, clean_batch
from tests.batches import APPEAL, HTML, text_of, warc_record
from tests.engines.documents import WALL, expected

pytestmark = pytest.mark.engines


def run(tmp_path: Path, *steps: Any) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """Run steps and a writer; give what came out and the statistics."""
    from datatrove.executor import LocalPipelineExecutor
    from datatrove.pipeline.writers import JsonlWriter

    out = tmp_path / "out"
    pipeline = [*steps, JsonlWriter(str(out), compression=None)]
    executor = LocalPipelineExecutor(pipeline, tasks=1, logging_dir=str(tmp_path / "logs"))
    stats = executor.run()
    rows = [json.loads(line) for path in sorted(out.glob("*.jsonl")) for line in path.read_text("utf-8").splitlines()]
    return rows, {step.name.partition(": ")[2]: {name: stat.total for name, stat in step.stats.items()}
                  for step in stats.stats}  # fmt: skip


def jsonl(tmp_path: Path, documents: list[str]) -> Any:
    from datatrove.pipeline.readers import JsonlReader

    folder = tmp_path / "in"
    folder.mkdir()
    rows = ({"id": str(i), "text": t, "url": f"https://post.example/{i}"} for i, t in enumerate(documents))
    (folder / "a.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return JsonlReader(str(folder))


def archive(tmp_path: Path, pages: list[str]) -> Any:
    from datatrove.pipeline.readers import WarcReader

    folder = tmp_path / "in"
    folder.mkdir()
    date = "WARC-Date: 2026-11-24T00:00:00Z\r\nWARC-Identified-Payload-Type: text/html\r\nContent-Length"
    records = []
    for number, page in enumerate(pages):
        plain = gzip.decompress(warc_record(f"https://post.example/{number}", page.encode()))
        records.append(gzip.compress(plain.replace(b"Content-Length", date.encode(), 1)))
    (folder / "a.warc.gz").write_bytes(b"".join(records))
    return WarcReader(str(folder))


def test_the_formatter_cleans_texts_and_loses_none(tmp_path: Path) -> None:
    from cleanpress.integrations.datatrove import CleanpressFormatter

    texts = [text_of(i) for i in range(20)] + [f"{APPEAL}\n\nShare this article"]
    rows, stats = run(tmp_path, jsonl(tmp_path, texts), CleanpressFormatter())
    assert [row["id"] for row in rows] == [str(i) for i in range(21)]
    for row, text in zip(rows, texts, strict=True):
        want = expected(text, row["metadata"]["url"])
        assert row.get("text", "") == want["text"]
        found = row["metadata"]["cleanpress"]
        assert found["removed"] == want["removed"] != []
        assert "error" not in found
    assert stats["cleanpress"]["forwarded"] == 21
    assert stats["cleanpress"]["removed_donation"] >= 20
    kept = sum(len(row.get("text", "")) for row in rows)
    assert stats["cleanpress"]["removed_chars"] == sum(map(len, texts)) - kept
    assert CleanpressFormatter().format(texts[0]) == rows[0]["text"]


def test_the_extractor_takes_articles_out_of_an_archive(tmp_path: Path) -> None:
    from datatrove.pipeline.writers import JsonlWriter

    from cleanpress.integrations.datatrove import CleanpressExtractor

    pages = [HTML, WALL, "<html><body><nav><a href=/>Home</a></nav></body></html>", HTML.replace("Monday", "Friday")]
    lost = JsonlWriter(str(tmp_path / "lost"), compression=None)
    rows, stats = run(tmp_path, archive(tmp_path, pages), CleanpressExtractor(timeout=60, exclusion_writer=lost))
    refused = [json.loads(line) for path in (tmp_path / "lost").glob("*") for line in path.read_text().splitlines()]
    assert len(rows) + len(refused) == len(pages)
    for row in rows:
        page = pages[int(row["metadata"]["url"].rpartition("/")[2])]
        want = expected(page, row["metadata"]["url"])
        assert (row["text"], row["metadata"]["cleanpress"]["paywall"]) == (want["text"], want["paywall"])
    assert [row["metadata"]["filter_reason"] for row in refused] == ["empty"]
    assert refused[0]["text"] == pages[2], "it is written as it was"
    assert stats["cleanpress"]["dropped_empty"] == 1


def test_a_page_that_takes_too_long_is_the_only_one_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import time

    from datatrove.pipeline.writers import JsonlWriter

    from cleanpress.integrations import rows as making
    from cleanpress.integrations.datatrove import CleanpressExtractor

    clean = clean_batch

    def slow(sources: list[str | bytes], **options: Any) -> Any:
        if "slow" in str(sources[0]):
            time.sleep(60)
        return clean(sources, **options)

    monkeypatch.setattr(making, "clean_batch", slow)
    lost = JsonlWriter(str(tmp_path / "lost"), compression=None)
    pages = [HTML, HTML.replace("Monday", "slow"), HTML]
    rows, stats = run(tmp_path, jsonl(tmp_path, pages), CleanpressExtractor(timeout=3, exclusion_writer=lost))
    assert [row["id"] for row in rows] == ["0", "2"]
    assert stats["cleanpress"]["dropped_timeout"] == 1
    assert '"filter_reason": "timeout"' in next((tmp_path / "lost").glob("*")).read_text().replace('":"', '": "')


@pytest.mark.parametrize("extracted", [True, False])
def test_the_filter_drops_what_is_not_the_whole_article(tmp_path: Path, extracted: bool) -> None:
    from cleanpress.integrations.datatrove import CleanpressExtractor, CleanpressFilter

    steps = [CleanpressExtractor(timeout=60)] if extracted else []
    rows, stats = run(tmp_path, jsonl(tmp_path, [HTML, WALL, HTML]), *steps, CleanpressFilter())
    assert expected(WALL)["paywall"] == "subscribers"
    assert [row["id"] for row in rows] == ["0", "2"]
    assert stats["cleanpress"]["dropped_paywall_subscribers"] == 1


def test_the_filter_takes_reasons_apart(tmp_path: Path) -> None:
    from cleanpress.integrations.datatrove import CleanpressFilter

    rows, _ = run(tmp_path, jsonl(tmp_path, [HTML, WALL]), CleanpressFilter(drop=("error",)))
    assert len(rows) == 2
    with pytest.raises(ConfigError, match="no reason 'paywalled'; did you mean 'paywall'"):
        CleanpressFilter(drop="paywalled")
