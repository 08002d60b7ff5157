"""Cosmetic filters in the syntax of ad blockers (EasyList): what they hide is taken out, under the gold guard.

The lists are the user's; none is shipped. A list has tens of thousands of rules, of which a page meets a handful:
each rule is
filed under a class or id that an element must have, or under its domain, and compiled only when that is there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from cleanpress.errors import ConfigError
from cleanpress.rules.selector import Selector, SelectorError, css
from cleanpress.rules.tree import Tree
from cleanpress.siteconfig import category_of

_RULE = re.compile(r"^([^#\s]*)(#@?#)(.+)$")
_OTHER = re.compile(r"#@?[?$%]#|#@?\$\?#|##\^|\$\$")
"""Rules of other kinds: procedural, styles, scripts, HTML filters."""
_EXTENDED = re.compile(
    r":(?:-abp-|has-text|matches-|xpath|upward|remove|style|nth-ancestor|min-text|watch|if|contains|others|shadow)|\+js"
)
_LAST = re.compile(r"([#.])((?:[\w-]|[^\x00-\x7f])+)")
_SIMPLE = re.compile(r"[#.](?:-?[A-Za-z_]|--|[^\x00-\x7f])(?:[\w-]|[^\x00-\x7f])*$")
_COMPOUND = (
    r"(?:[A-Za-z][\w-]*|\*|(?=[#.\[]))(?:[#.]-?[A-Za-z_][\w-]*)*"
    r"(?:\[[A-Za-z][\w-]*(?:[\^$*~|]?=(?:\"[^\"\\]*\"|'[^'\\]*'))?\])*"
)
_PLAIN = re.compile(rf"{_COMPOUND}(?:(?: ?[>+~] ?| ){_COMPOUND})*$")
"""Surely valid CSS: making it into a search can wait till a page needs it."""
SHOWN = 20
"""So many of the lines that were not understood are named."""


@dataclass(eq=False)
class Filter:
    """One selector of a list."""

    text: str
    rule: str
    """Id of the rule, such as ``filter.easylist:##.ad-box``."""
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()

    @property
    def category(self) -> str:
        """What the names in it say; an advertisement otherwise."""
        return category_of(self.text, "ad")

    @cached_property
    def selector(self) -> Selector | None:
        """The compiled selector, made when a page first has its class, id or domain; None if it is none after all."""
        try:
            return css(self.text)
        except SelectorError:
            return None

    def on(self, domains: frozenset[str]) -> bool:
        """Whether it is meant for a host, given with all domains above it."""
        return (not self.include or not domains.isdisjoint(self.include)) and domains.isdisjoint(self.exclude)


class Filters:
    """All filters of some lists, filed."""

    def __init__(self) -> None:
        """Start empty."""
        self._by_token: dict[str, list[Filter]] = {}
        self._by_domain: dict[str, list[Filter]] = {}
        self._exceptions: dict[str, list[tuple[str, ...]]] = {}
        self.count = 0
        self._missed: list[tuple[str, int, str]] = []
        self._network = 0

    @classmethod
    def read(cls, paths: tuple[str, ...]) -> Filters:
        """Read lists; :class:`ConfigError` when one cannot be read or holds no cosmetic filter."""
        filters = cls()
        for path in paths:
            try:
                text = Path(path).read_text("utf-8-sig", "replace")
            except OSError as error:
                raise ConfigError(f"filters: {path} cannot be read: {error.strerror}; name a filter list") from None
            before = filters.count
            stem = Path(path).stem
            for number, line in enumerate(text.splitlines(), 1):
                filters._add(path, stem, number, line.strip())
            if filters.count == before:
                raise ConfigError(f"filters: {path} holds no filter such as ##.ad-box; {filters._why(path)}")
        return filters

    def _why(self, path: str) -> str:
        missed = [f"line {number}: {why}" for name, number, why in self._missed if name == path]
        return missed[0] if missed else "name a list of cosmetic filters"

    def _add(self, path: str, stem: str, number: int, line: str) -> None:
        if not line or line[0] in "![":
            return
        other = _OTHER.search(line)
        found = None if other else _RULE.match(line)
        if found is None:
            if other or "##" in line:
                self._missed.append((path, number, "this kind of filter is not supported"))
            else:
                self._network += 1  # filters of requests: cleanpress makes none
            return
        domains, mark, selector = found.groups()
        if _EXTENDED.search(selector):
            self._missed.append((path, number, "extended selectors are not supported"))
            return
        names = domains.lower().split(",") if domains else []
        include = tuple(name for name in names if name[0:1] not in ("~", ""))
        if any("*" in name or "/" in name for name in names):
            self._missed.append((path, number, "domains with wildcards are not supported"))
        elif mark == "#@#":
            self._exceptions.setdefault(selector, []).append(include)
            self.count += 1
        else:
            exclude = tuple(name[1:] for name in names if name.startswith("~"))
            self._file(path, number, Filter(selector, f"filter.{stem}:##{selector}", include, exclude))

    def _file(self, path: str, number: int, new: Filter) -> None:
        """File a filter under its domains, or under a class or id of each element that it can choose."""
        if new.include:
            if not self._valid(path, number, new):
                return
            for domain in new.include:
                self._by_domain.setdefault(domain, []).append(new)
        else:
            token = _token(new.text)
            if not self._valid(path, number, new):
                return
            if not token:
                self._missed.append(
                    (path, number, "without a class or id it would be tried on every element; not supported")
                )
                return
            self._by_token.setdefault(token, []).append(new)
        self.count += 1

    def _valid(self, path: str, number: int, new: Filter) -> bool:
        """Check what is more than one class or id right away: a broken line must be named before the first page."""
        if _SIMPLE.match(new.text) or _PLAIN.match(new.text):
            return True
        if new.selector is None:
            self._missed.append((path, number, f"{new.text[:60]!r} is no CSS selector that cleanpress can use"))
        return new.selector is not None

    @property
    def warnings(self) -> tuple[str, ...]:
        """What was not understood: the first lines of it by number, the rest counted."""
        told = [f"{path}, line {number}: {why}" for path, number, why in self._missed[:SHOWN]]
        rest = len(self._missed) - SHOWN
        told += [f"filters: {rest} more lines are not supported"] if rest > 0 else []
        told += (
            [f"filters: {self._network} filters of requests are left out; cleanpress makes none"]
            if self._network
            else []
        )
        return tuple(told)

    def on(self, host: str, tree: Tree) -> Iterator[tuple[Filter, list[int] | None]]:
        """Give the filters that may choose something on a page, the simple ones with the elements they choose."""
        labels = host.split(".")
        domains = frozenset(".".join(labels[at:]) for at in range(len(labels)))
        tokens = _tokens(tree)
        filed = [self._by_token[token] for token in sorted(tokens.keys() & self._by_token.keys())]
        filed += [self._by_domain[domain] for domain in sorted(domains & self._by_domain.keys())]
        for one in (one for filters in filed for one in filters):
            if one.on(domains) and not self._excepted(one, domains):
                yield one, tokens.get(one.text, []) if _SIMPLE.match(one.text) else None

    def _excepted(self, one: Filter, domains: frozenset[str]) -> bool:
        """Whether an exception (#@#) lifts a filter here; one without domains lifts it everywhere."""
        return any(not names or not domains.isdisjoint(names) for names in self._exceptions.get(one.text, ()))


def _token(selector: str) -> str:
    """A class (``.name``) or id (``#name``) that the chosen element must have; empty when there is none to rely on."""
    if _SIMPLE.match(selector):
        return selector
    bare = re.sub(r"\[[^\]]*\]|\"[^\"]*\"|'[^']*'", "[]", selector)
    if "," in bare or "(" in bare or "\\" in selector:
        return ""
    last = re.split(r"[\s>+~]+", bare.strip())[-1]
    found = _LAST.search(last)
    return found.group() if found else ""


def _tokens(tree: Tree) -> dict[str, list[int]]:
    """All classes and ids of a page, marked as in CSS, with the elements that have them."""
    found: dict[str, list[int]] = {}
    for i, element in enumerate(tree.elements):
        value = element.get("class")
        if value:
            for name in set(value.split()):
                found.setdefault(f".{name}", []).append(i)
        value = element.get("id")
        if value:
            found.setdefault(f"#{value}", []).append(i)
    return found
