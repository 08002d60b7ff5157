"""Load rule packs (TOML) into a Rulebook: rules, word lists, categories and weights, validated with clear errors."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

from cleanpress.errors import ConfigError, RuleError, nearest
from cleanpress.rules.phrase import PhraseError, compile_phrase
from cleanpress.rules.pattern import PatternError, compile_pattern

HERE = Path(__file__).parent
AT = ("anywhere", "start", "end", "whole")
WHEN = ("max_words", "min_words", "no_stop", "exclaim")
RULE_KEYS = frozenset(
    "id category points at phrases pattern when opens why match miss enabled class attr href keep".split()
)
WORD_LISTS = ("voice", "reader", "speech", "imperative", "dates", "particles", "common")
PACK_KEYS = frozenset(("language", "rule", "about", *WORD_LISTS))
ALWAYS, NEVER = 100, -100


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of a pack."""

    id: str
    """Full id: pack, colon, name (``en:donation.ask``)."""
    category: str
    points: int
    at: str = "anywhere"
    """Where a phrase must stand in the block: anywhere, start, end, or be the whole of it."""
    phrases: tuple[str, ...] = ()
    pattern: str = ""
    when: tuple[tuple[str, Any], ...] = ()
    """Conditions on the block's shape."""
    opens: bool = False
    """A heading that claims the short lines below it."""
    tokens: tuple[str, ...] = ()
    """Whole class, id or data-* tokens of an element (HTML)."""
    links: tuple[str, ...] = ()
    """Parts of a link target (HTML)."""
    why: str = ""
    match: tuple[str, ...] = ()
    miss: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pack:
    """One rule file."""

    name: str
    language: str
    rules: tuple[Rule, ...]
    words: dict[str, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rulebook:
    """All rules in force, ready to be compiled."""

    rules: tuple[Rule, ...]
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

    @property
    def appeals(self) -> frozenset[str]:
        """Categories whose blocks can open and close a run."""
        return frozenset(name for name, row in self.categories.items() if row.get("appeal"))


def _fail(path: Path | str, text: str, needle: str, what: str) -> RuleError:
    line = next((i for i, row in enumerate(text.splitlines(), 1) if needle and needle in row), 1)
    return RuleError(f"{path}, line {line}: {what}")


def _strings(value: Any) -> tuple[str, ...]:
    if isinstance(value, str) or not isinstance(value, list) or not all(isinstance(v, str) and v for v in value):
        raise ValueError("must be a list of non-empty strings")
    return tuple(value)


def _points(value: Any) -> int:
    if value in ("always", "never"):
        return ALWAYS if value == "always" else NEVER
    if not isinstance(value, int) or isinstance(value, bool):
        raise ValueError('must be a whole number, "always" or "never"')
    return value


def _when(value: Any) -> tuple[tuple[str, Any], ...]:
    for key in value:
        if key not in WHEN:
            raise ValueError(f"has no condition {key!r}; {nearest(key, WHEN)}")
    return tuple(sorted(value.items()))


def _rule(pack: str, row: dict[str, Any], categories: Iterable[str]) -> Rule:
    """Build one rule; ValueError says which key is wrong and why."""
    for key in row:
        if key not in RULE_KEYS:
            raise ValueError(f"no key {key!r}; {nearest(key, RULE_KEYS)}")
    for key in ("category", "why", "match", "miss"):
        if key not in row:
            raise ValueError(f"{key!r} is missing; every rule says its category, why it exists, and what it must hit and miss")
    if row["category"] not in categories:
        raise ValueError(f"no category {row['category']!r}; {nearest(row['category'], categories)}")
    at = row.get("at", "anywhere")
    if at not in AT:
        raise ValueError(f"at = {at!r}; {nearest(at, AT)}")
    rule = Rule(
        id=f"{pack}:{row['id']}", category=row["category"], points=_points(row.get("points", 0)), at=at,
        phrases=_strings(row.get("phrases", [])), pattern=row.get("pattern", ""), when=_when(row.get("when", {})),
        opens=bool(row.get("opens", False)), tokens=_strings(row.get("class", [])), links=_strings(row.get("href", [])),
        why=row["why"], match=_strings(row["match"]), miss=_strings(row["miss"]),
    )  # fmt: skip
    if not (rule.phrases or rule.pattern or rule.tokens or rule.links):
        raise ValueError("has nothing to look for; give it phrases, a pattern, class or href")
    return rule


def parse_pack(text: str, path: Path | str, name: str, categories: Iterable[str]) -> Pack:
    """Read one rule file; :class:`RuleError` names file, line and cure."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise RuleError(f"{path}: not valid TOML: {error}") from None
    for key in data:
        if key not in PACK_KEYS:
            raise _fail(path, text, key, f"no key {key!r}; {nearest(key, PACK_KEYS)}")
    rules = []
    for row in data.get("rule", []):
        where = f'"{row["id"]}"' if isinstance(row, dict) and isinstance(row.get("id"), str) else "[[rule]]"
        if where == "[[rule]]":
            raise _fail(path, text, where, 'a rule without id; add id = "category.name"')
        if row.get("enabled", True):
            try:
                rules.append(_rule(name, row, categories))
            except ValueError as error:
                raise _fail(path, text, where, f"rule {row['id']!r}: {error}") from None
    words = {key: frozenset(str(data.get(key, "")).split()) for key in WORD_LISTS}
    return Pack(name, str(data.get("language", "")), tuple(rules), words)


def is_label(rule: Rule, phrase: str) -> bool:
    """Whether a phrase is looked up as a whole line: then it may be as short as "x", and holds no slot but ``{n}``."""
    return rule.at == "whole" and "{" not in phrase.replace("{n}", "") and "*" not in phrase


def compile_check(rule: Rule) -> None:
    """Compile everything in a rule once; ValueError says what is wrong (used by the rules' tests and for user rules)."""
    for phrase in rule.phrases:
        if not is_label(rule, phrase):
            compile_phrase(phrase)
    if rule.pattern:
        compile_pattern(rule.pattern)


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
    """Read one shipped pack."""
    path = pack_paths()[name]
    return parse_pack(path.read_text("utf-8"), path.name, name, categories())


def _user_pack(path: str) -> Pack:
    try:
        text = Path(path).read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise RuleError(f"{path}: cannot be read: {error}; pass the path of a UTF-8 TOML file") from None
    pack = parse_pack(text, path, Path(path).stem, categories())
    for rule in pack.rules:
        try:
            compile_check(rule)
        except (PhraseError, PatternError) as error:
            raise _fail(path, text, rule.id.partition(":")[2], f"rule {rule.id!r}: {error}") from None
    return pack


@cache
def load(languages: tuple[str, ...] = (), extra: tuple[str, ...] = ()) -> Rulebook:
    """Load the packs of ``languages`` (all when empty), the language-free rules and ``extra`` rule files."""
    paths = pack_paths()
    for language in languages:
        if language not in paths:
            raise ConfigError(f"no language pack {language!r}; {nearest(language, set(paths) - {'common', 'markup'})}")
    names = sorted({"common", "markup", *(languages or paths)})
    packs = [shipped_pack(name) for name in names] + [_user_pack(path) for path in extra]
    by_id: dict[str, Rule] = {}
    for rule in (rule for pack in packs for rule in pack.rules):
        plain = rule.id.partition(":")[2]
        by_id[plain if plain in by_id and ":" in plain else rule.id] = rule
    words = {key: frozenset().union(*(pack.words[key] for pack in packs)) for key in WORD_LISTS}
    seen = hashlib.sha256()
    for source in (HERE / "weights.toml", HERE / "categories.toml", *(paths[n] for n in names), *map(Path, extra)):
        seen.update(source.read_bytes())
    return Rulebook(
        tuple(by_id.values()), words, {p.name: p.words for p in packs}, {p.language: p.words["common"] for p in packs if p.language},
        categories(), weights(), seen.hexdigest()[:12],
    )  # fmt: skip


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
