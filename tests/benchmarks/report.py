"""The results of a run as Markdown; a library for ``tests.benchmarks``."""

from __future__ import annotations

import hashlib
import platform
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any

import lxml.etree

import cleanpress
from tests.benchmarks.bodies import Share, averages
from tests.benchmarks.measuring import percent, table
from tests.benchmarks.systems import SYSTEMS
from tests.known import FIXTURES


def about(folder: Path | None) -> dict[str, str]:
    """Where the figures come from: versions, day, and a digest of what was measured."""
    files = sorted(FIXTURES.rglob("*.*")) if folder is None else [folder / "articles" / "gold.jsonl"]
    seen = hashlib.sha256()
    for path in files if folder is None else [*files, *sorted((folder / "blocks").glob("*.jsonl*"))]:
        seen.update(path.read_bytes())
    return {
        "corpus": "the project's fixtures" if folder is None else "a corpus folder",
        "corpus_sha256": seen.hexdigest(),
        "date": datetime.now(UTC).date().isoformat(),
        "cleanpress": cleanpress.__version__,
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
        "lxml": ".".join(map(str, lxml.etree.LXML_VERSION[:3])),
        "libxml2": ".".join(map(str, lxml.etree.LIBXML_VERSION)),
        "command": " ".join(["python -m tests.benchmarks", *("--corpus FOLDER" for _ in range(folder is not None))]),
    }


def about_line(about: dict[str, str]) -> str:
    where = f"on {about['corpus']} (SHA-256 {about['corpus_sha256'][:12]})"
    return (
        f"`{about['command']}` {where}, {about['date']}: cleanpress {about['cleanpress']}, Python {about['python']}, "
        f"lxml {about['lxml']}, libxml2 {about['libxml2']}, {about['system']}."
    )


def f1_of(rows: list[dict[str, Any]]) -> tuple[float, float, float]:
    return averages(Share(row["precision"], row["recall"]) for row in rows)


def times_parse(rows: list[dict[str, Any]]) -> float:
    """CPU time by that of lxml's parse alone, over all pages."""
    return float(sum(row["ms"] for row in rows) / max(1e-9, sum(row["parse_ms"] for row in rows)))


def answered(results: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {name: found for name, found in results["systems"].items() if "pages" in found}


def page_rows(results: dict[str, Any], corpus: str) -> list[list[object]]:
    rows: list[list[object]] = []
    for name, found in answered(results).items():
        pages = [row for row in found["pages"] if row["corpus"] == corpus]
        parts = [[row for row in pages if row["half"] == half] for half in (0, 1)]
        empty = sum(row["precision"] is None for row in pages)
        errors = sum(bool(row["error"]) for row in pages)
        figures = [f"{x:.3f}" for x in f1_of(pages)] + [f"{f1_of(part)[2]:.3f}" if part else "–" for part in parts]
        rows.append([f"{name} {found['version']}", *figures, empty, errors, f"{times_parse(pages):.1f}"])
    return sorted(rows, key=lambda row: str(row[3]), reverse=True)


def memory_rows(results: dict[str, Any]) -> list[list[object]]:
    rows: list[list[object]] = []
    for name, found in answered(results).items():
        spent = [row["ms"] / max(0.01, row["parse_ms"]) for row in found["pages"]]
        ready, most = found["ready_mb"], found["peak_mb"]
        rows.append([name, f"{median(spent):.1f}", f"{max(spent):.0f}", f"{ready:.0f}", f"{most:.0f}"])
    return rows


def growth_rows(results: dict[str, Any]) -> Iterator[list[object]]:
    """For each kind of page, how many times longer a page of 16 times the size takes (16 is linear)."""
    for name, found in answered(results).items():
        row: list[object] = [name]
        for points in found["growth"].values():
            times = points[-1][1] / max(1e-4, points[0][1]) if len(points) > 1 else 0
            row.append(f"{times:.0f} ({points[-1][0] / points[0][0]:.0f})" if times else "raised")
        yield row


def text_rows(results: dict[str, Any]) -> Iterator[list[object]]:
    for row in results["text"]:
        shares = [percent(row[key]) for key in ("harm", "recall", "appeal_recall", "perfect")]
        yield [row["setting"], row["remove_at"], row["edge_at"], *shares]


def markdown(results: dict[str, Any]) -> str:
    """All tables."""
    parts = [about_line(results["about"])]
    failed = [f"{name}: {found['failed']}" for name, found in results["systems"].items() if "failed" in found]
    parts += [f"Not run: {'; '.join(failed)}."] if failed else []
    corpora = dict.fromkeys(row["corpus"] for found in answered(results).values() for row in found["pages"])
    head = ["extractor", "precision", "recall", "F1", "F1 half 0", "F1 half 1", "empty", "raised", "time / parse"]
    for corpus in corpora:
        parts += [f"### Article bodies, {corpus}", table(head, page_rows(results, corpus))]
    head = ["extractor", "median time / parse", "worst", "MB when ready", "MB at most"]
    parts += ["### Time per page and memory", table(head, memory_rows(results))]
    families = list(dict.fromkeys(family for found in answered(results).values() for family in found["growth"]))
    parts += ["### Growth: times longer (times larger)", table(["extractor", *families], growth_rows(results))]
    head = ["setting", "remove_at", "edge_at", "harm", "recall", "appeal recall", "perfect"]
    parts += [f"### Text mode, {results['text'][0]['documents']} documents, per cent", table(head, text_rows(results))]
    head = ["bytes", "MB/s", "times splitlines + lower", "memory / size"]
    rows = [
        [row["bytes"], f"{row['bytes'] / 1e6 / row['seconds']:.1f}", f"{row['times_yardstick']:.0f}",
         f"{row['memory_by_size']:.1f}"]
        for row in results["text_speed"]
    ]  # fmt: skip
    return "\n\n".join([*parts, "### One long text", table(head, rows)]) + "\n"


def summary(results: dict[str, Any]) -> str:
    """The README's table: F1 by corpus and the median time of each extractor in its default setting."""
    systems = answered(results)
    corpora = list(dict.fromkeys(row["corpus"] for found in systems.values() for row in found["pages"]))
    counts = Counter(row["corpus"] for row in next(iter(systems.values()))["pages"])
    rows = []
    for name, found in systems.items():
        by_corpus = [f1_of([row for row in found["pages"] if row["corpus"] == corpus])[2] for corpus in corpora]
        spent = median(row["ms"] / max(0.01, row["parse_ms"]) for row in found["pages"])
        if SYSTEMS[name][0].lower() == name.lower():
            rows.append([f"{name} {found['version']}", *(f"{score:.3f}" for score in by_corpus), f"{spent:.1f}"])
    head = ["F1", *(f"{corpus} ({counts[corpus]} pages)" for corpus in corpora), "time / parse"]
    text = next(row for row in results["text"] if row["setting"] == "balanced")
    lost, junk, appeals = (percent(text[key]) for key in ("harm", "recall", "appeal_recall"))
    line = f"Text mode, {text['documents']} labelled documents: {lost} % of the article text lost,"
    return f"{table(head, rows)}\n\n{line}\n{junk} % of the junk blocks and {appeals} % of the appeals gone.\n"


def pictures(results: dict[str, Any], out: Path) -> None:
    """Draw the plots, where matplotlib is there."""
    try:
        from tests.benchmarks import plots
    except ImportError:
        print("no plots: pip install -e '.[benchmark]' brings matplotlib", file=sys.stderr)
        return
    plots.draw(results, out)
