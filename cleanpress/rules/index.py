"""A pack's phrases, compiled to plain lists: what the matcher needs, and what the cache stores."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from cleanpress.rules.fold import fold, line_key
from cleanpress.rules.keys import key_of
from cleanpress.rules.pack import Pack, Rule, is_label
from cleanpress.rules.phrase import compile_phrase

CACHE = Path(__file__).parent / "compiled.json"
VERSION = 2

Row = list[Any]
"""Number of the rule, the fields of a :class:`~cleanpress.rules.phrase.Phrase` in order, then scripts and key."""


@dataclass(frozen=True, slots=True)
class Index:
    """Everything a pack looks for in text."""

    rules: tuple[Rule, ...]
    phrases: list[Row]
    labels: list[tuple[str, list[int]]]
    """Whole lines, folded, with the numbers of their rules."""

    @classmethod
    def of(cls, rules: tuple[Rule, ...]) -> Index:
        """Compile the phrases of ``rules``; ``PhraseError`` when one cannot be."""
        rows: list[Row] = []
        labels: dict[str, list[int]] = {}
        for number, rule in enumerate(rules):
            for text in rule.phrases:
                if is_label(rule, text):
                    key = line_key(fold(text.replace("{n}", "0")))
                    if any(char.isalpha() for char in key):  # a bare number or price says nothing
                        labels.setdefault(key, []).append(number)
                else:
                    p = compile_phrase(text)
                    where = key_of(p.anchor, p.bound_left, p.bound_right)
                    rows.append([number, p.anchor, p.bound_left, p.bound_right, p.leads, p.source, *where])
        return cls(rules, rows, list(labels.items()))


@cache
def _stored() -> dict[str, Any]:
    """The cache file; empty when it is missing or of another version, for it is only ever a shortcut."""
    try:
        data = json.loads(CACHE.read_bytes())
    except (OSError, ValueError):
        return {}
    return data["packs"] if isinstance(data, dict) and data.get("version") == VERSION else {}


def cached(name: str, digest: str) -> tuple[Pack, Index] | None:
    """Give a pack and its index from the cache, when it was compiled from exactly this file.

    Reading 20 packs as TOML and compiling their phrases takes over a second, the cache a tenth of it. Rules from the
    cache hold no phrases and no examples: who needs these reads the pack itself.
    """
    row = _stored().get(name)
    if not row or row["digest"] != digest:
        return None
    rules = tuple(
        Rule(**{**fields, "when": tuple(map(tuple, fields.get("when", ()))), "tokens": tuple(fields.get("tokens", ())),
                "links": tuple(fields.get("links", ()))})
        for fields in row["rules"]
    )  # fmt: skip
    words = {key: frozenset(value.split(" ")) if value else frozenset() for key, value in row["words"].items()}
    return Pack(name, row["language"], rules, words), Index(rules, row["phrases"], row["labels"])


def write_cache(packs: Iterable[tuple[Pack, str]]) -> None:
    """Compile packs, given with the digest of their files, into the cache file (``cleanpress rules compile``)."""
    data = {}
    for pack, digest in packs:
        index = Index.of(pack.rules)
        data[pack.name] = {
            "digest": digest,
            "language": pack.language,
            "words": {key: " ".join(sorted(words)) for key, words in sorted(pack.words.items())},
            "rules": [_fields(replace(rule, phrases=(), why="", match=(), miss=())) for rule in pack.rules],
            "phrases": index.phrases,
            "labels": index.labels,
        }
    text = json.dumps({"version": VERSION, "packs": data}, ensure_ascii=False, separators=(",", ":"))
    CACHE.write_text(text.replace('"digest":', '\n"digest":') + "\n", "utf-8")


def _fields(rule: Rule) -> dict[str, Any]:
    """Fields of a rule that differ from the defaults."""
    names = ("id", "category", "points", "at", "pattern", "when", "opens", "tokens", "links")
    plain = Rule(rule.id, rule.category, rule.points)
    return {
        n: getattr(rule, n) for n in names if n in ("id", "category", "points") or getattr(rule, n) != getattr(plain, n)
    }
