"""Fold text for matching without moving a single character, so that a hit's offsets are the source's offsets."""

from __future__ import annotations

import re

# One to one, and each of these occurs in real pages where the rule packs hold the plain form.
_PLAIN = {
    "’": "'", "‘": "'", "ʼ": "'", "`": "'",
    "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\t": " ", "\n": " ", "\r": " ", "\u2028": " ",
    "–": "-", "—": "-", "\u2011": "-",
}  # fmt: skip
PIECE = 1 << 16
_LEAD = re.compile(r"[\W_]+")
_DIGITS = re.compile(r"\d+(?:[.,:]\d+)*")
_SPACES = re.compile(r"\s+")


def fold(text: str) -> str:
    """Lower-case ``text`` and plain its quotes, spaces and dashes; the length stays the same.

    ``casefold()`` would lengthen 104 code points and shift every offset after them; ``lower()`` lengthens one (U+0130).
    """
    folded = _lower(text) if "\u0130" not in text else _lower(text.replace("\u0130", "i"))
    if folded.isascii():
        return folded.replace("\n", " ").replace("\r", " ").replace("\t", " ").replace("`", "'")
    for fancy, plain in _PLAIN.items():
        if fancy in folded:
            folded = folded.replace(fancy, plain)
    return folded


def _lower(text: str) -> str:
    """Lower-case by pieces, since Python takes twelve bytes a character on the way.

    Only the capital sigma depends on the letters around it.
    """
    if len(text) <= PIECE or "\u03a3" in text:
        return text.lower()
    return "".join([text[start : start + PIECE].lower() for start in range(0, len(text), PIECE)])


def line_key(folded: str) -> str:
    """The form in which whole lines are looked up: no marks at the ends, single spaces, numbers as ``0``."""
    first = _LEAD.match(folded)
    start, end = first.end() if first else 0, len(folded)
    while end > start and (not folded[end - 1].isalnum()):
        end -= 1
    key = folded[start:end]
    if _DIGITS.search(key):
        key = _DIGITS.sub("0", key)
    return _SPACES.sub(" ", key) if "  " in key or not key.isascii() else key
