"""One extractor in a process of its own, so that its memory is its own and nothing it does harms the next.

    python -m tests.benchmarks.one SYSTEM CORPUS

Prints JSON: for each page its score and CPU time, lxml's parse of the same page as the unit of time, the memory, and
the CPU time of pages that grow. CORPUS is the folder of ``tests.benchmarks``, or "fixtures".
"""

from __future__ import annotations

import argparse
import gc
import json
import logging
import os
import resource
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import lxml.html

from tests.benchmarks.bodies import Share, pages, shares
from tests.benchmarks.measuring import half_of
from tests.benchmarks.systems import SYSTEMS, Extract, version
from tests.reliability.growing import ALL

FAMILIES = ("paragraphs", "inline links", "siblings in a div")
SIZES = (500, 1000, 2000, 4000, 8000)
ENOUGH = 4.0
"""Seconds after which a family is not made longer."""


def timed(call: Callable[[bytes], object], html: bytes) -> tuple[Any, float]:
    """What a call gives (an exception as itself) and its CPU time in milliseconds."""
    begin = time.process_time()
    try:
        found = call(html)
    except Exception as error:  # a peer that raises has lost this page, and goes on with the next
        found = error
    return found, 1000 * (time.process_time() - begin)


def megabytes() -> float:
    """The most that this process has held so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10)


def page_rows(extract: Extract, folder: Path | None) -> Iterator[dict[str, Any]]:
    for number, page in enumerate(pages(folder)):
        if number == 0:
            timed(extract, page.html)  # tables that are built at the first call are not the first page's
        found, spent = timed(extract, page.html)
        _, parse = timed(lxml.html.document_fromstring, page.html)
        score = shares(page.gold, found) if isinstance(found, str) else Share(None, 0.0)
        yield {
            "corpus": page.corpus, "half": half_of(page.host), "precision": score.precision, "recall": score.recall,
            "ms": spent, "parse_ms": parse, "error": type(found).__name__ if isinstance(found, Exception) else "",
        }  # fmt: skip


def growth(extract: Extract) -> dict[str, list[tuple[int, float]]]:
    """CPU seconds by size of the page in bytes."""
    found: dict[str, list[tuple[int, float]]] = {}
    for family in FAMILIES:
        rows: list[tuple[int, float]] = []
        for size in SIZES:
            html = ALL[family](size).encode()
            gc.collect()
            answer, spent = timed(extract, html)
            if isinstance(answer, Exception):
                break
            rows.append((len(html), spent / 1000))
            if spent / 1000 > ENOUGH:
                break
        found[family] = rows
    return found


def main() -> None:
    arg = argparse.ArgumentParser(prog="python -m tests.benchmarks.one", description=(__doc__ or "").splitlines()[0])
    arg.add_argument("system", choices=SYSTEMS)
    arg.add_argument("corpus")
    args = arg.parse_args()
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    out, sys.stdout = sys.stdout, open(os.devnull, "w")  # noqa: SIM115  # some peers print
    extract = SYSTEMS[args.system][1]()
    timed(extract, ALL["paragraphs"](5).encode())
    ready = megabytes()
    rows = list(page_rows(extract, None if args.corpus == "fixtures" else Path(args.corpus) / "articles"))
    found = {"version": version(args.system), "ready_mb": ready, "peak_mb": megabytes(), "pages": rows}
    json.dump({**found, "growth": growth(extract)}, out)


if __name__ == "__main__":
    main()
