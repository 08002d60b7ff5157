"""A pack's phrases, compiled to columns: what the matcher needs, and what the cache stores."""

from __future__ import annotations

import hashlib
import json
import lzma
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from cleanpress.rules.fold import fold, line_key
from cleanpress.rules.keys import KEY, key_of
from cleanpress.rules.pack import Pack, Rule, is_label
from cleanpress.rules.phrase import Phrase, compile_phrase
from cleanpress.rules.places import places_of, words_at

CACHE = Path(__file__).parent / "compiled.json.xz"
VERSION = 5
LEFT, RIGHT, LEADS = 1, 2, 4
"""Of a phrase: bound to a word's beginning, to a word's end, led by its anchor."""


@dataclass(slots=True, eq=False)
class Phrases:
    """Phrases by columns, one place a phrase.

    There are many, and few are ever met: as rows they took most of the time to load, and the garbage collector went
    through all of them again and again.
    """

    numbers: list[int]
    """Number of each one's rule."""
    anchors: list[str]
    keys: list[str]
    """What is looked for, as ``keys.key_of`` gives it."""
    scripts: str
    firsts: str
    """What else it gives, a digit each."""
    marks: str
    """Sums of ``LEFT``, ``RIGHT`` and ``LEADS``, a digit each."""
    sources: dict[int, str]
    """Expressions of those that have one, by place."""

    @classmethod
    def of(cls, phrases: list[tuple[int, Phrase]]) -> Phrases:
        """Put phrases, each with the number of its rule, in columns."""
        found = [phrase for _, phrase in phrases]
        keys = [key_of(p.anchor, p.bound_left, p.bound_right) for p in found]
        return cls(
            [number for number, _ in phrases],
            [p.anchor for p in found],
            [key for _, _, key in keys],
            "".join(str(script) for script, _, _ in keys),
            "".join(str(first) for _, first, _ in keys),
            "".join(str(LEFT * p.bound_left + RIGHT * p.bound_right + LEADS * p.leads) for p in found),
            {place: p.source for place, p in enumerate(found) if p.source},
        )

    def packed(self, text: str) -> dict[str, Any]:
        """Give it as JSON: anchors as places in ``text``, the pack's file, 0 for keys that follow from them."""
        plain = _plain_keys(self.anchors, self.scripts, self.marks)
        keys = [0 if key == usual else key for key, usual in zip(self.keys, plain, strict=True)]
        return asdict(self) | {
            "anchors": places_of(self.anchors, text), "keys": keys,
        }  # fmt: skip

    @classmethod
    def unpacked(cls, row: dict[str, Any], text: str) -> Phrases:
        """Read what :meth:`packed` gave."""
        anchors = words_at(row["anchors"], text)
        plain = _plain_keys(anchors, row["scripts"], row["marks"])
        keys = [key or usual for key, usual in zip(row["keys"], plain, strict=True)]
        sources = {int(place): source for place, source in row["sources"].items()}
        return cls(**(row | {"anchors": anchors, "keys": keys, "sources": sources}))


def _plain_keys(anchors: list[str], scripts: str, marks: str) -> list[str]:
    """The keys of most anchors, as ``keys.key_of`` gives them, but without its look at each letter."""
    ends = {str(mark): (" " * bool(mark & LEFT), " " * bool(mark & RIGHT)) for mark in range(8)}
    return [
        (anchor if script != "0" else f"{ends[mark][0]}{anchor}{ends[mark][1]}")[:KEY]
        for anchor, script, mark in zip(anchors, scripts, marks, strict=True)
    ]


@dataclass(frozen=True, slots=True)
class Index:
    """Everything a pack looks for in text."""

    rules: tuple[Rule, ...]
    phrases: Phrases
    labels: dict[str, list[int]]
    """Whole lines, folded, with the numbers of their rules."""

    @classmethod
    def of(cls, rules: tuple[Rule, ...]) -> Index:
        """Compile the phrases of ``rules``; ``PhraseError`` when one cannot be."""
        phrases: list[tuple[int, Phrase]] = []
        labels: dict[str, list[int]] = {}
        for number, rule in enumerate(rules):
            for text in rule.phrases:
                key = line_key(fold(text.replace("{n}", "0"))) if is_label(rule, text) else None
                if key is None:
                    phrases.append((number, compile_phrase(text)))
                elif any(char.isalpha() for char in key):  # a bare number or price says nothing
                    labels.setdefault(key, []).append(number)
        return cls(rules, Phrases.of(phrases), labels)


def _by_rules(labels: dict[str, list[int]], text: str) -> dict[str, Any]:
    """Labels by the numbers of their rules, as places in ``text``; ``_labels`` reads it."""
    found: dict[str, list[str]] = {}
    for key, numbers in labels.items():
        found.setdefault(" ".join(map(str, numbers)), []).append(key)
    return {numbers: places_of(keys, text) for numbers, keys in found.items()}


def _labels(row: dict[str, Any], text: str) -> dict[str, list[int]]:
    labels: dict[str, list[int]] = {}
    for numbers, places in row.items():
        rules = list(map(int, numbers.split()))
        labels.update(dict.fromkeys(words_at(places, text), rules))
    return labels


@cache
def _stored() -> dict[str, Any]:
    """The cache file; empty when it is missing or of another version, for it is only ever a shortcut."""
    try:
        data = json.loads(lzma.decompress(CACHE.read_bytes()))
    except (OSError, ValueError, lzma.LZMAError):
        return {}
    return data["packs"] if isinstance(data, dict) and data.get("version") == VERSION else {}


def cached(name: str, raw: bytes) -> tuple[Pack, Index] | None:
    """Give a pack and its index from the cache, when it was compiled from exactly this file.

    Reading 20 packs as TOML and compiling their phrases takes over a second, the cache a tenth of it. Rules from the
    cache hold no phrases and no examples: who needs these reads the pack itself.
    """
    row = _stored().get(name)
    if not row or row["digest"] != hashlib.sha256(raw).hexdigest():
        return None
    text = raw.decode("utf-8")
    rules = tuple(
        Rule(**{**fields, "when": tuple(map(tuple, fields.get("when", ()))), "tokens": tuple(fields.get("tokens", ())),
                "links": tuple(fields.get("links", ()))})
        for fields in row["rules"]
    )  # fmt: skip
    words = {key: frozenset(value.split(" ")) if value else frozenset() for key, value in row["words"].items()}
    index = Index(rules, Phrases.unpacked(row["phrases"], text), _labels(row["labels"], text))
    return Pack(name, row["language"], rules, words), index


def write_cache(packs: Iterable[tuple[Pack, bytes]]) -> None:
    """Compile packs, given with their files, into the cache file (``cleanpress rules compile``)."""
    data = {}
    for pack, raw in packs:
        index, text = Index.of(pack.rules), raw.decode("utf-8")
        data[pack.name] = {
            "digest": hashlib.sha256(raw).hexdigest(),
            "language": pack.language,
            "words": {key: " ".join(sorted(words)) for key, words in sorted(pack.words.items())},
            "rules": [_fields(replace(rule, phrases=(), why="", match=(), miss=())) for rule in pack.rules],
            "phrases": index.phrases.packed(text),
            "labels": _by_rules(index.labels, text),
        }
    written = json.dumps({"version": VERSION, "packs": data}, ensure_ascii=False, separators=(",", ":"))
    # A wheel's own compression leaves it a third larger, and unpacking takes 20 ms.
    CACHE.write_bytes(lzma.compress(written.encode(), preset=9))


def _fields(rule: Rule) -> dict[str, Any]:
    """Fields of a rule that differ from the defaults."""
    names = ("id", "category", "points", "at", "pattern", "when", "opens", "tokens", "links")
    plain = Rule(rule.id, rule.category, rule.points)
    return {
        n: getattr(rule, n) for n in names if n in ("id", "category", "points") or getattr(rule, n) != getattr(plain, n)
    }
