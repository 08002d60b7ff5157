"""What the benchmarks share: where the data stands, what is left of a paragraph, tables; a library, not a script."""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cleanpress import Article, Cleaner
from tests import fixtures

REPOSITORY = Path(__file__).resolve().parents[2]
SHARED = REPOSITORY.parent / "shared"
LOST, WHOLE, HARMED = 0.5, 0.98, 0.05
APPEALS = frozenset(("donation", "subscription", "paywall", "newsletter", "app", "social"))


def add_data(arg: argparse.ArgumentParser) -> None:
    """Offer the folder of labelled documents; without one the fixtures are measured."""
    folder = SHARED / "data" / "blocks"
    text = "folder of labelled blocks, or 'fixtures' (default: ../shared/data/blocks beside the project, else fixtures)"
    arg.add_argument("--data", type=_folder, default=folder if folder.is_dir() else None, help=text)


def _folder(name: str) -> Path | None:
    if name == "fixtures":
        return None
    if not Path(name).is_dir():
        raise argparse.ArgumentTypeError(f"{name!r} is no folder")
    return Path(name)


def parser(module: str, doc: str | None) -> argparse.ArgumentParser:
    return argparse.ArgumentParser(prog=f"python -m {module}", description=(doc or "").splitlines()[0])


def load_lines(path: Path) -> list[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]


def documents(folder: Path | None, pattern: str) -> list[dict[str, Any]]:
    """Labelled documents: blocks with ``text``, ``keep`` (None: not scored) and ``category``."""
    if folder is None:
        return [fixture(fixtures.text(name)) for name in fixtures.TEXTS]
    return [document for path in sorted(folder.glob(pattern)) for document in load_lines(path)]


def fixture(case: fixtures.Case) -> dict[str, Any]:
    """A fixture as a labelled document."""
    blocks = [
        {
            "text": line.text,
            "keep": line.stays if line.judged else None,
            "category": "" if line.stays else next(iter(sorted(line.names)), ""),
        }
        for line in case.lines
    ]
    return {"id": f"{case.name}#fixtures", "host": case.name, "lang": case.language, "doc": blocks, "text": case.source}


def half_of(host: str) -> int:
    """Deal a host to half 0 or 1, the same on every machine."""
    return int(hashlib.sha256(host.encode()).hexdigest(), 16) % 2


def shares_left(article: Article, paragraphs: Sequence[str]) -> list[float]:
    """Say which share of each paragraph's characters survived. They stand in the source in order, however wrapped."""
    left = bytearray(b"\1" * len(article.source_text))
    for removal in article.removals:
        left[removal.span.start : removal.span.end] = bytes(len(removal.span))
    shares, at = [], 0
    for paragraph in paragraphs:
        found = re.compile(r"\s+".join(map(re.escape, paragraph.split()))).search(article.source_text, at)
        assert found is not None, paragraph
        at = found.end()
        shares.append(sum(left[found.start() : at]) / max(1, at - found.start()))
    return shares


@dataclass
class Score:
    """What became of labelled documents. Blocks count as gone with half of their characters."""

    documents: int = 0
    perfect: int = 0
    """All body kept (98 %), all junk gone."""
    harmed: int = 0
    """Lost more than 5 % of their body."""
    body: float = 0
    lost: float = 0
    junk: float = 0
    junk_left: float = 0
    blocks: int = 0
    gone: int = 0
    appeals: int = 0
    appeals_gone: int = 0

    def add(self, blocks: Sequence[dict[str, Any]], shares: Sequence[float]) -> None:
        body = lost = 0.0
        perfect = True
        for block, share in zip(blocks, shares, strict=True):
            size = len(block["text"])
            if block["keep"] is True:
                body, lost = body + size, lost + size * (1 - share)
                perfect &= share >= WHOLE
            elif block["keep"] is False:
                self._add_junk(block["category"], size, share)
                perfect &= share < LOST
        self.documents += 1
        self.perfect += perfect
        self.harmed += body > 0 and lost > HARMED * body
        self.body, self.lost = self.body + body, self.lost + lost

    def _add_junk(self, category: str, size: int, share: float) -> None:
        gone, appeal = share < LOST, category in APPEALS
        self.blocks, self.gone = self.blocks + 1, self.gone + gone
        self.appeals, self.appeals_gone = self.appeals + appeal, self.appeals_gone + (appeal and gone)
        self.junk, self.junk_left = self.junk + size, self.junk_left + size * share


def score(cleaner: Cleaner | None, documents: Iterable[dict[str, Any]]) -> Score:
    """Clean each document's text, or its blocks joined by blank lines; without a cleaner the text stays as it is."""
    result = Score()
    for document in documents:
        texts = [block["text"] for block in document["doc"]]
        if cleaner is None:
            result.add(document["doc"], [1.0] * len(texts))
        else:
            article = cleaner.clean(document.get("text") or "\n\n".join(texts), kind="text")
            result.add(document["doc"], shares_left(article, texts))
    return result


def percent(part: float, whole: float = 1) -> str:
    return f"{100 * part / whole:.1f}" if whole else "–"


def table(head: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    head = list(head)
    lines = [head, ["---"] + ["---:"] * (len(head) - 1), *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)
