"""What learned site templates add: recall and harm with and without them, on real hosts and on a generated corpus.

    python -m tests.benchmarks.site_templates [--data FOLDER] [--corpus real|generated|both] [--show] [--pages 40]

FOLDER (default: ../shared/data beside the project, when present) holds ``articles`` and ``blocks``. Templates are
learned from whole pages (HTML where it is there, else the page's visible text). "same" learns from all pages of a host
and then cleans them, as a corpus is cleaned; "others" leaves the judged article out, with all its copies (of more than
five articles a fifth at a time); "no guards" is the control: all that recurs on a tenth of a host's articles goes. A
block needs three articles, so hosts with fewer than three (four) cannot show anything and are left out. Harm is the
share of the body's characters lost, recall the share of junk blocks gone; blocks without a label do not count.
"""

from __future__ import annotations

import gzip
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cleanpress import Cleaner, Config
from cleanpress.learning.guards import template_of
from cleanpress.learning.learner import TemplateLearner
from cleanpress.learning.pages import PageReader, PageRows
from cleanpress.model import hostname
from cleanpress.templates.columns import Template
from cleanpress.templates.table import SiteTemplates
from tests.benchmarks.bodies import f1
from tests.benchmarks.measuring import SHARED, Score, load_lines, parser, percent, shares_left, table
from tests.benchmarks.site_corpus import generate

FOLDS = 5
NEED = {"same": 3, "others": 4, "same, no guards": 3}
"""Ways of learning, and the articles that a host must have to show anything."""
HEAD = ["corpus", "learned from", "hosts", "documents", "harm without", "harm with", "harmed without", "harmed with"]
HEAD += ["recall without", "recall with"]


@dataclass
class Page:
    """One article with what it is learned from and what it is judged by."""

    id: str
    url: str
    source: str | bytes
    texts: list[tuple[str, list[dict[str, Any]]]] = field(default_factory=list)
    """Name and labelled blocks of texts of it."""
    gold: str = ""
    rows: PageRows | None = None


def real_pages(folder: Path) -> list[Page]:
    """The pages of ``articles`` and ``blocks``, one for each article."""
    pages: dict[str, Page] = {}
    for row in load_lines(folder / "articles" / "gold.jsonl"):
        if hostname(row["url"]):
            raw = gzip.decompress((folder / "articles" / row["file"]).read_bytes())
            pages[row["id"]] = Page(row["id"], row["url"], raw, gold="\n".join(row.get("paragraphs", ())))
    texts = load_lines(folder / "blocks" / "pagetext.jsonl.gz")
    for document in sorted(texts, key=lambda d: not d["id"].endswith("#visible")):
        name, _, kind = document["id"].rpartition("#")
        if name not in pages:
            whole = "\n\n".join(block["text"] for block in document["doc"])
            pages[name] = Page(name, document["source"], whole)
        pages[name].texts.append((kind, document["doc"]))
    return list(pages.values())


def by_host(pages: Iterable[Page]) -> dict[str, list[Page]]:
    """Pages that have a body, by host."""
    reader = PageReader()
    hosts: dict[str, list[Page]] = defaultdict(list)
    for page in pages:
        page.rows = reader.read(page.source, page.url)
        if page.rows is not None:
            hosts[hostname(page.url)].append(page)
    return hosts


def learned(pages: Iterable[Page], path: Path, guarded: bool = True) -> Cleaner:
    """A cleaner with what these pages teach; without guards everything that recurs often enough is furniture."""
    with TemplateLearner() as learner:
        learner.add_rows(page.rows for page in pages if page.rows)
        careless: list[Template] = []
        found = learner.finish(lambda sums, refusal: careless.append(template_of(sums, "furniture")))
        whole = found if guarded else SiteTemplates.of([*found, *careless])
        whole.write(path)
    return Cleaner(Config(templates=str(path)))


def cleaners(pages: list[Page], way: str, folder: Path) -> Iterator[tuple[Page, Cleaner]]:
    """Each page with a cleaner that has learned from all pages of its host, or from all others."""
    if way != "others":
        whole = learned(pages, folder / "all.parquet", guarded=way == "same")
        yield from ((page, whole) for page in pages)
        return
    articles = sorted({page.rows.page for page in pages if page.rows})
    for i in range(min(FOLDS, len(articles))):
        held = set(articles[i::FOLDS])
        cleaner = learned((p for p in pages if p.rows and p.rows.page not in held), folder / f"{i}.parquet")
        yield from ((page, cleaner) for page in pages if page.rows and page.rows.page in held)


def enough(hosts: dict[str, list[Page]], way: str) -> list[list[Page]]:
    """The pages of the hosts with as many articles as a way of learning needs."""
    return [pages for pages in hosts.values() if len({p.rows.page for p in pages if p.rows}) >= NEED[way]]


def with_cleaners(hosts: list[list[Page]], way: str) -> Iterator[tuple[Page, Cleaner]]:
    for pages in hosts:
        with tempfile.TemporaryDirectory() as folder:
            yield from cleaners(pages, way, Path(folder))


def judge(hosts: dict[str, list[Page]], way: str, kinds: set[str], show: bool) -> list[object]:
    before, after, plain, used = Score(), Score(), Cleaner(), enough(hosts, way)
    for page, cleaner in with_cleaners(used, way):
        for kind, blocks in page.texts:
            if kind not in kinds:
                continue
            texts = [block["text"] for block in blocks]
            shares = [
                shares_left(c.clean("\n\n".join(texts), url=page.url, kind="text"), texts) for c in (plain, cleaner)
            ]
            before.add(blocks, shares[0])
            after.add(blocks, shares[1])
            if show:
                _show(page.id + "#" + kind, blocks, *shares)
    figures: list[object] = [len(used), before.documents]
    for pair in ("harm", "harmed", "recall"):
        figures += [_figure(score, pair) for score in (before, after)]
    return figures


def _figure(score: Score, name: str) -> str:
    if name == "harm":
        return f"{100 * score.lost / max(1, score.body):.2f}"
    return percent(score.harmed, score.documents) if name == "harmed" else percent(score.gone, score.blocks)


def _show(name: str, blocks: list[dict[str, Any]], before: list[float], after: list[float]) -> None:
    for block, was, now in zip(blocks, before, after, strict=True):
        if was != now:
            label = {True: "BODY", False: "junk", None: "----"}[block["keep"]]
            print(f"{name} {label} {was:.2f} -> {now:.2f} {block['text'][:120]!r}")


def bodies(hosts: dict[str, list[Page]], way: str) -> list[object]:
    """Precision, recall and F1 of the body found in HTML, without and with templates."""
    plain, used = Cleaner(), enough(hosts, way)
    pairs = [
        (page.gold, *(c.clean(page.source, url=page.url).text for c in (plain, cleaner)))
        for page, cleaner in with_cleaners(used, way)
        if page.gold
    ]
    scores = [f1([(gold, found[i]) for gold, *found in pairs]) for i in (0, 1)]
    return [len(used), len(pairs), *(f"{score[i]:.4f}" for i in (0, 1, 2) for score in scores)]


EXTRACTORS = {"trafilatura", "newspaper4k", "readability", "resiliparse"}


def main() -> None:
    arg = parser("tests.benchmarks.site_templates", __doc__)
    arg.add_argument("--data", type=Path, default=SHARED / "data")
    arg.add_argument("--corpus", choices=["real", "generated", "both"], default="both")
    arg.add_argument("--show", action="store_true", help="show each block that templates change")
    arg.add_argument("--pages", type=int, default=40, help="articles of each generated host")
    args = arg.parse_args()
    rows: list[list[object]] = []
    found: list[list[object]] = []
    if args.corpus != "generated" and args.data.is_dir():
        hosts = by_host(real_pages(args.data))
        for way in NEED:
            rows.append(["visible text", way, *judge(hosts, way, {"visible"}, args.show)])
            rows.append(["extracted text", way, *judge(hosts, way, EXTRACTORS, args.show)])
            found.append(["HTML pages", way, *bodies(hosts, way)])
    if args.corpus != "real":
        generated = [Page(d["id"], d["url"], "\n\n".join(b["text"] for b in d["doc"]), [("text", d["doc"])])
                     for d in generate(args.pages)]  # fmt: skip
        hosts = by_host(generated)
        for way in NEED:
            rows.append(["generated", way, *judge(hosts, way, {"text"}, args.show)])
    print(table(HEAD, rows))
    if found:
        head = ["corpus", "learned from", "hosts", "pages"]
        print()
        print(table([*head, *(f"{x} {w}" for x in ("precision", "recall", "F1") for w in ("without", "with"))], found))


if __name__ == "__main__":
    main()
