"""All rule files in force, together: rules, word lists, categories and weights."""

from __future__ import annotations

import hashlib
import re
import tomllib
from dataclasses import dataclass, replace
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Any

from cleanpress.errors import ConfigError, RuleError, nearest
from cleanpress.rules.collector import resting_collector
from cleanpress.rules.index import Index, cached, write_cache
from cleanpress.rules.pack import ALWAYS, NEVER, WORD_LISTS, Pack, Rule, compile_check, fail, parse_pack
from cleanpress.rules.pattern import PatternError
from cleanpress.rules.phrase import PhraseError
from cleanpress.rules.selector import SelectorError

__all__ = [
    "ALWAYS",
    "NEVER",
    "Pack",
    "Rule",
    "Rulebook",
    "categories",
    "compile_check",
    "load",
    "pack_paths",
    "parse_pack",
    "rule_title",
    "shipped_pack",
    "weights",
    "without",
]

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Rulebook:
    """All rules in force, ready to be compiled."""

    rules: tuple[Rule, ...]
    indexes: tuple[Index, ...]
    """What the packs look for; of the rules in them only those among ``rules`` are in force."""
    words: dict[str, frozenset[str]]
    """Word lists of all packs together."""
    pack_words: dict[str, dict[str, frozenset[str]]]
    """The same lists, pack by pack."""
    common: dict[str, frozenset[str]]
    """Frequent words per language, for guessing it."""
    categories: dict[str, dict[str, Any]]
    weights: dict[str, int]
    digest: str
    """Fingerprint of all rule files that were read."""

    @cached_property
    def appeals(self) -> frozenset[str]:
        """Categories whose blocks can open and close a run."""
        return frozenset(name for name, row in self.categories.items() if row.get("appeal"))

    @cached_property
    def addresses(self) -> frozenset[str]:
        """Categories whose blocks speak to the reader or of the publisher."""
        return self.appeals | {name for name, row in self.categories.items() if row.get("address")}


@cache
def categories() -> dict[str, dict[str, Any]]:
    """Read ``categories.toml``."""
    return tomllib.loads((HERE / "categories.toml").read_text("utf-8"))


@cache
def weights() -> dict[str, int]:
    """Read ``weights.toml``: the points of shape, by name."""
    return {name: row["points"] for name, row in tomllib.loads((HERE / "weights.toml").read_text("utf-8")).items()}


def pack_paths() -> dict[str, Path]:
    """Find the shipped packs, by name; the folder listing is the list of languages."""
    return {path.stem: path for path in sorted((HERE / "packs").glob("*.toml"))}


@cache
def shipped_pack(name: str) -> Pack:
    """Read one shipped pack from its file, with phrases and examples."""
    path = pack_paths()[name]
    return parse_pack(path.read_text("utf-8"), path.name, name, categories())


def _shipped(name: str, raw: bytes, full: bool) -> tuple[Pack, Index]:
    found = None if full else cached(name, raw)
    if found is None:
        pack = shipped_pack(name)
        found = pack, Index.of(pack.rules)
    return found


def _user_pack(path: str) -> tuple[Pack, Index]:
    try:
        text = Path(path).read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise RuleError(f"{path}: cannot be read: {error}; pass the path of a UTF-8 TOML file") from None
    pack = parse_pack(text, path, Path(path).stem, categories())
    for rule in pack.rules:
        try:
            compile_check(rule)
        except (PhraseError, PatternError, SelectorError) as error:
            raise fail(path, text, rule.id.partition(":")[2], f"rule {rule.id!r}: {error}") from None
    return pack, Index.of(pack.rules)


@lru_cache(maxsize=8)
@resting_collector()
def load(languages: tuple[str, ...] = (), extra: tuple[str, ...] = (), full: bool = False) -> Rulebook:
    """Load the packs of ``languages`` (all when empty), the language-free rules and ``extra`` rule files.

    Only with ``full`` do the rules of shipped packs hold their phrases, reasons and examples.
    """
    paths = pack_paths()
    for language in languages:
        if language not in paths:
            raise ConfigError(f"no language pack {language!r}; {nearest(language, set(paths) - {'common', 'markup'})}")
    names = sorted({"common", "markup", *(languages or paths)})
    seen = hashlib.sha256((HERE / "weights.toml").read_bytes() + (HERE / "categories.toml").read_bytes())
    loaded = []
    for name in names:
        raw = paths[name].read_bytes()
        seen.update(raw)
        loaded.append(_shipped(name, raw, full))
    for path in extra:
        loaded.append(_user_pack(path))
        seen.update(Path(path).read_bytes())
    packs = [pack for pack, _ in loaded]
    by_id: dict[str, Rule] = {}
    for rule in (rule for pack in packs for rule in pack.rules):
        plain = rule.id.partition(":")[2]
        by_id[plain if plain in by_id and ":" in plain else rule.id] = rule
    return Rulebook(
        rules=tuple(by_id.values()),
        indexes=tuple(index for _, index in loaded),
        words={key: frozenset().union(*(pack.words[key] for pack in packs)) for key in WORD_LISTS},
        pack_words={pack.name: pack.words for pack in packs},
        common={pack.language: pack.words["common"] for pack in packs if pack.language},
        categories=categories(),
        weights=weights(),
        digest=seen.hexdigest()[:12],
    )


def write_compiled() -> None:
    """Write the cache of all shipped packs, after an edit (``cleanpress rules compile``)."""
    write_cache((shipped_pack(name), path.read_bytes()) for name, path in pack_paths().items())


def without(book: Rulebook, names: frozenset[str]) -> Rulebook:
    """Take rules out by category or id, as ``Config.keep`` asks."""
    rules = tuple(r for r in book.rules if r.category not in names and r.id not in names)
    mark = hashlib.sha256(" ".join(sorted(names)).encode()).hexdigest()[:4] if names else ""
    return replace(book, rules=rules, digest=book.digest + mark)


def rule_title(rule_id: str) -> str:
    """Words of a rule id for people: ``en:donation.ask-now`` gives ``donation, ask now (en)``."""
    pack, _, name = rule_id.rpartition(":")
    words = re.sub(r"[-_]", " ", name).replace(".", ", ")
    return f"{words} ({pack})" if pack else words
