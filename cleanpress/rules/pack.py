"""One rule file (TOML) to rules and word lists, validated with clear errors."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cleanpress import toml
from cleanpress.errors import RuleError, nearest
from cleanpress.rules.pattern import compile_pattern
from cleanpress.rules.phrase import compile_phrase
from cleanpress.rules.selector import Selector, css, xpath

AT = ("anywhere", "start", "end", "whole")
WHEN = ("max_words", "min_words", "no_stop", "exclaim")
RULE_KEYS = frozenset(
    "id category points at phrases pattern when opens why match miss enabled class href keep css xpath".split()
)
WORD_LISTS = ("voice", "reader", "speech", "imperative", "giving", "press", "dates", "particles", "common")
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
    css: tuple[str, ...] = ()
    """Selectors of elements that go, or stay."""
    xpath: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pack:
    """One rule file."""

    name: str
    language: str
    rules: tuple[Rule, ...]
    words: dict[str, frozenset[str]] = field(default_factory=dict)


def fail(path: Path | str, text: str, needle: str, what: str) -> RuleError:
    """Make an error that names the first line of the file in which ``needle`` stands."""
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
    keep = row.get("keep", False) is True or row.get("points") == "never"
    for key in ("category", "why", "match", "miss"):
        if key not in row and not (keep and key == "category"):
            raise ValueError(
                f"{key!r} is missing; every rule says its category, why it exists, and what it must hit and miss"
            )
    if not keep and row["category"] not in categories:
        raise ValueError(f"no category {row['category']!r}; {nearest(str(row['category']), categories)}")
    at = row.get("at", "anywhere")
    if at not in AT:
        raise ValueError(f"at = {at!r}; {nearest(at, AT)}")
    rule = Rule(
        id=f"{pack}:{row['id']}", category="" if keep else row["category"], at=at,
        points=NEVER if keep else _points(row.get("points", 10 if "css" in row or "xpath" in row else 0)),
        phrases=_strings(row.get("phrases", [])), pattern=row.get("pattern", ""), when=_when(row.get("when", {})),
        opens=bool(row.get("opens", False)), tokens=_strings(row.get("class", [])), links=_strings(row.get("href", [])),
        why=row["why"], match=_strings(row["match"]), miss=_strings(row["miss"]),
        css=_strings(row.get("css", [])), xpath=_strings(row.get("xpath", [])),
    )  # fmt: skip
    if not (rule.phrases or rule.pattern or rule.tokens or rule.links or rule.css or rule.xpath):
        raise ValueError("has nothing to look for; give it phrases, a pattern, class, css, xpath or href")
    return rule


def parse_pack(text: str, path: Path | str, name: str, categories: Iterable[str]) -> Pack:
    """Read one rule file; :class:`RuleError` names file, line and cure."""
    try:
        data = toml.loads(text)
    except ValueError as error:
        raise RuleError(f"{path}: not valid TOML: {error}") from None
    for key in data:
        if key not in PACK_KEYS:
            raise fail(path, text, key, f"no key {key!r}; {nearest(key, PACK_KEYS)}")
    rules = []
    seen: set[str] = set()
    for row in data.get("rule", []):
        where = f'"{row["id"]}"' if isinstance(row, dict) and isinstance(row.get("id"), str) else "[[rule]]"
        if where == "[[rule]]":
            raise fail(path, text, where, 'a rule without id; add id = "category.name"')
        if row["id"] in seen:
            raise fail(path, text, where, f"rule {row['id']!r} stands twice; only one would count, so rename one")
        seen.add(row["id"])
        if row.get("enabled", True):
            try:
                rules.append(_rule(name, row, categories))
            except ValueError as error:
                raise fail(path, text, where, f"rule {row['id']!r}: {error}") from None
    words = {key: frozenset(str(data.get(key, "")).split()) for key in WORD_LISTS}
    if words["giving"]:
        rules.append(_giving(name, words["giving"]))
    return Pack(name, str(data.get("language", "")), tuple(rules), words)


def _giving(pack: str, words: frozenset[str]) -> Rule:
    """Make the words of giving findable: they have no points, but tell which blocks to look at for an appeal."""
    phrases = tuple(sorted(word.replace("_", " ") for word in words))
    return Rule(f"{pack}:giving", "donation", 0, phrases=phrases, why="Words of giving, supporting, joining.")


def is_label(rule: Rule, phrase: str) -> bool:
    """Whether a phrase is looked up as a whole line: then it may be as short as "x", and holds no slot but ``{n}``."""
    return rule.at == "whole" and "{" not in phrase.replace("{n}", "") and "*" not in phrase


def compile_check(rule: Rule) -> None:
    """Compile everything in a rule once; ValueError says what is wrong (for tests and for user rules)."""
    for phrase in rule.phrases:
        if not is_label(rule, phrase):
            compile_phrase(phrase)
    if rule.pattern:
        compile_pattern(rule.pattern)
    selectors_of(rule)


def selectors_of(rule: Rule) -> list[Selector]:
    """Compile the selectors of a rule; ``SelectorError`` says what is wrong."""
    return [*map(css, rule.css), *map(xpath, rule.xpath)]
