"""HTML to blocks: parse, then one walk over the tree."""

from __future__ import annotations

from typing import Any

from lxml import etree

from cleanpress.model import Block, Hints, Page

_SKIP = frozenset("script style noscript template svg head iframe object math textarea select button".split())
_BLOCK = frozenset(
    "address article aside blockquote body br button caption center dd details dialog div dl dt fieldset figcaption figure footer "
    "form h1 h2 h3 h4 h5 h6 header hr html label legend li main nav ol p pre section summary table tbody td tfoot th thead tr ul".split()
)


def read_html(text: str, url: str) -> Page:
    """Parse a page given as text."""
    raw = text.encode("utf-8", "replace")
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        root = etree.fromstring(raw, parser) if raw.strip() else None
    except etree.XMLSyntaxError:
        root = None
    return read_tree(root, url)


def read_tree(root: Any, url: str) -> Page:
    """Walk an lxml element."""
    pieces: list[str] = []
    blocks: list[Block] = []
    buffer: list[str] = []
    at = 0

    def flush() -> None:
        nonlocal at
        line = " ".join("".join(buffer).split())
        buffer.clear()
        if line:
            blocks.append(Block(len(blocks), at, at + len(line)))
            pieces.append(line)
            at += len(line) + 2

    skipping: Any = None
    for event, element in etree.iterwalk(root, events=("start", "end")) if root is not None else ():
        tag = element.tag if isinstance(element.tag, str) else "!"
        if event == "start":
            if skipping is None:
                if tag in _SKIP or tag == "!":
                    skipping = element
                else:
                    if tag in _BLOCK:
                        flush()
                    buffer.append(element.text or "")
            continue
        if skipping is element:
            skipping = None
        elif skipping is not None:
            continue
        elif tag in _BLOCK:
            flush()
        if element is not root:
            buffer.append(element.tail or "")
    flush()
    return Page("html", "\n\n".join(pieces), blocks, Hints(url=url), () if blocks else ("empty",))


def read_soup(soup: Any, url: str) -> Page:
    """Walk a BeautifulSoup."""
    return read_html(str(soup), url)
