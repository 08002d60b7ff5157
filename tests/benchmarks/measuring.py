"""What the benchmarks share: where the data stands, what is left of a paragraph, tables; a library, not a script."""

from __future__ import annotations

import argparse
import gzip
import hashlib
import importlib.util
import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

from cleanpress import Article

REPOSITORY = Path(__file__).resolve().parents[2]
SHARED = REPOSITORY.parent / "shared"
LOST = 0.5


def default_data() -> Path | None:
    """The folder of labelled blocks beside the checkout; None where there is none."""
    folder = SHARED / "data" / "blocks"
    return folder if folder.is_dir() else None


def parser(module: str, doc: str | None) -> argparse.ArgumentParser:
    return argparse.ArgumentParser(prog=f"python -m {module}", description=(doc or "").splitlines()[0])


def load_lines(path: Path) -> list[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]


def documents(folder: Path, pattern: str) -> list[dict[str, Any]]:
    return [document for path in sorted(folder.glob(pattern)) for document in load_lines(path)]


def half_of(host: str) -> int:
    """Deal a host to half 0 or 1, the same on every machine."""
    return int(hashlib.sha256(host.encode()).hexdigest(), 16) % 2


def scorer(folder: Path) -> ModuleType:
    """Import the scorer that belongs to the labelled blocks (``bench/appeals_score.py`` beside their folder)."""
    path = folder.resolve().parents[1] / "bench" / "appeals_score.py"
    if not path.is_file():
        sys.exit(f"no scorer at {path}: --data must name the blocks folder of a checkout that has bench/ beside data/")
    spec = importlib.util.spec_from_file_location("appeals_score", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def shares_left(article: Article, paragraphs: Sequence[str], separator: str = "\n\n") -> list[float]:
    """Say which share of each paragraph's characters survived; the paragraphs joined are the article's source."""
    left = bytearray(b"\1" * len(article.source_text))
    for removal in article.removals:
        left[removal.span.start : removal.span.end] = bytes(len(removal.span))
    shares, at = [], 0
    for paragraph in paragraphs:
        shares.append(sum(left[at : at + len(paragraph)]) / max(1, len(paragraph)))
        at += len(paragraph) + len(separator)
    return shares


def percent(part: float, whole: float = 1) -> str:
    return f"{100 * part / whole:.1f}" if whole else "–"


def table(head: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    head = list(head)
    lines = [head, ["---"] + ["---:"] * (len(head) - 1), *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)
