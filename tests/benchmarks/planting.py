"""Appeals composed from parts and planted in news text; a library for the scripts beside it.

The parts stand in ``appeals/<language>.toml``: an opener, a reason, an ask, an amount and a closing a line, and short
reporting texts, one paragraph a line. They are written apart from the rule packs, so that a pack is measured on
wording it has not seen; whoever extends a pack from a miss here should add new parts too.
"""

from __future__ import annotations

import random
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

PARTS = Path(__file__).with_name("appeals")
POSITIONS = ("head", "middle", "tail")
SEPARATORS = {"paragraphs": "\n\n", "lines": "\n", "wrapped": "\n\n", "one-line": " "}
"""How a text comes: paragraphs, a line each, hard-wrapped like mail, everything in one line."""
COLUMNS = 72
NO_SPACES = ("zh", "ja")
SHAPES = (
    (("opener", "reason", "ask", "amount"),),
    (("opener", "ask"),),
    (("opener", "reason"), ("ask", "amount", "closing")),
    (("reason", "ask"), ("closing",)),
    (("opener",), ("reason", "ask"), ("amount", "closing")),
    (("opener", "reason"), ("ask",), ("amount",), ("closing",)),
)


@dataclass(frozen=True)
class Parts:
    language: str
    kinds: dict[str, list[str]]
    texts: list[list[str]]


@dataclass(frozen=True)
class Sample:
    """A text with one appeal in it: its paragraphs, which of them are the appeal, and of which parts each consists."""

    language: str
    position: str
    paragraphs: list[str]
    planted: range
    kinds: list[tuple[str, ...]]

    def laid_out(self, layout: str) -> str:
        """The text in one of the layouts of ``SEPARATORS``; every paragraph keeps its length."""
        return SEPARATORS[layout].join(map(wrap, self.paragraphs) if layout == "wrapped" else self.paragraphs)


def wrap(paragraph: str) -> str:
    """Break a paragraph into lines like a mail does, by making line breaks of some spaces."""
    lines: list[str] = []
    for word in paragraph.split(" "):
        if lines and len(lines[-1]) + len(word) < COLUMNS:
            lines[-1] += " " + word
        else:
            lines.append(word)
    return "\n".join(lines)


def languages() -> list[str]:
    return sorted(path.stem for path in PARTS.glob("*.toml"))


@cache
def parts_of(language: str) -> Parts:
    with (PARTS / f"{language}.toml").open("rb") as file:
        data = tomllib.load(file)
    kinds = {kind: data[f"{kind}s"].split("\n")[:-1] for kind in ("opener", "reason", "ask", "amount", "closing")}
    return Parts(language, kinds, [text["paragraphs"].split("\n")[:-1] for text in data["texts"]])


def compose(parts: Parts, shape: tuple[tuple[str, ...], ...], rng: random.Random) -> list[str]:
    """Give the paragraphs of one appeal."""
    space = "" if parts.language in NO_SPACES else " "
    return [space.join(rng.choice(parts.kinds[kind]) for kind in kinds) for kinds in shape]


def plant(text: list[str], appeal: list[str], position: str) -> tuple[list[str], range]:
    """Put an appeal at the head, in the middle or at the tail of a text; give the paragraphs and where it stands."""
    at = {"head": 0, "middle": len(text) // 2, "tail": len(text)}[position]
    return [*text[:at], *appeal, *text[at:]], range(at, at + len(appeal))


def samples(language: str, seed: int, rounds: int) -> Iterator[Sample]:
    """Plant every shape at every position in every text, ``rounds`` times with other parts."""
    parts = parts_of(language)
    rng = random.Random(f"{seed}-{language}")
    for _ in range(rounds):
        for text in parts.texts:
            for shape in SHAPES:
                for position in POSITIONS:
                    paragraphs, planted = plant(text, compose(parts, shape, rng), position)
                    yield Sample(language, position, paragraphs, planted, list(shape))
