"""HTML or text? Looked at only when the caller does not say."""

from __future__ import annotations

import re

_OPENING = re.compile(
    r"\s*(?:(?><!--.{0,2000}?-->)\s*)*+(?:<\?xml[^>]{0,300}\?>\s*)?(?:(?><!--.{0,2000}?-->)\s*)*+"
    r"<(?:!doctype\s+html|(?:html|head|body|article|main|section|div|p|h[1-6]|header|figure|table|ul|ol|dl|blockquote|"
    r"span|a|br|center|meta|title|script|style|link|aside|nav|pre|img|b|strong|em|i)\b[^<>]{0,2000}>)",
    re.I | re.S,
)
_BLOCK_END = re.compile(r"</(?:p|div|article|section|body|html|li|h[1-6]|blockquote|table|ul|ol|figure|main)\s*>", re.I)
_BREAK = re.compile(r"<br\s*/?>", re.I)
_FENCE = re.compile(r"^(```|~~~).*?^\1", re.M | re.S)
LOOK = 200_000


def looks_like_html(text: str) -> bool:
    """Whether ``text`` is markup.

    It is when it starts with an element that pages and fragments start with, or holds two closing block tags or two
    line
    breaks as tags. Code fences are looked over, so Markdown about HTML stays text; a stray ``<``, an e-mail address in
    angle brackets and an XML prolog without HTML behind it are text.
    """
    sample = text[:LOOK].lstrip("\ufeff")
    if "<" not in sample:
        return False
    if _OPENING.match(sample):
        return True
    if "```" in sample or "~~~" in sample:
        sample = _FENCE.sub("", sample)
    for pattern in (_BLOCK_END, _BREAK):
        found = pattern.finditer(sample)
        if next(found, None) and next(found, None):
            return True
    return False
