"""What text mode does for the output of other extractors.

    python -m tests.benchmarks.postprocess [--data FOLDER] [--preset balanced]

For each extractor, before and after ``clean_text``: documents that are perfect (of the paragraphs the extractor gave,
all body is there and no junk), junk left (its share of the labelled characters), harm (body lost by cleaning). The
column "body missing" is what the extractor itself lost: body paragraphs of the page's visible text that it lacks.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any

from cleanpress import Cleaner, Config
from tests.benchmarks.measuring import Score, add_data, documents, parser, percent, score, table

HEAD = ["extractor", "documents", "body missing", "perfect before", "perfect after", "junk before", "junk after"]
HEAD += ["harm", "harmed over 5 %"]
VISIBLE = "visible"


def squash(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


def body_of(document: dict[str, Any]) -> Counter[str]:
    return Counter(squash(block["text"]) for block in document["doc"] if block["keep"] is True)


def missing(document: dict[str, Any], whole: dict[str, Any] | None) -> tuple[int, int]:
    """Characters of the body that an extractor's output lacks, and all of them; (0, 0) when the page is not there."""
    if whole is None:
        return 0, 0
    flat = "".join(squash(block["text"]) for block in document["doc"])
    sizes = [(len(text) * n, text in flat) for text, n in body_of(whole).items()]
    return sum(size for size, there in sizes if not there), sum(size for size, _ in sizes)


def junk_left(found: Score) -> str:
    return percent(found.junk_left, found.junk_left + found.body - found.lost)


def row(name: str, group: list[dict[str, Any]], pages: dict[str, dict[str, Any]], cleaner: Cleaner) -> list[object]:
    gaps = [missing(document, pages.get(document["id"].rpartition("#")[0])) for document in group]
    before, after = score(None, group), score(cleaner, group)
    return [
        name,
        len(group),
        percent(sum(gap for gap, _ in gaps), sum(size for _, size in gaps)),
        percent(before.perfect, before.documents),
        percent(after.perfect, after.documents),
        junk_left(before),
        junk_left(after),
        percent(after.lost, after.body),
        percent(after.harmed, after.documents),
    ]


def main() -> None:
    arg = parser("tests.benchmarks.postprocess", __doc__)
    add_data(arg)
    arg.add_argument("--preset", default="balanced")
    args = arg.parse_args()
    groups: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for document in documents(args.data, "pagetext*.jsonl.gz"):
        groups[document["id"].rpartition("#")[2]].append(document)
    pages = {document["id"].rpartition("#")[0]: document for document in groups.pop(VISIBLE, [])}
    cleaner = Cleaner(Config.preset(args.preset))
    print(table(HEAD, [row(name, groups[name], pages, cleaner) for name in sorted(groups)]))


if __name__ == "__main__":
    main()
