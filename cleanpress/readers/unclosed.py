"""What is never closed runs to the end of a page: a comment, a script, a quotation mark in a tag.

A mark put after the page shows whether the parser got there, whatever kept it. If it did not, the page can be read
again as if what swallowed its end had been closed before the next paragraph or box.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from cleanpress.readers.walk import BOXES, SILENT, UNSHOWN

END = "cleanpress-end"
MARK = f" <{END}>"
"""The space lets a tag that is cut off at the end keep its last attribute as it is."""
RESCUED, DROPPED = "unclosed-rescued", "unclosed-dropped"
ROUNDS = 4
"""How many openers, of different kinds, are closed in one page."""
CODE = frozenset(("script", "style"))
HOLDERS = (SILENT | UNSHOWN) - {"head"}
"""Elements whose text is not shown, or not as text of the page."""
_BLOCK = rf"<(?:body|{'|'.join(sorted(BOXES))})\b"
# In code, markup stands in strings: only what begins a line, or follows the opener at once, is markup of the page.
_IN_CODE = re.compile(rf"(?:(?<=\n)|\A)[ \t]*({_BLOCK})", re.I)
_IN_TEXT = re.compile(rf"({_BLOCK})", re.I)
_COMMENT = re.compile(r"<!--[^<>]*>?")
_LAST = re.compile(r"</(?:html|body)\s*>", re.I)
LAST_BYTES = re.compile(_LAST.pattern.encode(), re.I)
"""What :func:`without_ends` leaves out, in bytes."""
_VALUE = re.compile(r"<[a-z][^<>]*=\s*\Z", re.I)


def without_ends(text: str) -> str:
    """Leave out the ends of body and html: what stands after them belongs to the page too, and libxml2 parts it."""
    return _LAST.sub("", text)


def shown(tags: Iterable[str]) -> bool:
    """Whether the mark, inside elements of these names, is text of the page: nothing has swallowed the end."""
    return HOLDERS.isdisjoint(tags)


def closed(text: str) -> str:
    """Close the first opener that has no end; the same text when there is none, or nothing after it is to be had."""
    found = _openers(text)
    if not found:
        return text
    at, name = min(found)
    head, tail = text[:at], text[at:]
    if not name:
        return head + _COMMENT.sub("", tail)
    if name in "\"'":
        before, bracket, after = tail.partition(">")
        return f"{head}{before}{name}{bracket}{after}" if bracket else text
    return head + _each_closed(tail, name)


def has_open(text: str, names: Iterable[str]) -> bool:
    """Whether an element of one of these names begins after the last end of one."""
    low = text.lower()
    return any(_unclosed(low, f"<{name}", f"</{name}") >= 0 for name in names)


def swallows(text: str) -> bool:
    """Whether boxes or paragraphs stand after an opener that has no end."""
    found = _openers(text)
    return bool(found) and _IN_TEXT.search(text, min(found)[0]) is not None


def _openers(text: str) -> list[tuple[int, str]]:
    """Where something begins that has no end, with the element's name, a quotation mark, or nothing for a comment."""
    low = text.lower()
    found = [(at, name) for name in sorted(HOLDERS) if (at := _unclosed(low, f"<{name}", f"</{name}")) >= 0]
    found += [(at, "") for at in (_unclosed(low, "<!--", "-->"),) if at >= 0]
    found += [(at, mark) for mark in "\"'" if (at := _open_quote(text, mark)) >= 0]
    return found


def _unclosed(low: str, opener: str, closer: str) -> int:
    return low.find(opener, low.rfind(closer) + 1)


def _open_quote(text: str, mark: str) -> int:
    """Where the last quotation mark stands, if it opens the value of an attribute."""
    at = text.rfind(mark)
    start = text.rfind("<", 0, max(at, 0))
    return at if start >= 0 and _VALUE.match(text, start, at) else -1


def _each_closed(text: str, name: str) -> str:
    """Close each element ``name`` before the next box or paragraph."""
    pieces = re.split(rf"(<{name}\b[^<>]*>?)", text, flags=re.I)
    pattern = _IN_CODE if name in CODE else _IN_TEXT
    for i in range(2, len(pieces), 2):
        pieces[i] = pattern.sub(rf"</{name}>\1", pieces[i], count=1)
    return "".join(pieces)
