"""The fixtures: one file a case, which holds the source and what a careful editor would say about each line of it.

Texts (``fixtures/texts/LANGUAGE/NAME.txt``) begin with a head of ``key: value`` lines, closed by ``---``. In what
follows a line stays unless it begins with its category in brackets: ``[donation] Support us!``, ``[share|social]
Facebook``; ``[?]`` marks a line that is not judged. ``newline`` in the head names what ends lines (``crlf``, ``u2028``)
and ``join: space`` makes one line of all.

Pages (``fixtures/pages/LANGUAGE/NAME.html``) begin with a comment of the same keys. ``data-is="body"`` on an element
says that its text stays; a category or ``?`` on an element in it says otherwise, and what is under no mark goes by any
name. Cleaners see neither head nor marks.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import lxml.html

from cleanpress import Category
from tests.known import FIXTURES

BODY, UNJUDGED = "body", "?"
NAMES = frozenset(map(str, Category))
_MARK = re.compile(r"\[([a-z|-]+|\?)\](?: |$)")
_DATA = re.compile(r' data-is="([^"]*)"')
_HEAD = re.compile(r"\A<!--\n(.*?)\n-->\n", re.S)
_NEWLINES = {"lf": "\n", "crlf": "\r\n", "u2028": "\u2028"}
_CELLS = frozenset({"td", "th"})
"""A row of a table is one line, its cells apart."""
_INLINE = _CELLS | frozenset(
    "a abbr b bdi button cite code em i label mark q s small span strong sub sup time u".split()
)
_SILENT = frozenset("script style template noscript head svg option textarea".split())


@dataclass(frozen=True)
class Line:
    """A line of a text or a block of a page, and what may become of it."""

    text: str
    names: frozenset[str]
    """``body``, ``?`` or the categories that a cut may have; empty: goes by any name."""

    @property
    def stays(self) -> bool:
        return BODY in self.names

    @property
    def judged(self) -> bool:
        return UNJUDGED not in self.names


@dataclass(frozen=True)
class Case:
    name: str
    """Language and name, as in ``fi/uimahalli``."""
    head: dict[str, str]
    source: str
    lines: tuple[Line, ...]
    separator: str = "\n"

    @property
    def language(self) -> str:
        return self.name.partition("/")[0]

    def wanted(self) -> list[str]:
        return [line.text for line in self.lines if line.stays]

    def judged(self, text: str) -> list[str]:
        """Lines of a cleaned text without those that are not judged."""
        ignored = {line.text for line in self.lines if not line.judged}
        found = (" ".join(line.split()) for line in text.splitlines())
        return [line for line in found if line and line not in ignored]


def names_of(mark: str, where: str) -> frozenset[str]:
    names = frozenset(mark.split("|"))
    if not (names <= NAMES or names in ({BODY}, {UNJUDGED})):
        raise ValueError(f"{where}: [{mark}] is none of body, ?, {', '.join(sorted(NAMES))}")
    return names


def head_of(text: str, where: str) -> dict[str, str]:
    pairs = (line.partition(": ") for line in text.splitlines())
    head = {key: value for key, _, value in pairs}
    if missing := {"origin", "structure"} - {key for key in head if head[key]}:
        raise ValueError(f"{where}: the head lacks {' and '.join(sorted(missing))}")
    return head


def text_case(path: Path, name: str) -> Case:
    head, _, marked = path.read_text("utf-8").partition("\n---\n")
    known = head_of(head, name)
    source: list[str] = []
    lines: list[Line] = []
    for raw in marked.removesuffix("\n").split("\n"):
        mark = _MARK.match(raw)
        text = raw[mark.end() :] if mark else raw
        source.append(text)
        if text.strip():
            lines.append(Line(" ".join(text.split()), names_of(mark[1], name) if mark else frozenset({BODY})))
    joined = known.get("join") == "space"
    separator = " " if joined else _NEWLINES[known.get("newline", "lf")]
    whole = separator.join(source) + ("" if joined else separator)
    return Case(name, known, whole, tuple(lines), separator)


def page_case(path: Path, name: str) -> Case:
    raw = path.read_text("utf-8")
    head = _HEAD.match(raw)
    if not head:
        raise ValueError(f"{name}: a page begins with a comment that names origin and structure")
    html = raw[head.end() :]
    blocks: list[tuple[object, str, list[str]]] = []
    for owner, mark, text in _pieces(lxml.html.document_fromstring(html), ""):
        if not blocks or blocks[-1][:2] != (owner, mark):
            blocks.append((owner, mark, []))
        blocks[-1][2].append(text)
    lines = [
        Line(text, names_of(mark, name) if mark else frozenset())
        for _, mark, parts in blocks
        if (text := " ".join("".join(parts).split()))
    ]
    return Case(name, head_of(head[1], name), _DATA.sub("", html), tuple(lines))


def _pieces(element: lxml.html.HtmlElement, mark: str) -> Iterator[tuple[object, str, str]]:
    """Text nodes in order, each with the block that owns it and the innermost mark around it."""
    if not isinstance(element.tag, str) or element.tag in _SILENT:
        return
    mark = element.get("data-is", mark)
    if element.tag in _CELLS:
        yield element.getparent(), mark, " "
    owner = element
    while owner.tag in _INLINE and owner.getparent() is not None:
        owner = owner.getparent()
    yield owner, mark, element.text or ""
    for child in element:
        yield from _pieces(child, mark)
        yield owner, mark, child.tail or ""


def _named(folder: str, suffix: str) -> dict[str, Path]:
    found = sorted((FIXTURES / folder).glob(f"*/*{suffix}"))
    return {f"{path.parent.name}/{path.stem}": path for path in found if len(path.parent.name) == 2}


TEXTS = _named("texts", ".txt")
PAGES = _named("pages", ".html")


@cache
def text(name: str) -> Case:
    return text_case(TEXTS[name], name)


@cache
def page(name: str) -> Case:
    return page_case(PAGES[name], name)


def digest() -> str:
    """SHA-256 of all cases, names and contents: floors hold for one corpus only."""
    whole = hashlib.sha256()
    for name, path in [*TEXTS.items(), *PAGES.items()]:
        whole.update(name.encode() + b"\0" + path.read_bytes())
    return whole.hexdigest()
