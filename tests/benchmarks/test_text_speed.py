"""Text mode's speed as pytest-benchmark figures; skipped unless asked for.

    python -m pytest tests/benchmarks/test_text_speed.py --benchmark-only
    CLEANPRESS_BENCHMARKS=1 python -m pytest tests/benchmarks

"yardstick" is ``str.splitlines`` + ``str.lower`` on the same text: divide by it to compare machines.
"""

from __future__ import annotations

import itertools
import os
from typing import Any

import pytest

from cleanpress import Cleaner
from tests.benchmarks.text_speed import stories, text_of, yardstick

pytest.importorskip("pytest_benchmark")


@pytest.fixture(autouse=True)
def only_when_asked(request: pytest.FixtureRequest) -> None:
    if not os.environ.get("CLEANPRESS_BENCHMARKS") and not request.config.getoption("benchmark_only", False):
        pytest.skip("benchmarks run with --benchmark-only or CLEANPRESS_BENCHMARKS=1")


@pytest.mark.parametrize("megabytes", [1, 2])
def test_one_document(benchmark: Any, megabytes: int) -> None:
    cleaner, text = Cleaner(), text_of(megabytes)
    article = benchmark.pedantic(cleaner.clean, (text,), {"kind": "text"}, rounds=5, warmup_rounds=1)
    assert 0 < len(article.text) < len(text)
    benchmark.extra_info["MB/s"] = len(text.encode()) / 1e6 / benchmark.stats.stats.min


def test_many_documents(benchmark: Any) -> None:
    cleaner, texts = Cleaner(), list(itertools.islice(stories(2), 500))
    benchmark.pedantic(lambda: [cleaner.clean(text, kind="text") for text in texts], rounds=5, warmup_rounds=1)
    benchmark.extra_info["MB/s"] = sum(len(text.encode()) for text in texts) / 1e6 / benchmark.stats.stats.min


def test_yardstick(benchmark: Any) -> None:
    benchmark.pedantic(yardstick, (text_of(1),), rounds=20, warmup_rounds=1)
