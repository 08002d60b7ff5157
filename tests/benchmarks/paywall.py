"""Precision and recall of ``article.paywall`` and ``article.truncated`` on pages labelled by reading.

    python -m tests.benchmarks.paywall [--data FOLDER] [--misses]

The pages are not part of the project; the labels name them by id. Recall of a value is the share of its labelled
pages that
are found, precision the share of the found ones that are labelled so.
"""

from __future__ import annotations

import argparse
import gzip
import json
import tomllib
from pathlib import Path
from typing import Any

from cleanpress import Cleaner
from cleanpress.model import Article
from tests.benchmarks.measuring import SHARED

LABELS = Path(__file__).with_name("paywall_labels.toml")
DATA = SHARED / "data" / "articles"
SURE = 0.6


def labels() -> list[dict[str, Any]]:
    pages: list[dict[str, Any]] = tomllib.loads(LABELS.read_text("utf-8"))["page"]
    return pages


def articles(folder: Path) -> dict[str, Article]:
    cleaner, wanted = Cleaner(), {page["id"] for page in labels()}
    found = {}
    with (folder / "gold.jsonl").open(encoding="utf-8") as rows:
        for row in map(json.loads, rows):
            if row["id"] in wanted:
                found[row["id"]] = cleaner.clean(gzip.decompress((folder / row["file"]).read_bytes()), url=row["url"])
    return found


def table(pairs: list[tuple[Any, Any]]) -> list[str]:
    """Rows of value, pages, found, right, precision and recall for pairs of (label, answer)."""
    rows = ["| value | pages | answered | right | precision | recall |", "|---|---|---|---|---|---|"]
    for value in sorted({label for label, _ in pairs} | {answer for _, answer in pairs}, key=str):
        pages = sum(label == value for label, _ in pairs)
        answered = sum(answer == value for _, answer in pairs)
        right = sum(label == answer == value for label, answer in pairs)
        precision = f"{right / answered:.2f}" if answered else "-"
        recall = f"{right / pages:.2f}" if pages else "-"
        rows.append(f"| {value} | {pages} | {answered} | {right} | {precision} | {recall} |")
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=DATA, help="folder of pages (default: ../shared/data/articles)")
    parser.add_argument("--misses", action="store_true", help="print every page that is answered wrongly")
    options = parser.parse_args()
    found = articles(options.data)
    pages = [page for page in labels() if page["id"] in found]
    walls = [(page["value"], found[page["id"]].paywall) for page in pages]
    cuts = [(page["truncated"], found[page["id"]].truncated) for page in pages if "truncated" in page]
    print(f"{len(pages)} of {len(labels())} labelled pages are here\n\npaywall\n")
    print("\n".join(table(walls)), "\n\ntruncated (None: no answer)\n", sep="")
    print("\n".join(table(cuts)))
    sure = [(page["value"], a.paywall) for page in pages if (a := found[page["id"]]).access.paywall.confidence >= SURE]
    print(f"\nconfidence of {SURE} and more: {sum(x == y for x, y in sure)} of {len(sure)} paywall answers are right")
    if options.misses:
        for page in pages:
            access = found[page["id"]].access
            wrong_cut = "truncated" in page and access.truncated.value != page["truncated"]
            if access.paywall.value != page["value"] or wrong_cut:
                print(page["id"], page["value"], page.get("truncated"), access)


if __name__ == "__main__":
    main()
