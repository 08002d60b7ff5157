"""Pages with a gold body, and how much of it is found; a library for the scripts beside it.

A folder of pages (default: ../shared/data/articles beside the project, when present) holds ``gold.jsonl`` with ``id``,
``corpus``, ``host``, ``file`` and ``paragraphs`` per page, and the pages, gzipped. The score is that of the article
extraction benchmark: multisets of four tokens, precision and recall averaged over pages, F1 of the two averages.
"""

from __future__ import annotations

import gzip
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tests import fixtures

PAGES = Path(__file__).resolve().parents[3] / "shared" / "data" / "articles"
_DENSE = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_TOKEN = re.compile(rf"[{_DENSE}]|(?:(?![{_DENSE}])\w)+")
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))


@dataclass(frozen=True)
class GoldPage:
    corpus: str
    host: str
    html: bytes
    gold: str


def pages(folder: Path | None, corpora: Iterable[str] | None = None) -> Iterator[GoldPage]:
    """The pages of some corpora (default: all); without a folder the project's own pages, as a corpus "fixtures"."""
    if folder is None:
        for case in map(fixtures.page, fixtures.PAGES):
            yield GoldPage("fixtures", case.name, case.source.encode(), "\n".join(case.wanted()))
        return
    wanted = None if corpora is None else set(corpora)
    with (folder / "gold.jsonl").open(encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            if row.get("paragraphs") and (wanted is None or row["corpus"] in wanted):
                raw = gzip.decompress((folder / row["file"]).read_bytes())
                yield GoldPage(row["corpus"], row["host"], raw, "\n".join(row["paragraphs"]))


def grams(text: str) -> Counter[tuple[str, ...]]:
    tokens = _TOKEN.findall(unicodedata.normalize("NFC", text.translate(_INVISIBLE)))
    return Counter(tuple(tokens[i : i + 4]) for i in range(max(1, len(tokens) - 3))) if tokens else Counter()


@dataclass(frozen=True)
class Share:
    """What one page adds: precision (None where nothing was found) and recall."""

    precision: float | None
    recall: float


def shares(gold: str, found: str) -> Share:
    a, b = grams(gold), grams(found)
    both = sum((a & b).values())
    return Share(both / sum(b.values()) if b else None, both / max(1, sum(a.values())))


def averages(rows: Iterable[Share]) -> tuple[float, float, float]:
    """Precision, recall and F1; a page without an answer counts in recall only."""
    rows = list(rows)
    precisions = [row.precision for row in rows if row.precision is not None]
    p, r = sum(precisions) / max(1, len(precisions)), sum(row.recall for row in rows) / max(1, len(rows))
    return p, r, 2 * p * r / (p + r) if p + r else 0.0


def f1(pairs: Iterable[tuple[str, str]]) -> tuple[float, float, float]:
    """Precision, recall and F1 of (gold, found) texts."""
    return averages(shares(gold, found) for gold, found in pairs)
