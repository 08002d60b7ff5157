"""Ask readability-lxml which elements of a page are the article: an opt-in locator, and a second opinion."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from lxml import etree

MARK = "data-cleanpress-node"


def surviving(root: Any) -> frozenset[int]:
    """Ordinals of the elements that readability keeps; empty when it gives up. ``root`` is not changed."""
    from readability import Document  # noqa: PLC0415  # 42 ms, needed by few pages
    from readability.readability import Unparseable  # noqa: PLC0415

    marked = deepcopy(root)
    for ordinal, element in enumerate(marked.iter(etree.Element)):
        element.set(MARK, str(ordinal))
    try:
        summary = Document(etree.tostring(marked, encoding="unicode", method="html")).summary(html_partial=True)
    except (Unparseable, ValueError, TypeError, AttributeError, IndexError, etree.LxmlError):
        return frozenset()  # it raises on pages without prose, and on odd trees
    found = etree.fromstring(summary, etree.HTMLParser(huge_tree=True)) if summary.strip() else None
    if found is None:
        return frozenset()
    marks = (str(element.get(MARK) or "") for element in found.iter())
    return frozenset(int(mark) for mark in marks if mark.isdigit())
