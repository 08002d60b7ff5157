"""Read no more than so many characters of one document; what lies beyond is noted, and of a text kept unjudged."""

from __future__ import annotations

import dataclasses

from cleanpress.config import Kind
from cleanpress.model import Block, Page
from cleanpress.readers import read
from cleanpress.readers.decode import decode
from cleanpress.readers.sniff import looks_like_html

CUT = "cut-at-max-chars"
"""Note on an article that is partial."""


def read_within(
    source: str | bytes | bytearray | memoryview, url: str | None, kind: Kind, limit: int
) -> tuple[str, Page, str]:
    """Read no more than ``limit`` characters: the source as far as markup needs it, the page, and the text beyond it.

    HTML beyond is not read. Of a text, whole lines within the limit are read, so that no half line is judged.
    """
    text, notes = (source, ()) if isinstance(source, str) else decode(bytes(source))
    if kind == "html" or (kind == "auto" and looks_like_html(text)):
        if len(text) > limit:
            text, notes = text[:limit], (*notes, CUT)
        page, rest = read(text, url=url, kind="html"), ""
    else:
        head = text
        if len(text) > limit:
            head, notes = text[: max(0, text.rfind("\n", 0, limit + 1))], (*notes, CUT)
        page, rest = read(head, url=url, kind="text"), text[len(head) :]
    page.notes = (*notes, *page.notes)
    return text, page, rest


def with_rest(page: Page, rest: str) -> Page:
    """Put the text that was not judged back, as one block."""
    if not rest.strip():
        return dataclasses.replace(page, text=page.text + rest)
    start = len(page.text) + len(rest) - len(rest.lstrip())
    block = Block(len(page.blocks), start, len(page.text) + len(rest.rstrip()))
    return dataclasses.replace(page, text=page.text + rest, blocks=[*page.blocks, block])
