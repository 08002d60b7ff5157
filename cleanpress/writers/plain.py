"""HTML and Markdown of a text: paragraphs, and headings and lists where plain signs say so."""

from __future__ import annotations

import re
from html import escape
from itertools import groupby

from cleanpress.model import Hints
from cleanpress.readers.text import read_text

_HEADING = re.compile(r"(#{1,6})[ \t]+(\S.*?)[ \t#]*$")
_BULLET = re.compile(r"[-*•‣▪][ \t]+(?=\S)")
_NUMBERED = re.compile(r"(\d{1,3})[.)][ \t]+(?=\S)")
_TAG = re.compile(r"<(?=[A-Za-z/!?])")
_TARGET = re.compile(r"\](?=[(:]\s*<?\s*(?!https?:|mailto:|tel:|#|/)[^)\s]*?[:&\\%])", re.I)


def text_markup(text: str) -> str:
    """Write a text as HTML that is not sanitised yet: a block is a paragraph; two or more items in a row are a list."""
    blocks = [(block.start, block.end) for block in read_text(text, Hints()).blocks]
    lines = [text[start:end] for start, end in blocks]
    out: list[str] = []
    for kind, group in groupby(lines, key=_kind):
        found = list(group)
        if kind in ("ul", "ol") and len(found) > 1 and (kind == "ul" or _counts_up(found)):
            items = "".join(f"<li>{escape(_item(line), quote=False)}</li>\n" for line in found)
            first = _NUMBERED.match(found[0])
            start = f' start="{int(first[1])}"' if first and int(first[1]) != 1 else ""
            out.append(f"<{kind}{start}>\n{items}</{kind}>\n")
        else:
            out += map(_paragraph, found)
    return "".join(out)


def text_markdown(text: str) -> str:
    """Give the text itself: it may well be Markdown. Only what would become an element or a script is escaped."""
    return _TARGET.sub(r"\\]", _TAG.sub(r"\\<", text))


def _kind(line: str) -> str:
    if _BULLET.match(line):
        return "ul"
    return "ol" if _NUMBERED.match(line) else "p"


def _counts_up(lines: list[str]) -> bool:
    numbers = [int(found[1]) for line in lines if (found := _NUMBERED.match(line))]
    return numbers == list(range(numbers[0], numbers[0] + len(lines)))


def _item(line: str) -> str:
    found = _BULLET.match(line) or _NUMBERED.match(line)
    return " ".join(line[found.end() if found else 0 :].split())


def _paragraph(line: str) -> str:
    heading = _HEADING.fullmatch(line)
    if heading:
        level = len(heading[1])
        return f"<h{level}>{escape(heading[2], quote=False)}</h{level}>\n"
    return f"<p>{escape(' '.join(line.split()), quote=False)}</p>\n"
