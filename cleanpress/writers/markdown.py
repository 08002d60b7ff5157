"""Markdown of the clean body, from its sanitised HTML: CommonMark, with GitHub's tables and strikethrough."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from lxml import etree

from cleanpress.writers.around import HEADINGS
from cleanpress.writers.inline import inline, one_line
from cleanpress.writers.table import table_of

BLOCKS = frozenset("h1 h2 h3 h4 h5 h6 p blockquote pre ul ol dl table figure figcaption".split())
_TIGHT = ("ul", "ol")


def markdown_of(html: str) -> str:
    """Write Markdown that renders to the same text; ``html`` is what ``Article.html`` gives."""
    root = etree.fromstring(html.encode("utf-8"), etree.HTMLParser(encoding="utf-8", huge_tree=True))
    article = next(root.iter("article"), None)
    text = "\n\n".join(_blocks(article)) if article is not None else ""
    return f"{text}\n" if text else ""


def _blocks(parent: Any) -> list[str]:
    """Write the blocks in an element; loose text between them is a paragraph."""
    found: list[str] = []
    loose: list[Any] = [parent.text or ""]
    before = ""
    for child in parent:
        if child.tag not in BLOCKS:
            loose.append(child)
        else:
            _paragraph(loose, found)
            loose.clear()
            text = _block(child, "*" if before == "ul" else "-", ")" if before == "ol" else ".")
            found += [text] if text else []
        before = child.tag if not (child.tail or "").strip() else ""
        loose.append(child.tail or "")
    _paragraph(loose, found)
    return found


def _paragraph(loose: list[Any], found: list[str]) -> None:
    text = inline(loose)
    if text:
        found.append(text)


def _block(node: Any, bullet: str, point: str) -> str:
    tag = node.tag
    if tag in HEADINGS:
        text = one_line(node)
        return f"{'#' * int(tag[1])} {text}" if text else ""
    if tag == "p":
        return inline([node.text or "", *(piece for child in node for piece in (child, child.tail or ""))])
    if tag in ("ul", "ol"):
        return _list(node, bullet, point)
    if tag == "blockquote":
        return _prefixed("\n\n".join(_blocks(node)), "> ", "> ")
    return "\n\n".join(_OTHERS.get(tag, _blocks)(node))


def _definition(node: Any) -> str:
    blocks = _blocks(node)
    if node.tag == "dt" and len(blocks) == 1 and "*" not in blocks[0]:
        return f"**{blocks[0]}**"
    return "\n\n".join(blocks)


def _list(node: Any, bullet: str, point: str) -> str:
    start = node.get("start") or "1"
    number = int(start) if start.isdigit() else 1
    items: list[str] = []
    loose = False
    for item in node:
        mark = f"{bullet} " if node.tag == "ul" else f"{number + len(items)}{point} "
        blocks = _blocks(item)
        plain = all(child.tag in _TIGHT or child.tag not in BLOCKS for child in item)
        loose = loose or not plain
        text = ("\n" if plain else "\n\n").join(blocks)
        items.append(_prefixed(text, mark, " " * len(mark)) if text else mark.rstrip())
    return ("\n\n" if loose else "\n").join(items)


def _prefixed(text: str, first: str, rest: str) -> str:
    lines = text.split("\n")
    marked = [first + lines[0], *(rest + line if line or rest.strip() else "" for line in lines[1:])]
    return "\n".join(line.rstrip(" ") if not line.strip("> ") else line for line in marked)


def _code(node: Any) -> str:
    for line_break in node.iter("br"):
        line_break.tail = "\n" + (line_break.tail or "")
    text = "".join(node.itertext()).strip("\n")
    fence = "```"
    while fence in text:
        fence += "`"
    classes = (element.get("class") or "" for element in node.iter("pre", "code"))
    language = next(filter(None, classes), "").removeprefix("language-")
    return f"{fence}{language}\n{text}\n{fence}"


_OTHERS: dict[str, Callable[[Any], list[str]]] = {
    "pre": lambda node: [_code(node)],
    "table": lambda node: table_of(node, _blocks),
    "dl": lambda node: [text for item in node if (text := _definition(item))],
}
