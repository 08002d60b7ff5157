"""How well article bodies are found on pages with a gold body, beside other extractors.

    python -m tests.benchmarks.bodies [--pages FOLDER] [--corpora fundus,scrapinghub] [--systems cleanpress,trafilatura]

FOLDER (default: ../shared/data/articles beside the project, when present) holds ``gold.jsonl`` with ``id``, ``corpus``,
``host``, ``file`` and ``paragraphs`` per page, and the pages, gzipped. The score is that of the article extraction
benchmark: multisets of four tokens, precision and recall averaged over pages, F1 of the two averages. Figures come by
halves of the hosts; rules may have been tuned on the first.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import cleanpress
from tests.benchmarks.measuring import half_of, table

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


def pages(folder: Path, corpora: Iterable[str]) -> Iterator[GoldPage]:
    wanted = set(corpora)
    with (folder / "gold.jsonl").open(encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            if row["corpus"] in wanted and row.get("paragraphs"):
                raw = gzip.decompress((folder / row["file"]).read_bytes())
                yield GoldPage(row["corpus"], row["host"], raw, "\n".join(row["paragraphs"]))


def grams(text: str) -> Counter[tuple[str, ...]]:
    tokens = _TOKEN.findall(unicodedata.normalize("NFC", text.translate(_INVISIBLE)))
    return Counter(tuple(tokens[i : i + 4]) for i in range(max(1, len(tokens) - 3))) if tokens else Counter()


def f1(pairs: Iterable[tuple[str, str]]) -> tuple[float, float, float]:
    """Precision, recall and F1 of (gold, found) texts; a page without an answer counts in recall only."""
    precisions, recalls = [], []
    for gold, found in pairs:
        a, b = grams(gold), grams(found)
        both = sum((a & b).values())
        if b:
            precisions.append(both / sum(b.values()))
        recalls.append(both / max(1, sum(a.values())))
    p, r = (sum(values) / max(1, len(values)) for values in (precisions, recalls))
    return p, r, 2 * p * r / (p + r) if p + r else 0.0


def systems() -> dict[str, Callable[[bytes], str]]:
    """The extractors that are installed."""
    found: dict[str, Callable[[bytes], str]] = {"cleanpress": cleanpress.clean_text}
    try:
        import trafilatura

        found["trafilatura"] = lambda html: trafilatura.extract(html, include_comments=False) or ""
    except ImportError:
        pass
    try:
        from resiliparse.extract.html2text import extract_plain_text
        from resiliparse.parse.encoding import bytes_to_str, detect_encoding

        found["resiliparse"] = lambda html: extract_plain_text(
            bytes_to_str(html, detect_encoding(html)), main_content=True, alt_texts=False
        )
    except ImportError:
        pass
    return found


def main() -> None:
    arg = argparse.ArgumentParser(prog="python -m tests.benchmarks.bodies", description=(__doc__ or "").splitlines()[0])
    arg.add_argument("--pages", type=Path, default=PAGES)
    arg.add_argument("--corpora", default="fundus,scrapinghub,mozilla")
    arg.add_argument("--systems", default="cleanpress,trafilatura,resiliparse")
    args = arg.parse_args()
    calls = systems()
    rows: list[list[object]] = []
    for corpus in args.corpora.split(","):
        chosen = list(pages(args.pages, [corpus]))
        for name in args.systems.split(","):
            if name not in calls:
                print(f"{name}: not installed")
                continue
            answers = [(page.gold, calls[name](page.html)) for page in chosen]
            halves = [
                [pair for page, pair in zip(chosen, answers, strict=True) if half_of(page.host) == half]
                for half in (0, 1)
            ]
            scores = [f1(part) for part in (answers, *halves)]
            rows.append(
                [corpus, len(chosen), name, *(f"{x:.3f}" for x in scores[0]), *(f"{s[2]:.3f}" for s in scores[1:])]
            )
    print(table(["corpus", "pages", "system", "precision", "recall", "F1", "F1 half 0", "F1 half 1"], rows))


if __name__ == "__main__":
    main()
